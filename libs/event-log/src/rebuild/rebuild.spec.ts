import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { usableRole } from '#libs/platform';
import { hallModel, hallRow } from '../contract/hall.js';
import { hallTable } from '../contract/harness.js';
import { compareInlineView, rebuildInlineView, registerInlineViews } from '../rebuild-inline.js';
import { OutdatedProgram } from '../unavailable.js';
import { nextHallModel, nextHallRow } from './hall-row-next.fixture.js';
import { NothingKept, ReadModels } from './read-models.js';
import { BusyHalls } from '../contract/busy-halls.js';

describe('an inline view that is rebuilt', () => {
  let halls: BusyHalls;
  beforeAll(async () => {
    halls = await BusyHalls.open();
    await halls.fill(3_000);
  });
  afterAll(() => halls?.database.drop());

  const models = (model = hallModel) => new ReadModels(halls.owner, model, []);
  const agrees = (model = hallModel) =>
    expect(compareInlineView(halls.owner, model, model.views[0]!)).resolves.toMatchObject({ differing: 0 });
  const indexes = async () => {
    const sql = `select indexname, indexdef from pg_indexes where schemaname = 'contract' order by 1`;
    return (await halls.owner.query(sql)).rows;
  };

  it('is the same afterwards, and nobody who appends meanwhile is refused or loses anything', async () => {
    await halls.owner.query(`create index of_name on ${hallTable} (name) where name <> ' USING it'`);
    const before = await indexes();
    const rebuilt = await halls.during(() => rebuildInlineView(halls.owner, hallModel, hallRow));
    expect(halls.failures).toEqual([]);
    expect(rebuilt).toMatchObject({ name: hallTable, rows: 150, differing: 0 });
    await expect(halls.seats()).resolves.toBe(halls.stored);
    await agrees();
    await expect(indexes()).resolves.toEqual(before);
    await expect(halls.schemas()).resolves.toEqual(['kept_contract_hall_row']);
    const { rows } = await halls.owner.query(
      `select has_table_privilege('twolane_app', '${hallTable}', 'select') as may`,
    );
    expect(rows).toEqual([{ may: true }]);
    await expect(usableRole(halls.database.ownerUrl, 'twolane_app')).resolves.toBe('twolane_app');
  });

  it('of changed code has the new rows; a process of the old code is told to restart, and may not write any more', async () => {
    const old = halls.log();
    halls.failures.length = 0;
    await halls.during(
      async () => {
        await expect(registerInlineViews(halls.owner, nextHallModel)).resolves.toEqual([hallTable]);
        while (halls.failures.length < 8) await sleep(5);
      },
      { log: old },
    );
    expect(halls.failures.filter((error) => !(error instanceof OutdatedProgram))).toEqual([]);
    expect(String(halls.failures[0])).toContain('has to be restarted');
    await expect(halls.seats()).resolves.toBe(halls.stored * 12);
    await halls.take(halls.log(nextHallModel), 3);
    await expect(halls.seats()).resolves.toBe(halls.stored * 12);
    await agrees(nextHallModel);
    await expect(registerInlineViews(halls.owner, nextHallModel)).resolves.toEqual([]);
  });

  it('would be written wrongly by a process of the old code that nobody asked for its generation', async () => {
    const own = `select generation, fingerprint from log.inline_view`;
    const { rows } = await halls.owner.query<{ generation: string; fingerprint: string }>(own);
    const asIf = (fingerprint: string) =>
      halls.owner.query('update log.inline_view set fingerprint = $1', [fingerprint]);
    const generation = halls.log().foldingOf('hall').generations[hallTable]!;
    expect(generation).not.toBe(rows[0]!.generation);
    await asIf(generation);
    await halls.take(halls.log(), 4);
    await asIf(rows[0]!.fingerprint);
    await expect(compareInlineView(halls.owner, nextHallModel, nextHallRow)).resolves.toMatchObject({
      differing: 1,
      differences: [{ streamId: 'hall-4', kind: 'different', columns: ['taken'] }],
    });
    await models(nextHallModel).rebuild(hallTable);
    await agrees(nextHallModel);
  });

  it('is brought back, with what happened meanwhile, by the program whose rows were kept, and by no other', async () => {
    await registerInlineViews(halls.owner, hallModel);
    await halls.take(halls.log(), 5);
    await expect(models().goBack(hallTable)).rejects.toThrow(NothingKept);
    await expect(models().goBack(hallTable)).rejects.toThrow('another version of the program');
    await expect(halls.schemas()).resolves.toEqual(['kept_contract_hall_row']);
    await halls.owner.query(
      `update kept_contract_hall_row.hall_row set detail = '{"kept": true}' where stream_id = 'hall-9'`,
    );
    await expect(registerInlineViews(halls.owner, nextHallModel)).resolves.toEqual([hallTable]);
    const { rows } = await halls.owner.query(`select detail from ${hallTable} where stream_id = 'hall-9'`);
    expect(rows).toEqual([{ detail: { kept: true } }]);
    await expect(halls.seats()).resolves.toBe(halls.stored * 12);
    await expect(models().dropKept([hallTable])).resolves.toEqual([hallTable]);
    await expect(models().dropKept([hallTable])).resolves.toEqual([]);
    await expect(halls.schemas()).resolves.toEqual([]);
  });

  it('waits for who reads it for long, and no append waits with it', async () => {
    await registerInlineViews(halls.owner, hallModel);
    for (const longReaderMs of [0, Number.POSITIVE_INFINITY]) {
      const reader = await readingClient();
      halls.failures.length = 0;
      await halls.during(async () => {
        const rebuilt = models().rebuild(hallTable, { longReaderMs });
        const early = await Promise.race([rebuilt, appended(200)]);
        expect(early).toBe('appended');
        await reader.query('commit');
        reader.release();
        await rebuilt;
      });
      expect(halls.failures).toEqual([]);
    }
    await agrees();
  });

  it('stays as it was when the rebuild is ended, and the next run goes on', async () => {
    const controller = new AbortController();
    const reader = await readingClient();
    const ended = models().rebuild(hallTable, { signal: controller.signal });
    while (!(await halls.schemas()).includes('beside_contract_hall_row')) await sleep(5);
    controller.abort(new Error('enough'));
    await expect(ended).rejects.toThrow();
    await reader.query('commit');
    reader.release();
    await halls.take(halls.log(), 6);
    await agrees();
    await expect(models().rebuild(hallTable)).resolves.toMatchObject({ rows: 150, differing: 0 });
    await expect(halls.schemas()).resolves.toEqual(['kept_contract_hall_row']);
    await agrees();
  });

  it('that is new is written by no process that does not know it', async () => {
    await halls.owner.query('delete from log.inline_view');
    await expect(registerInlineViews(halls.owner, nextHallModel)).resolves.toEqual([hallTable]);
    await expect(halls.take(halls.log({ ...hallModel, views: [] }), 7)).rejects.toThrow(OutdatedProgram);
    await expect(halls.seats()).resolves.toBe(halls.stored * 12);
  });

  const readingClient = async (): Promise<PoolClient> => {
    const reader = await halls.app.connect();
    await reader.query('begin');
    await reader.query(`select count(*) from ${hallTable}`);
    return reader;
  };
  const appended = async (more: number): Promise<'appended'> => {
    const enough = halls.stored + more;
    while (halls.stored < enough) await sleep(5);
    return 'appended';
  };
});
