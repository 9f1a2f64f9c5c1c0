import { preparedRowsOf, rowsOf, sql } from './sql.js';

describe('prepared statements', () => {
  const names: (string | undefined)[] = [];
  const db = {
    query: ({ name }: { name?: string }) => {
      names.push(name);
      return Promise.resolve({ rows: [] });
    },
  };
  beforeEach(() => (names.length = 0));

  test('have one name for one text, whatever their values, and others have others', async () => {
    await preparedRowsOf(db, sql`SELECT ${1}::int`);
    await preparedRowsOf(db, sql`SELECT ${2}::int`);
    await preparedRowsOf(db, sql`SELECT ${2}::bigint`);
    await rowsOf(db, sql`SELECT ${2}::int`);
    const [first, second, other, unprepared] = names;
    expect(first).toMatch(/^kit_\w+$/);
    // Postgres cuts names there, and two could become one.
    expect(first?.length).toBeLessThan(64);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(unprepared).toBeUndefined();
  });

  test('are so many at most: a connection would keep every further one', async () => {
    for (let column = 0; column < 300; column += 1)
      await preparedRowsOf(db, sql`SELECT ${column} ${sql([`AS c${column}`])}`);
    expect(new Set(names.filter((name) => name !== undefined)).size).toBeLessThanOrEqual(200);
    expect(names.at(-1)).toBeUndefined();
    const before = names.find((name) => name !== undefined);
    await preparedRowsOf(db, sql`SELECT ${0} AS c0`);
    expect(names.at(-1)).toBe(before);
  });
});
