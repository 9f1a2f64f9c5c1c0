import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isLeafType,
  isNonNullType,
} from 'graphql';

/** Text that has broken other services. */
export const NASTY = [
  '',
  ' ',
  "' OR '1'='1",
  `Robert'); DROP TABLE log.event; --`,
  '$1',
  '%s%n\\',
  '🌸👩‍💻',
  'e\u0301'.repeat(50),
  'nul\u0000byte',
  'half \ud83c of a pair',
  '\udf38',
  '\u202Egnirts',
  '<script>alert(1)</script>',
  '{{7*7}} ${7*7}',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  'null',
  '-0',
  '1e999',
] as const;

/** Values to try; `ids` are global ids that exist, here and elsewhere. */
export interface Pool {
  readonly ids: readonly string[];
}

const stringArb = fc.oneof(
  { arbitrary: fc.constantFrom(...NASTY), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
  {
    arbitrary: fc.constantFrom('Spring landing page', 'visitor', 'It sells.', 'Europe/Berlin', 'request.read'),
    weight: 4,
  },
);
const idArb = ({ ids }: Pool): fc.Arbitrary<unknown> => {
  const forged = fc
    .constantFrom('Request', 'Person', 'Team', 'Token', 'Nothing', '')
    .chain((type) =>
      fc.oneof(fc.uuid(), fc.constantFrom(...NASTY)).map((id) => Buffer.from(`${type}:${id}`).toString('base64url')),
    );
  return fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 5 }, { arbitrary: forged, weight: 2 }, stringArb);
};
const intArb = fc.oneof(
  fc.integer({ min: 0, max: 500 }),
  fc.constantFrom(-1, 0, 1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5),
);
const instants = [
  '2026-02-01T08:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  'now',
];
const dates = ['2026-02-01', '0001-01-01', '9999-12-31', '2026-02-30', '0000-00-00', "2026-01-01'"];
const positions = ['ZTEuNDI', 'ZTEuOTk5OTk5OTk5', '', 'ZTEuLTE', Buffer.from('e1.0').toString('base64url')];

const leafArb = (name: string, pool: Pool): fc.Arbitrary<unknown> => {
  const known: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    ID: idArb(pool),
    String: stringArb,
    Int: intArb,
    Float: fc.oneof(intArb, fc.double({ noNaN: true, noDefaultInfinity: true })),
    Boolean: fc.boolean(),
    Instant: fc.constantFrom(...instants),
    LocalDate: fc.constantFrom(...dates),
    MinorUnits: fc.oneof(intArb, fc.maxSafeInteger()),
    LogPosition: fc.constantFrom(...positions),
  };
  const found = known[name];
  if (!found) throw new Error(`No values to try for ${name}.`);
  return found;
};

/** Something of another kind altogether, now and then. */
const strangeArb = fc.constantFrom<unknown>(null, 7, '', [], {}, [[]], [null], true, { __proto__: 1 }, 'UNKNOWN_VALUE');
const mostly = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary, weight: 40 }, { arbitrary: strangeArb, weight: 1 });

/** Values of an input type: mostly of the right shape, so that rules and not only coercion see them. */
export const valueArb = (type: GraphQLInputType, pool: Pool, depth = 0): fc.Arbitrary<unknown> => {
  if (isNonNullType(type)) return valueArb(type.ofType, pool, depth);
  if (isListType(type))
    return mostly(fc.array(valueArb(type.ofType, pool, depth + 1), { maxLength: depth > 4 ? 1 : 3 }));
  if (isEnumType(type)) return mostly(fc.constantFrom(...type.getValues().map(({ name }) => name)));
  if (isInputObjectType(type)) return mostly(objectArb(type, pool, depth + 1));
  return mostly(leafArb(type.name, pool));
};

const objectArb = (type: GraphQLInputObjectType, pool: Pool, depth: number): fc.Arbitrary<unknown> => {
  const fields = Object.values(type.getFields()).filter((field) => depth < 5 || isNonNullType(field.type));
  const lazily = (field: (typeof fields)[number]) => fc.constant(null).chain(() => valueArb(field.type, pool, depth));
  const model = Object.fromEntries(fields.map((field) => [field.name, lazily(field)]));
  if (type.isOneOf)
    return fc.constantFrom(...fields).chain((field) => lazily(field).map((value) => ({ [field.name]: value })));
  const requiredKeys = fields.filter(({ type: of }) => isNonNullType(of)).map(({ name }) => name);
  const rest = fields.map(({ name }) => name).filter((name) => !requiredKeys.includes(name));
  return fc
    .tuple(fc.record(model), fc.subarray(rest, { maxLength: Math.min(rest.length, depth > 1 ? 2 : 4) }))
    .map(([all, kept]) => Object.fromEntries([...requiredKeys, ...kept].map((key) => [key, all[key]])));
};

/** The variables of a root field, some of the optional ones left out. */
export const variablesArb = (
  field: GraphQLField<unknown, unknown>,
  pool: Pool,
): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(field.args.map(({ name, type }) => [name, valueArb(type, pool)])), {
    requiredKeys: field.args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  });

/** The plain fields of an object and the names of the others' types, so that every resolver of the first level runs. */
const selectionOf = (type: GraphQLOutputType, depth: number): string => {
  const named = getNamedType(type);
  if (isLeafType(named) || !('getFields' in named)) return '';
  const fields = Object.values(named.getFields()).filter(({ args }) =>
    args.every((arg: GraphQLArgument) => !isNonNullType(arg.type)),
  );
  const parts = fields.flatMap(({ name, type: of }) => {
    if (isLeafType(getNamedType(of))) return [name];
    const inner = depth > 0 ? selectionOf(of, depth - 1) : '';
    return inner ? [`${name} ${inner}`] : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
};

/** An operation of one root field with a variable for each argument. */
export const documentFor = (operation: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string => {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = given ? `${field.name}(${given})` : field.name;
  return `${operation} ${declared ? `(${declared})` : ''} { ${call} ${selectionOf(field.type, 1)} }`;
};
