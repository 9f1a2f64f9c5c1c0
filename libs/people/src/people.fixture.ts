import { randomUUID } from 'node:crypto';
import {
  type Command,
  EventCatalogue,
  EventLog,
  type LogModel,
  PostgresLogStore,
  registerInlineViews,
} from '#libs/event-log';
import { testDatabase } from '#test/kit/database';
import type { Pool } from 'pg';
import { createdId, operatorCommand } from './commands.js';
import { person, type HeldRole } from './domain/person.js';
import { addPerson, delegateRole, grantRole } from './domain/person.rules.js';
import type { Role } from './domain/rights.js';
import { createTeam } from './domain/team.rules.js';
import { team } from './domain/team.js';
import type { Viewer } from './domain/viewer.js';
import { peopleModel } from './events.js';
import { PeopleStore } from './people-store.js';
import { Tokens } from './tokens.js';
import { findViewer } from './viewer-lookup.js';
import { type SandboxClocks, Workspaces } from './workspaces.js';

const clocksOf = (pool: Pool): SandboxClocks => ({
  async createSandbox(workspaceId, startsAt) {
    await pool.query(
      'insert into log.sandbox_clock (workspace_id, now) values ($1, $2) on conflict (workspace_id) do nothing',
      [workspaceId, startsAt],
    );
  },
});

const modelOf = (): LogModel => {
  const { events, aggregates, views } = peopleModel;
  return { catalogue: new EventCatalogue(events), aggregates, views };
};

/** Everything of this context on a database of its own, working as the service's role. */
export const peopleBench = async () => {
  const database = await testDatabase();
  const owner = database.ownerPool(1);
  await registerInlineViews(owner, modelOf());
  const pool = database.pool(8);
  return new PeopleBench(pool, owner, () => database.drop());
};

export class PeopleBench {
  readonly log: EventLog;
  readonly store: PeopleStore;
  readonly tokens: Tokens;
  readonly workspaces: Workspaces;

  constructor(
    readonly pool: Pool,
    readonly owner: Pool,
    readonly drop: () => Promise<void>,
  ) {
    this.log = new EventLog(new PostgresLogStore(pool), modelOf());
    this.store = new PeopleStore(pool);
    this.tokens = new Tokens(this.log, this.store);
    this.workspaces = new Workspaces(pool, clocksOf(pool));
  }

  command(workspaceId: string, operation: string): Command {
    return operatorCommand({ workspaceId, operation, input: {} });
  }

  async workspace(options: { sandbox?: boolean; startsAt?: string; timeZone?: string } = {}): Promise<string> {
    const { workspaceId } = await this.workspaces.create({ name: 'Bench', ...options });
    return workspaceId;
  }

  /** A person with these roles; team roles are held in one team that does not matter. */
  async person(workspaceId: string, ...roles: Role[]): Promise<string> {
    const command = this.command(workspaceId, 'addPerson');
    const personId = createdId(command, 'person');
    const added = await this.log.decideOne(
      command,
      { aggregate: person, id: personId, expect: 'new' },
      addPerson(personId),
    );
    const { it: version } = added.versions;
    await this.store.addPerson({ workspaceId, id: personId, version }, { name: 'Somebody', email: null });
    for (const role of roles) await this.grant(workspaceId, personId, { role, teamId: randomUUID() });
    return personId;
  }

  async team(workspaceId: string, name = 'Marketing'): Promise<string> {
    const teamId = randomUUID();
    const created = createTeam({ teamId, side: 'CONSUMER', timeZone: 'Europe/Berlin' });
    await this.log.decideOne(
      this.command(workspaceId, 'createTeam'),
      { aggregate: team, id: teamId, expect: 'new' },
      created,
    );
    await this.store.nameTeam({ workspaceId, id: teamId, version: 1 }, name);
    return teamId;
  }

  async grant(workspaceId: string, personId: string, held: HeldRole): Promise<void> {
    const stream = { aggregate: person, id: personId, expect: 'latest' as const };
    await this.log.decideOne(this.command(workspaceId, 'grantRole'), stream, grantRole(held, []));
  }

  /** The delegation's id. */
  async delegate(workspaceId: string, personId: string, given: Delegated): Promise<string> {
    const delegationId = randomUUID();
    const { today, ...period } = given;
    const rule = delegateRole({ ...period, delegationId }, { by: [], today });
    const stream = { aggregate: person, id: personId, expect: 'latest' as const };
    await this.log.decideOne(this.command(workspaceId, 'delegateRole'), stream, rule);
    return delegationId;
  }

  /** A token of the operator's making, in clear. */
  async token(workspaceId: string, personId: string, bounds: Partial<Bounds> = {}) {
    const asked = { personId, label: 'bench', roles: null, scopes: null, expiresAt: null, ...bounds };
    const minted = await this.tokens.mint(this.command(workspaceId, 'mintToken'), asked, null);
    if (minted.token === null) throw new Error('A new token has no secret.');
    return { tokenId: minted.tokenId, token: minted.token };
  }

  async viewer(token: string, onBehalfOf?: string): Promise<Viewer> {
    const viewer = await findViewer(this.pool, { token, onBehalfOf });
    if (viewer === null) throw new Error('The token does not work.');
    return viewer;
  }
}

type Bounds = Parameters<Tokens['mint']>[1];

interface Delegated {
  readonly role: Role;
  readonly deputyId: string;
  readonly from: string;
  readonly until: string;
  readonly today: string;
}
