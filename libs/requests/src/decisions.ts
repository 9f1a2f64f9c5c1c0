import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import type { Caller, HeldRole } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion } from '#libs/event-log';
import { fullViewer, localDate } from '#libs/people';
import {
  type Actor,
  defaultPolicy,
  request,
  type Request,
  type RequestEvent,
  type RuleContext,
  type Side,
} from './domain/index.js';
import { requestRow, type RequestRow } from './request-row.js';

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

  /** As `change`, for an input that had to be completed first. */
  async decide(
    { requestId, expect, caller }: { requestId: string; expect: ExpectedVersion; caller: Caller },
    rule: (state: Request, context: RuleContext) => readonly RequestEvent[],
  ): Promise<RequestChange> {
    const { timeZone } = fullViewer(caller.viewer);
    const { position, replayed, versions, rowOf } = await this.log.decideOne(
      { ...caller.command, policyVersion: defaultPolicy.version },
      { aggregate: request, id: requestId, expect },
      (state, { now }) =>
        rule(state, { now, today: localDate(now, timeZone), actor: actorOf(caller, state), policy: defaultPolicy }),
    );
    const row = (): DecidedRow | null => {
      const found = rowOf('it', requestRow.table) as RequestRow | null;
      return found && { ...found, workspace_id: caller.command.workspaceId, version: versions.it };
    };
    return { requestId, position, replayed, version: versions.it, row };
  }
}

/** The caller as rules see it: with the roles that count on this request, the one that carries the right first. */
function actorOf({ viewer, grant, command }: Caller, state: Request): Actor {
  const held = viewer.roles.filter((holding) => countsOn(state, holding)).map(({ role }) => role);
  const roles = [...new Set([...held.filter((role) => role === command.actorRole), ...held])];
  return {
    personId: viewer.personId,
    roles,
    side: sideOf(roles),
    grant,
    ...(viewer.onBehalfOf !== undefined && { onBehalfOf: viewer.onBehalfOf }),
  };
}

const SIDES: Readonly<Record<string, Side>> = {
  MARKETING_MEMBER: 'CONSUMER',
  MARKETING_LEAD: 'CONSUMER',
  ENGINEER: 'PROVIDER',
  ENGINEERING_LEAD: 'PROVIDER',
  AGENCY_MEMBER: 'PROVIDER',
};

/** A role of one of the two sides counts in its own team alone: the lead of another team signs nothing here. */
function countsOn(state: Request, { role, teamId }: HeldRole): boolean {
  const side = SIDES[role];
  if (state.status === 'unknown' || teamId === null || side === undefined) return true;
  if (side === 'CONSUMER') return teamId === state.consumerTeamId;
  const provider = 'triage' in state ? state.triage?.providerTeamId : undefined;
  return provider === undefined || teamId === provider;
}

/** The side somebody speaks for: that of the first role that belongs to one. */
const sideOf = (roles: readonly string[]): Side | null => roles.flatMap((role) => SIDES[role] ?? [])[0] ?? null;
