import { type Caller, type HeldRole, rowsOf, sql } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion } from '#libs/event-log';
import { circumstancesOf, sideOfRole } from '#libs/people';
import { activeRequests } from '#libs/requests';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import pg from 'pg';
import { v5 as uuidV5 } from 'uuid';
import {
  type ActiveRequest,
  type ActiveRequests,
  type Board,
  board,
  type BoardEvent,
  MAX_RANKED,
} from '../domain/index.js';

const BOARDS = 'f3c0a1de-64f5-5b0c-9d52-7a3f0b8e4c11';

/** Two teams have one board: its id comes from theirs. */
export const boardIdOf = ({ consumerTeamId, providerTeamId }: TeamPair): string =>
  uuidV5(`${consumerTeamId}/${providerTeamId}`, BOARDS);

export interface TeamPair {
  readonly consumerTeamId: string;
  readonly providerTeamId: string;
}

/** What became of a command on a board. */
export interface BoardChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly boardId: string;
}

/** A command on a board that exists: what is asked, on which version, and by whom. */
export abstract class BoardCommand<Input extends { readonly boardId: string }> extends Command<BoardChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

export interface BoardTarget {
  readonly boardId: string;
  readonly expect: ExpectedVersion;
  readonly caller: Caller;
  /** The teams of a board that is not open yet. */
  readonly teams?: TeamPair;
}

/** Hands boards to their rules, with time, actor and the requests that are active. */
@Injectable()
export class BoardDecisions {
  constructor(
    private readonly log: EventLog,
    private readonly pool: pg.Pool,
  ) {}

  /** @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused */
  async decide(
    { boardId, expect, caller, teams }: BoardTarget,
    rule: (state: Board, context: Circumstances) => readonly BoardEvent[],
  ): Promise<BoardChange> {
    const stream = { aggregate: board, id: boardId, expect };
    const { position, replayed } = await this.log.decideOne(caller.command, stream, (state, { now }) => {
      const pair = state.status === 'open' ? state : teams;
      return rule(
        state,
        circumstancesOf(caller, now, (held) => countsFor(pair, held)),
      );
    });
    return { boardId, position, replayed };
  }

  /** Which of these are active requests of the workspace, and whose: input of the rules, see `ActiveRequests`. One statement. */
  async activeAmong(workspaceId: string, requestIds: readonly string[]): Promise<ActiveRequests> {
    // A longer order is refused whatever its requests are.
    const ids = requestIds.slice(0, MAX_RANKED);
    const found = await rowsOf<ActiveRequest & { requestId: string }>(
      this.pool,
      sql`SELECT r.request_id AS "requestId", r.consumer_team_id AS "consumerTeamId", r.provider_team_id AS "providerTeamId"
        FROM ${activeRequests} r WHERE r.workspace_id = ${workspaceId}::uuid AND r.request_id = ANY(${ids}::uuid[])`,
    );
    return new Map(found.map(({ requestId, ...teams }) => [requestId, teams]));
  }
}

/** A role of one of the two sides counts in its own team alone: the lead of another team speaks for nobody here. */
function countsFor(teams: TeamPair | undefined, { role, teamId }: HeldRole): boolean {
  const side = sideOfRole(role);
  if (!teams || teamId === null || side === null) return true;
  return teamId === (side === 'CONSUMER' ? teams.consumerTeamId : teams.providerTeamId);
}
