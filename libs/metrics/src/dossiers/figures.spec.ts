import { figureStory, measureStory, partOf, requestStory, type Told, worked } from './story.spec-kit.js';

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
const bug = (number: number, foundAt: string) => on(number, foundAt, 'BugReported', { foundAt });

describe('M2, rework', () => {
  const rework = (id: string, day: string, minutes: number) => worked(id, day, minutes, { activity: 'REWORK' });

  it('is minutes a month, over whole months, net of what was taken back', () => {
    const given = [
      worked('a', '2026-01-07', 240),
      rework('b', '2026-02-25', 390),
      rework('c', '2026-03-02', 60),
      ['time-entry-c', '2026-03-03', 'EntryReversed'] as const,
    ];
    expect(measureStory('M2', given, march)).toMatchObject({ value: 130, n: 3, immature: [] });
  });

  it('shows a month that is not over as immature, with what it comes to so far', () => {
    const found = measureStory('M2', [rework('a', '2026-01-07', 60), rework('b', '2026-03-02', 30)], {
      day: '2026-03-10',
    });
    expect(found).toMatchObject({
      value: 30,
      n: 2,
      immature: [{ subject: '2026-03', matureOn: '2026-03-31', soFar: 30 }],
    });
  });

  it('begins with the first month in which anything was recorded', () =>
    expect(measureStory('M2', [rework('a', '2026-03-07', 60)], march)).toMatchObject({ value: 60, n: 1 }));

  it('has no value in a window without a whole month', () => {
    const window = { from: '2026-01-02', until: '2026-02-27' };
    expect(measureStory('M2', [rework('a', '2026-01-07', 60)], { ...march, window })).toMatchObject({
      value: null,
      n: 0,
    });
  });
});

describe('M2b, rework avoided', () => {
  const alternative = [
    on(1, '2026-01-08', 'AlternativeProposed', { alternativeId: 'A1', estimatedSavedMinutes: 8100 }),
    on(1, '2026-01-09', 'AlternativeAccepted', { alternativeId: 'A1' }),
  ];
  const estimate = on(1, '2026-01-10', 'EstimateSubmitted', { durationForecastDays: 5, likely: 600 });
  const begun = requestStory(1, { submitted: '2026-01-05' });

  it('is what accepted alternatives save', () => {
    expect(measureStory('M2b', [...begun, ...alternative], march)).toMatchObject({ value: 8100, n: 1 });
    expect(measureStory('M2b', [...begun, alternative[0]!], march)).toMatchObject({ value: null, n: 0 });
  });

  it('is what was withdrawn after a concern, too, and nothing that was withdrawn without one', () => {
    const withdrawn = on(1, '2026-01-12', 'RequestWithdrawn');
    const concern = on(1, '2026-01-11', 'ConcernRaised');
    expect(measureStory('M2b', [...begun, estimate, concern, withdrawn], march)).toMatchObject({ value: 600, n: 1 });
    expect(measureStory('M2b', [...begun, estimate, withdrawn], march)).toMatchObject({ value: null, n: 0 });
  });
});

describe('M3, scoping time', () => {
  it('is the median of local days, and of working minutes without the time a blocking question waited', () => {
    const one = requestStory(1, { submitted: '2026-01-05T09:00', triaged: '2026-01-05T09:00' });
    const asked = { questionId: 'Q1', kind: 'SCOPE', side: 'PROVIDER' };
    const given = [
      ...one,
      on(1, '2026-01-05T11:00', 'QuestionAsked', { ...asked, blocking: true }),
      on(1, '2026-01-06T11:00', 'QuestionAnswered', { questionId: 'Q1', byRole: 'MARKETING_MEMBER', side: 'CONSUMER' }),
      on(1, '2026-01-06T17:00', 'RequestApproved'),
    ];
    const found = measureStory('M3', given, march);
    expect([found.value, partOf(found, 'workingMinutes')]).toEqual([1, 480]);
  });

  it('takes the mean of the two in the middle of an even number', () => {
    const given = [
      ...requestStory(1, { submitted: '2026-01-05', approved: '2026-01-12' }),
      ...requestStory(2, { submitted: '2026-01-05', approved: '2026-01-15' }),
    ];
    expect(measureStory('M3', given, march)).toMatchObject({ value: 8.5, n: 2 });
  });
});

describe('M7, bugs after a launch', () => {
  const given = [
    ...launched(1, '2026-01-23'),
    bug(1, '2026-01-28'),
    bug(1, '2026-02-23'),
    ...launched(2, '2026-03-05'),
    bug(2, '2026-03-10'),
  ];

  it('counts launches whose 30 days are over, and shows the others apart', () => {
    const found = measureStory('M7', given, march);
    expect(found).toMatchObject({
      value: 1,
      n: 1,
      immature: [{ subject: 'REQ-2', matureOn: '2026-04-04', soFar: 1 }],
      cases: [{ subject: 'EMAIL, small', value: 1, n: 1, note: 'REQ-1' }],
    });
    expect(partOf(found, 'bugsSoFar')).toBe(1);
    expect(measureStory('M7', given, { day: '2026-04-03' }).n).toBe(1);
    expect(measureStory('M7', given, { day: '2026-04-04' })).toMatchObject({ value: 1, n: 2, immature: [] });
  });

  it('is flagged while it says little: too few launches, or some that are not ripe', () => {
    expect(figureStory('M7', given, march).flags).toEqual(['INSUFFICIENT_DATA', 'IMMATURE']);
    expect(figureStory('M7', given, { day: '2026-04-04' }).flags).toEqual(['INSUFFICIENT_DATA']);
  });

  it('forgets a launch that was rolled back', () =>
    expect(measureStory('M7', [...given, on(1, '2026-02-01', 'LaunchRolledBack')], march)).toMatchObject({ n: 0 }));
});

describe('M8 and M9, outcomes', () => {
  const target = (targetId: string, metric: string, baseline: number, value: number): Told =>
    on(1, '2026-01-05', 'OutcomeTargetSet', {
      targetId,
      metric,
      baseline,
      target: { kind: 'RELATIVE', value },
      windowDays: 30,
    });
  const measured = (targetId: string, value: number, measuredAt: string): Told =>
    on(1, measuredAt, 'OutcomeMeasured', { targetId, value, measuredAt });
  const given = [
    ...launched(1, '2026-03-16'),
    target('O1', 'engagement', 25, 10),
    target('O2', 'activation', 40, 15),
    measured('O1', 28, '2026-03-23'),
    measured('O2', 48.8, '2026-04-15'),
  ];

  it('takes the first week apart from the whole window', () => {
    const later = { day: '2026-04-15' };
    const found = measureStory('M8', given, later);
    expect(found).toMatchObject({ value: 146.6667, n: 1, cases: [{ subject: 'REQ-1 activation' }], immature: [] });
    expect(partOf(found, 'change')).toBe(22);
    expect(measureStory('M9', given, later)).toMatchObject({ value: 12, n: 1 });
  });

  it('shows targets whose window is not over as immature', () => {
    expect(
      measureStory('M8', given.slice(0, -1), march).immature.map(({ subject, matureOn }) => [subject, matureOn]),
    ).toEqual([
      ['REQ-1 engagement', '2026-04-15'],
      ['REQ-1 activation', '2026-04-15'],
    ]);
    expect(measureStory('M9', given, { day: '2026-03-20' })).toMatchObject({ value: null, n: 0 });
  });

  it('knows values to reach as well, and targets below the baseline', () => {
    const less: Told = on(1, '2026-01-05', 'OutcomeTargetSet', {
      targetId: 'O3',
      metric: 'complaints',
      baseline: 10,
      windowDays: 30,
      target: { kind: 'ABSOLUTE', value: 6 },
    });
    const story = [...launched(1, '2026-01-16'), less, measured('O3', 7, '2026-02-10')];
    expect(measureStory('M8', story, march)).toMatchObject({ value: 75, n: 1 });
  });
});

describe('M10, M17 and M22, durations and dates', () => {
  const dated = (number: number, date: string) => on(number, '2026-01-12', 'DateAgreed', { date });
  const given = [
    ...launched(1, '2026-03-16', { forecast: 98 }),
    dated(1, '2026-04-13'),
    dated(1, '2026-03-16'),
    ...launched(2, '2026-02-27', { forecast: 20 }),
    dated(2, '2026-01-30'),
    on(2, '2026-01-27', 'Displaced', { byRequestId: '1', oldDate: '2026-01-30', newDate: '2026-02-27' }),
  ];

  it('holds durations against the first forecast', () => {
    const again = on(1, '2026-01-20', 'EstimateSubmitted', { durationForecastDays: 70, likely: 700 });
    const found = measureStory('M10', [...given, again], march);
    expect(found.cases.map(({ subject, value }) => [subject, value])).toEqual([
      ['REQ-1', 0.7143],
      ['REQ-2', 2.65],
    ]);
    expect([found.value, partOf(found, 'daysAhead')]).toEqual([1.0424, -5]);
  });

  it('keeps the first date, and tells slipping by the last one', () => {
    const found = measureStory('M17', given, march);
    expect([found.value, found.n, partOf(found, 'last')]).toEqual([50, 2, 100]);
  });

  it('takes the nearest rank of 85 of 100', () => {
    const found = measureStory('M22', given, march);
    expect([found.value, partOf(found, 'p85'), partOf(found, 'mean')]).toEqual([61.5, 70, 61.5]);
  });
});
