import { measureStory, partOf, QUARTER, requestStory, type Told, worked } from './story.spec-kit.js';

const march = { day: '2026-03-31' };
const launched = (number: number, on: string, more: object = {}) =>
  requestStory(number, {
    submitted: '2026-01-05',
    triaged: '2026-01-05',
    approved: '2026-01-12',
    delivered: on,
    launched: on,
    ...more,
  });
const on = (number: number, at: string, type: string, data: object = {}): Told => [`request-${number}`, at, type, data];

describe('M6b, favours', () => {
  const logged = (id: string, kind: string, minutes: number, occurredOn = '2026-02-02'): Told => [
    `interruption-${id}`,
    occurredOn,
    'InterruptionLogged',
    { kind, minutes, occurredOn },
  ];
  it('counts favours, their minutes, and how many became requests', () => {
    const given = [
      logged('a', 'FAVOUR', 30),
      logged('b', 'FAVOUR', 15),
      logged('c', 'QUESTION', 5),
      logged('d', 'FAVOUR', 60, '2026-04-02'),
      ['interruption-a', '2026-02-03', 'InterruptionConvertedToRequest', { requestId: 'r' }] as const,
    ];
    const found = measureStory('M6b', given, march);
    expect([found.value, partOf(found, 'minutes'), partOf(found, 'converted')]).toEqual([2, 45, 50]);
  });
});

describe('M15, joint planning', () => {
  const item: Told = ['roadmap-item-1', '2026-01-08', 'ItemProposed', { number: 1 }];
  const held = (id: string, heldOn: string, joint = true): Told => [
    `planning-session-${id}`,
    heldOn,
    'PlanningClosed',
    { heldOn, joint },
  ];
  it('counts joint sessions and the largest gap', () => {
    const found = measureStory(
      'M15',
      [item, held('a', '2026-01-08'), held('b', '2026-02-10', false), held('c', '2026-03-26')],
      march,
    );
    expect([found.value, partOf(found, 'largestGapDays'), partOf(found, 'kept')]).toEqual([2, 77, 1]);
  });

  it('goes by the policy both leads set', () => {
    const strict = {
      kind: 'PLANNING_CADENCE',
      version: 2,
      effectiveFrom: '2026-02-01',
      value: { minJointSessions: 12, windowDays: 365, maxGapDays: 35 },
    };
    const set: Told = ['workspace-policy-PLANNING_CADENCE', '2026-01-20', 'PolicySet', strict];
    const found = measureStory('M15', [item, set, held('a', '2026-01-08'), held('c', '2026-03-26')], march);
    expect(partOf(found, 'kept')).toBe(0);
  });

  it('has nothing to say before anything stands on the roadmap', () =>
    expect(measureStory('M15', [], march)).toMatchObject({ value: null, n: 0 }));
});

describe('M16, risk', () => {
  const review = (id: string, at: string, type: string, data: object = {}): Told => [
    `risk-review-${id}`,
    at,
    type,
    data,
  ];
  const rated = (place: string, stage: string, score: number, ratedOn: string) => {
    const [id, riskId] = place.split(' ') as [string, string];
    return review(id, ratedOn, 'RiskRated', { riskId, stage, score, ratedOn });
  };
  const given = [
    review('a', '2026-01-05', 'ReviewOpened'),
    rated('a K1', 'INHERENT', 20, '2026-01-06'),
    rated('a K1', 'RESIDUAL_TARGET', 2, '2026-01-06'),
    rated('a K1', 'CURRENT', 5, '2026-02-20'),
    rated('a K2', 'INHERENT', 8, '2026-01-06'),
    review('a', '2026-03-11', 'ReviewCleared'),
    review('b', '2026-01-05', 'ReviewOpened'),
    rated('b K3', 'INHERENT', 25, '2026-01-06'),
    review('b', '2026-02-06', 'ReviewCancelled'),
  ];

  it('holds what is left against what was there before anything was done', () => {
    const found = measureStory('M16', given, march);
    expect([found.value, found.n, partOf(found, 'inherent'), partOf(found, 'change')]).toEqual([13, 2, 28, -53.5714]);
    expect(partOf(found, 'daysToClear')).toBe(65);
  });

  it('stands at the end of the window', () => {
    const january = { day: '2026-03-31', window: { from: '2026-01-01', until: '2026-01-31' } };
    expect(measureStory('M16', given, january)).toMatchObject({ value: 53, n: 3 });
  });

  it('sees what a review kept waiting, and what went out with a serious risk', () => {
    const gate = (outcome: string, highestBand: string, more: object = {}) =>
      on(1, '2026-02-01', 'RiskGateFactRecorded', { reviewId: 'a', outcome, highestBand, conditions: [], ...more });
    const required = on(1, '2026-01-20', 'RiskReviewRequired', { reviewId: 'a', lenses: [] });
    const story = launched(1, '2026-02-26');
    const end = story.slice(-2);
    const figures = (...facts: Told[]) => {
      const found = measureStory('M16', [...story.slice(0, -2), ...facts, ...end], march);
      return [partOf(found, 'heldBack'), partOf(found, 'seriousLaunches')];
    };
    expect(figures()).toEqual([0, 0]);
    expect(figures(required)).toEqual([1, 0]);
    expect(figures(required, gate('CLEARED', 'MEDIUM'))).toEqual([0, 0]);
    expect(figures(required, gate('BLOCKED', 'HIGH'))).toEqual([1, 1]);
    const condition = { conditionId: 'C1', text: 'Try it', preLaunch: true, met: false };
    expect(figures(gate('CONDITIONAL', 'LOW', { conditions: [condition] }))).toEqual([1, 0]);
    expect(figures(gate('CONDITIONAL', 'LOW', { conditions: [{ ...condition, met: true }] }))).toEqual([0, 0]);
    expect(figures(required, gate('CANCELLED', 'HIGH'))).toEqual([0, 0]);
  });
});

describe('M18, urgent work', () => {
  it('holds expedites against approvals, and counts who had to wait', () => {
    const given = [
      ...requestStory(1, { submitted: '2026-01-27', approved: '2026-01-27' }),
      on(1, '2026-01-27', 'RequestExpedited'),
      ...requestStory(2, { submitted: '2026-01-27', approved: '2026-01-28' }),
      on(2, '2026-01-27', 'Displaced', { oldDate: '2026-01-30', newDate: '2026-02-13' }),
    ];
    const found = measureStory('M18', given, march);
    expect([found.value, partOf(found, 'displaced'), partOf(found, 'displacedDays')]).toEqual([50, 1, 14]);
  });
});

describe('M21, estimate error', () => {
  it('is the mean of what each request took against what was signed, and the bias of all', () => {
    const given = [
      ...launched(1, '2026-02-02', { likely: 600 }),
      worked('a', '2026-01-20', 750, { requestId: '1' }),
      worked('b', '2026-01-20', 99, { requestId: '1', billable: false }),
      ...launched(2, '2026-02-02', { likely: 480 }),
      worked('c', '2026-01-20', 480, { requestId: '2' }),
      ['time-entry-c', '2026-03-19', 'EntryCredited', { minutes: 60 }] as const,
    ];
    const found = measureStory('M21', given, { ...march, window: QUARTER });
    expect([found.value, found.n, partOf(found, 'bias')]).toEqual([18.75, 2, 8.3333]);
  });
});
