import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { EventCatalogue } from './catalogue.js';
import { hall, type HallEvent, hallLog, hallModel, hallRow, hallTableSql } from './contract/hall.js';
import { commandOf, hallTable } from './contract/harness.js';
import { UnknownFacts } from './decide.js';
import { EventLog } from './event-log.js';
import { codeFingerprint } from './fingerprint.js';
import { PostgresLogStore } from './postgres/postgres-store.js';
import { compareInlineView, rebuildInlineView, registerInlineViews } from './rebuild-inline.js';

describe('rows of an inline view', () => {
  let database: TestDatabase;
  let owner: Pool;
  let log: EventLog;
  beforeAll(async () => {
    database = await testDatabase();
    owner = database.ownerPool(3);
    await owner.query(hallTableSql);
    log = hallLog(new PostgresLogStore(database.pool()));
  });
  afterAll(() => database?.drop());

  const view = hallModel.views[0]!;
  const liveRows = async () => (await owner.query(`select * from ${hallTable} order by workspace_id, stream_id`)).rows;
  const compare = () => compareInlineView(owner, hallModel, view);
  const decide = (workspaceId: string, id: string, facts: readonly HallEvent[]) =>
    log.decideOne(commandOf(workspaceId), { aggregate: hall, id, expect: 'latest' }, () => facts);

  const fact = fc.oneof(
    fc.record({
      type: fc.constant('SeatTaken' as const),
      data: fc.record({ by: fc.string({ unit: 'grapheme-ascii' }) }),
    }),
    fc.record({
      type: fc.constant('HallNamed' as const),
      data: fc.record({ name: fc.string({ unit: 'grapheme-ascii' }) }),
    }),
  );
  const history = fc.array(fc.record({ id: fc.nat(5), facts: fc.array(fact, { maxLength: 4 }) }), { maxLength: 20 });

  it('get their writer at boot, and are computed when the view is new or its code has changed', async () => {
    await expect(registerInlineViews(owner, hallModel)).resolves.toEqual([hallTable]);
    await expect(registerInlineViews(owner, hallModel)).resolves.toEqual([]);
    const workspaceId = randomUUID();
    await decide(workspaceId, '1', [{ type: 'SeatTaken', data: { by: 'x' } }]);
    const before = await liveRows();
    await owner.query(`update log.inline_view set fingerprint = 'of older code'`);
    await owner.query(`update ${hallTable} set taken = 99`);
    const both = await Promise.all([registerInlineViews(owner, hallModel), registerInlineViews(owner, hallModel)]);
    expect(both.flat()).toEqual([hallTable]);
    await expect(liveRows()).resolves.toEqual(before);
    const { rows } = await owner.query('select fingerprint from log.inline_view');
    expect(rows).toEqual([
      { fingerprint: codeFingerprint(hallRow.source, hallModel.catalogue.schemaOf(hallRow.streamType)) },
    ]);
  });

  it('are the same rebuilt as written live, whatever happened', async () => {
    const runs = fc.asyncProperty(history, async (calls) => {
      const workspaceId = randomUUID();
      await Promise.all(calls.map(({ id, facts }) => decide(workspaceId, String(id), facts)));
      await expect(compare()).resolves.toMatchObject({ differing: 0 });
    });
    await fc.assert(runs, { numRuns: 15, endOnFailure: true });
    const live = await liveRows();
    expect(live.length).toBeGreaterThan(20);
    await owner.query(`truncate ${hallTable}`);
    await expect(compare()).resolves.toMatchObject({ differing: live.length, rows: live.length });
    await expect(rebuildInlineView(owner, hallModel, view)).resolves.toMatchObject({ rows: live.length });
    await expect(liveRows()).resolves.toEqual(live);
    await expect(compare()).resolves.toEqual({ rows: live.length, differing: 0, differences: [] });
  });

  it('are told apart from computed ones, key by key and column by column', async () => {
    const workspaceId = randomUUID();
    for (const id of ['a', 'b', 'c']) await decide(workspaceId, id, [{ type: 'HallNamed', data: { name: id } }]);
    await owner.query(
      `update ${hallTable} set name = 'x', detail = '{}' where workspace_id = $1 and stream_id = 'hall-a'`,
      [workspaceId],
    );
    await owner.query(`delete from ${hallTable} where workspace_id = $1 and stream_id = 'hall-b'`, [workspaceId]);
    await owner.query(`update ${hallTable} set stream_id = 'hall-z' where workspace_id = $1 and stream_id = 'hall-c'`, [
      workspaceId,
    ]);
    const { differing, differences } = await compare();
    expect(differing).toBe(4);
    expect(differences).toEqual([
      { workspaceId, streamId: 'hall-a', kind: 'different', columns: ['detail', 'name'] },
      { workspaceId, streamId: 'hall-b', kind: 'missing', columns: [] },
      { workspaceId, streamId: 'hall-c', kind: 'missing', columns: [] },
      { workspaceId, streamId: 'hall-z', kind: 'superfluous', columns: [] },
    ]);
    await rebuildInlineView(owner, hallModel, view);
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('stay right when they are rebuilt while others append', async () => {
    const workspaceId = randomUUID();
    const appends = Array.from({ length: 80 }, (_, n) =>
      decide(workspaceId, `${n % 7}`, [{ type: 'SeatTaken', data: { by: `${n}` } }]),
    );
    for (let round = 0; round < 4; round += 1) await rebuildInlineView(owner, hallModel, view);
    await Promise.all(appends);
    await expect(compare()).resolves.toMatchObject({ differing: 0 });
  });

  it('are left as they are by a program that does not know all their events', async () => {
    const before = await liveRows();
    const catalogue = new EventCatalogue([{ type: 'SeatTaken', streamType: 'hall', version: 1 }]);
    await expect(rebuildInlineView(owner, { ...hallModel, catalogue }, view)).rejects.toThrow(UnknownFacts);
    await expect(liveRows()).resolves.toEqual(before);
  });
});
