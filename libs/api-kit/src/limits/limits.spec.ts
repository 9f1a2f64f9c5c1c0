import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { assertCost, costOf } from './cost.js';
import { MAX_TOKENS, documentRules } from './document-rules.js';

const schema = buildSchema(`
  type Query { thing(id: ID): Thing  things(first: Int, last: Int, where: Where): Things  nodes(ids: [ID!]!): [Node]!  all: [Thing!]! }
  type Mutation { change(name: String): Thing }
  input Where { name: String }
  interface Node { id: ID! }
  type Thing implements Node { id: ID!  name: String  parts(first: Int = 5): Things  parent: Thing  tags: [String!]! }
  type Things { edges: [Edge!]!  nodes: [Thing!]!  totalCount: Int! }
  type Edge { cursor: String!  node: Thing! }
`);

const cost = (source: string, variables: Record<string, unknown> = {}, cap?: number): number =>
  costOf({ schema, document: parse(source), variables }, cap);
const faults = (source: string, limits = {}): (string | undefined)[] =>
  validate(schema, parse(source), documentRules(limits)).map(
    ({ message, extensions }) => `${String(extensions['code'])}: ${message}`,
  );

describe('the cost of an operation', () => {
  test.each([
    ['one object', '{ thing { id name tags } }', 1],
    ['a page: itself, its objects', '{ things(first: 3) { nodes { id } } }', 4],
    ['a page by edges', '{ things(first: 3) { edges { cursor node { id } } } }', 7],
    ['the default page', '{ things { nodes { id } } }', 51],
    ['a list without a size', '{ all { id } }', 10],
    ['an argument with a default', '{ things(first: 2) { nodes { parts { nodes { id } } } } }', 1 + 2 + 2 + 10],
    [
      'pages in pages',
      '{ things(first: 10) { nodes { parts(first: 10) { nodes { parent { id } } } } } }',
      1 + 10 + 10 + 100 + 100,
    ],
    ['a mutation', 'mutation { change { id } }', 10],
    ['what is skipped', '{ things(first: 9) @skip(if: true) { nodes { id } } }', 0],
    [
      'one field in two places, counted once',
      '{ thing { parent { id } } ...F } fragment F on Query { thing { parent { name } } }',
      2,
    ],
    ['aliases, each by itself', '{ a: thing { id } b: thing { id } }', 2],
    ['more than a page can hold, which the page itself refuses', '{ things(first: 1000000) { nodes { id } } }', 251],
  ])('%s', (_, source, expected) => expect(cost(source)).toBe(expected));

  test('reads variables as they will be coerced, defaults included', () => {
    const source =
      'query ($n: Int = 7, $ids: [ID!]! = ["a", "b"]) { things(last: $n) { nodes { id } } nodes(ids: $ids) { id } }';
    expect(cost(source)).toBe(1 + 7 + 2);
    expect(cost(source, { n: 200, ids: ['a'] })).toBe(1 + 200 + 1);
    // A single value is a list of one, in GraphQL.
    expect(cost(source, { n: 200, ids: 'a' })).toBe(1 + 200 + 1);
    expect(() => assertCost({ schema, document: parse(source), variables: { n: 200 }, limit: 100 })).toThrow(
      'above 100',
    );
    expect(() => assertCost({ schema, document: parse(source), variables: { n: 9 }, limit: 100 })).not.toThrow();
  });

  test('variables that do not fit are BAD_USER_INPUT, as is an operation that cannot be told', () => {
    expect(() => cost('query ($n: Int) { things(first: $n) { nodes { id } } }', { n: 'x' })).toThrow('$n');
    expect(() => cost('query A { thing { id } } query B { thing { id } }')).toThrow('Name the operation');
  });

  test('fragments that double at every level end at the cap, not in the heat death', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Thing { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } }`,
    );
    const bomb = `{ thing { ...F0 } } ${levels.join(' ')} fragment F40 on Thing { id }`;
    expect(cost(bomb, {}, 1000)).toBeGreaterThan(1000);
  });
});

describe('rules for documents', () => {
  const nested = (levels: number): string =>
    `${'{ thing '.repeat(1)}${'{ parent '.repeat(levels - 1)}{ id }${' }'.repeat(levels - 1)} }`;

  test('depth, through fragments too; a fragment in itself does not hang', () => {
    expect(faults(nested(4), { maxDepth: 5 })).toEqual([]);
    expect(faults(nested(5), { maxDepth: 5 })).toEqual(['LIMIT: An operation has at most 5 levels of fields.']);
    const spread = '{ thing { ...A } } fragment A on Thing { parent { ...B } } fragment B on Thing { parent { id } }';
    expect(faults(spread, { maxDepth: 3 })).toHaveLength(1);
    expect(faults(spread, { maxDepth: 4 })).toEqual([]);
    expect(faults('{ thing { ...A } } fragment A on Thing { parent { ...A } }', { maxDepth: 9 })).toEqual([]);
  });

  test('root fields, counted through fragments', () => {
    const source = '{ a: thing { id } ...R } fragment R on Query { b: thing { id } c: thing { id } }';
    expect(faults(source, { maxRootFields: 3 })).toEqual([]);
    expect(faults(source, { maxRootFields: 2 })).toEqual(['LIMIT: An operation has at most 2 root fields.']);
  });

  test('aliases and directives of the whole document, told once', () => {
    const source = '{ a: thing { id @skip(if: false) } b: thing { c: id @skip(if: false) @include(if: true) } }';
    expect(faults(source, { maxAliases: 3, maxDirectives: 3 })).toEqual([]);
    expect(faults(source, { maxAliases: 1, maxDirectives: 1 })).toEqual([
      'LIMIT: A document has at most 1 aliases.',
      'LIMIT: A document has at most 1 directives.',
    ]);
  });

  test('the usual introspection passes, a deep one does not', () => {
    expect(faults(getIntrospectionQuery())).toEqual([]);
    const deep = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    expect(faults(deep)).toHaveLength(1);
  });

  test('a giant is dropped by the parser', () => {
    expect(() => parse(`{ ${'thing '.repeat(MAX_TOKENS)} }`, { maxTokens: MAX_TOKENS })).toThrow('tokens');
  });
});
