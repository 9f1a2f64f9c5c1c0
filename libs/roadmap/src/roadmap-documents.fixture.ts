import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';

type Shown = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

/** An item as mutations show it: its plain fields. */
export type ShownItem = Shown & { readonly status: string; readonly reference: string };

/** What a mutation answered: the object under its own name, e.g. `item`. */
export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly item?: ShownItem | null;
  readonly request?: (Shown & { readonly status: string }) | null;
  readonly [object: string]: unknown;
  readonly problems: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

type FieldOf = GraphQLField<unknown, unknown>;

const isNode = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

const SEPARATOR = '__of__';

/** Everything of a value object: fields without arguments, objects that have an id by it alone. */
function shown(type: GraphQLNamedType, rename: (field: string) => string = (field) => field): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
  const selected = Object.values(type.getFields()).flatMap((field: FieldOf) => {
    const inner = getNamedType(field.type);
    if (field.args.length > 0 || isUnionType(inner)) return [];
    const fields = isInterfaceType(inner) || isNode(inner) ? 'id' : shown(inner);
    return [`${rename(field.name)}${isLeafType(inner) ? '' : ` { ${fields} }`}`];
  });
  return selected.join(' ');
}

/** Plain fields of an object that has an id. */
const ofNode = (type: GraphQLNamedType): string =>
  isObjectType(type)
    ? Object.values(type.getFields())
        .filter(({ type: of, args }) => isLeafType(getNamedType(of)) && args.length === 0)
        .map(({ name }) => name)
        .join(' ')
    : 'id';

/** Problems of different types may give one name to different types: each has names of its own on the way. */
function problemsOf(schema: GraphQLSchema): string {
  const problem = schema.getType('Problem');
  if (!isInterfaceType(problem)) throw new Error('No problems.');
  const common = Object.keys(problem.getFields());
  const parts = schema.getPossibleTypes(problem).map((type) => {
    const own = shown(type, (field) => (common.includes(field) ? field : `${type.name}${SEPARATOR}${field}: ${field}`));
    return `... on ${type.name} { ${own} }`;
  });
  return `problems { __typename ${parts.join(' ')} }`;
}

const documents = new WeakMap<GraphQLSchema, string>();
const problems = (schema: GraphQLSchema): string => {
  const known = documents.get(schema) ?? problemsOf(schema);
  documents.set(schema, known);
  return known;
};

/** The payload with the fields of its problems under their own names. */
export const unaliased = (payload: Payload): Payload => ({
  ...payload,
  problems: payload.problems.map((problem) => {
    const entries = Object.entries(problem).map(([key, value]) => [key.split(SEPARATOR).at(-1), value]);
    return Object.fromEntries(entries) as (typeof payload.problems)[number];
  }),
});

/** The document of any mutation, and whether it says what it has seen. */
export function documentOf(
  schema: GraphQLSchema,
  name: string,
  show: Readonly<Record<string, string>> = {},
): { document: string; expects: boolean } {
  const field = schema.getMutationType()?.getFields()[name];
  const payload = field && getNamedType(field.type);
  if (!isObjectType(payload)) throw new Error(`No mutation ${name}.`);
  const expects = field?.args.some((argument) => argument.name === 'expect') ?? false;
  const input = String(field?.args.find((argument) => argument.name === 'input')?.type);
  const parts = Object.values(payload.getFields())
    .filter((one) => one.name !== 'problems' && one.args.length === 0)
    .map((one) => {
      const type = getNamedType(one.type);
      const more = show[one.name] ?? '';
      return isLeafType(type) ? one.name : `${one.name} { ${isNode(type) ? ofNode(type) : shown(type)} ${more} }`;
    });
  const document = `mutation ($input: ${input}, ${expects ? '$expect: Expect!, ' : ''}$key: String) {
    ${name}(input: $input, ${expects ? 'expect: $expect, ' : ''}idempotencyKey: $key) {
      ${parts.join(' ')} ${problems(schema)} } }`;
  return { document, expects };
}
