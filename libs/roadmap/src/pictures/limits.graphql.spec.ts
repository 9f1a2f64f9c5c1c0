import { LimitReached } from '#libs/vocabulary';
import { CursorCodec, fromGlobalId, sql } from '#libs/api-kit';
import { randomBytes } from 'node:crypto';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { RoadmapPictures } from './roadmap-pictures.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

/** Campaigns like one that is there, as many as wanted, at the place in the log where it stands. */
async function multiply(itemId: string, count: number): Promise<void> {
  await api.owner.query(
    `insert into roadmap.item_version
     select v.workspace_id, 'roadmap-item-' || copy.id, 1, v.position, v.until_position, copy.id, v.number + copy.n, v.lane, v.kind, v.status,
       v.horizon, v.visibility, v.start_on, v.end_on, v.team_ids, v.updated_at, v.document
     from roadmap.item_version v, (select n, gen_random_uuid() as id from generate_series(1, $3::int) n) as copy
     where v.workspace_id = $1 and v.item_id = $2 and v.until_position = 9223372036854775807`,
    [cast.workspaceId, itemId, count],
  );
}

it('says where a picture ends: 1,000 items that differ, 1,000 with ties, 2,000 in memory', async () => {
  const ask = <T>(query: string, variables: object = {}) => api.ask<T>(query, cast.auditor, variables);
  const { asOfPosition: position } = await ask<{ asOfPosition: string }>('{ roadmap { asOfPosition } }');
  const needed = await api.plan(cast, {});
  const { id } = await api.plan(cast, { title: 'Spring', kind: 'CAMPAIGN', lane: 'MARKETING' });
  await api.done(cast.manager, 'addItemDependency', { itemId: id, toId: needed.id, type: 'NEEDS' });
  const DIFF = 'query ($from: AsOf!) { roadmapDiff(from: $from) { added { item { number } } } }';
  const TIES = '{ alignment { truncated pairs { status } } }';
  const OVERLAY =
    '{ cadenceOverlay(from: "2026-04-01", to: "2026-04-01") { truncated quarters { campaigns { number } } } }';
  const itemId = fromGlobalId(id, 'RoadmapItem');

  await multiply(itemId, 998);
  const { added } = await ask<{ added: object[] }>(DIFF, { from: { position } });
  expect(added).toHaveLength(1_000);
  await expect(ask(TIES)).resolves.toMatchObject({ truncated: false });
  await expect(ask(OVERLAY)).resolves.toMatchObject({ truncated: false });

  await multiply(itemId, 1);
  const { errors } = await api.run(DIFF, cast.auditor, { from: { position } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 1_000 } });
  await expect(ask(OVERLAY)).resolves.toMatchObject({ truncated: true });
  await multiply(itemId, 1);
  const ties = await ask<{ truncated: boolean; pairs: object[] }>(TIES);
  expect([ties.truncated, ties.pairs.length]).toEqual([true, 1_000]);

  const pictures = new RoadmapPictures(api.pool, new CursorCodec(randomBytes(32)));
  await multiply(itemId, 998);
  await expect(pictures.at(cast.workspaceId, null)).resolves.toMatchObject({ items: { size: 2_000 } });
  await multiply(itemId, 1);
  await expect(pictures.at(cast.workspaceId, null)).rejects.toThrow(LimitReached);
  await expect(
    pictures.laneCounts({ workspaceId: cast.workspaceId, position: null }, sql`TRUE`),
  ).resolves.toContainEqual({ lane: 'MARKETING', count: 2_000 });
});
