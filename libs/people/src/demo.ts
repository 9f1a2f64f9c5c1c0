import { EventLog, StaleVersion, type DecisionStream, type Fact } from '#libs/event-log';
import { v5 as uuidV5 } from 'uuid';
import { operatorCommand } from './commands.js';
import { DEMO_PEOPLE, DEMO_TEAMS, DEMO_ZONE, type DemoPerson, type DemoTeam } from './demo.data.js';
import { person, type PersonEvent } from './domain/person.js';
import type { Role } from './domain/rights.js';
import { team, type TeamEvent } from './domain/team.js';
import { token, type TokenEvent } from './domain/token.js';
import { PeopleStore } from './people-store.js';
import { demoToken, hashOfToken } from './secret.js';

const DEMO = 'f2b1c7c4-54d3-5e0b-8c0e-6f0d3b1a9e77';
const demoId = (what: string, name: string): string => uuidV5(`${what}/${name}`, DEMO);

/** The demo workspace has the same id everywhere. */
export const DEMO_WORKSPACE_ID = demoId('workspace', 'Twolane Demo');
export const DEMO_WORKSPACE_NAME = 'Twolane Demo';

/** A row of what is printed at the start, and offered by the explorer. */
export interface DemoAccess {
  /** What the person is called at work, e.g. `CMO`. */
  readonly title: string;
  readonly role: Role;
  readonly person: { readonly personId: string; readonly name: string };
  /** In clear: a demo's tokens are no secrets. */
  readonly token: string;
}

export interface DemoOptions {
  /** Secret of this installation from which the demo tokens are derived: the same key, the same tokens. */
  readonly key: string;
}

/** Only into an empty database, and only one of two processes that start together. */
const CLAIM = `
insert into people.workspace (workspace_id, name, sandbox, time_zone)
select $1, $2, false, $3 where not exists (select from people.workspace) on conflict (workspace_id) do nothing`;

const EXISTS = 'select from people.workspace where workspace_id = $1';

const personIdOf = ({ title }: DemoPerson): string => demoId('person', title);
const tokenIdOf = ({ title }: DemoPerson): string => demoId('token', title);
const teamIdOf = (name: DemoTeam): string => demoId('team', name);
const teams = Object.entries(DEMO_TEAMS) as [DemoTeam, (typeof DEMO_TEAMS)[DemoTeam]][];

const personFacts = (demo: DemoPerson): PersonEvent[] => {
  const personId = personIdOf(demo);
  const teamId = demo.team === null ? null : teamIdOf(demo.team);
  return [
    { type: 'PersonAdded', data: { personId } },
    { type: 'RoleGranted', data: { personId, role: demo.role, teamId } },
  ];
};

const tokenFacts = (demo: DemoPerson): TokenEvent[] => {
  const bounds = { roles: null, scopes: null, expiresAt: null, ancestors: [] };
  return [{ type: 'TokenMinted', data: { tokenId: tokenIdOf(demo), personId: personIdOf(demo), ...bounds } }];
};

const teamFacts = (name: DemoTeam): TeamEvent[] => [
  { type: 'TeamCreated', data: { teamId: teamIdOf(name), side: DEMO_TEAMS[name], timeZone: DEMO_ZONE } },
];

interface Beginning {
  readonly stream: DecisionStream<unknown, Fact>;
  readonly facts: readonly Fact[];
}

const beginnings = (): Record<string, Beginning> => {
  const begin = (aggregate: DecisionStream<unknown, Fact>['aggregate'], id: string, facts: readonly Fact[]) =>
    [id, { stream: { aggregate, id, expect: 'new' as const }, facts }] as const;
  const known = { person, team, token } as unknown as Record<
    'person' | 'team' | 'token',
    DecisionStream<unknown, Fact>['aggregate']
  >;
  return Object.fromEntries([
    ...DEMO_PEOPLE.map((demo) => begin(known.person, personIdOf(demo), personFacts(demo))),
    ...DEMO_PEOPLE.map((demo) => begin(known.token, tokenIdOf(demo), tokenFacts(demo))),
    ...teams.map(([name]) => begin(known.team, teamIdOf(name), teamFacts(name))),
  ]);
};

/** One command for all of it: the demo is there whole, or not at all; whoever comes second finds it done. */
const storeFacts = async (log: EventLog): Promise<void> => {
  const all = beginnings();
  const pick = <T>(of: (beginning: Beginning) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(all).map(([id, beginning]) => [id, of(beginning)]));
  const workspaceId = DEMO_WORKSPACE_ID;
  const command = operatorCommand({ workspaceId, operation: 'ensureDemo', input: {}, key: 'demo' });
  try {
    await log.decide(
      command,
      pick(({ stream }) => stream),
      () => pick(({ facts }) => facts),
    );
  } catch (error) {
    // The streams are there, and the command that made them is older than the log remembers commands.
    if (!(error instanceof StaleVersion)) throw error;
  }
};

const storeDetails = async (store: PeopleStore, key: string): Promise<void> => {
  const workspaceId = DEMO_WORKSPACE_ID;
  for (const [name] of teams) await store.nameTeam({ workspaceId, id: teamIdOf(name), version: 1 }, name);
  for (const demo of DEMO_PEOPLE) {
    const details = { name: `${demo.name} (${demo.title})`, email: null };
    await store.addPerson({ workspaceId, id: personIdOf(demo), version: 1 }, details);
    const hash = hashOfToken(demoToken(key, demo.title));
    if (hash === null) throw new Error('A demo token does not have the form of a token.');
    await store.replaceSecret({ workspaceId, tokenId: tokenIdOf(demo), hash, label: `Demo: ${demo.title}` });
  }
};

/**
 * Makes the demo workspace when the database holds no workspace at all; completes it when an earlier start was cut short.
 * Answers with its tokens, or with none when this database is somebody's own. Safe to call by several processes at once.
 */
export const ensureDemo = async (log: EventLog, store: PeopleStore, { key }: DemoOptions): Promise<DemoAccess[]> => {
  await store.pool.query(CLAIM, [DEMO_WORKSPACE_ID, DEMO_WORKSPACE_NAME, DEMO_ZONE]);
  const { rowCount } = await store.pool.query(EXISTS, [DEMO_WORKSPACE_ID]);
  if (rowCount === 0) return [];
  await storeFacts(log);
  await storeDetails(store, key);
  return DEMO_PEOPLE.map((demo) => ({
    title: demo.title,
    role: demo.role,
    person: { personId: personIdOf(demo), name: demo.name },
    token: demoToken(key, demo.title),
  }));
};
