import fc from 'fast-check';
import type pg from 'pg';
import { testDatabase } from '#test/kit/database';
import type { TestDatabase } from '#test/kit/database';
import { toGlobalId } from '../global-id.js';
import { rowsOf, sql } from '../sql.js';
import { printSdl } from '../schema-walk.js';
import { seen, startThings, thingFilter, thingOrder } from '../things.fixture.js';
import type { Things } from '../things.fixture.js';
import type { FilterValue } from './compile.js';

interface Row {
  readonly id: string;
  readonly name: string | null;
  readonly minutes: number | null;
  readonly colour: string | null;
  readonly done: boolean | null;
  readonly at: string | null;
  readonly day: string | null;
  readonly parts: readonly { readonly kind?: string; readonly weight?: number }[] | null;
}

const ids = [1, 2, 3].map((n) => `${n}1111111-1111-4111-8111-111111111111`);
const names = ['', 'a', 'Ab', 'a%b', 'a_b', 'a\\b', "o'x", '%', '_'];
const of = {
  id: fc.constantFrom(...ids),
  name: fc.constantFrom(...names),
  minutes: fc.integer({ min: -1, max: 2 }),
  colour: fc.constantFrom('RED', 'BLUE'),
  done: fc.boolean(),
  at: fc.constantFrom('2026-01-05T08:30:00.000Z', '2026-01-05T08:30:00.001Z', '2026-03-29T01:00:00.000Z'),
  day: fc.constantFrom('2026-01-31', '2026-02-01', '2024-02-29'),
} as const;
const weight = fc.constantFrom(0, 0.5, 2);
const rowArb: fc.Arbitrary<Row> = fc.record({
  id: of.id,
  name: fc.option(of.name),
  minutes: fc.option(of.minutes),
  colour: fc.option(of.colour),
  done: fc.option(of.done),
  at: fc.option(of.at),
  day: fc.option(of.day),
  parts: fc.option(fc.array(fc.record({ kind: of.name, weight }, { requiredKeys: [] }), { maxLength: 2 })),
});

const equality = (value: fc.Arbitrary<unknown>) => ({
  eq: value,
  ne: value,
  in: fc.array(value, { maxLength: 2 }),
  isNull: fc.boolean(),
});
const ordered = (value: fc.Arbitrary<unknown>) => ({
  ...equality(value),
  gt: value,
  gte: value,
  lt: value,
  lte: value,
});
const textual = (value: fc.Arbitrary<unknown>) => ({ ...equality(value), contains: value, startsWith: value });
/** One of the entries, sometimes two: what is AND-ed from many parts fits hardly anything and so proves hardly anything. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<FilterValue> => {
  const one = fc.oneof(...Object.entries(fields).map(([name, value]) => value.map((found) => ({ [name]: found }))));
  return fc.oneof(
    { arbitrary: one, weight: 3 },
    fc.tuple(one, one).map(([left, right]) => ({ ...left, ...right })),
  );
};

const partArb = some({ kind: some(textual(of.name)), weight: some(ordered(weight)) });
const leafArb = some({
  id: some(equality(of.id.map((id) => toGlobalId('Thing', id)))),
  name: some(textual(of.name)),
  minutes: some(ordered(of.minutes)),
  colour: some(equality(of.colour)),
  done: some({ eq: of.done, ne: of.done, isNull: fc.boolean() }),
  at: some(ordered(of.at)),
  day: some(ordered(of.day)),
  parts: some({ some: partArb, none: partArb }),
});
const filterArb = fc.letrec<{ filter: FilterValue }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leafArb,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 2 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 2 }) }),
    fc.record({ not: tie('filter') }),
    fc.tuple(leafArb, fc.array(tie('filter'), { maxLength: 2 })).map(([leaf, or]) => ({ ...leaf, or })),
  ),
})).filter;

type Value = string | number | boolean;
const lower = (value: unknown): string => String(value).toLowerCase();
const matchers: Record<string, (value: Value, operand: Value) => boolean> = {
  eq: (value, operand) => value === operand,
  gt: (value, operand) => value > operand,
  gte: (value, operand) => value >= operand,
  lt: (value, operand) => value < operand,
  lte: (value, operand) => value <= operand,
  contains: (value, operand) => lower(value).includes(lower(operand)),
  startsWith: (value, operand) => lower(value).startsWith(lower(operand)),
};

/** The naive oracle: one row at a time, in memory. */
function fits(row: Record<string, unknown>, filter: FilterValue): boolean {
  return Object.entries(filter).every(([name, inner]) => {
    if (name === 'and') return (inner as FilterValue[]).every((one) => fits(row, one));
    if (name === 'or') return (inner as FilterValue[]).some((one) => fits(row, one));
    if (name === 'not') return !fits(row, inner as FilterValue);
    if (name !== 'parts')
      return compares(name === 'id' ? toGlobalId('Thing', String(row['id'])) : row[name], inner as FilterValue);
    const parts = (row['parts'] ?? []) as Record<string, unknown>[];
    const holds = (element: FilterValue): boolean => parts.some((part) => fits(part, element));
    return Object.entries(inner as Record<string, FilterValue>).every(
      ([kind, element]) => holds(element) === (kind === 'some'),
    );
  });
}

const compares = (value: unknown, comparator: FilterValue): boolean =>
  Object.entries(comparator).every(([operator, operand]) => {
    const absent = value === null || value === undefined;
    if (operator === 'isNull') return absent === operand;
    if (operator === 'ne') return value !== operand;
    if (operator === 'in') return (operand as unknown[]).includes(value);
    return !absent && (matchers[operator]?.(value as Value, operand as Value) ?? false);
  });

describe('filters', () => {
  describe('against a table', () => {
    let database: TestDatabase;
    let pool: pg.Pool;
    beforeAll(async () => {
      database = await testDatabase({ migrated: false });
      pool = database.ownerPool();
      await pool.query(
        'CREATE TABLE thing (n int, id uuid, name text, minutes int, colour text, done bool, at timestamptz, day date, parts jsonb)',
      );
    });
    afterAll(() => database.drop());

    const given = async (rows: readonly Row[]): Promise<void> => {
      await pool.query('TRUNCATE thing');
      await pool.query('INSERT INTO thing SELECT r.* FROM jsonb_populate_recordset(NULL::thing, $1::jsonb) AS r', [
        // A null in JSON would be the jsonb null, which has elements no more than SQL's has.
        JSON.stringify(rows.map((row, n) => ({ n, ...row }))),
      ]);
    };
    const found = async (filter: FilterValue): Promise<number[]> => {
      const rows = await rowsOf<{ n: number }>(
        pool,
        sql`SELECT n FROM thing WHERE ${thingFilter.where(filter)} ORDER BY n`,
      );
      return rows.map(({ n }) => n);
    };

    test('every filter finds what the oracle finds, and `not` exactly the rest', async () => {
      const property = fc.asyncProperty(
        fc.array(rowArb, { minLength: 2, maxLength: 12 }),
        fc.array(filterArb, { minLength: 6, maxLength: 6 }),
        async (rows, filters) => {
          await given(rows);
          for (const filter of filters) {
            const expected = rows.flatMap((row, n) => (fits({ ...row }, filter) ? [n] : []));
            expect(await found(filter)).toEqual(expected);
            expect(await found({ not: filter })).toEqual(rows.flatMap((_, n) => (expected.includes(n) ? [] : [n])));
          }
        },
      );
      await fc.assert(property, { numRuns: 120 });
    });

    test('no `or` of the caller widens what is visible', async () => {
      await given([
        { id: ids[0] ?? '', name: 'mine', minutes: 1, colour: null, done: null, at: null, day: null, parts: null },
      ]);
      const where = thingFilter.where({ or: [{ name: { eq: 'x' } }, { not: { name: { eq: 'x' } } }] });
      expect(await rowsOf(pool, sql`SELECT FROM thing WHERE name = ${'theirs'} AND ${where}`)).toEqual([]);
    });
  });

  describe('limits', () => {
    const codeOf = (filter: FilterValue): unknown => {
      try {
        thingFilter.where(filter);
        return null;
      } catch (error) {
        return (error as { extensions?: { code?: unknown } }).extensions?.code ?? (error as { code?: unknown }).code;
      }
    };
    const nested = (levels: number): FilterValue =>
      levels === 1 ? { done: { eq: true } } : { not: nested(levels - 1) };
    const many = (count: number): FilterValue => ({
      or: Array.from({ length: count }, () => ({ done: { eq: true } })),
    });

    test.each([
      ['6 levels', nested(6), null],
      ['7 levels', nested(7), 'LIMIT'],
      ['99 conditions', many(49), null],
      ['101 conditions', many(50), 'LIMIT'],
      ['250 values', { minutes: { in: Array.from({ length: 250 }, (_, n) => n) } }, null],
      ['251 values', { minutes: { in: Array.from({ length: 251 }, (_, n) => n) } }, 'LIMIT'],
      ['a null operand', { name: { eq: null } }, 'BAD_USER_INPUT'],
      ['a null comparator', { name: null }, 'BAD_USER_INPUT'],
      ['a null list', { or: null }, 'BAD_USER_INPUT'],
      ['a null quantifier', { parts: { some: null } }, 'BAD_USER_INPUT'],
      ['an id of another type', { id: { eq: toGlobalId('Person', ids[0] ?? '') } }, 'NOT_FOUND'],
    ])('%s', (_, filter, expected) => expect(codeOf(filter)).toBe(expected));
  });

  describe('in the schema', () => {
    let things: Things;
    beforeAll(async () => void (things = await startThings()));
    afterAll(() => things.close());

    test('input types have comparators, combinations, quantifiers and one-of orders', () => {
      const text = printSdl(things.schema);
      expect(text).toMatch(/input ThingOrder @oneOf \{[^}]*minutes: SortDirection/);
      expect(text).toMatch(
        /input ThingFilter \{[^}]*and: \[ThingFilter!\][^}]*not: ThingFilter[^}]*parts: ThingPartCollectionFilter/,
      );
      expect(text).toMatch(/input ColourFilter \{[^}]*in: \[Colour!\]/);
      expect(text).toMatch(/input StringFilter \{[^}]*contains: String/);
    });

    test('a list takes filter, order and page, and counts only when asked', async () => {
      const source = `query ($f: ThingFilter) {
        thingList(first: 2, filter: $f, order: [{ minutes: DESC }, { name: ASC }]) { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage } }
      }`;
      const { errors, data } = await things.run(source, {}, { f: { not: { parts: { some: { kind: { eq: 'x' } } } } } });
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({
        thingList: { nodes: [{}, {}], edges: [{ cursor: `at ${'1'.repeat(8)}-1111-4111-8111-111111111111` }, {}] },
      });
      expect(seen.inputs.at(-1)).toEqual({
        where: expect.stringContaining('IS NOT TRUE'),
        keys: [
          { column: 'minutes', direction: 'DESC' },
          { column: 'name', direction: 'ASC', nulls: 'never' },
        ],
        page: { backward: false, size: 2, after: null, before: null },
      });
      await things.run('{ thingList { totalCount } }');
      expect(seen.inputs.at(-1)).toBe('counted');
    });

    test('without an order the default one stands; more than four keys are LIMIT', () => {
      expect(thingOrder.keys(null)).toEqual([{ column: 'name', direction: 'ASC', nulls: 'never' }]);
      expect(() => thingOrder.keys(Array.from({ length: 5 }, () => ({ name: 'ASC' as const })))).toThrow('At most 4');
      expect(() => thingOrder.keys([{ name: null }])).toThrow('names one key');
    });
  });
});
