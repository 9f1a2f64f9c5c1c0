import { fromGlobalId } from '#libs/api-kit';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { type PlayedQuarter, storeQuarter } from './quarter.fixture.js';

interface Item {
  readonly reference: string;
  readonly status: string;
  readonly window: { readonly start: string; readonly end: string } | null;
}
interface Caused {
  readonly item: Item;
  readonly cause: { readonly type: string; readonly recordedAt: string; readonly summary: string } | null;
}

let api: RoadmapApi;
let quarter: PlayedQuarter;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  quarter = await storeQuarter(api, (id) => fromGlobalId(id, 'Team'));
  ({ cast } = quarter);
});
afterAll(() => api.close());

/** The end of a day in Berlin. */
const close = (day: string) => ({ recordedAt: `${day}T22:59:59.999Z` });
const ask = <T>(query: string, variables: object = {}, who = cast.auditor) => api.ask<T>(query, who, variables);
const codeOf = async (query: string, variables: object = {}) =>
  (await api.run(query, cast.auditor, variables)).errors?.[0]?.extensions?.['code'];
const named = (list: readonly { readonly reference: string }[]) => list.map(({ reference }) => reference);

const ROADMAP = `query ($asOf: AsOf, $lanes: [RoadmapLane!], $horizon: RoadmapHorizon, $teamId: ID, $from: LocalDate, $to: LocalDate,
  $withDropped: Boolean! = false, $first: Int! = 100, $after: String) {
  roadmap(asOf: $asOf, lanes: $lanes, horizon: $horizon, teamId: $teamId, from: $from, to: $to, withDropped: $withDropped, first: $first, after: $after) {
    nodes { reference status window { start end } } lanes { lane count } today asOfPosition totalCount
    pageInfo { hasNextPage endCursor } } }`;

interface Shown {
  readonly nodes: readonly Item[];
  readonly lanes: readonly { readonly lane: string; readonly count: number }[];
  readonly today: string;
  readonly asOfPosition: string;
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
const roadmap = (variables: object = {}) => ask<Shown>(ROADMAP, variables);

describe('the roadmap of the demo quarter (5.5, 5.7)', () => {
  it('stood at the close of 2026-01-08 as printed, on one time axis', async () => {
    const shown = await roadmap({ asOf: close('2026-01-08') });
    expect(shown.nodes.map(({ reference, window }) => [reference, window?.start, window?.end])).toEqual([
      ['RM-1', '2026-01-05', '2026-04-13'],
      ['RM-2', '2026-02-02', '2026-03-13'],
      ['RM-4', '2026-02-02', '2026-02-13'],
      ['RM-5', '2026-02-02', '2026-05-29'],
      ['RM-6', '2026-03-09', '2026-05-29'],
      ['RM-3', '2026-03-16', '2026-04-30'],
      ['RM-7', '2026-03-30', '2026-04-10'],
    ]);
    expect(shown).toMatchObject({ today: '2026-01-08', totalCount: 7 });
    expect(shown.lanes.map(({ lane, count }) => [lane, count])).toEqual([
      ['PRODUCT', 1],
      ['MARKETING', 2],
      ['ENGINEERING', 2],
      ['SHARED', 2],
    ]);
    await expect(roadmap({ asOf: { position: shown.asOfPosition } })).resolves.toEqual(shown);
  });

  it('stands now with what has no window last, and says what shipped', async () => {
    const shown = await roadmap();
    expect(named(shown.nodes)).toEqual(['RM-1', 'RM-4', 'RM-5', 'RM-6', 'RM-3', 'RM-2', 'RM-7', 'RM-8']);
    expect(shown.nodes.filter(({ status }) => status === 'SHIPPED')).toHaveLength(3);
    expect(shown.today).toBe('2026-03-27');
  });

  it('shows lanes, teams and days apart, and pages that meet', async () => {
    const of = async (variables: object) => named((await roadmap(variables)).nodes);
    await expect(of({ lanes: ['SHARED', 'ENGINEERING'] })).resolves.toEqual(['RM-1', 'RM-4', 'RM-5', 'RM-7']);
    await expect(of({ teamId: cast.marketing })).resolves.toEqual(['RM-8']);
    await expect(of({ from: '2026-05-01', to: '2026-05-10' })).resolves.toEqual(['RM-6', 'RM-2', 'RM-7']);
    await expect(of({ horizon: 'LATER' })).resolves.toEqual([]);
    const pages: string[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo }: Shown = await roadmap({ first: 3, after });
      pages.push(named(nodes).join(' '));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(pages).toEqual(['RM-1 RM-4 RM-5', 'RM-6 RM-3 RM-2', 'RM-7 RM-8']);
  });

  const DIFF = `query ($from: AsOf!, $to: AsOf) { roadmapDiff(from: $from, to: $to) { fromDay toDay
    added { ...caused } dropped { ...caused } shipped { ...caused } rescheduled { shiftDays later from { start end } to { start end } ...caused2 }
    confidence { itemId } dependenciesAdded { toId } dependenciesRemoved { toId } changes { field before after item { reference } }
    unchanged { count items { reference } } } }
    fragment caused on RoadmapItemChange { item { reference status window { start end } } cause { type recordedAt summary actorId position eventId } }
    fragment caused2 on RoadmapItemMove { item { reference } cause { type recordedAt summary actor { id } } }`;
  interface Diff {
    readonly added: readonly Caused[];
    readonly dropped: readonly Caused[];
    readonly shipped: readonly Caused[];
    readonly rescheduled: readonly (Caused & { readonly shiftDays: number; readonly later: boolean })[];
    readonly changes: readonly {
      readonly field: string;
      readonly before: string;
      readonly after: string;
      readonly item: Item;
    }[];
    readonly unchanged: { readonly count: number; readonly items: readonly Item[] };
  }
  const because = ({ item, cause }: Caused) => [item.reference, cause?.type, cause?.recordedAt.slice(0, 10)];

  it('differs from 01-08 to 03-26 as printed: added 1, dropped 0, moved 5, shipped 3, unchanged 2', async () => {
    const diff = await ask<Diff>(DIFF, { from: close('2026-01-08'), to: close('2026-03-26') });
    expect(diff).toMatchObject({ fromDay: '2026-01-08', toDay: '2026-03-26' });
    expect(diff.added.map(because)).toEqual([['RM-8', 'ItemProposed', '2026-03-26']]);
    expect(diff.dropped).toEqual([]);
    expect(diff.shipped.map(because)).toEqual([
      ['RM-1', 'ItemShipped', '2026-03-16'],
      ['RM-4', 'ItemShipped', '2026-02-13'],
      ['RM-5', 'ItemShipped', '2026-03-24'],
    ]);
    expect(diff.rescheduled.map((move) => [...because(move), move.shiftDays, move.later])).toEqual([
      ['RM-1', 'ItemRescheduled', '2026-02-10', -28, false],
      ['RM-2', 'ItemRescheduled', '2026-02-24', 63, true],
      ['RM-3', 'ItemRescheduled', '2026-02-12', 14, true],
      ['RM-5', 'ItemRescheduled', '2026-02-02', -63, false],
      ['RM-7', 'ItemRescheduled', '2026-03-10', 35, true],
    ]);
    expect(diff.unchanged).toEqual({ count: 2, items: [{ reference: 'RM-4' }, { reference: 'RM-6' }] });
    expect(diff.rescheduled[1]!.cause?.summary).toContain('63 days later');
    // A move is told once.
    expect(diff.changes.map(({ field }) => field)).not.toContain('WINDOW');
    expect(
      diff.changes.filter(({ item }) => item.reference === 'RM-5').map((one) => Object.values(one)),
    ).toContainEqual(['STATUS', 'COMMITTED', 'SHIPPED', { reference: 'RM-5' }]);
  });

  it('differs in nothing from itself, and up to now when told no end', async () => {
    const same = await ask<Diff>(DIFF, { from: close('2026-03-26'), to: close('2026-03-26') });
    expect([same.added, same.rescheduled, same.changes, same.unchanged.count]).toEqual([[], [], [], 8]);
    const since = await ask<Diff>(DIFF, { from: close('2026-03-15') });
    expect([since.added.length, since.shipped.length, since.unchanged.count]).toEqual([1, 2, 7]);
  });

  const STABILITY = `query ($sessionId: ID, $baseline: AsOf, $until: AsOf) { planStability(sessionId: $sessionId, baseline: $baseline, until: $until) {
    items stable percent session { id } movedLater { count items { reference } } movedEarlier { items { reference } }
    uncommitted { count } dropped { count } } }`;
  interface Stability {
    readonly percent: number;
    readonly session: { readonly id: string } | null;
    readonly movedLater: { readonly items: readonly Item[] };
  }

  it('keeps 57.1 % of its plan: by the session, by the day, by the last joint session', async () => {
    const bySession = await ask<Stability>(STABILITY, { sessionId: quarter.sessionId });
    expect(bySession).toMatchObject({
      items: 7,
      stable: 4,
      percent: 57.1,
      uncommitted: { count: 0 },
      dropped: { count: 0 },
    });
    expect(named(bySession.movedLater.items)).toEqual(['RM-2', 'RM-3', 'RM-7']);
    expect(bySession).toMatchObject({ movedEarlier: { items: [{ reference: 'RM-1' }, { reference: 'RM-5' }] } });
    await expect(ask(STABILITY)).resolves.toEqual(bySession);
    const byDay = await ask<Stability>(STABILITY, { baseline: close('2026-01-08') });
    expect([byDay.percent, byDay.session]).toEqual([57.1, null]);
    const until = async (day: string) => (await ask<Stability>(STABILITY, { until: close(day) })).percent;
    expect([await until('2026-02-12'), await until('2026-02-24'), await until('2026-01-09')]).toEqual([
      85.7, 71.4, 100,
    ]);
    await expect(ask(STABILITY, { until: close('2026-01-07') })).resolves.toBeNull();
  });

  const ALIGNMENT = `query ($asOf: AsOf) { alignment(asOf: $asOf) { truncated
    pairs { status readyOn startsOn daysShort slackDays bufferWorkingDays campaign { reference } needed { reference window { end } } }
    conflicts { from { reference } to { reference } } } }`;

  it.each([
    ['2026-01-08', 'MISALIGNED', '2026-04-27', '2026-03-16', 42],
    ['2026-02-10', 'MISALIGNED', '2026-03-30', '2026-03-16', 14],
    ['2026-02-12', 'ALIGNED', '2026-03-30', '2026-03-30', 0],
  ])('%s: RM-3 beside RM-1 is %s', async (day, ...[status, readyOn, startsOn, daysShort]) => {
    const { pairs } = await ask<{ pairs: object[] }>(ALIGNMENT, { asOf: close(day) });
    const ends = daysShort === 42 ? '2026-04-13' : '2026-03-16';
    const figures = { status, readyOn, startsOn, daysShort, slackDays: 0, bufferWorkingDays: 10 };
    expect(pairs).toEqual([
      { ...figures, campaign: { reference: 'RM-3' }, needed: { reference: 'RM-1', window: { end: ends } } },
    ]);
  });

  it('sees RM-7 in the way of RM-3 until it moves', async () => {
    const on = async (day: string) => (await ask<{ conflicts: object[] }>(ALIGNMENT, { asOf: close(day) })).conflicts;
    await expect(on('2026-02-12')).resolves.toEqual([{ from: { reference: 'RM-7' }, to: { reference: 'RM-3' } }]);
    await expect(on('2026-03-10')).resolves.toEqual([]);
  });

  it('lays continuous delivery over campaign quarters', async () => {
    const OVERLAY = `query ($asOf: AsOf, $from: LocalDate!, $to: LocalDate!) { cadenceOverlay(asOf: $asOf, from: $from, to: $to) { truncated
      quarters { quarter start end campaigns { reference } inDelivery { reference }
        ending { item { reference } neededBy { campaign { reference } status daysShort } } } } }`;
    const overlay = (asOf: object, to = '2026-04-01') => ask(OVERLAY, { asOf, from: '2026-02-14', to });
    await expect(overlay(close('2026-01-09'))).resolves.toMatchObject({
      quarters: [
        {
          quarter: '2026-Q1',
          start: '2026-01-01',
          end: '2026-03-31',
          campaigns: [{ reference: 'RM-6' }, { reference: 'RM-3' }],
          inDelivery: [{ reference: 'RM-1' }],
          ending: [{ item: { reference: 'RM-2' } }, { item: { reference: 'RM-4' } }],
        },
        {
          quarter: '2026-Q2',
          end: '2026-06-30',
          ending: [
            {
              item: { reference: 'RM-1' },
              neededBy: [{ campaign: { reference: 'RM-3' }, status: 'MISALIGNED', daysShort: 42 }],
            },
            { item: { reference: 'RM-5' }, neededBy: [] },
            { item: { reference: 'RM-7' }, neededBy: [] },
          ],
        },
      ],
    });
    const code = (to: string) => codeOf(OVERLAY, { from: '2026-02-14', to });
    expect([await code('2026-02-13'), await code('2028-01-01')]).toEqual(['VALIDATION_FAILED', 'VALIDATION_FAILED']);
  });

  it('looks six weeks ahead from the session of 03-26: until 05-07', async () => {
    const AHEAD =
      'query ($asOf: AsOf, $weeks: Int! = 6) { lookAhead(asOf: $asOf, weeks: $weeks) { from until nodes { reference } } }';
    await expect(ask(AHEAD, { asOf: close('2026-03-26') })).resolves.toEqual({
      from: '2026-03-26',
      until: '2026-05-07',
      nodes: [{ reference: 'RM-3' }, { reference: 'RM-2' }, { reference: 'RM-7' }],
    });
    const nodes = [{ reference: 'RM-3' }];
    await expect(ask(AHEAD, { asOf: close('2026-03-26'), weeks: 1 })).resolves.toMatchObject({
      until: '2026-04-02',
      nodes,
    });
    // RM-7 starts on 05-04: day 42 from 03-23, day 43 from 03-22.
    const from = async (day: string) => named((await ask<{ nodes: Item[] }>(AHEAD, { asOf: close(day) })).nodes);
    await expect(from('2026-03-23')).resolves.toContain('RM-7');
    await expect(from('2026-03-22')).resolves.not.toContain('RM-7');
    expect([await codeOf(AHEAD, { weeks: 0 }), await codeOf(AHEAD, { weeks: 54 })]).toEqual(
      Array(2).fill('VALIDATION_FAILED'),
    );
  });

  it('is refused for two baselines, what comes before its beginning, too much, and what is not there', async () => {
    const position = (await roadmap({ asOf: close('2026-01-08') })).asOfPosition;
    const later = { from: close('2026-03-26'), to: { position } };
    await expect(codeOf(DIFF, later)).resolves.toBe('VALIDATION_FAILED');
    await expect(codeOf(DIFF, { from: { recordedAt: '2027-01-01T00:00:00Z' } })).resolves.toBe('INSTANT_NOT_PAST');
    const twice = { sessionId: quarter.sessionId, baseline: { position } };
    await expect(codeOf(STABILITY, twice)).resolves.toBe('VALIDATION_FAILED');
    await expect(codeOf(STABILITY, { sessionId: cast.marketing })).resolves.toBe('NOT_FOUND');
    await expect(codeOf(STABILITY, { baseline: close('2026-03-26'), until: { position } })).resolves.toBe(
      'VALIDATION_FAILED',
    );
    await expect(codeOf(ROADMAP, { teamId: cast.auditor.id })).resolves.toBe('NOT_FOUND');
    await expect(codeOf(ROADMAP, { first: 251 })).resolves.toBe('LIMIT');
    const many = STABILITY.replace('movedLater { count items {', 'movedLater { count items(first: 251) {');
    await expect(codeOf(many)).resolves.toBe('LIMIT');
    const { planningSession } = await api.done(cast.manager, 'schedulePlanning', {
      date: '2026-04-02',
      horizon: 'NOW',
    });
    await expect(codeOf(STABILITY, { sessionId: (planningSession as { id: string }).id })).resolves.toBe(
      'VALIDATION_FAILED',
    );
  });

  it('takes no session of one side for a baseline unless it is named', async () => {
    const { planningSession } = await api.done(cast.manager, 'schedulePlanning', {
      date: '2026-03-28',
      horizon: 'NOW',
    });
    const { id: sessionId } = planningSession as { id: string };
    await api.done(cast.facilitator, 'openPlanning', { sessionId });
    await api.done(cast.facilitator, 'recordAttendance', { sessionId, personId: cast.cmo.id, side: 'CONSUMER' });
    await api.done(cast.manager, 'closePlanning', { sessionId });
    await expect(ask(STABILITY)).resolves.toMatchObject({ session: { id: quarter.sessionId }, percent: 57.1 });
    await expect(ask(STABILITY, { sessionId })).resolves.toMatchObject({ session: { id: sessionId }, percent: 100 });
  });

  it('shows nothing of it to other workspaces', async () => {
    const elsewhere = await api.cast();
    const there = <T>(query: string, variables: object = {}) => ask<T>(query, variables, elsewhere.auditor);
    await expect(there(ROADMAP)).resolves.toMatchObject({ nodes: [], totalCount: 0 });
    const { asOfPosition: position } = await roadmap();
    await expect(there(ROADMAP, { asOf: { position } })).resolves.toMatchObject({ nodes: [], totalCount: 0 });
    await expect(there(DIFF, { from: { position } })).resolves.toMatchObject({ added: [], unchanged: { count: 0 } });
    await expect(there(ALIGNMENT)).resolves.toMatchObject({ pairs: [], conflicts: [] });
    await expect(there(STABILITY)).resolves.toBeNull();
    const { errors } = await api.run(STABILITY, elsewhere.auditor, { sessionId: quarter.sessionId });
    expect(errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });
});
