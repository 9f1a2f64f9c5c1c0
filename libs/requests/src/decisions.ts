import type { Caller, HeldRole } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import {
  type Decided,
  type DecisionStream,
  EventLog,
  type ExpectedVersion,
  type Fact,
  type Instant,
  OtherStreams,
} from '#libs/event-log';
import { circumstancesOf, sideOfRole } from '#libs/people';
import { request, type Request, type RequestEvent, type RequestPolicy, type RuleContext } from './domain/index.js';
import { callersPolicy, requestPolicyStream } from './request-policy.js';
import { requestRow, type RequestRow } from './request-row.js';
import { inWorkload } from './urgency/workload.js';

/** What became of a command on a request. */
export interface RequestChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly requestId: string;
  /** The request's version after the command. */
  readonly version: number;
  /** The row as this command left it; null when it stored nothing. */
  readonly row: () => DecidedRow | null;
}

export type DecidedRow = RequestRow & { readonly workspace_id: string; readonly version: number };

/** A command on a request that exists: what is asked, on which version, and by whom. */
export abstract class RequestCommand<Input extends { readonly requestId: string }> extends Command<RequestChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A rule of the domain: what follows from a command, or a refusal. */
export type Rule<Input> = (state: Request, input: Input, context: RuleContext) => readonly RequestEvent[];

/** Which request is decided on. */
export interface DecisionTarget {
  readonly requestId: string;
  readonly expect: ExpectedVersion;
  readonly caller: Caller;
  /** Streams the rule is sure to look at: read together with the request, in one statement. */
  readonly beside?: readonly DecisionStream<unknown, Fact>[];
}

/** Hands requests to their rules: brings time, actor and policy along, and keeps what the rule decides. */
@Injectable()
export class RequestDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  change<Input extends { readonly requestId: string }>(
    command: RequestCommand<Input>,
    rule: Rule<Input>,
  ): Promise<RequestChange> {
    const { input, expect, caller } = command;
    return this.decide({ requestId: input.requestId, expect, caller }, (state, context) => rule(state, input, context));
  }

  /** As `change`, for an input that had to be completed first, and for rules that look at other streams or add facts to them. */
  async decide(
    { requestId, expect, caller, beside = [] }: DecisionTarget,
    rule: (state: Request, context: RuleContext, others: OtherStreams) => readonly RequestEvent[],
  ): Promise<RequestChange> {
    const it: DecisionStream<Request, RequestEvent> = { aggregate: request, id: requestId, expect };
    const { position, replayed, versions, rowOf } = await OtherStreams.naming(
      (streams, othersOf) =>
        this.log.decide(caller.command, { ...streams, policy: requestPolicyStream, it }, (states, { now, goBy }) => {
          const others = othersOf(states);
          const policy = callersPolicy(caller, states.policy, now);
          goBy(policy.version);
          const facts = rule(states.it, ruleContext(caller, { state: states.it, now, policy }), others);
          const decided = inWorkload({ requestId, state: states.it, facts, now }, others);
          return { ...others.facts, it: decided };
        }),
      beside,
    );
    const row = (): DecidedRow | null => {
      const found = rowOf('it', requestRow.table) as RequestRow | null;
      return found && { ...found, workspace_id: caller.command.workspaceId, version: versions.it };
    };
    return { requestId, position, replayed, version: versions.it, row };
  }
}

/** What a decision on a request has read. */
export interface RequestScene {
  readonly state: Request;
  readonly now: Instant;
  readonly policy: RequestPolicy;
}

/** What a rule may know besides state and input; roles count as `countsOn` says. */
export const ruleContext = (caller: Caller, { state, now, policy }: RequestScene): RuleContext => ({
  ...circumstancesOf(caller, now, (held) => countsOn(state, held)),
  policy,
});

/** A role of one of the two sides counts in its own team alone: the lead of another team signs nothing here. */
function countsOn(state: Request, { role, teamId }: HeldRole): boolean {
  const side = sideOfRole(role);
  if (state.status === 'unknown' || teamId === null || side === null) return true;
  if (side === 'CONSUMER') return teamId === state.consumerTeamId;
  const provider = 'triage' in state ? state.triage?.providerTeamId : undefined;
  return provider === undefined || teamId === provider;
}
