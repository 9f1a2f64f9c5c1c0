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
import { type SandboxClocks, Workspaces } from './workspaces.js';

const DEMO = 'f2b1c7c4-54d3-5e0b-8c0e-6f0d3b1a9e77';
const demoId = (what: string, name: string): string => uuidV5(`${what}/${name}`, DEMO);

/** The demo workspaces have the same ids everywhere. */
export const DEMO_WORKSPACE_ID = demoId('workspace', 'Twolane Demo');
export const DEMO_WORKSPACE_NAME = 'Twolane Demo';
export const QUARTER_WORKSPACE_ID = demoId('workspace', 'Twolane Demo Quarter');
const QUARTER_WORKSPACE_NAME = 'Twolane Demo Quarter';
/** The first instant of its test clock: Monday, 5 January 2026, 08:00 where it takes place. */
const QUARTER_STARTS = '2026-01-05T07:00:00.000Z';

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

/** A workspace with the people of the demo; `prefix` tells its ids and tokens from those of the other one. */
interface DemoWorkspace {
  readonly workspaceId: string;
  readonly prefix: '' | 'quarter/';
}

const ids = ({ prefix }: DemoWorkspace) => ({
  person: ({ title }: DemoPerson): string => demoId('person', `${prefix}${title}`),
  token: ({ title }: DemoPerson): string => demoId('token', `${prefix}${title}`),
  team: (name: DemoTeam): string => demoId('team', `${prefix}${name}`),
});
type Ids = ReturnType<typeof ids>;

const teams = Object.entries(DEMO_TEAMS) as [DemoTeam, (typeof DEMO_TEAMS)[DemoTeam]][];

const personFacts = (of: Ids, demo: DemoPerson): PersonEvent[] => {
  const personId = of.person(demo);
  const teamId = demo.team === null ? null : of.team(demo.team);
  return [
    { type: 'PersonAdded', data: { personId } },
    { type: 'RoleGranted', data: { personId, role: demo.role, teamId } },
  ];
};

const tokenFacts = (of: Ids, demo: DemoPerson): TokenEvent[] => {
  const { role, scopes = null } = demo;
  const bounds = { roles: scopes && [role], scopes, expiresAt: null, ancestors: [] };
  return [{ type: 'TokenMinted', data: { tokenId: of.token(demo), personId: of.person(demo), ...bounds } }];
};

const teamFacts = (of: Ids, name: DemoTeam): TeamEvent[] => [
  { type: 'TeamCreated', data: { teamId: of.team(name), side: DEMO_TEAMS[name], timeZone: DEMO_ZONE } },
];

interface Beginning {
  readonly stream: DecisionStream<unknown, Fact>;
  readonly facts: readonly Fact[];
}

const beginnings = (of: Ids): Record<string, Beginning> => {
  const begin = (aggregate: DecisionStream<unknown, Fact>['aggregate'], id: string, facts: readonly Fact[]) =>
    [id, { stream: { aggregate, id, expect: 'new' as const }, facts }] as const;
  const known = { person, team, token } as unknown as Record<
    'person' | 'team' | 'token',
    DecisionStream<unknown, Fact>['aggregate']
  >;
  return Object.fromEntries([
    ...DEMO_PEOPLE.map((demo) => begin(known.person, of.person(demo), personFacts(of, demo))),
    ...DEMO_PEOPLE.map((demo) => begin(known.token, of.token(demo), tokenFacts(of, demo))),
    ...teams.map(([name]) => begin(known.team, of.team(name), teamFacts(of, name))),
  ]);
};

/** One command for all of it: the demo is there whole, or not at all; whoever comes second finds it done. */
const storeFacts = async (log: EventLog, workspace: DemoWorkspace): Promise<void> => {
  const all = beginnings(ids(workspace));
  const pick = <T>(of: (beginning: Beginning) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(all).map(([id, beginning]) => [id, of(beginning)]));
  const { workspaceId } = workspace;
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

const tokenOf = (key: string, { prefix }: DemoWorkspace, { title }: DemoPerson): string =>
  demoToken(key, `${prefix}${title}`);

const storeDetails = async (store: PeopleStore, key: string, workspace: DemoWorkspace): Promise<void> => {
  const { workspaceId } = workspace;
  const of = ids(workspace);
  for (const [name] of teams) await store.nameTeam({ workspaceId, id: of.team(name), version: 1 }, name);
  for (const demo of DEMO_PEOPLE) {
    const details = { name: `${demo.name} (${demo.title})`, email: null };
    await store.addPerson({ workspaceId, id: of.person(demo), version: 1 }, details);
    const hash = hashOfToken(tokenOf(key, workspace, demo));
    if (hash === null) throw new Error('A demo token does not have the form of a token.');
    await store.replaceSecret({ workspaceId, tokenId: of.token(demo), hash, label: `Demo: ${demo.title}` });
  }
};

const populate = async (
  log: EventLog,
  store: PeopleStore,
  { key, workspace }: DemoOptions & { readonly workspace: DemoWorkspace },
): Promise<DemoAccess[]> => {
  await storeFacts(log, workspace);
  await storeDetails(store, key, workspace);
  const of = ids(workspace);
  return DEMO_PEOPLE.map((demo) => ({
    title: demo.title,
    role: demo.role,
    person: { personId: of.person(demo), name: demo.name },
    token: tokenOf(key, workspace, demo),
  }));
};

/**
 * Makes the demo workspace when the database holds no workspace at all; completes it when an earlier start was cut short.
 * Answers with its tokens, or with none when this database is somebody's own. Safe to call by several processes at once.
 */
export const ensureDemo = async (log: EventLog, store: PeopleStore, options: DemoOptions): Promise<DemoAccess[]> => {
  await store.pool.query(CLAIM, [DEMO_WORKSPACE_ID, DEMO_WORKSPACE_NAME, DEMO_ZONE]);
  const { rowCount } = await store.pool.query(EXISTS, [DEMO_WORKSPACE_ID]);
  if (rowCount === 0) return [];
  return populate(log, store, { ...options, workspace: { workspaceId: DEMO_WORKSPACE_ID, prefix: '' } });
};

/**
 * The workspace in which the demo quarter takes place: the people of the demo once more, in a sandbox whose test clock begins on
 * 2026-01-05. What `ensureDemo` says of repetition holds here, too.
 */
export const ensureQuarter = async (
  log: EventLog,
  store: PeopleStore,
  { clocks, ...options }: DemoOptions & { readonly clocks: SandboxClocks },
): Promise<DemoAccess[]> => {
  const workspace = { workspaceId: QUARTER_WORKSPACE_ID, prefix: 'quarter/' } as const;
  const { workspaceId } = workspace;
  const made = { name: QUARTER_WORKSPACE_NAME, timeZone: DEMO_ZONE, sandbox: true, startsAt: QUARTER_STARTS };
  await new Workspaces(store.pool, clocks).create({ workspaceId, ...made });
  return populate(log, store, { ...options, workspace });
};
