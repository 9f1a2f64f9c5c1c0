import { randomBytes } from 'node:crypto';
import { CursorCodec, sql } from '#libs/api-kit';
import { EventCatalogue, Past } from '#libs/event-log';
import {
  applyDiff,
  emptyRoadmap,
  lanes,
  onRoadmap,
  plannedStatuses,
  planStability,
  type Roadmap,
  roadmapAfter,
  roadmapDiff,
  type RoadmapFilter,
} from '../domain/index.js';
import { roadmapModel } from '../events.js';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { DiffReader } from './diff-reader.js';
import { inScope, type RoadmapScope } from './held.js';
import { idOf } from './quarter.fixture.js';
import { RoadmapPictures } from './roadmap-pictures.js';
import { planOf } from './stability.view.js';
import { someWalks, storeWalk, type StoredWalk } from './walk.fixture.js';

/** As it comes back from the database. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const entriesOf = ({ items }: Roadmap) => Object.fromEntries(items);

describe.each(someWalks(3).map((log, index) => [index + 1, log] as const))('walk %i over six items', (_index, log) => {
  let api: RoadmapApi;
  let cast: Cast;
  let walk: StoredWalk;
  let pictures: RoadmapPictures;
  let diffs: DiffReader;

  beforeAll(async () => {
    api = await RoadmapApi.start();
    cast = await api.cast();
    walk = await storeWalk(api, cast, log);
    pictures = new RoadmapPictures(api.pool, new CursorCodec(randomBytes(32)));
    const model = { catalogue: new EventCatalogue(roadmapModel.events), aggregates: roadmapModel.aggregates };
    diffs = new DiffReader(api.pool, new Past({ pool: api.pool, model }));
  });
  afterAll(() => api.close());

  /** The roadmap the facts up to a position come to. */
  const oracle = (position: number): Roadmap =>
    roadmapAfter(
      emptyRoadmap,
      walk.events.filter((event) => event.position <= position),
    );
  /** Some positions in order, the first and the last among them. */
  const some = (count: number): number[] => {
    const all = [0, ...walk.positions];
    return Array.from({ length: count }, (_, index) => all[Math.floor((index * (all.length - 1)) / (count - 1))]!);
  };
  const pairsOf = (positions: readonly number[]) =>
    positions.flatMap((from, index) => positions.slice(index).map((to) => [from, to] as const));

  it('shows at every position what the facts come to', async () => {
    expect(walk.positions.length).toBeGreaterThan(40);
    for (const position of [0, ...walk.positions]) {
      const { workspaceId } = cast;
      const shown = await pictures.at(workspaceId, position, { withDropped: true });
      expect(entriesOf(shown)).toEqual(plain(entriesOf(oracle(position))));
    }
    const last = await pictures.at(cast.workspaceId, null, { withDropped: true });
    expect(entriesOf(last)).toEqual(plain(entriesOf(oracle(Infinity))));
  });

  it('shows every page and count of every lane, horizon, team and span as the rules do', async () => {
    const teamId = idOf(cast, 't-product');
    const filters: readonly (readonly [RoadmapScope, RoadmapFilter])[] = [
      [{}, {}],
      [{ withDropped: true }, { withDropped: true }],
      [{ lanes: ['SHARED', 'PRODUCT'] }, { lanes: ['SHARED', 'PRODUCT'] }],
      [{ horizon: 'NEXT' }, { horizon: 'NEXT' }],
      [{ teamId }, { teamId }],
      [{ teamId: idOf(cast, 't-nobody') }, { teamId: idOf(cast, 't-nobody') }],
    ];
    for (const position of some(12)) {
      const at = { workspaceId: cast.workspaceId, position };
      for (const [scope, filter] of filters) {
        const expected = onRoadmap(oracle(position).items, filter);
        const found: string[] = [];
        for (let after: string | null = null, more = true; more;) {
          const page = await pictures.page(at, inScope(scope), { first: 2, after });
          found.push(...page.nodes.map(({ item_id: itemId }) => itemId));
          ({ endCursor: after, hasNextPage: more } = page.pageInfo);
        }
        expect(found).toEqual(expected.map(([itemId]) => itemId));
        const counts = await pictures.laneCounts(at, inScope(scope));
        const count = (lane: string) => expected.filter(([, item]) => item.lane === lane).length;
        expect(counts).toEqual(lanes.map((lane) => ({ lane, count: count(lane) })));
      }
    }
  });

  it('shows items by their ids as they stood, and windows that meet a span', async () => {
    const [from, to] = ['2026-03-02', '2026-05-10'];
    for (const position of some(12)) {
      const at = { workspaceId: cast.workspaceId, position };
      const { items } = oracle(position);
      const rows = await pictures.items(at, [...oracle(Infinity).items.keys()]);
      expect(rows.map(({ item_id: itemId }) => itemId).sort()).toEqual([...items.keys()].sort());
      const { nodes } = await pictures.page(at, inScope({ from, to, withDropped: true }), {});
      const meeting = [...items].filter(([, { window }]) => window && window.end >= from && window.start <= to);
      expect(nodes.map(({ item_id: itemId }) => itemId).sort()).toEqual(meeting.map(([itemId]) => itemId).sort());
    }
  });

  it('tells the difference of any two of them, each change with its fact, as the rules do', async () => {
    for (const [from, to] of pairsOf(some(8))) {
      const between = { workspaceId: cast.workspaceId, from, to };
      const [before, after] = [oracle(from), oracle(to)];
      const events = walk.events.filter(({ position }) => position > from && position <= to);
      const expected = roadmapDiff(before, after, events);
      const told = await diffs.between(between);
      const byText = (list: readonly unknown[]) => list.map((one) => JSON.stringify(sorted(one))).sort();
      for (const name of ['added', 'changes', 'dropped', 'rescheduled', 'confidence', 'shipped'] as const)
        expect(byText(told.diff[name])).toEqual(byText(plain(expected[name])));
      for (const name of ['dependenciesAdded', 'dependenciesRemoved'] as const)
        expect(byText(told.diff[name])).toEqual(byText(plain(expected[name])));
      expect(entriesOf(applyDiff(before, told.diff))).toEqual(plain(entriesOf(after)));
      const kept = await diffs.firstUnchanged(between, told, 100);
      expect(kept.map(({ item_id: itemId }) => itemId).sort()).toEqual([...expected.unchanged].sort());
      await expect(diffs.countUnchanged(between, told)).resolves.toBe(expected.unchanged.length);
    }
  });

  it('says how much of any plan holds, and what moved, as the rules do', async () => {
    const planned = sql`v.status = ANY(${[...plannedStatuses]}::text[])`;
    for (const [from, to] of pairsOf(some(8))) {
      const [before, after] = [oracle(from), oracle(to)];
      const pairs = await pictures.pairs(cast.workspaceId, from, to, planned);
      expect(planStability(planOf(pairs, 'was'), planOf(pairs, 'is'))).toEqual(planStability(before, after));
      const moved = await pictures.movedSince(cast.workspaceId, from, to);
      const expected = roadmapDiff(before, after).rescheduled;
      const found = [...moved].map(([itemId, { shiftDays, later }]) => `${itemId} ${shiftDays} ${later}`);
      const rules = expected.map(({ itemId, shiftDays, later }) => `${itemId} ${shiftDays} ${later}`);
      expect(found.sort()).toEqual(rules.sort());
    }
  });
});

/** The same value with the keys of its objects in order: stored facts come back with another one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
