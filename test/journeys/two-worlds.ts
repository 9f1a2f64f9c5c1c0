import {
  createdId,
  firstAdministrator,
  operatorCommand,
  PeopleStore,
  person,
  type Role,
  Tokens,
  Workspaces,
} from '#libs/people';
import { toGlobalId } from '#libs/api-kit';
import { type Access, ApiClient, prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';

/** Somebody of the sandbox. */
export interface SandboxPerson extends Access {
  readonly personId: string;
  /** Global id. */
  readonly id: string;
}

/** A sandbox and the demo side by side, behind one running api: what belongs to one must never be seen in the other. */
export interface TwoWorlds {
  readonly api: RunningApi;
  readonly database: TestDatabase;
  readonly workspaceId: string;
  readonly sandbox: ApiClient<SandboxPerson>;
  /** Global ids of the sandbox's teams. */
  readonly marketing: string;
  readonly engineering: string;
  /** Sets the sandbox's clock, RFC 3339 in UTC. */
  setClock(now: string): Promise<void>;
  stop(): Promise<void>;
}

const BEGIN = '2026-01-05T08:00:00.000Z';

/** Who is in the sandbox; the titles of `sandbox.who`. */
const CAST = {
  Requester: 'MARKETING_MEMBER',
  Colleague: 'MARKETING_MEMBER',
  CMO: 'MARKETING_LEAD',
  CTO: 'ENGINEERING_LEAD',
  Engineer: 'ENGINEER',
  Agency: 'AGENCY_MEMBER',
  Auditor: 'AUDITOR',
} as const satisfies Record<string, Role>;

export const startTwoWorlds = async (): Promise<TwoWorlds> => {
  const database = await testDatabase();
  await prepareViews(database.ownerUrl);
  const api = await startApi({ databaseUrl: database.url });
  const workspaces = new Workspaces(api.service.pool, {
    createSandbox: (id, startsAt) => api.service.clock.create(id, startsAt),
  });
  const { workspaceId } = await workspaces.create({ name: 'Sandbox', sandbox: true, startsAt: BEGIN });
  const token = await firstAdministrator(api.service.events, new PeopleStore(api.service.pool), workspaceId);
  const admin = new ApiClient(api.url, [{ title: 'Administrator', token }]);
  const teams = await makeTeams(admin);
  const people: SandboxPerson[] = [];
  for (const [title, role] of Object.entries(CAST))
    people.push(await addPerson(api, workspaceId, { title, role, teams }));
  const owner = database.ownerPool(1);
  return {
    api,
    database,
    workspaceId,
    ...teams,
    sandbox: new ApiClient(api.url, [...people, { title: 'Administrator', token, personId: '', id: '' }]),
    setClock: async (now) => {
      await owner.query('update log.sandbox_clock set now = $2 where workspace_id = $1', [workspaceId, now]);
    },
    async stop() {
      await api.stop();
      await database.drop();
    },
  };
};

interface Teams {
  readonly marketing: string;
  readonly engineering: string;
}

const makeTeams = async (admin: ApiClient<Access>): Promise<Teams> => {
  const make = async (name: string, side: string): Promise<string> => {
    const mutation =
      'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } problems { code } } }';
    const input = { name, side, timeZone: 'Europe/Berlin' };
    const { team } = await admin.done<{ team: { id: string } }>(mutation, {
      as: 'Administrator',
      variables: { input },
    });
    return team.id;
  };
  return { marketing: await make('Marketing', 'CONSUMER'), engineering: await make('Engineering', 'PROVIDER') };
};

interface Newcomer {
  readonly title: string;
  readonly role: Role;
  readonly teams: Teams;
}

/** As the operator: the administrator may hand out no more than an administrator may do. */
const addPerson = async (api: RunningApi, workspaceId: string, newcomer: Newcomer): Promise<SandboxPerson> => {
  const { title, role, teams } = newcomer;
  const store = new PeopleStore(api.service.pool);
  const command = operatorCommand({ workspaceId, operation: 'join', input: { title } });
  const personId = createdId(command, 'person');
  const globalTeam = role === 'AUDITOR' ? null : role.startsWith('MARKETING') ? teams.marketing : teams.engineering;
  const teamId = globalTeam && (Buffer.from(globalTeam, 'base64url').toString().split(':')[1] ?? null);
  await api.service.events.decideOne(command, { aggregate: person, id: personId, expect: 'new' }, () => [
    { type: 'PersonAdded' as const, data: { personId } },
    { type: 'RoleGranted' as const, data: { personId, role, teamId } },
  ]);
  await store.addPerson({ workspaceId, id: personId, version: 1 }, { name: title, email: null });
  const asked = { personId, label: title, roles: null, scopes: null, expiresAt: null };
  const minting = operatorCommand({ workspaceId, operation: 'mintToken', input: asked });
  const { token } = await new Tokens(api.service.events, store).mint(minting, asked, null);
  if (token === null) throw new Error('A new token has no secret.');
  return { title, token, personId, id: toGlobalId('Person', personId) };
};

const CREATE =
  'mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id } problems { code message } } }';
const drafted = { title: 'Spring landing page', type: 'LANDING_PAGE' };
type Created = { readonly request: { readonly id: string } };

/** A draft in the sandbox, of the Requester unless told; its global id. */
export const draft = async (worlds: TwoWorlds, input: object = {}, as = 'Requester'): Promise<string> => {
  const variables = { input: { ...drafted, consumerTeamId: worlds.marketing, ...input } };
  return (await worlds.sandbox.done<Created>(CREATE, { as, variables })).request.id;
};

/** A draft of the demo's CMO. */
export const draftInDemo = async ({ api }: TwoWorlds): Promise<string> => {
  const as = 'CMO';
  const viewer = await api.answer<{ roles: { team: { id: string } }[] }>('{ viewer { roles { team { id } } } }', {
    as,
  });
  const variables = { input: { ...drafted, consumerTeamId: viewer.roles[0]?.team.id } };
  return (await api.done<Created>(CREATE, { as, variables })).request.id;
};

/** A mutation on a request that must be carried out, whatever its version. */
export const change = async (worlds: TwoWorlds, name: string, input: object, as = 'Requester'): Promise<void> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const mutation = `mutation ($input: ${type}!) { ${name}(input: $input, expect: { latest: true }) { problems { code message path } } }`;
  await worlds.sandbox.done(mutation, { as, variables: { input } });
};

/** Everything that a submission asks for. */
export const wholeBrief = {
  userStories: [
    { role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine without a search' },
  ],
  criteria: [{ text: 'The page loads within 2 seconds' }, { text: 'The form shows the offer that was clicked' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};
