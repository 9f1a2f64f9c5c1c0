import { parsePosition } from '#libs/api-kit';
import { replayKeyed } from '#libs/event-log';
import { circumstancesOf, gather, keyedDossiers, measureAll, windowOf } from '#libs/metrics';
import { QUARTER_WORKSPACE_ID } from '#libs/people';
import { instantOf, type Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import type { RunningApi } from '../kit/api.js';

interface Row {
  readonly key: string;
  readonly value: number | null;
  readonly n: number;
  readonly flags: readonly string[];
  readonly immature: readonly { readonly subject: string; readonly matureOn: string | null; readonly soFar: number }[];
  readonly parts: readonly { readonly key: string; readonly value: number | null }[];
  readonly cases: readonly { readonly subject: string; readonly value: number | null; readonly note: string | null }[];
  readonly baseline: { readonly value: number; readonly n: number; readonly source: string } | null;
  readonly change: number | null;
  readonly changePercent: number | null;
  readonly attainment: { readonly value: number; readonly attainmentPercent: number; readonly met: boolean } | null;
  readonly trend: readonly { readonly from: string; readonly value: number | null }[];
}

const ROW = `key value n flags immature { subject matureOn soFar } parts { key value } cases { subject value note }
  baseline { value n source } change changePercent attainment { value attainmentPercent met } trend { from value }`;
const SCOREBOARD = `query ($window: MetricWindowInput!, $asOf: AsOf) {
  scoreboard(window: $window, asOf: $asOf) { asOfPosition asOfInstant rows { ${ROW} } } }`;
const METRIC = `query ($key: ID!, $window: MetricWindowInput!, $asOf: AsOf) {
  metric(key: $key, window: $window, asOf: $asOf) { ${ROW} } }`;

const QUARTER = { quarter: '2026-Q1' };
const END = '2026-03-31T23:59';

/** `key value (n) FLAGS | part value, part value`. */
const printed = ({ key, value, n, flags, parts }: Row): string =>
  [
    [key, value ?? '–', `(${n})`, ...flags].join(' '),
    parts.map((part) => `${part.key} ${part.value ?? '–'}`).join(', '),
  ].join(' | ');

const asking = (quarterOf: () => Quarter) => {
  const asked = (query: string, at: string | null, variables: object) =>
    quarterOf().asks<{ rows: Row[]; asOfPosition: string; asOfInstant: string } & Row>('CMO', query, {
      window: QUARTER,
      asOf: at === null ? null : { recordedAt: instantOf(at) },
      ...variables,
    });
  return {
    scoreboard: (at: string) => asked(SCOREBOARD, at, {}),
    board: async (at: string): Promise<readonly Row[]> => (await asked(SCOREBOARD, at, {})).rows,
    metric: (key: string, at: string | null, variables: object = {}): Promise<Row> =>
      asked(METRIC, at, { key, ...variables }),
  };
};

/** The value column of metrics.md, as far as its events are told; what is not printed there is counted by hand beside it. */
export function describeMetrics(told: () => { readonly api: RunningApi; readonly quarter: Quarter }): void {
  const { board, metric, scoreboard } = asking(() => told().quarter);

  it('scores the quarter as of its last day (metrics.md)', async () => {
    expect((await board(END)).map(printed)).toEqual([
      // Questions on REQ-1 (01-28) and REQ-4 (03-05), briefs of REQ-5 (01-28) and REQ-3 (02-16), criteria of REQ-3 (02-25) and
      // REQ-1 (03-12); the seventh signal of 5.8 is feedback, which nobody records yet.
      'M1 0.8571 (7) | signals 6',
      // F17 alone, over three months.
      'M2 130 (3) | total 390',
      'M2b 8100 (1) | alternatives 8100, concerns 0',
      // Days 9 to 17: 300, 1 380, 2 460, 2 460, 4 080, 4 380, 5 340 for REQ-5, 2, 8, 1, 6, 3 and 4.
      'M3 7 (7) | workingMinutes 2460',
      // The story logs no interruption.
      'M6b 0 (0) | minutes 0, converted –',
      'M7 0.75 (4) INSUFFICIENT_DATA IMMATURE | bugs 3, bugsSoFar 4',
      // Activation is measured on 04-15.
      'M8 – (0) INSUFFICIENT_DATA IMMATURE | change –',
      'M9 12 (1) | ',
      // Foreseen 98 + 17 + 45 + 128 + 3 + 20 + 20 = 331, taken 70 + 17 + 45 + 62 + 3 + 30 + 20 = 247.
      'M10 0.7462 (7) | daysAhead 84',
      // REQ-7 is answered after 480 + 480 + 60 working minutes; marketing answers at once.
      'M14 87.5 (8) | consumer 0, provider 1020',
      'M15 2 (2) | largestGapDays 77, kept 1',
      // Cleared after 65 (RR-1), 44 (RR-2), 55 (RR-3), 2 (RR-4) and 16 (RR-6) days; REQ-3 was accepted on 02-26 and had to wait.
      'M16 53 (10) | inherent 129, change -58.9147, daysToClear 44, heldBack 1, seriousLaunches 0',
      // REQ-6 alone came after its first date, 01-30, and after the one it was displaced to, 02-13.
      'M17 85.7143 (7) | last 85.7143',
      'M18 14.2857 (7) | expedites 1, displaced 1, displacedDays 14',
      // Three answers, all of them from one side to the other.
      'M19 0 (3) INSUFFICIENT_DATA | ',
      // Every brief was complete when it was submitted; REQ-7’s question is the only one before signatures: 1 of 8.
      'M20 100 (8) | warnings 0, questions 0.125',
      'M21 8.8333 (7) | bias 3.7915',
      'M22 30 (7) | p85 62, mean 35.2857',
      // REQ-1 and REQ-4.
      'M23 28.5714 (7) | ',
    ]);
  });

  it('comes to the same straight from the log', async () => {
    const { rows, asOfPosition, asOfInstant } = await scoreboard(END);
    const { pool, events } = told().api.service;
    const states = await replayKeyed({ pool, catalogue: events.model.catalogue }, keyedDossiers, {
      workspaceId: QUARTER_WORKSPACE_ID,
      upTo: parsePosition(asOfPosition).position,
    });
    const dossiers = gather([...states.values()]);
    const circumstances = circumstancesOf(dossiers, { now: asOfInstant, timeZone: 'Europe/Berlin' });
    const figures = measureAll({ dossiers, window: windowOf(QUARTER), circumstances });
    expect(
      figures.map(({ metric: { key }, measured: { value, n }, changePercent }) => ({ key, value, n, changePercent })),
    ).toEqual(rows.map(({ key, value, n, changePercent }) => ({ key, value, n, changePercent })));
  });

  it('compares with what was frozen, and says how much of the target is attained (metrics.md)', async () => {
    const compared = (await board(END)).filter(({ baseline }) => baseline !== null);
    expect(
      compared.map(({ key, baseline, change, changePercent, attainment }) => [
        key,
        baseline!.value,
        baseline!.source,
        change,
        changePercent,
        attainment && [attainment.value, attainment.attainmentPercent, attainment.met],
      ]),
    ).toEqual([
      ['M2', 1030, 'IMPORTED', -900, -87.38, [130, 100, true]],
      ['M3', 8.75, 'IMPORTED', -1.75, -20, [7, 100, true]],
      // Of four ripe launches out of seven: better than it will have been.
      ['M7', 1.4286, 'IMPORTED', -0.6786, -47.5, [1, 158.3, true]],
    ]);
  });

  it('shows three launches whose 30 days are not over, with their four bugs (5.8)', async () => {
    const { immature, cases } = await metric('M7', END);
    expect(immature).toEqual([
      { subject: 'REQ-1', matureOn: '2026-04-15', soFar: 1 },
      { subject: 'REQ-3', matureOn: '2026-04-04', soFar: 2 },
      { subject: 'REQ-4', matureOn: '2026-04-23', soFar: 1 },
    ]);
    expect(cases.map(({ subject, value, note }) => [subject, value, note])).toEqual([
      ['AB_TEST, small', 1, 'REQ-2'],
      ['CAMPAIGN_SITE, small', 1, 'REQ-5'],
      ['EMAIL, small', 1, 'REQ-8'],
      ['TRACKING, small', 0, 'REQ-6'],
    ]);
  });

  it('brings REQ-1 to 0.714 of its forecast, and activation to 146.7 % of its target (metrics.md)', async () => {
    const [onboarding] = (await metric('M10', END)).cases;
    expect(onboarding).toEqual({
      subject: 'REQ-1',
      value: 0.7143,
      note: '98 days foreseen, 70 taken: 28 ahead',
    });
    const outcomes = await metric('M8', null);
    expect(printed(outcomes)).toBe('M8 146.6667 (1) | change 22');
    expect(outcomes.cases).toMatchObject([
      { subject: 'REQ-1 activation', note: '40 to 48.8, wanted 46: attained 146.7 %' },
    ]);
  });

  it('follows the months, and answers for a day as it was known then', async () => {
    const march = await metric('M2', END, { window: { month: '2026-03' } });
    expect([march.value, march.flags]).toEqual([0, ['INSUFFICIENT_DATA']]);
    expect(march.trend.map(({ from, value }) => [from, value])).toEqual([
      ['2025-10-01', null],
      ['2025-11-01', null],
      ['2025-12-01', null],
      ['2026-01-01', 0],
      ['2026-02-01', 390],
      ['2026-03-01', 0],
    ]);
    // The day before F17, and before anything was credited or reversed.
    const then = await metric('M2', '2026-02-24T23:59');
    expect(printed(then)).toBe('M2 0 (1) INSUFFICIENT_DATA IMMATURE | total 0');
    expect(printed(await metric('M16', '2026-02-26T12:00'))).toMatch(/^M16 69 \(10\) IMMATURE/);
  });
}

/** As of 04-30, when every launch of the quarter has had its 30 days. */
export function describeRipeMetrics(quarterOf: () => Quarter): void {
  const { metric } = asking(quarterOf);
  const end = '2026-04-30T23:59';

  it('counts 7 bugs of 7 launches, 30 % less than the quarter before (metrics.md)', async () => {
    await quarterOf().at('2026-05-01T09:00');
    const { value, n, flags, immature, changePercent, attainment } = await metric('M7', end);
    expect({ value, n, flags, immature, changePercent }).toEqual({
      value: 1,
      n: 7,
      flags: [],
      immature: [],
      changePercent: -30,
    });
    expect(attainment).toEqual({ value: 1, attainmentPercent: 100, met: true });
  });

  it('freezes what the service measures itself', async () => {
    const fields = 'metric { baselines { value n source definitionVersion } }';
    const { metric: after } = await quarterOf().gives<{ metric: { baselines: object[] } }>('CMO', 'setMetricBaseline', {
      input: { key: 'M22', window: QUARTER },
      fields,
    });
    expect(after.baselines).toEqual([{ value: 30, n: 7, source: 'COMPUTED', definitionVersion: 1 }]);
    const april = await metric('M22', null, { window: { month: '2026-04' } });
    expect([april.value, april.baseline, april.changePercent]).toEqual([
      null,
      { value: 30, n: 7, source: 'COMPUTED' },
      null,
    ]);
  });
}
