import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { testDatabase } from '#test/kit/database';
import type { TestDatabase } from '#test/kit/database';
import { sql } from '../sql.js';
import { mapPage } from './connection.js';
import type { ConnectionArgs, Page } from './connection.js';
import { CursorCodec } from './cursor.js';
import { keysetPage } from './keyset.js';
import type { SortKey } from './keyset.js';

const HERE = '11111111-1111-4111-8111-111111111111';
const ELSEWHERE = '22222222-2222-4222-8222-222222222222';

interface Row {
  readonly id: string;
  readonly n: number;
  readonly a: number | null;
  readonly b: string | null;
  /** Microseconds after an instant: more than a JavaScript date can tell apart. */
  readonly c: number | null;
}

const columnsOf = ['n', 'a', 'b', 'c'] as const;
const rowArb: fc.Arbitrary<Row> = fc.record({
  id: fc.uuid(),
  n: fc.integer({ min: 0, max: 3 }),
  a: fc.option(fc.integer({ min: -1, max: 2 })),
  b: fc.option(fc.constantFrom('', 'a', 'B', 'b', "o'%_")),
  c: fc.option(fc.integer({ min: 0, max: 3 })),
});
const rowsArb = (max: number): fc.Arbitrary<Row[]> =>
  fc.uniqueArray(rowArb, { maxLength: max, selector: ({ id }) => id });
const keyArb: fc.Arbitrary<SortKey> = fc.record({
  column: fc.constantFrom(...columnsOf),
  direction: fc.constantFrom('ASC', 'DESC'),
  nulls: fc.constantFrom('first', 'last'),
});
const orderArb: fc.Arbitrary<SortKey[]> = fc
  .tuple(fc.uniqueArray(keyArb, { maxLength: 3, selector: ({ column }) => column }), fc.boolean())
  .map(([keys, never]) => keys.map((key) => (key.column === 'n' && never ? { ...key, nulls: 'never' } : key)));

const compare = (left: string | number, right: string | number): number => (left < right ? -1 : left > right ? 1 : 0);

function compareBy({ column, direction, nulls }: SortKey, left: Row, right: Row): number {
  const name = columnsOf.find((known) => known === column) ?? 'n';
  const [one, two] = [left[name], right[name]];
  if (one !== null && two !== null) return (direction === 'DESC' ? -1 : 1) * compare(one, two);
  return (Number(one === null) - Number(two === null)) * (nulls === 'first' ? -1 : 1);
}

/** The naive oracle: sorts whole rows in memory. */
function sorted(rows: readonly Row[], order: readonly SortKey[]): string[] {
  const byId = order.at(-1)?.direction === 'DESC' ? -1 : 1;
  const by = (left: Row, right: Row): number =>
    order.map((key) => compareBy(key, left, right)).find((found) => found !== 0) ?? byId * compare(left.id, right.id);
  return [...rows].sort(by).map(({ id }) => id);
}

describe('pages by key set', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const cursors = new CursorCodec(randomBytes(32));

  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
    pool = database.ownerPool();
    await pool.query(
      `CREATE TABLE thing (workspace_id uuid, id uuid, n int NOT NULL, a int, b text COLLATE "C", c timestamptz)`,
    );
  });
  afterAll(() => database.drop());

  const insert = (rows: readonly Row[], workspaceId = HERE): Promise<unknown> =>
    pool.query(
      `INSERT INTO thing SELECT $1, id, n, a, b, timestamptz '2026-01-01Z' + c * interval '1 microsecond'
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, n int, a int, b text, c int)`,
      [workspaceId, JSON.stringify(rows)],
    );
  const given = async (rows: readonly Row[]): Promise<void> => {
    await pool.query('TRUNCATE thing');
    await insert(rows);
    await insert([{ id: HERE, n: 0, a: 0, b: 'a', c: 0 }], ELSEWHERE);
  };
  const page = (order: readonly SortKey[], args: ConnectionArgs, scope = HERE): Promise<Page<{ id: string }>> =>
    keysetPage({
      db: pool,
      table: 'thing',
      columns: ['id'],
      where: sql`workspace_id = ${scope}`,
      order,
      args,
      cursors,
      scope,
    });

  /** All ids page by page; `between` runs after every page. */
  async function walk(
    order: readonly SortKey[],
    size: number,
    backward: boolean,
    between?: () => Promise<void>,
  ): Promise<string[]> {
    let found: string[] = [];
    for (let cursor: string | null = null; ;) {
      const { nodes, pageInfo }: Page<{ id: string }> = await page(
        order,
        backward ? { last: size, before: cursor } : { first: size, after: cursor },
      );
      const ids = nodes.map(({ id }) => id);
      found = backward ? [...ids, ...found] : [...found, ...ids];
      cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
      if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return found;
      expect(ids).toHaveLength(size);
      await between?.();
    }
  }

  test('walks in any order, either way, give every row once and in the oracle’s order', async () => {
    const property = fc.asyncProperty(
      rowsArb(14),
      orderArb,
      fc.integer({ min: 1, max: 5 }),
      async (rows, order, size) => {
        await given(rows);
        const expected = sorted(rows, order);
        expect(await walk(order, size, false)).toEqual(expected);
        expect(await walk(order, size, true)).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });

  test('what is inserted or deleted between pages neither hides nor repeats a row that stays', async () => {
    const property = fc.asyncProperty(
      rowsArb(12),
      fc.array(rowsArb(3), { maxLength: 4 }),
      orderArb,
      fc.record({ size: fc.integer({ min: 1, max: 4 }), backward: fc.boolean(), doomed: fc.nat(2) }),
      async (rows, arrivals, order, { size, backward, doomed }) => {
        await given(rows);
        const leaving = rows.slice(0, doomed);
        const coming = arrivals.filter((batch) => batch.every(({ id }) => rows.every((row) => row.id !== id)));
        const between = async (): Promise<void> => {
          await insert(coming.pop() ?? []);
          const gone = leaving.pop();
          if (gone) await pool.query('DELETE FROM thing WHERE id = $1', [gone.id]);
        };
        const found = await walk(order, size, backward, between);
        const staying = sorted(rows.slice(doomed), order);
        expect(found.filter((id) => staying.includes(id))).toEqual(staying);
        expect(new Set(found).size).toBe(found.length);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test('every row’s own cursor splits the list exactly there', async () => {
    const property = fc.asyncProperty(rowsArb(8), orderArb, async (rows, order) => {
      await given(rows);
      const { edges } = await page(order, {});
      for (const [index, { cursor }] of edges.entries()) {
        const behind = await page(order, { after: cursor });
        const before = await page(order, { last: 250, before: cursor });
        const ids = edges.map(({ node }) => node.id);
        expect(behind.nodes.map(({ id }) => id)).toEqual(ids.slice(index + 1));
        expect(before.nodes.map(({ id }) => id)).toEqual(ids.slice(0, index));
        const upTo = await page(order, { after: edges[0]?.cursor ?? null, before: cursor });
        expect(upTo.nodes.map(({ id }) => id)).toEqual(ids.slice(1, Math.max(1, index)));
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  describe('at the edges', () => {
    const rows = [0, 1, 2].map((n) => ({ id: `${n}${HERE.slice(1)}`, n, a: null, b: null, c: null }));
    const byN: SortKey[] = [{ column: 'n', direction: 'ASC', nulls: 'never' }];
    beforeEach(() => given(rows));
    const codeOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => null,
        (error: { extensions?: { code?: unknown } }) => error.extensions?.code,
      );

    test('an edited cursor is INVALID_CURSOR, whichever character was changed', async () => {
      const { edges } = await page(byN, {});
      const cursor = edges[0]?.cursor ?? '';
      for (let place = 0; place < cursor.length; place += 1) {
        const edited = cursor.slice(0, place) + (cursor[place] === 'A' ? 'B' : 'A') + cursor.slice(place + 1);
        expect(await codeOf(page(byN, { after: edited }))).toBe('INVALID_CURSOR');
      }
      for (const junk of ['', 'x', `${cursor}=`, cursor.repeat(200)]) {
        expect(await codeOf(page(byN, { after: junk }))).toBe('INVALID_CURSOR');
      }
    });

    test('a cursor of another order, workspace or database is INVALID_CURSOR', async () => {
      const cursor = (await page(byN, {})).pageInfo.endCursor;
      expect(await codeOf(page([{ column: 'n', direction: 'DESC', nulls: 'never' }], { after: cursor }))).toBe(
        'INVALID_CURSOR',
      );
      expect(await codeOf(page([{ column: 'n', direction: 'ASC' }], { before: cursor }))).toBe('INVALID_CURSOR');
      expect(await codeOf(page(byN, { after: cursor }, ELSEWHERE))).toBe('INVALID_CURSOR');
      const foreign = new CursorCodec(randomBytes(32)).encode('x', ['1', HERE]);
      expect(await codeOf(page(byN, { after: foreign }))).toBe('INVALID_CURSOR');
    });

    test('sizes: 250 pass, 251 are LIMIT, none is an empty page, less and both ways are malformed', async () => {
      expect((await page(byN, { first: 250 })).nodes).toHaveLength(3);
      expect(await codeOf(page(byN, { first: 251 }))).toBe('LIMIT');
      expect(await codeOf(page(byN, { last: 251 }))).toBe('LIMIT');
      expect((await page(byN, { first: 0 })).pageInfo).toEqual({
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: null,
        endCursor: null,
      });
      expect(await codeOf(page(byN, { first: -1 }))).toBe('BAD_USER_INPUT');
      expect(await codeOf(page(byN, { first: 1, last: 1 }))).toBe('BAD_USER_INPUT');
    });

    test('the count is a statement of its own, run only when it is read', async () => {
      const statements: string[] = [];
      const db = {
        query: (statement: { text: string; values: unknown[] }) => (
          statements.push(statement.text),
          pool.query(statement)
        ),
      };
      const where = sql`workspace_id = ${HERE}`;
      const found = await keysetPage<Row>({
        db,
        table: 'thing',
        columns: ['id'],
        where,
        order: byN,
        args: { first: 1 },
        cursors,
        scope: HERE,
      });
      const mapped = mapPage(found, ({ id }) => id);
      expect([mapped.nodes, statements.length]).toEqual([[rows[0]?.id], 1]);
      expect([await mapped.totalCount, statements.length]).toEqual([3, 2]);
    });

    test('a page of which nobody wants a cursor is the same page, and makes none up', async () => {
      const query = { db: pool, table: 'thing', columns: ['id'], where: sql`workspace_id = ${HERE}`, order: byN };
      for (const args of [{ first: 2 }, { last: 2 }, { first: 3 }]) {
        const whole = await page(byN, args);
        const bare = await keysetPage({ ...query, args, cursors, scope: HERE, withoutCursors: true });
        expect(bare.nodes).toEqual(whole.nodes);
        const { hasNextPage, hasPreviousPage } = whole.pageInfo;
        expect([bare.pageInfo.hasNextPage, bare.pageInfo.hasPreviousPage]).toEqual([hasNextPage, hasPreviousPage]);
        expect(() => bare.pageInfo.endCursor).toThrow('cursor');
        expect(() => bare.edges[0]?.cursor).toThrow('cursor');
      }
    });

    test('a column said never to be null that is null stops the page instead of losing rows', async () => {
      await expect(page([{ column: 'a', direction: 'ASC', nulls: 'never' }], {})).rejects.toThrow('never');
    });
  });
});
