import { alignment, conflicts } from './alignment.js';
import { dropItem, shipItem } from './delivery.js';
import { addDays } from './days.js';
import { Desk, deskWith } from './desk.spec-kit.js';
import { addWorkingDays, aRequest, codeOf, days, given, known, ownedBy, people } from './given.spec-kit.js';
import { lookAhead } from './look-ahead.js';
import { type PublicItem, publicView } from './public-view.js';
import { proposeItem } from './proposal.js';
import { onRoadmap } from './roadmap.js';
import { planStability } from './stability.js';
import { uncommitItem } from './commitment.js';

describe('alignment (P42)', () => {
  const campaign = ['CAMPAIGN', '2026-04-07', '2026-04-30'] as const;
  const aligned = (desk: Desk) => alignment(desk.now, () => addWorkingDays)[0];

  it('counts working days after the end, holidays left out', () => {
    // From Thursday 04-02: Good Friday, the weekend and Easter Monday do not count, so the first working day is 04-07.
    const desk = deskWith(campaign, ['FEATURE', '2026-03-02', '2026-04-02']);
    desk.add({ fromId: 'i1', toId: 'i2', type: 'NEEDS', bufferWorkingDays: 1 });
    expect(aligned(desk)).toMatchObject({ status: 'ALIGNED', readyOn: '2026-04-07', daysShort: 0, slackDays: 0 });
    desk.move('i2', days('2026-03-02', '2026-04-07'));
    expect(aligned(desk)).toMatchObject({ status: 'MISALIGNED', readyOn: '2026-04-08', daysShort: 1 });
    desk.move('i2', days('2026-03-02', '2026-03-31'));
    expect(aligned(desk)).toMatchObject({ status: 'ALIGNED', readyOn: '2026-04-01', slackDays: 6 });
  });

  it('goes by the day something shipped, and sees what will not come or has no window', () => {
    const desk = deskWith(campaign, ['FEATURE', '2026-03-02', '2026-05-29']);
    desk.add({ fromId: 'i1', toId: 'i2', type: 'NEEDS' });
    expect(aligned(desk)?.status).toBe('MISALIGNED');
    desk.do('i3', (item) => proposeItem(item, { number: 3, title: 'Idea', lane: 'PRODUCT', kind: 'FEATURE' }));
    desk.add({ fromId: 'i1', toId: 'i3', type: 'NEEDS' });
    expect(alignment(desk.now, () => addWorkingDays)[1]).toMatchObject({
      neededId: 'i3',
      status: 'UNKNOWN',
      readyOn: null,
    });
    desk.do('i3', (item) => dropItem(item, { reason: 'no' }));
    expect(alignment(desk.now, () => addWorkingDays)[1]?.status).toBe('NEEDED_DROPPED');
    desk.promise('i2');
    desk.start('i2');
    desk.today = '2026-03-20';
    desk.do('i2', (item) =>
      shipItem({ item, requestOf: () => aRequest('') }, { localDate: '2026-03-20' }, desk.ctx(people.cto)),
    );
    expect(aligned(desk)).toMatchObject({ status: 'ALIGNED', readyOn: '2026-03-20', slackDays: 18 });
  });

  it('is asked of campaigns and events alone, and of what they need', () => {
    const desk = deskWith(campaign, ['FEATURE', '2026-03-02', '2026-05-29'], ['FEATURE', '2026-03-02', '2026-03-27']);
    desk.add({ fromId: 'i3', toId: 'i2', type: 'NEEDS' });
    desk.add({ fromId: 'i1', toId: 'i2', type: 'FOLLOWS' });
    expect(alignment(desk.now, () => addWorkingDays)).toEqual([]);
    desk.add({ fromId: 'i1', toId: 'i2', type: 'NEEDS' });
    expect(alignment(desk.now, () => addWorkingDays)).toHaveLength(1);
    desk.do('i1', (item) => dropItem(item, { reason: 'no' }));
    expect(alignment(desk.now, () => addWorkingDays)).toEqual([]);
  });

  it.each([
    ['2026-03-27', 0, 1],
    ['2026-03-28', 0, 0],
    ['2026-03-30', 1, 0],
    ['2026-03-30', 2, 1],
    ['2026-03-31', 2, 0],
  ] as const)('two that conflict: the second from %s with %s days between: %s', (start, bufferWorkingDays, found) => {
    const desk = deskWith(['UPGRADE', start, '2026-04-30'], ['FEATURE', '2026-03-02', '2026-03-27']);
    desk.add({ fromId: 'i1', toId: 'i2', type: 'CONFLICTS', bufferWorkingDays });
    expect(conflicts(desk.now, () => addWorkingDays)).toHaveLength(found);
  });
});

describe('looking ahead (P45)', () => {
  const from = '2026-01-05';
  const starting = (...offsets: readonly number[]) => {
    const desk = deskWith(...offsets.map((offset) => ['FEATURE', addDays(from, offset), '2026-12-31'] as const));
    return lookAhead(desk.now, { from, weeks: 6 }).starting.map(([itemId]) => itemId);
  };

  it('day 42 is in, day 43 is not; today is, yesterday is not', () => {
    expect(starting(42, 43, 0, -1)).toEqual(['i3', 'i1']);
  });

  it('takes 1 to 53 weeks, and leaves out what was dropped', () => {
    const desk = deskWith(['FEATURE', from, from]);
    for (const weeks of [0, 54, 1.5])
      expect(codeOf(() => lookAhead(desk.now, { from, weeks }))).toBe('VALIDATION_FAILED');
    desk.do('i1', (item) => dropItem(item, { reason: 'no' }));
    expect(lookAhead(desk.now, { from }).starting).toEqual([]);
  });
});

describe('plan stability', () => {
  const two = () => {
    const desk = deskWith(['FEATURE', '2026-02-02', '2026-02-27'], ['FEATURE', '2026-02-02', '2026-02-27']);
    desk.promise('i1');
    desk.promise('i2');
    return desk;
  };
  const since = (change: (desk: Desk) => void) => {
    const desk = two();
    const baseline = desk.now;
    change(desk);
    return planStability(baseline, desk.now);
  };

  it('counts what was taken back, dropped or moved later, each item once', () => {
    const unpromise = (desk: Desk) => desk.do('i1', (item) => uncommitItem(item, { reason: 'x' }));
    const drop = (desk: Desk) => desk.do('i1', (item) => dropItem(item, { reason: 'x' }));
    const later = (desk: Desk) => desk.move('i1', days('2026-02-03', '2026-02-27'));
    expect(since(unpromise)).toMatchObject({ uncommitted: ['i1'], percent: 50 });
    expect(since(drop)).toMatchObject({ dropped: ['i1'], percent: 50 });
    expect(since(later)).toMatchObject({ movedLater: ['i1'], percent: 50 });
    expect(
      since((desk) => {
        later(desk);
        unpromise(desk);
      }),
    ).toMatchObject({ uncommitted: ['i1'], movedLater: ['i1'], stable: 1, percent: 50 });
  });

  it('lists an earlier window without a mark against it, and what came back counts as kept', () => {
    const earlier = since((desk) => desk.move('i1', days('2026-02-02', '2026-02-20')));
    expect(earlier).toMatchObject({ movedEarlier: ['i1'], movedLater: [], percent: 100 });
    const andBack = since((desk) => {
      desk.move('i1', days('2026-03-02', '2026-03-27'));
      desk.move('i1', days('2026-02-02', '2026-02-27'));
    });
    expect(andBack).toMatchObject({ movedLater: [], percent: 100 });
  });

  it('has no figure where nothing was planned', () => {
    expect(planStability(new Desk().now, two().now)).toMatchObject({ items: 0, percent: null });
  });
});

it('the roadmap is narrowed by lane, horizon and team, and ordered by start', () => {
  const desk = deskWith(['FEATURE', '2026-03-02', '2026-03-27'], ['FEATURE', '2026-02-02', '2026-02-27']);
  const proposal = { number: 3, title: 'Idea', lane: 'MARKETING', kind: 'CAMPAIGN', owners: ownedBy('t-m') } as const;
  desk.do('i3', (item) => proposeItem(item, proposal));
  const ids = (filter: Parameters<typeof onRoadmap>[1]) => onRoadmap(desk.now.items, filter).map(([itemId]) => itemId);
  expect(ids({})).toEqual(['i2', 'i1', 'i3']);
  expect([ids({ lanes: ['MARKETING'] }), ids({ horizon: 'NOW' }), ids({ teamId: 't-m' })]).toEqual([
    ['i3'],
    ['i2', 'i1'],
    ['i3'],
  ]);
  desk.do('i2', (item) => dropItem(item, { reason: 'no' }));
  expect([ids({}), ids({ withDropped: true })]).toEqual([
    ['i1', 'i3'],
    ['i2', 'i1', 'i3'],
  ]);
});

describe('the public view (I6)', () => {
  const secret = given(
    proposeItem(
      { status: 'unknown' },
      {
        number: 7,
        title: 'Onboarding',
        lane: 'SHARED',
        kind: 'FEATURE',
        visibility: 'PUBLIC',
        owners: ownedBy('t-secret'),
        goalIds: ['g-secret'],
        expectedImpact: 'EUR 20 000 and 80 h, at the risk of K1',
      },
    ),
    [
      { type: 'ItemAgreed', data: { side: 'CONSUMER', byId: 'p-secret', onBehalfOf: null } },
      { type: 'ConfidenceSet', data: { value: 40, why: 'secret' } },
      { type: 'RequestLinked', data: { requestId: 'r-secret', primary: true } },
      {
        type: 'CampaignWorthinessAssessed',
        data: { verdict: 'WORTHY', reason: 'secret', byId: 'p-secret', onBehalfOf: null },
      },
    ],
  );

  it('has no place for anything else: the type itself says so', () => {
    type Allowed = 'number' | 'title' | 'kind' | 'stage' | 'window';
    const noMore: Exclude<keyof PublicItem, Allowed> extends never ? true : false = true;
    expect(noMore).toBe(true);
    expect(publicView(secret)).toEqual({
      number: 7,
      title: 'Onboarding',
      kind: 'FEATURE',
      stage: 'CONSIDERED',
      window: null,
    });
  });

  it('shows no window’s neighbours either, should one be added to it', () => {
    const window = { ...days('2026-02-02', '2026-02-27'), hours: 80 };
    expect(publicView({ ...secret, status: 'COMMITTED', window })).toMatchObject({ stage: 'PLANNED' });
    expect(JSON.stringify(publicView({ ...secret, window }))).not.toContain('hours');
  });

  it('is only of PUBLIC items that were not dropped', () => {
    expect(publicView({ ...secret, visibility: 'COMPANY' })).toBeNull();
    expect(publicView({ ...secret, status: 'DROPPED' })).toBeNull();
    expect(known(secret).visibility).toBe('PUBLIC');
  });
});
