import { measureStory, partOf, requestStory, type Told } from './story.spec-kit.js';

const whole = { submitted: '2026-01-05', triaged: '2026-01-05T14:00', approved: '2026-01-12', delivered: '2026-01-30' };
const of = (number: number) => requestStory(number, whole);
const on = (number: number, at: string, type: string, data: object): Told => [`request-${number}`, at, type, data];
const by = (role: string, [stream, at, type, data]: Told): Told => [stream, at, type, data ?? {}, role];
const question = (at: string, more: object = {}) =>
  on(1, at, 'QuestionAsked', { questionId: 'Q1', kind: 'DONT_GET_IT', blocking: false, side: 'PROVIDER', ...more });
const march = { day: '2026-03-31' };

describe('M1, miscommunication', () => {
  const signalsOf = (...facts: Told[]) => partOf(measureStory('M1', [...of(1), ...facts], march), 'signals');

  it('is signals by requests delivered in the window', () => {
    const work = of(1).slice(0, -1);
    const given = [
      ...work,
      question('2026-01-20'),
      ...of(1).slice(-1),
      ...of(2),
      ...requestStory(3, { submitted: '2026-02-02' }),
    ];
    expect(measureStory('M1', given, march)).toMatchObject({ value: 0.5, n: 2 });
  });

  it.each([
    [
      'a brief that lacked something',
      1,
      on(1, '2026-02-02', 'BriefRevised', { completeness: 100, lint: [], cause: 'MISSING_REQUIREMENT' }),
    ],
    [
      'a brief that was misunderstood',
      1,
      on(1, '2026-02-02', 'BriefRevised', { completeness: 100, lint: [], cause: 'MISUNDERSTOOD' }),
    ],
    [
      'a brief that says more',
      0,
      on(1, '2026-02-02', 'BriefRevised', { completeness: 100, lint: [], cause: 'CLARIFICATION' }),
    ],
    [
      'a brief before anybody signed',
      0,
      on(1, '2026-01-06', 'BriefRevised', { completeness: 100, lint: [], cause: 'MISUNDERSTOOD' }),
    ],
    ['a criterion that was misunderstood', 1, on(1, '2026-02-02', 'CriterionRejected', { cause: 'MISUNDERSTOOD' })],
    ['a criterion with a defect', 0, on(1, '2026-02-02', 'CriterionRejected', { cause: 'DEFECT' })],
    [
      'a request that was misunderstood and reopened',
      1,
      on(1, '2026-02-02', 'RequestReopened', { cause: 'MISUNDERSTOOD' }),
    ],
    ['a change of mind', 0, on(1, '2026-02-02', 'RequestReopened', { cause: 'CHANGED_MIND' })],
    ['a question after the work', 0, question('2026-02-02')],
    ['a signal after the window', 0, on(1, '2026-04-02', 'CriterionRejected', { cause: 'MISUNDERSTOOD' })],
  ])('%s gives %i', (_what, expected, fact) => {
    const story = fact[1] < '2026-01-12' ? [...of(1).slice(0, 4), fact, ...of(1).slice(4)] : [...of(1), fact];
    expect(partOf(measureStory('M1', story, march), 'signals')).toBe(expected);
  });

  it('counts one signal for a request, a day and a kind', () => {
    const no = (at: string) => on(1, at, 'CriterionRejected', { cause: 'MISUNDERSTOOD' });
    expect(signalsOf(no('2026-02-02T09:00'), no('2026-02-02T17:00'))).toBe(1);
    expect(signalsOf(no('2026-02-02'), no('2026-02-03'))).toBe(2);
    // Just after midnight in Berlin it is the day before in UTC.
    expect(signalsOf(no('2026-02-02T23:30'), no('2026-02-03T00:30'))).toBe(2);
  });

  it('sees a question about how it works only while it is worked on', () => {
    const story = of(1);
    const between = [...story.slice(0, -1), question('2026-01-20'), ...story.slice(-1)];
    expect(partOf(measureStory('M1', between, march), 'signals')).toBe(1);
    const other = [...story.slice(0, -1), question('2026-01-20', { kind: 'SCOPE' }), ...story.slice(-1)];
    expect(partOf(measureStory('M1', other, march), 'signals')).toBe(0);
  });
});

describe('M14, responsiveness', () => {
  it('counts working minutes: 180 on Wednesday, 480 on Thursday, none on Friday at 9', () => {
    const late = requestStory(6, { submitted: '2026-01-28T14:00', triaged: '2026-01-30T09:00' });
    const found = measureStory('M14', [...of(1), ...late], march);
    expect(found).toMatchObject({ value: 50, n: 2, cases: [{ subject: 'REQ-6', value: 660 }] });
  });

  it('leaves out time on hold, and a holiday', () => {
    const holiday: Told = [
      'working-calendar-e',
      '2026-01-01',
      'HolidaysAdded',
      { holidays: [{ date: '2026-01-29', name: 'Off' }] },
    ];
    const late = requestStory(6, { submitted: '2026-01-28T14:00', triaged: '2026-01-30T09:00' });
    expect(measureStory('M14', [holiday, ...late], march)).toMatchObject({ value: 100, n: 1 });
    const [draft, brief, submitted, triaged] = late as [Told, Told, Told, Told];
    const held: Told[] = [
      on(6, '2026-01-28T15:00', 'RequestHeld', {}),
      on(6, '2026-01-29T16:00', 'RequestResumed', {}),
    ];
    expect(measureStory('M14', [draft, brief, submitted, ...held, triaged], march).value).toBe(100);
  });

  it('shows what still waits within its target as immature, and what waits too long as missed', () => {
    const open = requestStory(1, { submitted: '2026-03-31T15:00' });
    expect(measureStory('M14', open, march)).toMatchObject({
      value: null,
      n: 0,
      immature: [{ subject: 'REQ-1', soFar: 120 }],
    });
    expect(measureStory('M14', open, { day: '2026-04-02' })).toMatchObject({ value: 0, n: 1, immature: [] });
  });

  it('tells how long each side takes to answer', () => {
    const asked = question('2026-01-20T10:00');
    const answer = on(1, '2026-01-21T11:00', 'QuestionAnswered', {
      questionId: 'Q1',
      byRole: 'MARKETING_MEMBER',
      side: 'CONSUMER',
    });
    const found = measureStory('M14', [...of(1), asked, answer], march);
    expect([partOf(found, 'consumer'), partOf(found, 'provider')]).toEqual([540, null]);
  });
});

describe('M19, the sole conduit', () => {
  const answers = (role: string, times: number): Told[] =>
    Array.from({ length: times }, (_, index) =>
      on(1, '2026-02-02', 'QuestionAnswered', { questionId: `${role}${index}`, byRole: role, side: null }),
    );

  it('is the share of the one role between the sides that answers most', () => {
    const given = [...answers('PRODUCT_MANAGER', 6), ...answers('BRIDGE', 1), ...answers('ENGINEER', 3)];
    expect(measureStory('M19', [...of(1), ...given], march)).toMatchObject({ value: 60, n: 10 });
  });

  it('is nothing where people answer each other', () =>
    expect(measureStory('M19', [...of(1), ...answers('ENGINEER', 9)], march)).toMatchObject({ value: 0, n: 9 }));
});

describe('M20, precise phrasing', () => {
  it('looks at the brief as it was first submitted, and at what was asked before it was signed', () => {
    const [draft, , submitted, ...rest] = of(1) as [Told, Told, Told, ...Told[]];
    const vague = on(1, '2026-01-04', 'BriefRevised', { completeness: 80, lint: [{}, {}], cause: 'INITIAL' });
    const clear = on(1, '2026-01-06', 'BriefRevised', { completeness: 100, lint: [], cause: 'INITIAL' });
    const at80: Told = [submitted[0], submitted[1], submitted[2], { ...submitted[3], completeness: 80 }];
    const found = measureStory(
      'M20',
      [draft, vague, at80, clear, question('2026-01-06'), ...rest, question('2026-02-06')],
      march,
    );
    expect(found).toMatchObject({ value: 80, n: 1 });
    expect([partOf(found, 'warnings'), partOf(found, 'questions')]).toEqual([2, 1]);
  });
});

describe('M23, more than taking orders', () => {
  const early = '2026-01-08';
  it.each([
    ['an engineer as co-author', 100, by('MARKETING_MEMBER', on(1, early, 'CoAuthorAdded', { side: 'PROVIDER' }))],
    ['a co-author of the other side', 0, on(1, early, 'CoAuthorAdded', { side: 'CONSUMER' })],
    ['an engineer’s concern', 100, on(1, early, 'ConcernRaised', {})],
    ['a reviewer’s concern', 0, by('RISK_REVIEWER', on(1, early, 'ConcernRaised', {}))],
    [
      'an engineer’s alternative',
      100,
      by('ENGINEERING_LEAD', on(1, early, 'AlternativeProposed', { alternativeId: 'A1' })),
    ],
    ['a concern after the signatures', 0, on(1, '2026-02-01', 'ConcernRaised', {})],
  ])('%s gives %i', (_what, expected, fact) => {
    const story = of(1);
    const given = fact[1] === early ? [...story.slice(0, 4), fact, ...story.slice(4)] : [...story, fact];
    expect(measureStory('M23', given, march)).toMatchObject({ value: expected, n: 1 });
  });
});
