import { Temporal } from 'temporal-polyfill';
import { fromGlobalId } from '#libs/api-kit';
import { firstAdministrator, operatorCommand, PeopleStore, Tokens, Workspaces } from '#libs/people';
import { type Access, ApiClient, type RunningApi } from '#test/kit/api';

const ZONE = 'Europe/Berlin';
const TEAMS = { Marketing: 'CONSUMER', Engineering: 'PROVIDER', Agency: 'PROVIDER' } as const;
/** Who takes part: what they are called at work, their role and their team. */
const PEOPLE: readonly (readonly [title: string, role: string, team: keyof typeof TEAMS | null])[] = [
  ['CMO', 'MARKETING_LEAD', 'Marketing'],
  ['Campaign Manager', 'MARKETING_MEMBER', 'Marketing'],
  ['Web Content Manager', 'MARKETING_MEMBER', 'Marketing'],
  ['CRM Manager', 'MARKETING_MEMBER', 'Marketing'],
  ['Marketing Analyst', 'MARKETING_MEMBER', 'Marketing'],
  ['CTO', 'ENGINEERING_LEAD', 'Engineering'],
  ['Web Team Lead', 'ENGINEER', 'Engineering'],
  ['Backend Engineer', 'ENGINEER', 'Engineering'],
  ['Frontend Engineer', 'ENGINEER', 'Engineering'],
  ['Risk Reviewer', 'RISK_REVIEWER', 'Engineering'],
  ['Product Manager', 'PRODUCT_MANAGER', 'Engineering'],
  ['Finance Controller', 'FINANCE', null],
  ['Facilitator', 'FACILITATOR', null],
  ['Agency Designer', 'AGENCY_MEMBER', 'Agency'],
];

/** Days of 2026 on which nobody works (demo-quarter.md 5). */
const HOLIDAYS = [
  { date: '2026-01-01', name: 'New Year' },
  { date: '2026-04-03', name: 'Good Friday' },
  { date: '2026-04-06', name: 'Easter Monday' },
];

const ADMIN = 'First administrator';
const PROBLEMS = 'problems { code ... on BusinessProblem { details } }';
/** What a mutation made inside the request. */
const MADE: Readonly<Record<string, string>> = {
  askQuestion: 'questionId',
  raiseConcern: 'concernId',
  proposeAlternative: 'alternativeId',
  setOutcomeTarget: 'targetId',
};

interface Payload {
  readonly request: { readonly id: string; readonly status: string } | null;
  readonly problems: readonly { readonly code: string; readonly details?: unknown }[];
  readonly [made: string]: unknown;
}

/** As printed: `REQ-1` … `REQ-8`. */
export type Reference = `REQ-${number}`;

const instantOf = (local: string): string =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant().toString();

const inputTypeOf = (mutation: string): string => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;

/** The workspace of the demo quarter on its test clock: its people call the service, one after the other, day by day. */
export class Quarter {
  private readonly requestIds = new Map<string, string>();

  private constructor(
    private readonly client: ApiClient<Access>,
    private readonly personIds: ReadonlyMap<string, string>,
    private readonly teamIds: ReadonlyMap<string, string>,
  ) {}

  /** Made as an operator makes it: a sandbox and its first administrator, who lets everybody else in. */
  static async open(api: RunningApi, startsAt: string): Promise<Quarter> {
    const { clock, events, pool } = api.service;
    const clocks = { createSandbox: (id: string, at: string) => clock.create(id, at) };
    const workspace = { name: 'Demo quarter', timeZone: ZONE, sandbox: true, startsAt: instantOf(startsAt) };
    const { workspaceId } = await new Workspaces(pool, clocks).create(workspace);
    const people = new PeopleStore(pool);
    const token = await firstAdministrator(events, people, workspaceId);
    const admin = new Administrator(new ApiClient(api.url, [{ title: ADMIN, token }]));
    const teamIds = await admin.addTeams();
    const personIds = await admin.addPeople(teamIds);
    const mint = tokensOf(new Tokens(events, people), workspaceId);
    const accesses = await Promise.all([...personIds].map(async ([title, id]) => ({ title, token: await mint(id) })));
    return new Quarter(new ApiClient(api.url, [{ title: ADMIN, token }, ...accesses]), personIds, teamIds);
  }

  /** Lets the clock go on to a local time, e.g. `2026-01-05T09:00`, and waits for whatever was due on the way. */
  async at(local: string): Promise<void> {
    const mutation = 'mutation ($to: Instant!) { advanceClock(input: { to: $to }) { now problems { code } } }';
    await this.client.done(mutation, { as: ADMIN, variables: { to: instantOf(local) } });
  }

  personId(title: string): string {
    return required(this.personIds, title);
  }

  teamId(name: string): string {
    return required(this.teamIds, name);
  }

  requestId(reference: Reference): string {
    return required(this.requestIds, reference);
  }

  async create(
    as: string,
    reference: Reference,
    what: { readonly title: string; readonly type: string },
  ): Promise<void> {
    const mutation = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id reference } ${PROBLEMS} } }`;
    const input = { ...what, consumerTeamId: this.teamId('Marketing') };
    const { request } = await this.client.done<{ request: { id: string; reference: string } }>(mutation, {
      as,
      variables: { input },
    });
    if (request.reference !== reference) throw new Error(`${reference} became ${request.reference}.`);
    this.requestIds.set(reference, request.id);
  }

  /** A command on a request that must be carried out. */
  async does(as: string, mutation: string, reference: Reference, input: object = {}): Promise<Payload> {
    const payload = await this.tries({ as, mutation, reference, input });
    if (payload.problems.length > 0)
      throw new Error(`${as}: ${mutation} ${reference}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  /** The problem with which a command on a request must be refused. */
  async isRefused(as: string, mutation: string, reference: Reference, given: Refused): Promise<Payload['problems'][0]> {
    const { problems } = await this.tries({ as, mutation, reference, ...given });
    const [problem] = problems;
    if (problem?.code !== given.code) throw new Error(`${mutation} ${reference}: ${JSON.stringify(problems)}`);
    return problem;
  }

  /** Commands of one person on one request, in this order. */
  async each(as: string, mutation: string, reference: Reference, inputs: readonly object[]): Promise<void> {
    for (const input of inputs) await this.does(as, mutation, reference, input);
  }

  async delegate(from: string, to: string, what: { readonly role: string; readonly on: string }): Promise<void> {
    const mutation = `mutation ($input: DelegateRoleInput!) { delegateRole(input: $input, expect: { latest: true }) { problems { code } } }`;
    const input = { role: what.role, from: what.on, until: what.on, deputyId: this.personId(to) };
    await this.client.done(mutation, { as: from, variables: { input } });
  }

  /** The answer of a query's only root field. */
  asks<Shape>(as: string, query: string, variables: Record<string, unknown> = {}): Promise<Shape> {
    return this.client.answer<Shape>(query, { as, variables });
  }

  /** Fields of one request. */
  shows<Shape>(reference: Reference, fields: string): Promise<Shape> {
    const id = this.requestId(reference);
    return this.asks<Shape>('CTO', `query ($id: ID!) { request(id: $id) { ${fields} } }`, { id });
  }

  private tries({ as, mutation, reference, input = {}, onBehalfOf }: Trial): Promise<Payload> {
    const document = `mutation ($input: ${inputTypeOf(mutation)}) { ${mutation}(input: $input, expect: { latest: true }) {
      request { id status } ${MADE[mutation] ?? ''} ${PROBLEMS} } }`;
    return this.client.answer<Payload>(document, {
      as,
      variables: { input: { requestId: this.requestId(reference), ...input } },
      ...(onBehalfOf !== undefined && { headers: { 'on-behalf-of': this.personId(onBehalfOf) } }),
    });
  }
}

interface Given {
  readonly input?: object;
  readonly onBehalfOf?: string;
}

interface Refused extends Given {
  readonly code: string;
}

interface Trial extends Given {
  readonly as: string;
  readonly mutation: string;
  readonly reference: Reference;
}

const required = (map: ReadonlyMap<string, string>, key: string): string => {
  const found = map.get(key);
  if (found === undefined) throw new Error(`There is no ${key} in this quarter.`);
  return found;
};

/** As `twolane token mint`: tokens of people's own, which no administrator could mint. */
const tokensOf =
  (tokens: Tokens, workspaceId: string) =>
  async (globalId: string): Promise<string> => {
    const asked = {
      personId: fromGlobalId(globalId, 'Person'),
      label: 'quarter',
      roles: null,
      scopes: null,
      expiresAt: null,
    };
    const { token } = await tokens.mint(
      operatorCommand({ workspaceId, operation: 'mintToken', input: asked }),
      asked,
      null,
    );
    return token ?? '';
  };

/** Lets teams and people into a new workspace, with the holidays of both. */
class Administrator {
  constructor(private readonly client: ApiClient<Access>) {}

  async addTeams(): Promise<Map<string, string>> {
    const teams = new Map<string, string>();
    for (const [name, side] of Object.entries(TEAMS)) {
      const input = { name, side, timeZone: ZONE };
      const { team } = await this.does<{ team: { id: string } }>('createTeam', { input }, 'team { id }');
      teams.set(name, team.id);
      await this.does('addHolidays', { input: { teamId: team.id, holidays: HOLIDAYS } });
    }
    return teams;
  }

  async addPeople(teams: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const people = new Map<string, string>();
    for (const [title, role, team] of PEOPLE) {
      const input = { name: title };
      const { person } = await this.does<{ person: { id: string } }>('addPerson', { input }, 'person { id }');
      const teamId = team === null ? null : required(teams, team);
      await this.does('grantRole', { input: { personId: person.id, role, teamId } });
      people.set(title, person.id);
    }
    return people;
  }

  private does<Shape extends object>(mutation: string, variables: { input: object }, fields = ''): Promise<Shape> {
    const type = mutation === 'grantRole' ? 'RoleInput!' : inputTypeOf(mutation);
    const expect = ['addHolidays', 'grantRole'].includes(mutation) ? ', expect: { latest: true }' : '';
    const document = `mutation ($input: ${type}) { ${mutation}(input: $input${expect}) { ${fields} problems { code message } } }`;
    return this.client.done<Shape>(document, { as: ADMIN, variables });
  }
}
