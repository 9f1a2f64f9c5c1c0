import { Injectable } from '@nestjs/common';
import {
  CursorCodec,
  keysetPage,
  preparedRowsOf,
  rowsOf,
  sql,
  type ConnectionArgs,
  type Page,
  type Sql,
} from '#libs/api-kit';
import type { Delegation, HeldRole } from './domain/person.js';
import type { Right, Role } from './domain/rights.js';
import type { Side } from './domain/team.js';
import type { KnownToken } from './domain/token.js';
import { PeopleStore } from './people-store.js';

export interface PersonRecord {
  readonly id: string;
  readonly version: number;
  readonly roles: readonly HeldRole[];
  readonly delegations: readonly Delegation[];
  /** Null when it was never completed, or is forgotten. */
  readonly name: string | null;
  readonly email: string | null;
  readonly addedAt: Date;
}

export interface TeamRecord {
  readonly id: string;
  readonly version: number;
  readonly side: Side;
  readonly timeZone: string;
  readonly name: string | null;
}

export interface TokenRecord {
  readonly id: string;
  readonly version: number;
  readonly personId: string;
  readonly roles: readonly Role[] | null;
  readonly scopes: readonly Right[] | null;
  readonly expiresAt: Date | null;
  readonly status: KnownToken['status'];
  readonly mintedAt: Date;
  readonly label: string | null;
}

export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  readonly sandbox: boolean;
  readonly timeZone: string;
}

/** Uuids of people and teams that are looked up together. */
export interface Named {
  readonly people: readonly string[];
  readonly teams: readonly string[];
}

/** Those that are there, in no order. */
export interface Found {
  readonly people: readonly PersonRecord[];
  readonly teams: readonly TeamRecord[];
}

/** Of a union: the columns of the other kind are null. */
type PersonOrTeam = (PersonRecord & { readonly side: null }) | (TeamRecord & { readonly roles: null });

interface Kind {
  readonly table: Sql;
  readonly columns: readonly Sql[];
  readonly id: Sql;
}

const PERSON: Kind = {
  table: sql`people.person_row r LEFT JOIN people.person p ON p.workspace_id = r.workspace_id AND p.person_id = r.person_id`,
  columns: [
    sql`r.person_id AS id`,
    sql`r.version`,
    sql`r.roles`,
    sql`r.delegations`,
    sql`r.added_at AS "addedAt"`,
    sql`p.name`,
    sql`p.email`,
  ],
  id: sql`r.person_id`,
};

const TEAM: Kind = {
  table: sql`people.team_row r LEFT JOIN people.team t ON t.workspace_id = r.workspace_id AND t.team_id = r.team_id`,
  columns: [sql`r.team_id AS id`, sql`r.version`, sql`r.side`, sql`r.time_zone AS "timeZone"`, sql`t.name`],
  id: sql`r.team_id`,
};

const TOKEN: Kind = {
  table: sql`people.token_row r LEFT JOIN people.token_secret s ON s.workspace_id = r.workspace_id AND s.token_id = r.token_id`,
  columns: [
    sql`r.token_id AS id`,
    sql`r.version`,
    sql`r.person_id AS "personId"`,
    sql`r.roles`,
    sql`r.scopes`,
    sql`r.expires_at AS "expiresAt"`,
    sql`r.status`,
    sql`r.minted_at AS "mintedAt"`,
    sql`s.label`,
  ],
  id: sql`r.token_id`,
};

const WORKSPACE: Kind = {
  table: sql`people.workspace r`,
  columns: [sql`r.workspace_id AS id`, sql`r.name`, sql`r.sandbox`, sql`r.time_zone AS "timeZone"`],
  id: sql`r.workspace_id`,
};

export interface PeopleFilter {
  readonly role?: Role | null | undefined;
  readonly teamId?: string | null | undefined;
}

const comma = (columns: readonly Sql[]): Sql => columns.reduce((all, column) => sql`${all}, ${column}`);

/** What the queries of this context read. Every statement names the workspace. */
@Injectable()
export class PeopleReads {
  constructor(
    private readonly store: PeopleStore,
    private readonly cursors: CursorCodec,
  ) {}

  /** In the order of the ids; null for one that is not there or not in this workspace. */
  people(workspaceId: string, ids: readonly string[]): Promise<(PersonRecord | null)[]> {
    return this.byIds(PERSON, workspaceId, ids);
  }

  teams(workspaceId: string, ids: readonly string[]): Promise<(TeamRecord | null)[]> {
    return this.byIds(TEAM, workspaceId, ids);
  }

  /** People and teams in one statement. */
  async peopleAndTeams(workspaceId: string, { people, teams }: Named): Promise<Found> {
    const statement = sql`
      SELECT ${comma(PERSON.columns)}, NULL AS side, NULL AS "timeZone" FROM ${PERSON.table}
      WHERE r.workspace_id = ${workspaceId} AND r.person_id = ANY(${[...people]}::uuid[])
      UNION ALL
      SELECT r.team_id, r.version, NULL, NULL, NULL, t.name, NULL, r.side, r.time_zone FROM ${TEAM.table}
      WHERE r.workspace_id = ${workspaceId} AND r.team_id = ANY(${[...teams]}::uuid[])`;
    const rows = await preparedRowsOf<PersonOrTeam>(this.store.pool, statement);
    return { people: rows.filter((row) => row.side === null), teams: rows.filter((row) => row.side !== null) };
  }

  tokens(workspaceId: string, ids: readonly string[]): Promise<(TokenRecord | null)[]> {
    return this.byIds(TOKEN, workspaceId, ids);
  }

  workspaces(workspaceId: string, ids: readonly string[]): Promise<(WorkspaceRecord | null)[]> {
    return this.byIds(WORKSPACE, workspaceId, ids);
  }

  /** By name; the nameless come last. */
  peoplePage(workspaceId: string, { role, teamId }: PeopleFilter, args: ConnectionArgs): Promise<Page<PersonRecord>> {
    const held = { ...(role && { role }), ...(teamId && { teamId }) };
    const filter = role || teamId ? sql`r.roles @> ${JSON.stringify([held])}::jsonb` : sql`TRUE`;
    return this.page(PERSON, { workspaceId, filter, by: sql`p.name` }, args);
  }

  teamsPage(workspaceId: string, args: ConnectionArgs): Promise<Page<TeamRecord>> {
    return this.page(TEAM, { workspaceId, filter: sql`TRUE`, by: sql`t.name` }, args);
  }

  /** Of one person, or (null) of everybody; oldest first. */
  tokensPage(workspaceId: string, personId: string | null, args: ConnectionArgs): Promise<Page<TokenRecord>> {
    const filter = personId === null ? sql`TRUE` : sql`r.person_id = ${personId}`;
    return this.page(TOKEN, { workspaceId, filter, by: sql`r.minted_at` }, args);
  }

  /**
   * Ids of people by their names or addresses in small letters, as files name them. Whoever shares a name with somebody is not found
   * by it: a file then has to say whom it means.
   */
  async byNameOrAddress(workspaceId: string, words: readonly string[]): Promise<Map<string, string>> {
    const statement = sql`SELECT word, min(p.person_id::text) AS id FROM people.person p
      CROSS JOIN LATERAL (SELECT DISTINCT spoken.word FROM (VALUES (lower(p.name)), (lower(p.email))) AS spoken(word)) AS called
      WHERE p.workspace_id = ${workspaceId}::uuid AND called.word = ANY(${[...words]}::text[])
      GROUP BY word HAVING count(*) = 1`;
    const rows = await preparedRowsOf<{ word: string; id: string }>(this.store.pool, statement);
    return new Map(rows.map(({ word, id }) => [word, id]));
  }

  /** Everybody who has named this person a deputy for a period that is not over. */
  principalsOf(workspaceId: string, deputyId: string): Promise<PersonRecord[]> {
    const named = JSON.stringify([{ deputyId }]);
    const where = sql`r.workspace_id = ${workspaceId} AND r.delegations @> ${named}::jsonb`;
    const statement = sql`SELECT ${comma(PERSON.columns)} FROM ${PERSON.table} WHERE ${where} ORDER BY r.person_id LIMIT 250`;
    return rowsOf<PersonRecord>(this.store.pool, statement);
  }

  private async byIds<R extends { readonly id: string }>(
    { table, columns, id }: Kind,
    workspaceId: string,
    ids: readonly string[],
  ): Promise<(R | null)[]> {
    const where = sql`r.workspace_id = ${workspaceId} AND ${id} = ANY(${[...ids]}::uuid[])`;
    const statement = sql`SELECT ${comma(columns)} FROM ${table} WHERE ${where}`;
    const rows = await preparedRowsOf<R>(this.store.pool, statement);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((wanted) => found.get(wanted) ?? null);
  }

  private page<R extends object>(
    { table, columns, id }: Kind,
    { workspaceId, filter, by }: { workspaceId: string; filter: Sql; by: Sql },
    args: ConnectionArgs,
  ): Promise<Page<R>> {
    return keysetPage<R>({
      db: this.store.pool,
      table,
      columns,
      where: sql`r.workspace_id = ${workspaceId} AND ${filter}`,
      order: [{ column: by, direction: 'ASC' }],
      id,
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
  }
}
