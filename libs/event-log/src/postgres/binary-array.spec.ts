import { testDatabase, type TestDatabase } from '#test/kit/database';
import { binaryArray, bytea, int, jsonb, text, uuid } from './binary-array.js';

describe('arrays in binary form', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
  });
  afterAll(() => database?.drop());

  const echo = async (type: string, array: Buffer): Promise<unknown> => {
    const { rows } = await database.pool(1).query<{ it: unknown }>(`select $1::${type}[] as it`, [array]);
    return rows[0]!.it;
  };

  it('arrive as they were, whatever their elements hold', async () => {
    const texts = ['', 'NULL', '{"a",\\}', 'Grüße 👋', "a 'quote'\n"];
    await expect(echo('text', binaryArray(text, texts))).resolves.toEqual(texts);
    const ids = ['11111111-1111-4111-8111-111111111111', 'abcdef00-0000-5000-8000-00000000ffff'];
    await expect(echo('uuid', binaryArray(uuid, ids))).resolves.toEqual(ids);
    await expect(echo('int', binaryArray(int, [0, -2, 2 ** 31 - 1]))).resolves.toEqual([0, -2, 2 ** 31 - 1]);
    const bytes = [Buffer.alloc(0), Buffer.from([0, 255, 92])];
    await expect(echo('bytea', binaryArray(bytea, bytes))).resolves.toEqual(bytes);
    const documents = [{ text: 'Grüße "👋"' }, [1, null]];
    const json = documents.map((document) => JSON.stringify(document));
    await expect(echo('jsonb', binaryArray(jsonb, json))).resolves.toEqual(documents);
    await expect(echo('text', binaryArray(text, []))).resolves.toEqual([]);
  });

  it.each(['11111111-1111-4111-8111-11111111111', '11111111-1111-4111-8111-11111111111g', 'not an id'])(
    'take no uuid for one that is none: %s',
    (id) => {
      expect(() => binaryArray(uuid, [id])).toThrow(TypeError);
    },
  );
});
