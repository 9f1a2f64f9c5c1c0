import type { Caller } from '#libs/api-kit';
import {
  type DecisionStream,
  EventLog,
  type ExpectedVersion,
  type Fact,
  Refusal,
  StaleVersion,
  ValidationFailed,
  OtherStreams,
} from '#libs/event-log';
import type { WorkspacePolicy } from '#libs/policies';
import { Injectable } from '@nestjs/common';
import { type DecidedRow, type RequestChange, ruleContext } from '../decisions.js';
import { request, type Request, type RequestEvent, type RuleContext } from '../domain/index.js';
import { callersPolicy, requestPolicyStream } from '../request-policy.js';
import { requestRow, type RequestRow } from '../request-row.js';
import { type Fate, fateOf, type KeptFate, keptFate } from './fates.js';

/** One of many requests, and what is to be decided on it. */
export interface Item {
  readonly requestId: string;
  /** The version the caller saw of this one; the last word wins unless told. */
  readonly expect?: Exclude<ExpectedVersion, 'new'>;
  readonly rule: (state: Request, context: RuleContext, others: OtherStreams) => readonly RequestEvent[];
}

/** What became of one of many requests. */
export interface ItemChange extends RequestChange {
  readonly fate: Fate;
}

export interface ManyChanges {
  /** In the order of the items. */
  readonly items: readonly ItemChange[];
  readonly position: number | null;
  readonly replayed: boolean;
}

export interface ManyTarget {
  readonly items: readonly Item[];
  readonly caller: Caller;
  /** False: the version of a request guards only when it gets facts; what others do to the rest meanwhile does not matter. */
  readonly guards?: false;
  /** Streams the rules are sure to look at. */
  readonly beside?: readonly DecisionStream<unknown, Fact>[];
}

/** States and versions as one try of the decision has read them. */
interface Read {
  readonly states: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, number>>;
  readonly context: (state: Request) => RuleContext;
  readonly others: OtherStreams;
}

type Judged = { readonly fate: Fate; readonly facts: readonly RequestEvent[] };

/**
 * Decides many requests in one append and takes as many statements as for one. Each stands or falls alone: one that is refused adds
 * no fact and the others go on. All of them are judged at one instant, as the version of each guards the append, that of a refused one too.
 *
 * A repetition of the command tells of each what it told the first time: refusals are kept with the command. When nothing at all was
 * stored there is no command to repeat, and everything is decided anew, as with a single command that was refused.
 *
 * For rules that leave the provider teams' work in hand as it is, and that add to no other stream.
 */
@Injectable()
export class ManyRequests {
  constructor(private readonly log: EventLog) {}

  /** @throws IdempotencyKeyReused */
  async decide({ items, caller, guards, beside = [] }: ManyTarget): Promise<ManyChanges> {
    const only = guards === false ? { guards } : {};
    const own = new Map(
      items.map(({ requestId: id }) => [id, { aggregate: request, id, expect: 'latest' as const, ...only }] as const),
    );
    const { position, replayed, versions, remembered, rowOf } = await OtherStreams.naming(
      (streams, othersOf) =>
        this.log.decide<Record<string, DecisionStream<unknown, Fact>>>(
          caller.command,
          { ...streams, policy: requestPolicyStream, ...Object.fromEntries(own) },
          (states, { now, versions: read, remember, goBy }) => {
            const policy = callersPolicy(caller, states['policy'] as WorkspacePolicy, now);
            goBy(policy.version);
            const context = (state: Request): RuleContext => ruleContext(caller, { state, now, policy });
            const judged = judgeAll(items, { states, versions: read, context, others: othersOf(states) });
            remember({ fates: judged.map(({ fate }) => keptFate(fate)) });
            return Object.fromEntries(judged.flatMap(({ facts }, index) => entry(items[index]!.requestId, facts)));
          },
        ),
      beside,
    );
    const { fates } = remembered as { fates: readonly KeptFate[] };
    const changes = items.map(({ requestId }, index): ItemChange => {
      const fate = fateOf(fates[index]!);
      const version = versions[requestId]!;
      const row = (): DecidedRow | null => {
        const found = rowOf(requestId, requestRow.table) as RequestRow | null;
        return found && { ...found, workspace_id: caller.command.workspaceId, version };
      };
      return { requestId, fate, version, row, replayed, position: fate.kind === 'CHANGED' ? position : null };
    });
    return { items: changes, position, replayed };
  }
}

/** Items without facts name no stream, so that a refused repetition of an item does not undo what the first one decided. */
const entry = (id: string, facts: readonly RequestEvent[]): [string, readonly RequestEvent[]][] =>
  facts.length === 0 ? [] : [[id, facts]];

function judgeAll(items: readonly Item[], read: Read): Judged[] {
  const seen = new Set<string>();
  return items.map((item) => {
    const again = seen.has(item.requestId);
    seen.add(item.requestId);
    return judge(item, read, again);
  });
}

/** A refusal is this item's own; anything else that is thrown is everybody's. */
function judge(item: Item, read: Read, again: boolean): Judged {
  try {
    const facts = again ? namedTwice() : decideOne(item, read);
    const warnings = facts.flatMap(({ data }) => ('warnings' in data ? (data.warnings ?? []) : []));
    return { facts, fate: facts.length === 0 ? { kind: 'UNCHANGED' } : { kind: 'CHANGED', warnings } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { facts: [], fate: { kind: 'REFUSED', refusal: error } };
  }
}

function namedTwice(): never {
  throw new ValidationFailed('This request stands in an earlier row; name it once.', ['input', 'requestId']);
}

function decideOne({ requestId, expect, rule }: Item, read: Read): readonly RequestEvent[] {
  const state = read.states[requestId] as Request;
  const version = read.versions[requestId]!;
  // A request that is not there is the rule's to refuse.
  if (typeof expect === 'object' && version > 0 && version !== expect.version)
    throw new StaleVersion(`${request.type}-${requestId}`, expect.version, version);
  return rule(state, read.context(state), read.others);
}
