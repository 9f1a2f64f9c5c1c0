import { byActivity, byRequest, type Cell, figuresOf, notBillableMinutes, overBudget, percentOf } from './effort.js';
import { sharesOf } from './over-budget.view.js';
import { coverageOf } from './work-coverage.view.js';

type Entry = readonly [request: string | null, minutes: number, activity?: string, billable?: boolean];

const january: Entry[] = [
  ['REQ-1', 240, 'SCOPING'],
  ['REQ-1', 180, 'SCOPING'],
  ['REQ-2', 300],
  ['REQ-2', 240],
  ['REQ-1', 420],
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-2', 60, 'QA'],
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-3', 180, 'SCOPING'],
  ['REQ-4', 120, 'SCOPING'],
  [null, 210, 'SUPPORT'],
  ['REQ-5', 360],
  ['REQ-5', 240],
  ['REQ-2', 60, 'BUGFIX', false],
  ['REQ-6', 60, 'SCOPING'],
];
const february: Entry[] = [
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-3', 420],
  ['REQ-3', 360],
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-3', 360],
  ['REQ-6', 300],
  ['REQ-6', 240],
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-3', 420],
  ['REQ-8', 300],
  ['REQ-8', 180],
  ['REQ-1', 360],
  ['REQ-1', 300],
  ['REQ-3', 390, 'REWORK'],
];
/** M9 is taken back, M9b stands for it. */
const march: Entry[] = [
  ['REQ-1', 420],
  ['REQ-1', 360],
  ['REQ-4', 420],
  ['REQ-1', 300, 'QA'],
  ['REQ-4', 360],
  ['REQ-1', 360],
  ['REQ-1', 240, 'QA'],
  ['REQ-1', 120, 'LAUNCH'],
  ['REQ-4', 390],
  ['REQ-4', 300, 'QA'],
  [null, 150, 'SUPPORT'],
  ['REQ-1', 90, 'BUGFIX', false],
];

const estimates: Readonly<Record<string, number>> = {
  'REQ-1': 7200,
  'REQ-2': 600,
  'REQ-3': 1800,
  'REQ-4': 1500,
  'REQ-5': 480,
  'REQ-6': 600,
  'REQ-8': 480,
};

const cellOf = ([requestId, minutes, activity = 'BUILD', billable = true]: Entry, credited = 0): Cell => ({
  activity,
  requestId,
  approved: requestId !== null,
  estimate: requestId === null ? null : (estimates[requestId] ?? null),
  billable,
  minutes,
  undecided: 0,
  writtenOff: 0,
  credited,
  entries: 1,
});

describe('the demo quarter (5.4)', () => {
  const entries = [...january, ...february, ...march].map((entry) => cellOf(entry));
  const credit = cellOf(['REQ-8', 0], 60);
  const quarter = [...entries, credit];

  it('by kind of work', () => {
    const of = Object.fromEntries(byActivity(quarter).map((one) => [one.activity, one]));
    const recorded = Object.entries(of).map(([activity, { recordedMinutes }]) => [activity, recordedMinutes]);
    expect(Object.fromEntries(recorded)).toEqual({
      SCOPING: 780,
      BUILD: 11_010,
      QA: 900,
      LAUNCH: 120,
      REWORK: 390,
      SUPPORT: 360,
    });
    expect(of['BUILD']).toMatchObject({ creditedMinutes: 60, billedMinutes: 10_950, sharePercent: 81.11 });
    expect(figuresOf(quarter)).toMatchObject({ recordedMinutes: 13_560, creditedMinutes: 60, billedMinutes: 13_500 });
    expect(notBillableMinutes(quarter)).toBe(150);
  });

  it('by request, and against the signed estimates', () => {
    expect(byRequest(quarter).map((one) => [one.requestId, one.billedMinutes, one.overPercent])).toEqual([
      ['REQ-1', 7200, 0],
      ['REQ-3', 2130, 18.33],
      ['REQ-4', 1590, 6],
      ['REQ-2', 600, 0],
      ['REQ-5', 600, 25],
      ['REQ-6', 600, 0],
      ['REQ-8', 420, -12.5],
      [null, 360, null],
    ]);
    expect(overBudget(quarter).map(({ requestId, overMinutes }) => [requestId, overMinutes])).toEqual([
      ['REQ-5', 120],
      ['REQ-3', 330],
      ['REQ-4', 90],
    ]);
  });

  it('overage of all billable work, before and after the credit', () => {
    const effort = { periods: [], position: null, overageMinutes: 540, overageCreditedMinutes: 60, cells: quarter };
    expect(sharesOf(effort)).toEqual({
      overage: { overageMinutes: 540, ofMinutes: 13_560, percent: 3.98 },
      overageAfterCredits: { overageMinutes: 480, ofMinutes: 13_500, percent: 3.56 },
    });
  });

  it('coverage (P1)', () => {
    const coverage = coverageOf(quarter);
    expect(coverage).toMatchObject({ onRequestsMinutes: 13_140, billableMinutes: 13_500, coveragePercent: 97.33 });
  });
});

describe('shares', () => {
  it.each([
    [1, 8, 12.5],
    [-1, 8, -12.5],
    [1, 3, 33.33],
    [2, 3, 66.67],
    [0, 5, 0],
    [5, 0, null],
  ])('%d of %d is %d percent', (part, whole, percent) => expect(percentOf(part, whole)).toBe(percent));
});
