import { instantOf, type Quarter } from '../../apps/api/src/demo/quarter/quarter.js';

interface Named {
  readonly reference: string;
}

interface Counted {
  readonly count: number;
  readonly items: readonly Named[];
}

interface Diff {
  readonly added: readonly { readonly item: Named }[];
  readonly dropped: readonly unknown[];
  readonly shipped: readonly { readonly item: Named }[];
  readonly rescheduled: readonly Move[];
  readonly unchanged: Counted;
}

interface Move {
  readonly item: Named;
  readonly shiftDays: number;
  readonly cause: { readonly type: string; readonly recordedAt: string; readonly summary: string };
}

interface Stability {
  readonly items: number;
  readonly percent: number;
  readonly movedLater: Counted;
  readonly session: { readonly heldOn: string } | null;
}

const DIFF = `query ($from: AsOf!, $to: AsOf) { roadmapDiff(from: $from, to: $to) {
  added { item { reference } } dropped { item { reference } } shipped { item { reference } }
  rescheduled { item { reference } shiftDays cause { type recordedAt summary } } unchanged { count items { reference } } } }`;

const ROADMAP = `query ($asOf: AsOf) { roadmap(asOf: $asOf) { nodes { reference window { start end } } } }`;

const ALIGNMENT = `query ($asOf: AsOf) { alignment(asOf: $asOf) {
  pairs { campaign { reference } needed { reference } status readyOn startsOn daysShort } } }`;

const STABILITY = `query ($until: AsOf, $baseline: AsOf) { planStability(baseline: $baseline, until: $until) {
  items percent movedLater { items { reference } } session { heldOn } } }`;

/** The end of a day in Berlin. */
const close = (day: string) => ({ recordedAt: instantOf(`2026-${day}T23:59`) });
const references = (of: readonly { readonly item: Named }[]) => of.map(({ item }) => item.reference).sort();

/** Demo-quarter 5.7 and the roadmap row of 5.5. */
export function describeRoadmap(quarterOf: () => Quarter): void {
  const asks = <Shape>(query: string, variables: Record<string, unknown> = {}) =>
    quarterOf().asks<Shape>('CMO', query, variables);
  const diff = () => asks<Diff>(DIFF, { from: close('01-08'), to: close('03-26') });
  const alignment = async (day: string) => {
    const { pairs } = await asks<{ pairs: readonly Record<string, unknown>[] }>(ALIGNMENT, { asOf: close(day) });
    return pairs.map(({ status, readyOn, startsOn, daysShort }) => [status, readyOn, startsOn, daysShort].join(' '));
  };

  it('stood at the close of 01-08 as planned (5.5)', async () => {
    const { nodes } = await asks<{ nodes: (Named & { window: { start: string; end: string } })[] }>(ROADMAP, {
      asOf: close('01-08'),
    });
    const windows = Object.fromEntries(
      nodes.map(({ reference, window }) => [reference, `${window.start}..${window.end}`]),
    );
    expect(windows).toMatchObject({ 'RM-1': '2026-01-05..2026-04-13', 'RM-3': '2026-03-16..2026-04-30' });
    expect(nodes).toHaveLength(7);
  });

  it('changed until 03-26 by 1 added, 0 dropped, 5 moved, 3 shipped, 2 unmoved, each with its cause (5.7)', async () => {
    const { added, dropped, shipped, rescheduled, unchanged } = await diff();
    expect(references(added)).toEqual(['RM-8']);
    expect(dropped).toEqual([]);
    expect(references(shipped)).toEqual(['RM-1', 'RM-4', 'RM-5']);
    expect(unchanged.items.map(({ reference }) => reference).sort()).toEqual(['RM-4', 'RM-6']);
    const moves = rescheduled.map(
      ({ item, shiftDays, cause }) => `${item.reference} ${shiftDays} ${cause.recordedAt.slice(5, 10)}`,
    );
    expect(moves.sort()).toEqual([
      'RM-1 -28 02-10',
      'RM-2 63 02-24',
      'RM-3 14 02-12',
      'RM-5 -63 02-02',
      'RM-7 35 03-10',
    ]);
    expect(new Set(rescheduled.map(({ cause }) => cause.type))).toEqual(new Set(['ItemRescheduled']));
  });

  it('kept 57.1 % of the plan: 3 of 7 moved later (5.7)', async () => {
    const kept = await asks<Stability>(STABILITY, { baseline: close('01-08'), until: close('03-26') });
    expect(kept).toMatchObject({ items: 7, percent: 57.1 });
    expect(kept.movedLater.items.map(({ reference }) => reference).sort()).toEqual(['RM-2', 'RM-3', 'RM-7']);
  });

  it('aligns the spring campaign with the onboarding it needs: 42, 14, 0 days short (5.7)', async () => {
    expect(await alignment('01-08')).toEqual(['MISALIGNED 2026-04-27 2026-03-16 42']);
    expect(await alignment('02-10')).toEqual(['MISALIGNED 2026-03-30 2026-03-16 14']);
    expect(await alignment('02-12')).toEqual(['ALIGNED 2026-03-30 2026-03-30 0']);
  });

  it('was planned by both sides on 01-08 and 03-26, 77 days apart (5.7)', async () => {
    const { nodes } = await asks<{ nodes: { heldOn: string; baseline: { joint: boolean } }[] }>(
      '{ planningSessions(first: 10) { nodes { heldOn baseline { joint } } } }',
    );
    expect(nodes).toEqual(['2026-01-08', '2026-03-26'].map((heldOn) => ({ heldOn, baseline: { joint: true } })));
    const cadence = `{ planningCadence(on: "2026-03-26") { ok gapOk largestGapDays maxGapDays jointSessions } }`;
    expect(await asks(cadence)).toEqual({
      ok: true,
      gapOk: true,
      largestGapDays: 77,
      maxGapDays: 100,
      jointSessions: 2,
    });
  });

  it('tells everybody of campaigns and of nothing that is not theirs to know', async () => {
    const { nodes } = await asks<{ nodes: object[] }>('{ publicRoadmap(first: 10) { nodes { number title stage } } }');
    expect(nodes).toEqual([
      { number: 6, title: 'Paid webinars', stage: 'PLANNED' },
      { number: 3, title: 'Spring campaign', stage: 'PLANNED' },
    ]);
  });
}
