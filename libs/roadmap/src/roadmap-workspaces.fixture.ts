import { toGlobalId } from '#libs/api-kit';
import { type Aggregate, type EventLog, type Fact, SandboxClock } from '#libs/event-log';
import { operatorCommand, PeopleStore, person, type Right, type Role, team, Tokens, Workspaces } from '#libs/people';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Cast, CAST, type Held, type Member, type Name, type TeamName, TEAMS } from './roadmap-cast.fixture.js';
import type { Base } from './roadmap-program.fixture.js';

/** A Monday; each workspace is a sandbox that stands at 09:00 of it in Berlin. */
export const TODAY = '2026-01-05';

/** A fact as it is stored. */
export interface StoredFact {
  readonly type: string;
  readonly version: number;
  readonly position: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** Workspaces of a program: their people, their clocks, and what is stored of them. */
export class RoadmapWorkspaces {
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly log: EventLog;

  protected constructor(protected readonly base: Base) {
    this.pool = base.pool;
    this.owner = base.owner;
    this.log = base.log;
  }

  /** A new workspace with everybody in it, on the morning of `startsOn`. */
  async cast(startsOn: string = TODAY): Promise<Cast> {
    const clock = new SandboxClock({ ...this.base, consumers: [] });
    const workspaces = new Workspaces(this.pool, { createSandbox: (id, now) => clock.create(id, now) });
    const startsAt = `${startsOn}T08:00:00.000Z`;
    const zone = 'Europe/Berlin';
    const { workspaceId } = await workspaces.create({ name: 'Bench', sandbox: true, startsAt, timeZone: zone });
    const teamIds = Object.fromEntries(Object.keys(TEAMS).map((name) => [name, randomUUID()])) as Record<
      TeamName,
      string
    >;
    const founded = Object.entries(TEAMS).map(([name, side]) => {
      const teamId = teamIds[name as TeamName];
      const fact = { type: 'TeamCreated' as const, data: { teamId, side, timeZone: zone } };
      return this.happened(workspaceId, { aggregate: team, id: teamId }, [fact]);
    });
    await Promise.all(founded);
    const joining = (Object.entries(CAST) as [Name, readonly Held[]][]).map(async ([name, roles]) => {
      const held = roles.map(([role, of]) => ({ role, teamId: of && teamIds[of] }));
      return [name, await this.join(workspaceId, held)] as const;
    });
    const members = await Promise.all(joining);
    const shown = Object.entries(teamIds).map(([name, id]) => [name, toGlobalId('Team', id)]);
    return { ...Object.fromEntries([...members, ...shown]), workspaceId } as Cast;
  }

  /** Somebody more; `scopes` cut their token. */
  async join(
    workspaceId: string,
    held: readonly { readonly role: Role; readonly teamId: string | null }[],
    scopes: readonly Right[] | null = null,
  ): Promise<Member> {
    const personId = randomUUID();
    await this.happened(workspaceId, { aggregate: person, id: personId }, [
      { type: 'PersonAdded', data: { personId } },
      ...held.map((one) => ({ type: 'RoleGranted' as const, data: { personId, ...one } })),
    ]);
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: {} });
    const roles = scopes && held.map(({ role }) => role);
    const asked = { personId, label: 'bench', expiresAt: null, roles, scopes };
    const { token } = await new Tokens(this.log, new PeopleStore(this.pool)).mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, id: toGlobalId('Person', personId), token };
  }

  /** Lets somebody act for somebody else, from `TODAY` to the end of 2026. */
  async delegate(workspaceId: string, from: Member, to: Member, role: Role): Promise<void> {
    const period = { from: TODAY, until: '2026-12-31', on: TODAY };
    const data = { personId: from.personId, delegationId: randomUUID(), role, deputyId: to.personId, ...period };
    await this.happened(workspaceId, { aggregate: person, id: from.personId }, [{ type: 'RoleDelegated', data }]);
  }

  /** Puts the clock forward without stopping where something is due. */
  async setClock(workspaceId: string, now: string): Promise<void> {
    await this.owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [workspaceId, now]);
  }

  /** Moves the clock as `advanceClock` does: stops wherever something is due, and waits for all consumers. */
  advance(workspaceId: string, to: string) {
    return new SandboxClock(this.base).advance(workspaceId, to);
  }

  /** Facts of a stream in their order. */
  async stream(workspaceId: string, streamId: string): Promise<StoredFact[]> {
    const statement = `select type, version, position::int as position, data, meta from log.event
      where workspace_id = $1 and stream_id = $2 order by version`;
    return (await this.owner.query<StoredFact>(statement, [workspaceId, streamId])).rows;
  }

  /** Stores facts that happened, whoever decided them; `facts` see the state before. */
  async happened<State, Event extends Fact>(
    workspaceId: string,
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    facts: readonly Event[] | ((state: State, now: string) => readonly Event[]),
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'cast', input: { id } });
    await this.log.decideOne(command, { aggregate, id, expect: 'latest' }, (state, { now }) =>
      typeof facts === 'function' ? facts(state, now) : facts,
    );
  }

  /** Events stored in a workspace, of one type or of all. */
  async events(workspaceId: string, type: string | null = null): Promise<number> {
    const statement = `select count(*) from log.event where workspace_id = $1 and ($2::text is null or type = $2)`;
    const { rows } = await this.owner.query<{ count: string }>(statement, [workspaceId, type]);
    return Number(rows[0]?.count);
  }

  /** Waits until everything stored so far can be read as history. */
  async readable(): Promise<void> {
    const { rows } = await this.owner.query<{ last: number }>('select max(position) as last from log.event');
    await this.base.horizon.waitUntilSafe(Number(rows[0]?.last));
  }
}
