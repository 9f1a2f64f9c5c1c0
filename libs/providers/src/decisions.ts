import type { Caller, Reader } from '#libs/api-kit';
import {
  type Command as LogCommand,
  type Decided,
  type DecisionStream,
  EventLog,
  type ExpectedVersion,
  type Instant,
  OtherStreams,
} from '#libs/event-log';
import { circumstancesOf } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { Command, type ICommandHandler } from '@nestjs/cqrs';
import {
  agencyTeam,
  freeTeam,
  type Provider,
  provider,
  type ProviderContext,
  type ProviderEvent,
  providerPolicy,
} from './domain/index.js';
import { type ProviderRow, providerRow } from './object/provider-row.js';

export type DecidedRow = ProviderRow & { readonly workspace_id: string; readonly version: number };

/** What became of a command on an agency. */
export interface ProviderChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly providerId: string;
  /** The agency's row as the command left it; null when the command did not change it. */
  readonly row: DecidedRow | null;
}

/** A command of this context. */
export abstract class ProviderCommand<Input> extends Command<ProviderChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

export type ProviderRule<Input> = (state: Provider, input: Input, ctx: ProviderContext) => ProviderEvent[];

/** The caller's command, naming the policy it is decided by. */
export const commandOf = ({ command }: Pick<Caller, 'command'>): LogCommand => ({
  ...command,
  policyVersion: providerPolicy.version,
});

/** Teams in which somebody works as an agency's person. */
export const agencyTeamsOf = ({ viewer }: Pick<Reader, 'viewer'>): string[] =>
  viewer.roles.flatMap(({ role, teamId }) => (role === 'AGENCY_MEMBER' && teamId !== null ? [teamId] : []));

/** What a rule may know besides state and input. */
export const contextOf = (caller: Caller, now: Instant): ProviderContext => ({
  ...circumstancesOf(caller, now),
  policy: providerPolicy,
  agencyTeamIds: agencyTeamsOf(caller),
});

/** One agency's part of a decision. */
export function changeOf<Key extends string>(
  { providerId, key, caller }: { providerId: string; key: Key; caller: Caller },
  { position, replayed, versions, rowOf }: Decided<Key>,
): ProviderChange {
  const stored = rowOf(key, providerRow.table) as ProviderRow | null;
  const row = stored && { ...stored, workspace_id: caller.viewer.workspaceId, version: versions[key] };
  return { providerId, position, replayed, row };
}

/** Whoever is turned down or gone leaves its team free for another agency. */
function freeingTeam(providerId: string, state: Provider, facts: readonly ProviderEvent[], others: OtherStreams): void {
  const leaves = facts.some(({ type }) => type === 'ProviderRejected' || type === 'ProviderOffboarded');
  if (!leaves || state.status === 'unknown') return;
  const team = others.read(agencyTeam, state.teamId);
  others.append(agencyTeam, state.teamId, freeTeam(team, providerId));
}

/** Hands agencies to their rules: brings time, actor and policy along, and keeps what the rule decides. */
@Injectable()
export class ProviderDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  async decide<Input extends { readonly providerId: string }>(
    { input, expect, caller }: ProviderCommand<Input>,
    rule: ProviderRule<Input>,
  ): Promise<ProviderChange> {
    const { providerId } = input;
    const it: DecisionStream<Provider, ProviderEvent> = { aggregate: provider, id: providerId, expect };
    const decided = await OtherStreams.naming((streams, othersOf) =>
      this.log.decide(commandOf(caller), { ...streams, it }, (states, { now }) => {
        const others = othersOf(states);
        const facts = rule(states.it, input, contextOf(caller, now));
        freeingTeam(providerId, states.it, facts, others);
        return { ...others.facts, it: facts };
      }),
    );
    return changeOf({ providerId, key: 'it', caller }, decided);
  }
}

/** The handler of a command whose rule takes its input as it came. */
@Injectable()
export abstract class RuleHandler<Input extends { readonly providerId: string }> implements ICommandHandler<
  ProviderCommand<Input>
> {
  protected abstract readonly rule: ProviderRule<Input>;

  constructor(protected readonly decisions: ProviderDecisions) {}

  execute(command: ProviderCommand<Input>): Promise<ProviderChange> {
    return this.decisions.decide(command, this.rule);
  }
}
