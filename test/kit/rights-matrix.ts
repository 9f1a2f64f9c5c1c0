import { cellOf, type Right, type Role } from '#libs/people';
import { getNamedType, type GraphQLArgument, type GraphQLSchema, isObjectType } from 'graphql';

/** On what a command is tried: on something of the caller's own, or on something of others. What that means is the row's to say. */
export const WHOSE = ['own', 'another'] as const;
export type Whose = (typeof WHOSE)[number];

/** Somebody with one role and nothing else. An INTEGRATION is there twice: with all scopes, and with none. */
export interface Holder<Member> {
  readonly name: string;
  readonly role: Role;
  readonly scoped: boolean;
  readonly member: Member;
}

/** Where a role that has the right is refused all the same, with this code. */
export interface Exception {
  readonly roles: readonly Role[];
  /** Both unless told. */
  readonly whose?: Whose;
  readonly code: string;
  readonly why: string;
}

/** One attempt. */
export interface Cell<Bench, Member> {
  readonly bench: Bench;
  readonly holder: Holder<Member>;
  readonly whose: Whose;
}

/** One command, and how it is made possible. */
export interface Tried<Bench, Member> {
  readonly mutation: string;
  /** Tells rows of one mutation apart. */
  readonly variant?: string;
  /** The input; all that it names is made here. */
  readonly input: (cell: Cell<Bench, Member>) => object | Promise<object>;
  readonly but?: readonly Exception[];
}

/** What a client reads of a refusal. */
export interface ReadProblem {
  /** Its GraphQL type. */
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
  readonly details?: object;
  readonly right?: string;
}

export interface Answer {
  readonly position: string | null;
  readonly problems: readonly ReadProblem[];
  /** Of a command on many things. */
  readonly rows?: readonly Pick<Answer, 'problems'>[];
}

/** What commands are tried on. */
export interface Bench<Member> {
  readonly holders: readonly Holder<Member>[];
  /** Events stored so far. */
  events(): Promise<number>;
  answer(mutation: string, who: Member, input: object): Promise<Answer>;
}

const CARRIED_OUT = 'carried out';

const PROBLEMS = `problems { type: __typename code message path ... on BusinessProblem { details }
  ... on ForbiddenProblem { right } }`;

/** The arguments every mutation has, or may have, beside what is asked. */
const COMMON = ['expect', 'idempotencyKey'];

/** As a variable that need not be given where the argument has a default. */
const typeOf = ({ type, defaultValue }: GraphQLArgument): string =>
  defaultValue === undefined ? String(type) : String(type).replace(/!$/, '');

/** A mutation as the matrix calls it. */
export interface CommandDocument {
  readonly document: string;
  /** It says what it has seen. */
  readonly expects: boolean;
  /** What is asked stands in arguments of its own, not in `input`. */
  readonly flat: boolean;
}

/** The document of any mutation that asks for nothing anybody could be forbidden. */
export function commandDocument(schema: GraphQLSchema, name: string): CommandDocument {
  const field = schema.getMutationType()?.getFields()[name];
  const payload = field && getNamedType(field.type);
  if (!isObjectType(payload)) throw new Error(`No mutation is called ${name}.`);
  const expects = field?.args.some((argument) => argument.name === 'expect') ?? false;
  const asked = field?.args.filter((argument) => !COMMON.includes(argument.name)) ?? [];
  const declared = asked.map((argument) => `$${argument.name}: ${typeOf(argument)}`).join(', ');
  const given = asked.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const rows = 'rows' in payload.getFields() ? `rows { ${PROBLEMS} }` : '';
  const document = `mutation (${declared}, ${expects ? '$expect: Expect!, ' : ''}$key: String) {
    ${name}(${given}, ${expects ? 'expect: $expect, ' : ''}idempotencyKey: $key) { position ${PROBLEMS} ${rows} } }`;
  return { document, expects, flat: !asked.some((argument) => argument.name === 'input') };
}

/** `carried out`, or the codes of the refusals. */
export function outcomeOf({ position, problems, rows = [] }: Answer): string {
  const codes = [...problems, ...rows.flatMap((row) => row.problems)].map(({ code }) => code);
  if (codes.length > 0) return codes.join(', ');
  return position === null ? 'stored nothing' : CARRIED_OUT;
}

/** What the matrix says, and the exceptions after it: `carried out`, or the code of a refusal. */
export function expectedOf(
  { but = [] }: { readonly but?: readonly Exception[] },
  right: Right,
  { role, scoped }: Pick<Holder<unknown>, 'role' | 'scoped'>,
  whose: Whose,
): string {
  const cell = role === 'INTEGRATION' && !scoped ? null : cellOf(role, right);
  if (cell === null) return 'FORBIDDEN';
  const found = but.find((one) => one.roles.includes(role) && (one.whose ?? whose) === whose);
  if (found) return found.code;
  return cell === 'own' && whose === 'another' ? 'FORBIDDEN' : CARRIED_OUT;
}

/**
 * Tries a command as every holder, on what is their own and on what is not; what does not go as expected, one line each. Those who are
 * refused come first, and leave nothing in the log.
 */
export async function deviations<Member, B extends Bench<Member>>(
  bench: B,
  tried: Tried<B, Member>,
  right: Right,
): Promise<string[]> {
  const cells = bench.holders.flatMap((holder) => WHOSE.map((whose) => ({ bench, holder, whose })));
  const attempts = await Promise.all(
    cells.map(async (cell) => ({
      label: `${cell.holder.name}, ${cell.whose}`,
      who: cell.holder.member,
      expected: expectedOf(tried, right, cell.holder, cell.whose),
      input: await tried.input(cell),
    })),
  );
  const unlike = async (refused: boolean): Promise<string[]> => {
    const some = attempts.filter(({ expected }) => (expected !== CARRIED_OUT) === refused);
    const found = await Promise.all(
      some.map(async ({ label, who, input, expected }) => {
        const outcome = outcomeOf(await bench.answer(tried.mutation, who, input));
        return outcome === expected ? [] : [`${label}: ${outcome}, not ${expected}`];
      }),
    );
    return found.flat();
  };
  const before = await bench.events();
  const refusals = await unlike(true);
  const stored = (await bench.events()) - before;
  return [...refusals, ...(stored > 0 ? [`refusals stored ${stored} facts`] : []), ...(await unlike(false))];
}

/** Roles that are held in no team. */
export const TEAMLESS: readonly Role[] = ['FINANCE', 'FACILITATOR', 'AUDITOR', 'INTEGRATION', 'ADMIN', 'BRIDGE'];
