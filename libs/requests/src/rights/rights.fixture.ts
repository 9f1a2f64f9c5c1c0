import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import type { Aggregate, Fact } from '#libs/event-log';
import { cellOf, type Right, RIGHTS, ROLES, type Role } from '#libs/people';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import { commandIn } from '../consumers.fixture.js';
import type { Past, Scenario } from '../domain/given.spec-kit.js';
import { request, type RequestEvent } from '../domain/index.js';
import { plainId } from '../records/records.fixture.js';
import type { Cast, Member, RequestsApi } from '../requests.fixture.js';
import { type Given, RequestClient } from '../stages.fixture.js';

/** On whose request a command is tried: the caller is its requester and owner, or neither. */
export const WHOSE = ['own', 'another'] as const;
export type Whose = (typeof WHOSE)[number];

/** Somebody with one role and nothing else. An INTEGRATION is there twice: with all scopes, and with none. */
export interface Holder {
  readonly name: string;
  readonly role: Role;
  readonly scoped: boolean;
  readonly member: Member;
}

/** One attempt. */
export interface Cell {
  readonly holder: Holder;
  readonly whose: Whose;
  /** Global id of the request the command is about; empty for a command about none. */
  readonly requestId: string;
  readonly bench: RightsBench;
}

/** Where a role that has the right is refused all the same, with this code. */
export interface Exception {
  readonly roles: readonly Role[];
  /** Both unless told. */
  readonly whose?: Whose;
  readonly code: string;
  readonly why: string;
}

/** One command, and all that makes it possible. */
export interface Tried {
  readonly mutation: string;
  /** Tells entries of one mutation apart. */
  readonly variant?: string;
  /** The request, as far as other people brought it; left out for a command on no request. */
  readonly at?: Scenario;
  /** What the caller did to it on top. */
  readonly mine?: (before: Scenario) => Scenario;
  /** The input, `requestId` aside; what it names is made here. */
  readonly input?: (cell: Cell) => object | Promise<object>;
  readonly but?: readonly Exception[];
}

type MutationField = GraphQLField<unknown, unknown>;

/** Rights of requests and of what their forms and lists are made of. */
export const isRequestRight = (right: string | undefined): right is Right =>
  right !== undefined && /^(request|settings|filter)\./.test(right);

export const mutationsOf = (schema: GraphQLSchema): readonly MutationField[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {});

const argumentOf = (field: MutationField, name: string): string | undefined =>
  field.args.find((arg) => arg.name === name)?.type.toString();

const hasRows = ({ type }: MutationField, schema: GraphQLSchema): boolean => {
  const payload = schema.getType(type.toString().replace('!', ''));
  return payload !== undefined && 'getFields' in payload && 'rows' in payload.getFields();
};

const documentOf = (field: MutationField, schema: GraphQLSchema): string => {
  const expect = argumentOf(field, 'expect');
  const problems = 'problems { type: __typename code message ... on BusinessProblem { details } }';
  return `mutation ($input: ${argumentOf(field, 'input')}${expect ? `, $expect: ${expect}` : ''}, $key: String) {
    ${field.name}(input: $input${expect ? ', expect: $expect' : ''}, idempotencyKey: $key) {
      position ${problems} ${hasRows(field, schema) ? `rows { ${problems} }` : ''} } }`;
};

/** What a client reads of any refusal. */
interface ReadProblem {
  /** Its GraphQL type. */
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly details?: object;
}

interface Answer {
  readonly position: string | null;
  readonly problems: readonly ReadProblem[];
  readonly rows?: readonly Pick<Answer, 'problems'>[];
}

/** The facts of a scenario, the first one first. */
const factsOf = ({ past }: Scenario): RequestEvent[] => {
  const facts: RequestEvent[] = [];
  for (let one: Past | null = past; one; one = one.before) facts.unshift(one.fact);
  return facts;
};

const CARRIED_OUT = 'carried out';

/** What the matrix says, and the exceptions after it: `carried out`, or the code of a refusal. */
export const expectedOf = ({ but = [] }: Tried, right: Right, { role, scoped }: Holder, whose: Whose): string => {
  const cell = role === 'INTEGRATION' && !scoped ? null : cellOf(role, right);
  if (cell === null) return 'FORBIDDEN';
  const found = but.find((one) => one.roles.includes(role) && (one.whose ?? whose) === whose);
  if (found) return found.code;
  return cell === 'own' && whose === 'another' ? 'FORBIDDEN' : CARRIED_OUT;
};

const TEAMLESS: readonly Role[] = ['FINANCE', 'FACILITATOR', 'AUDITOR', 'INTEGRATION', 'ADMIN'];

/** One workspace with a holder of every role; requests are recorded where a command needs them. */
export class RightsBench extends RequestClient {
  private numbers = 1_000;

  private constructor(
    api: RequestsApi,
    cast: Cast,
    readonly holders: readonly Holder[],
  ) {
    super(api, cast);
  }

  static async open(api: RequestsApi): Promise<RightsBench> {
    const cast = await api.cast();
    const teamOf = (role: Role): string | null => {
      if (TEAMLESS.includes(role)) return null;
      return plainId(role.startsWith('MARKETING') ? cast.marketing : cast.engineering);
    };
    const join = async (name: string, role: Role, scoped: boolean): Promise<Holder> => {
      const held = { role, teamId: teamOf(role) };
      return { name, role, scoped, member: await api.join(cast.workspaceId, held, scoped ? RIGHTS : undefined) };
    };
    const joining = ROLES.map((role) => join(role, role, role === 'INTEGRATION'));
    return new RightsBench(
      api,
      cast,
      await Promise.all([...joining, join('INTEGRATION without scopes', 'INTEGRATION', false)]),
    );
  }

  /** Facts of any stream, done by somebody. */
  async happened<State, Event extends Fact>(
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    who: Member,
    facts: readonly Event[],
  ): Promise<void> {
    const command = { ...commandIn(this.cast.workspaceId), actorId: who.personId };
    await this.api.log.decideOne(command, { aggregate, id, expect: 'latest' }, () => facts);
  }

  /** A request as far as others brought it; its people and teams are those of this workspace. Its global id. */
  async requestAt(at: Scenario, whose?: Member): Promise<string> {
    const id = randomUUID();
    this.numbers += 1;
    const number = this.numbers;
    const facts = this.real(factsOf(at), whose).map((fact) =>
      fact.type === 'RequestDrafted' ? { ...fact, data: { ...fact.data, number } } : fact,
    );
    await this.happened({ aggregate: request, id }, this.cast.engineer, facts);
    return toGlobalId('Request', id);
  }

  /** Facts of a scenario with the ids of this workspace; somebody the request is `whose` asked for it and owns it. */
  private real(facts: readonly RequestEvent[], whose?: Member): RequestEvent[] {
    const { requester, manager, engineer, cmo, cto, marketing, engineering } = this.cast;
    const ids: Readonly<Record<string, string>> = {
      'p-mara': (whose ?? requester).personId,
      'p-pia': (whose ?? manager).personId,
      'p-enno': engineer.personId,
      'p-cleo': cmo.personId,
      'p-theo': cto.personId,
      't-marketing': plainId(marketing),
      't-engineering': plainId(engineering),
    };
    const text = JSON.stringify(facts).replace(/"([pt]-[a-z]+)"/g, (_, name: string) => JSON.stringify(ids[name]));
    return JSON.parse(text) as RequestEvent[];
  }

  /** The request, if any, and all that the command names are there; the input. */
  async prepare({ at, mine, input }: Tried, holder: Holder, whose: Whose): Promise<object> {
    const { member } = holder;
    const requestId = at ? await this.requestAt(at, whose === 'own' ? member : undefined) : '';
    if (at && mine) {
      const facts = this.real(factsOf(mine(at)).slice(factsOf(at).length));
      await this.happened({ aggregate: request, id: plainId(requestId) }, member, facts);
    }
    return { ...(at && { requestId }), ...(await input?.({ holder, whose, requestId, bench: this })) };
  }

  /** What any mutation answers. @throws for a top-level error */
  async answer(mutation: string, who: Member, input: object, given: Given = {}): Promise<Answer> {
    const { schema } = this.api;
    const field = mutationsOf(schema).find(({ name }) => name === mutation);
    if (!field) throw new Error(`No mutation is called ${mutation}.`);
    const { expect = { latest: true }, key, onBehalfOf } = given;
    const variables = { input, key, ...(argumentOf(field, 'expect') && { expect }) };
    const call = { variables, ...(onBehalfOf && { onBehalfOf }) };
    const { data, errors } = await this.api.run(documentOf(field, schema), who, call);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, Answer>)[mutation] as Answer;
  }

  /** What came of it: `carried out`, or the codes of the refusals. */
  async attempt(mutation: string, who: Member, input: object, onBehalfOf?: Member): Promise<string> {
    const { position, problems, rows = [] } = await this.answer(mutation, who, input, onBehalfOf && { onBehalfOf });
    const codes = [...problems, ...rows.flatMap((row) => row.problems)].map(({ code }) => code);
    if (codes.length > 0) return codes.join(', ');
    return position === null ? 'stored nothing' : CARRIED_OUT;
  }

  /**
   * Tries a command as every role, on requests of their own and of others; what does not go as expected, one line each. Those who
   * are refused come first, and leave nothing in the log.
   */
  async deviations(tried: Tried, right: Right): Promise<string[]> {
    const cells = this.holders.flatMap((holder) => WHOSE.map((whose) => ({ holder, whose })));
    const attempts = await Promise.all(
      cells.map(async ({ holder, whose }) => ({
        label: `${holder.name}, ${whose}`,
        who: holder.member,
        expected: expectedOf(tried, right, holder, whose),
        input: await this.prepare(tried, holder, whose),
      })),
    );
    const unlike = async (refused: boolean): Promise<string[]> => {
      const some = attempts.filter(({ expected }) => (expected !== CARRIED_OUT) === refused);
      const found = await Promise.all(
        some.map(async ({ label, who, input, expected }) => {
          const outcome = await this.attempt(tried.mutation, who, input);
          return outcome === expected ? [] : [`${label}: ${outcome}, not ${expected}`];
        }),
      );
      return found.flat();
    };
    const before = await this.api.events();
    const refusals = await unlike(true);
    const stored = (await this.api.events()) - before;
    return [...refusals, ...(stored > 0 ? [`refusals stored ${stored} facts`] : []), ...(await unlike(false))];
  }
}
