import { alignment, conflicts } from './alignment.js';
import { planningCadence } from './cadence.js';
import { applyDiff } from './diff-apply.js';
import { roadmapDiff } from './diff.js';
import { addWorkingDays } from './given.spec-kit.js';
import { lookAhead } from './look-ahead.js';
import { standardPlanning } from './policy.js';
import { playQuarter, playSession } from './quarter.spec-kit.js';
import { planStability } from './stability.js';
import { campaignWorthy } from './worthiness.js';

describe('the roadmap of the demo quarter (5.7)', () => {
  const desk = playQuarter();
  const baseline = desk.asOf('2026-01-08');
  const end = desk.asOf('2026-03-26');
  const diff = roadmapDiff(baseline, end, desk.since('2026-01-08'));
  const alignedOn = (day: string) => alignment(desk.asOf(day), () => addWorkingDays);

  it('has the printed difference: added 1, dropped 0, moved 5, shipped 3, window unchanged 2', () => {
    expect(diff.added.map(({ itemId, cause }) => [itemId, cause?.type, cause?.recordedAt.slice(0, 10)])).toEqual([
      ['RM-8', 'ItemProposed', '2026-03-26'],
    ]);
    expect(diff.dropped).toEqual([]);
    expect(diff.rescheduled).toHaveLength(5);
    expect(diff.shipped.map(({ itemId, cause }) => [itemId, cause?.type, cause?.recordedAt.slice(0, 10)])).toEqual([
      ['RM-1', 'ItemShipped', '2026-03-16'],
      ['RM-4', 'ItemShipped', '2026-02-13'],
      ['RM-5', 'ItemShipped', '2026-03-24'],
    ]);
    expect(diff.unchanged).toEqual(['RM-4', 'RM-6']);
  });

  it('moves by the printed days, each with the fact and the day it was decided on', () => {
    expect(
      diff.rescheduled.map(({ itemId, shiftDays, later, cause }) => [
        itemId,
        shiftDays,
        later,
        cause?.type,
        cause?.recordedAt.slice(0, 10),
      ]),
    ).toEqual([
      ['RM-1', -28, false, 'ItemRescheduled', '2026-02-10'],
      ['RM-2', 63, true, 'ItemRescheduled', '2026-02-24'],
      ['RM-3', 14, true, 'ItemRescheduled', '2026-02-12'],
      ['RM-5', -63, false, 'ItemRescheduled', '2026-02-02'],
      ['RM-7', 35, true, 'ItemRescheduled', '2026-03-10'],
    ]);
  });

  it('leads from the baseline to the end', () => {
    const { items } = applyDiff(baseline, diff);
    expect(Object.fromEntries(items)).toEqual(Object.fromEntries(end.items));
  });

  it('keeps 57.1% of its plan: 3 of 7 moved later', () => {
    expect(planStability(baseline, end)).toEqual({
      items: 7,
      movedLater: ['RM-2', 'RM-3', 'RM-7'],
      movedEarlier: ['RM-1', 'RM-5'],
      uncommitted: [],
      dropped: [],
      stable: 4,
      percent: 57.1,
    });
    // 01-08 to 02-12: RM-3 alone of seven, 6/7; to 02-24: two, 5/7.
    expect(planStability(baseline, desk.asOf('2026-02-12')).percent).toBe(85.7);
    expect(planStability(baseline, desk.asOf('2026-02-24')).percent).toBe(71.4);
    expect(planStability(baseline, baseline).percent).toBe(100);
  });

  it.each([
    ['2026-01-08', 'MISALIGNED', '2026-04-27', '2026-03-16', 42],
    ['2026-02-10', 'MISALIGNED', '2026-03-30', '2026-03-16', 14],
    ['2026-02-12', 'ALIGNED', '2026-03-30', '2026-03-30', 0],
    ['2026-03-26', 'ALIGNED', '2026-03-30', '2026-03-30', 0],
  ] as const)('%s: RM-3 beside RM-1 is %s', (day, ...[status, readyOn, startsOn, daysShort]) => {
    expect(alignedOn(day)).toEqual([
      {
        campaignId: 'RM-3',
        neededId: 'RM-1',
        bufferWorkingDays: 10,
        status,
        readyOn,
        startsOn,
        daysShort,
        slackDays: 0,
      },
    ]);
  });

  it('shows the roadmap of 2026-01-08 as printed (5.5)', () => {
    const window = (itemId: string) => baseline.items.get(itemId)?.window;
    expect([window('RM-1')?.end, window('RM-3')?.start]).toEqual(['2026-04-13', '2026-03-16']);
  });

  it('sees RM-7 in the way of RM-3 until it moves', () => {
    const on = (day: string) =>
      conflicts(desk.asOf(day), () => addWorkingDays).map(({ fromId, toId }) => [fromId, toId]);
    expect([on('2026-02-12'), on('2026-03-10')]).toEqual([[['RM-7', 'RM-3']], []]);
  });

  it('tells who is touched when a promised item moves', () => {
    const notified = desk.log.flatMap((event) => (event.type === 'ItemRescheduled' ? [event.data.notifies] : []));
    expect(notified).toEqual([[], ['RM-3'], ['RM-7'], [], ['RM-3']]);
  });

  it('knows what is worth a campaign: single sign-on is not; RM-4 shipped before anybody looked', () => {
    expect(campaignWorthy(end.items)).toEqual({
      worthy: ['RM-1', 'RM-3', 'RM-5', 'RM-6'],
      notWorthy: ['RM-2'],
      unassessed: ['RM-7', 'RM-8'],
      shippedUnassessed: ['RM-4'],
    });
  });

  it('looks six weeks ahead from the session of 03-26: until 05-07', () => {
    const { until, starting } = lookAhead(end, { from: '2026-03-26' });
    expect([until, starting.map(([itemId]) => itemId)]).toEqual(['2026-05-07', ['RM-3', 'RM-2', 'RM-7']]);
  });

  it('takes its baseline from the joint session of 01-08: a place in the log', () => {
    const held = playSession('2026-01-08', desk.until('2026-01-08').length);
    expect(held).toMatchObject({ joint: true, heldOn: '2026-01-08', policyVersion: 1 });
    const atSession = desk.at(held?.baselinePosition ?? 0);
    expect(Object.fromEntries(atSession.items)).toEqual(Object.fromEntries(baseline.items));
    expect(planStability(atSession, end).percent).toBe(57.1);
    const next = playSession('2026-03-26', desk.log.length);
    const jointDays = [held, next].flatMap((one) => (one?.joint === true ? [one.heldOn] : []));
    expect(jointDays).toEqual(['2026-01-08', '2026-03-26']);
  });

  it('plans together in time: gap 77 days of at most 100 (M15)', () => {
    const jointDays = ['2026-01-08', '2026-03-26'];
    const history = { policies: standardPlanning, jointDays, historyFrom: '2026-01-01' };
    expect(planningCadence(history, '2026-03-31')).toMatchObject({
      jointSessions: 2,
      largestGapDays: 77,
      gapOk: true,
      countOk: null,
      ok: true,
      policyVersion: 1,
    });
  });
});
