import { toGlobalId } from '#libs/api-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCluster } from './bench-cluster.js';
import { type Asking, FEW, HoursBench, MANY, MONTH, QUARTER, YEAR } from './hours-bench.js';
import type { FilledAgreement } from './hours-fill.js';
import type { Row } from './report.js';

/** Recordings of one round: twice the way from one snapshot to the next, so that every round meets the same number of them. */
const RECORDINGS = 64;
/** Questions of one round. */
const QUESTIONS = 10;
const SIMULATIONS = 3;

const TOTALS = 'totals { baseMinutes overageMinutes creditMinutes billedMinutes amount { minorUnits currency } }';
const BALANCE = 'balance { basePoolMinutes consumedMinutes openReservedMinutes availableMinutes uncoveredMinutes }';

const RECORD = `mutation ($input: RecordTimeInput!) { recordTime(input: $input) {
  entry { id version draw { baseMinutes overageMinutes uncoveredMinutes } } thresholdsCrossed workStopped
  allotment { id version period ${BALANCE} } problems { code message } } }`;
const STATEMENTS = `query ($id: ID!, $from: String!, $to: String!) { statements(agreementId: $id, from: $from, to: $to) {
  months { period status ${TOTALS} } ${TOTALS} } }`;
const LINES = `query ($id: ID!, $period: String!) { statement(agreementId: $id, period: $period) { period status ${TOTALS}
  lines(first: 50) { nodes { lineId kind pool minutes workedOn amount { minorUnits currency } } pageInfo { hasNextPage } } } }`;
const ALLOTMENT = `query ($id: ID!, $period: String!, $asOf: HoursAsOf) {
  allotment(agreementId: $id, period: $period, asOf: $asOf) { id version status ${BALANCE} } }`;
const SIMULATE = `query ($input: SimulateAllotmentInput!) { simulateAllotment(input: $input) {
  simulated { overageMinutes amount { minorUnits } months { period consumedMinutes overageMinutes amount { minorUnits } } }
  recorded { overageMinutes amount { minorUnits } } difference { minorUnits } displacedRequestIds } }`;

/** Recording time, statements, what-if and time travel over months that hold much. */
export async function hoursRows(cluster: BenchCluster): Promise<Row[]> {
  const bench = await HoursBench.open(cluster);
  try {
    // Recordings come last: until then the month at hand has its 5,000 entries and no more.
    return [
      ...(await quarter(bench)),
      ...(await lines(bench)),
      await whatIf(bench),
      ...(await timeTravel(bench)),
      await recordings(bench),
    ];
  } finally {
    await bench.stop();
  }
}

const idOf = ({ id }: FilledAgreement): string => toGlobalId('Agreement', id);

const times =
  (count: number, body: object): Asking['bodies'] =>
  () =>
    Array.from({ length: count }, () => body);

/** The quarter's figures and its sums, of rows. */
function quarter(bench: HoursBench): Promise<Row[]> {
  const { cast, large, small } = bench.filled;
  const [from, to] = [QUARTER[0], MONTH];
  const side = (one: FilledAgreement): Asking => ({
    who: cast.finance,
    bodies: times(QUESTIONS, { query: STATEMENTS, variables: { id: idOf(one), from, to } }),
    expect: `"period":"${to}"`,
  });
  return ofRows(bench, 'statements of a quarter: 20,000 entries beside 200', [side(large), side(small)]);
}

/** One month with the first page of its lines. */
function lines(bench: HoursBench): Promise<Row[]> {
  const { cast, large, small } = bench.filled;
  const side = (one: FilledAgreement): Asking => ({
    who: cast.finance,
    bodies: times(QUESTIONS, { query: LINES, variables: { id: idOf(one), period: QUARTER[0] } }),
    expect: '"lineId":',
  });
  const what = 'a month’s statement with its first 50 lines: 7,500 entries beside 75';
  return ofRows(bench, what, [side(large), side(small)]);
}

/** Time grows with what is read; statements do not. */
async function ofRows(bench: HoursBench, what: string, sides: readonly [Asking, Asking]): Promise<Row[]> {
  const time = await bench.beside(`${what}: time`, sides, null);
  const [ours, theirs] = [await bench.statements(sides[0]), await bench.statements(sides[1])];
  const counts = { ours: `${ours} statements`, beside: `${theirs} statements`, ratio: ours / theirs, cost: '' };
  return [time, { what: `${what}: database statements`, target: { atMost: 1 }, ...counts }];
}

/** A year under another policy, beside the same service reading the same events and doing nothing with them. */
function whatIf(bench: HoursBench): Promise<Row> {
  const { cast, year } = bench.filled;
  const window = { agreementId: idOf(year), from: YEAR[0], to: YEAR.at(-1) };
  const input = { ...window, minutesPerMonth: 90_000, demand: 'RECORDED' };
  const ours: Asking = {
    who: cast.finance,
    bodies: times(SIMULATIONS, { query: SIMULATE, variables: { input } }),
    expect: '"difference":',
  };
  const reading: Asking = {
    ...ours,
    path: `/bench/months?workspace=${cast.workspaceId}&agreement=${year.id}&periods=${YEAR.join(',')}`,
    expect: '"events":',
  };
  return bench.beside('simulateAllotment over a year of 20,000 entries beside reading its events', [ours, reading], {
    atMost: 2,
  });
}

/** A month in the middle of its work beside the month as it stands: the first time anybody asks, and when states are kept. */
async function timeTravel(bench: HoursBench): Promise<Row[]> {
  const { cast, large } = bench.filled;
  const { owner } = bench.database;
  const asOf = { recordedAt: `${MONTH}-16T12:00:00.000Z` };
  const side = (count: number, more: object): Asking => ({
    who: cast.finance,
    bodies: times(count, { query: ALLOTMENT, variables: { id: idOf(large), period: MONTH, ...more } }),
    expect: '"openReservedMinutes":',
  });
  const forget = () => owner.query('truncate log.past_state');
  /** States are written beside the caller's way. */
  const remember = async (): Promise<void> => {
    if (await isKept()) return;
    await bench.time(side(1, { asOf }));
    while (!(await isKept())) await sleep(20);
  };
  const isKept = async () => (await owner.query('select from log.past_state limit 1')).rows.length > 0;
  const what = `allotment(asOf) in the middle of a month of ${MANY.toLocaleString('en')} entries beside the month as it is`;
  const first: Asking = { ...side(1, { asOf }), before: async () => void (await remember(), await forget()) };
  return [
    await bench.beside(`${what}: asked for the first time`, [first, side(1, {})], null),
    await bench.beside(
      `${what}: asked again`,
      [{ ...side(QUESTIONS, { asOf }), before: remember }, side(QUESTIONS, {})],
      null,
    ),
  ];
}

/** A recording as its client sees it, a new entry each time; requests and people take turns on both sides. */
function recordings(bench: HoursBench): Promise<Row> {
  const { cast, large, fewMonths, requestIds } = bench.filled;
  const waiting = [...fewMonths];
  const into = (one: FilledAgreement): readonly object[] =>
    Array.from({ length: RECORDINGS }, (_, index) => {
      const requestId = toGlobalId('Request', requestIds[index % requestIds.length]!);
      const work = { workedOn: `${MONTH}-31`, minutes: 60, activity: 'BUILD', note: 'Worked on the form' };
      return { query: RECORD, variables: { input: { agreementId: idOf(one), requestId, ...work } } };
    });
  const side = (bodies: Asking['bodies']): Asking => ({ who: cast.engineers, bodies, expect: '"problems":[]' });
  return bench.beside(
    `recordTime on a month of ${MANY.toLocaleString('en')} entries beside one of ${FEW}`,
    [side(() => into(large)), side(() => into(waiting.pop()!))],
    { atMost: 1.3 },
  );
}
