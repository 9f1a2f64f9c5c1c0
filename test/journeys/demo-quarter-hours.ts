import { instantOf, type Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { printedEntries } from '../../apps/api/src/demo/quarter/time-entries.js';
import { type Balance, endOf, HoursAsked } from './hours-asked.js';

const [jan, feb, mar] = ['2026-01', '2026-02', '2026-03'] as const;

/** Used minutes after the entries of each day (5.3), by month. */
const RUNNING: Readonly<Record<string, readonly number[]>> = {
  [jan]: [240, 420, 720, 960, 1380, 1800, 2160, 2220, 2640, 3000, 3180, 3300, 3510, 3870, 4110, 4110, 4170],
  [feb]: [420, 780, 1200, 1560, 1980, 2340, 2700, 3000, 3240, 3660, 4020, 4440, 4740, 4920, 5280, 5580, 5970],
  // On 03-18 M10 makes it 3,300; then M9 is taken back (2,880) and recorded anew (3,270).
  [mar]: [420, 780, 1200, 1500, 1860, 2220, 2460, 2580, 3000, 3270, 3420, 3420],
};

const totalsOf = `totals { billedMinutes baseMinutes overageMinutes creditMinutes amount { minorUnits currency }
  baseAmount { minorUnits } overageAmount { minorUnits } creditAmount { minorUnits } }`;
const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });

/** The specs of 5.2 to 5.5 and 5.9, about a quarter that is told. */
export function describeHours(told: () => Quarter): void {
  const hours = () => new HoursAsked(told());

  it('reserves as printed (5.2)', async () => {
    const after = [
      [jan, '2026-01-08', 3780],
      [jan, '2026-01-12', 1800],
      [feb, '2026-01-12', 1800],
      [mar, '2026-01-12', 3000],
      [jan, '2026-01-27', 1020],
      [feb, '2026-01-30', 0],
      [feb, '2026-02-05', 630],
      [mar, '2026-02-05', 1500],
      [feb, '2026-02-10', 30],
      [feb, '2026-02-11', 0],
      [mar, '2026-03-20', 1380],
    ] as const;
    const found = await Promise.all(after.map(([period, day]) => hours().available(period, day)));
    expect(found).toEqual(after.map(([, , available]) => available));
    const uncovered = async (recordedAt: string) => (await hours().month(feb, recordedAt)).balance['uncoveredMinutes'];
    expect(await uncovered(endOf('2026-02-26'))).toBe(150);
    expect(await uncovered(endOf('2026-02-27'))).toBe(90);
    expect(await uncovered(endOf('2026-03-03'))).toBe(0);
    expect((await hours().month(mar, instantOf('2026-03-20T09:05'))).balance['availableMinutes']).toBe(1530);
  });

  it.each([jan, feb, mar])('counts and draws the time of %s as printed (5.3)', async (period) => {
    const entries = printedEntries.filter(({ workedOn }) => workedOn.startsWith(period));
    const lastOfDay = entries.flatMap(({ workedOn }, index) =>
      entries[index + 1]?.workedOn === workedOn ? [] : [[workedOn, RUNNING[period]![index]] as const],
    );
    const used = await Promise.all(
      lastOfDay.map(async ([day]) => (await hours().month(period, endOf(day))).balance['usedMinutes']),
    );
    expect(used).toEqual(lastOfDay.map(([, minutes]) => minutes));
  });

  it('bills the agency the sum of rounded lines: 3 × 91.67 EUR (5.3)', async () => {
    const bill = await told().asks<object>(
      'Finance Controller',
      `query ($id: ID!) { statement(agreementId: $id, period: "2026-02") {
        status totals { billedMinutes amount { minorUnits currency } } } }`,
      { id: told().idOf('AG-2') },
    );
    expect(bill).toEqual({ status: 'CLOSED', totals: { billedMinutes: 150, amount: eur(27_501) } });
  });

  it('draws from overage and leaves uncovered what nothing covers (5.3)', async () => {
    const fields = `draw { baseMinutes overageMinutes uncoveredMinutes overageId }
      standing { baseMinutes overageMinutes uncoveredMinutes } billable`;
    const drawn = (entryId: string) => hours().entry<Record<string, unknown>>(entryId, fields);
    expect(await drawn('F13')).toMatchObject({ draw: { baseMinutes: 30, overageMinutes: 270, overageId: 'O1' } });
    expect(await drawn('F14')).toMatchObject({ draw: { baseMinutes: 0, overageMinutes: 180, overageId: 'O1' } });
    expect(await drawn('F17')).toMatchObject({
      draw: { baseMinutes: 240, overageMinutes: 0, uncoveredMinutes: 150 },
      standing: { baseMinutes: 300, overageMinutes: 90, uncoveredMinutes: 0 },
    });
    expect(await drawn('T16')).toMatchObject({ billable: false, draw: { baseMinutes: 0, uncoveredMinutes: 0 } });
  });

  it('says each threshold once, with the printed entry (5.3)', async () => {
    const crossed = async (period: string, day: string) => (await hours().month(period, endOf(day))).thresholdsCrossed;
    expect(await crossed(jan, '2026-01-27')).toEqual([]);
    expect(await crossed(jan, '2026-01-28')).toEqual([75]);
    expect(await crossed(jan, '2026-01-31')).toEqual([75]);
    expect(await crossed(feb, '2026-02-17')).toEqual([]);
    expect(await crossed(feb, '2026-02-18')).toEqual([75]);
    expect(await crossed(feb, '2026-02-24')).toEqual([75, 90]);
    expect(await crossed(feb, '2026-02-25')).toEqual([75, 90, 100]);
    expect((await hours().month(mar)).thresholdsCrossed).toEqual([]);
  });

  it('bills the months as printed (5.4)', async () => {
    const fields = `months { period status ${totalsOf} } ${totalsOf}`;
    const { months, totals } = await hours().ofQuarter<{ months: object[]; totals: object }>('statements', fields);
    expect(months).toMatchObject([
      { period: jan, status: 'CLOSED', totals: { billedMinutes: 4170, amount: eur(625500) } },
      {
        period: feb,
        status: 'CLOSED',
        totals: {
          billedMinutes: 5970,
          overageMinutes: 540,
          baseAmount: { minorUnits: 814500 },
          overageAmount: { minorUnits: 121500 },
          amount: eur(936000),
        },
      },
      {
        period: mar,
        status: 'CLOSED',
        totals: {
          billedMinutes: 3360,
          creditMinutes: -60,
          baseAmount: { minorUnits: 513000 },
          creditAmount: { minorUnits: -13500 },
          amount: eur(499500),
        },
      },
    ]);
    expect(totals).toMatchObject({ billedMinutes: 13500, amount: eur(2061000) });
    const balances = await Promise.all([jan, feb, mar].map(async (period) => (await hours().month(period)).balance));
    expect(balances).toMatchObject([
      {
        grantedMinutes: 4800,
        carriedInMinutes: 0,
        basePoolMinutes: 4800,
        consumedMinutes: 4170,
        notBillableMinutes: 60,
      },
      { carriedInMinutes: 630, basePoolMinutes: 5430, consumedMinutes: 5430, overageApprovedMinutes: 540 },
      { carriedInMinutes: 0, basePoolMinutes: 4800, consumedMinutes: 3420, notBillableMinutes: 90 },
    ]);
    expect((await hours().month('2026-04')).balance).toMatchObject({ carriedInMinutes: 1200, basePoolMinutes: 6000 });
  });

  it('closes each month on its day (5.4)', async () => {
    const status = async (period: string, local: string) => (await hours().month(period, instantOf(local))).status;
    expect(await status(jan, '2026-01-31T23:59')).toBe('OPEN');
    expect(await status(jan, '2026-02-01T00:01')).toBe('CLOSING');
    expect(await status(jan, '2026-02-04T23:59')).toBe('CLOSING');
    expect(await status(jan, '2026-02-05T10:00')).toBe('CLOSED');
    expect(await status(feb, '2026-03-01T00:01')).toBe('CLOSING');
    expect(await status(feb, '2026-03-05T10:00')).toBe('CLOSED');
    expect(await status(mar, '2026-04-07T23:59')).toBe('CLOSING');
    expect(await status(mar, '2026-04-08T10:00')).toBe('CLOSED');
  });

  it('restates February by the day of the work, and as it was known (5.4)', async () => {
    const billed = async (asOf: object) => {
      const { totals } = await hours().statement<{ totals: Balance }>(feb, asOf, 'totals { billedMinutes }');
      return totals['billedMinutes'];
    };
    expect(await billed({ businessDate: '2026-03-31' })).toBe(5910);
    expect(await billed({ recordedAt: endOf('2026-03-10') })).toBe(5970);
    expect(await billed({ recordedAt: endOf('2026-03-10'), businessDate: '2026-03-31' })).toBe(5970);
  });

  it('makes the bill again from the log, byte by byte (5.4)', async () => {
    for (const [period, day] of [
      [jan, '2026-02-06'],
      [feb, '2026-03-06'],
      [mar, '2026-04-09'],
    ] as const) {
      const hash = async (asOf: object | null) =>
        (await hours().statement<{ contentHash: string }>(period, asOf, 'contentHash')).contentHash;
      expect([period, await hash({ recordedAt: endOf(day) })]).toEqual([period, await hash(null)]);
    }
  });

  it('keeps the ledger at 0, 0, 0 on every day (H11)', async () => {
    const now = await hours().ledger(null);
    expect(now).toMatchObject({ a: 0, b: 0, c: 0 });
    const days = [...new Set(printedEntries.map(({ workedOn }) => workedOn)), '2026-02-05', '2026-03-05', '2026-04-08'];
    const checks = await Promise.all(days.map((day) => hours().ledger(endOf(day))));
    expect(checks.filter(({ a, b, c }) => a !== 0 || b !== 0 || c !== 0)).toEqual([]);
  });

  it('tells where the minutes went, by kind of work and by request (5.4)', async () => {
    const effort = await hours().ofQuarter<{
      byActivity: { activity: string; recordedMinutes: number; creditedMinutes: number; billedMinutes: number }[];
      byRequest: { request: { reference: string } | null; billedMinutes: number }[];
    }>(
      'effortBreakdown',
      `recordedMinutes billedMinutes creditedMinutes
       byActivity { activity recordedMinutes creditedMinutes billedMinutes } byRequest { request { reference } billedMinutes }`,
    );
    const byActivity = effort.byActivity.map(({ activity, recordedMinutes }) => [activity, recordedMinutes]);
    expect(Object.fromEntries(byActivity.filter(([, minutes]) => minutes !== 0))).toEqual({
      SCOPING: 780,
      BUILD: 11010,
      QA: 900,
      LAUNCH: 120,
      REWORK: 390,
      SUPPORT: 360,
    });
    expect(effort).toMatchObject({ recordedMinutes: 13560, billedMinutes: 13500 });
    expect(effort.byActivity.find(({ activity }) => activity === 'BUILD')).toMatchObject({ billedMinutes: 10950 });
    const byRequest = effort.byRequest.map(({ request, billedMinutes }) => [request?.reference ?? '–', billedMinutes]);
    expect(Object.fromEntries(byRequest)).toEqual({
      'REQ-1': 7200,
      'REQ-2': 600,
      'REQ-3': 2130,
      'REQ-4': 1590,
      'REQ-5': 600,
      'REQ-6': 600,
      'REQ-8': 420,
      '–': 360,
    });
  });

  it('names the requests that took more than was estimated (5.4)', async () => {
    const over = await hours().ofQuarter<{
      requests: { request: { reference: string }; overPercent: number }[];
    }>(
      'overBudget',
      `requests { request { reference } overPercent } overage { overageMinutes ofMinutes percent }
       overageAfterCredits { overageMinutes ofMinutes percent }`,
    );
    expect(over).toMatchObject({
      overage: { overageMinutes: 540, ofMinutes: 13560, percent: 3.98 },
      overageAfterCredits: { overageMinutes: 480, ofMinutes: 13500, percent: 3.56 },
    });
    const percents = over.requests.map(({ request, overPercent }) => [request.reference, overPercent]);
    expect(Object.fromEntries(percents)).toEqual({ 'REQ-3': 18.33, 'REQ-4': 6, 'REQ-5': 25 });
  });

  it.each([
    [
      feb,
      '2026-02-04T18:00',
      { basePoolMinutes: 4800, consumedMinutes: 780, openReservedMinutes: 4020, availableMinutes: 0 },
      { 'REQ-1': 2220, 'REQ-3': 1800 },
    ],
    [
      feb,
      '2026-02-10T23:59',
      { basePoolMinutes: 5430, consumedMinutes: 2340, openReservedMinutes: 3060, availableMinutes: 30 },
      { 'REQ-1': 1440, 'REQ-3': 1020, 'REQ-6': 600 },
    ],
    [
      feb,
      '2026-02-25T23:59',
      {
        consumedMinutes: 5370,
        overageConsumedMinutes: 450,
        uncoveredMinutes: 150,
        openReservedMinutes: 60,
        availableMinutes: 0,
        usedMinutes: 5970,
      },
      { 'REQ-6': 60 },
    ],
    [
      feb,
      '2026-02-28T23:59',
      { consumedMinutes: 5430, overageConsumedMinutes: 450, uncoveredMinutes: 90, availableMinutes: 0 },
      {},
    ],
    [mar, '2026-03-17T23:59', { consumedMinutes: 3000, availableMinutes: 1500 }, null],
    [mar, '2026-03-18T23:59', { consumedMinutes: 3270, availableMinutes: 1500 }, { 'REQ-4': 30 }],
  ] as const)('%s as recorded at %s (5.5)', async (period, local, balance, reserved) => {
    const month = await hours().month(period, instantOf(local));
    expect(month.balance).toMatchObject(balance);
    const open = month.reservations.filter(({ openMinutes }) => openMinutes > 0);
    if (reserved === null) return;
    expect(Object.fromEntries(open.map(({ request, openMinutes }) => [request.reference, openMinutes]))).toEqual(
      reserved,
    );
  });

  describe('another policy (5.9)', () => {
    const printed = { overageMinutes: 540, expiredMinutes: 180, amount: { minorUnits: 2061000 } };

    it('none: as it was', async () => {
      const answer = await hours().simulation<{ simulated: { months: object[] } }>({ demand: 'RECORDED' });
      expect(answer).toMatchObject({ simulated: printed, recorded: printed, difference: eur(0) });
      expect(answer.simulated.months.map((month) => (month as Balance)['rolledOverMinutes'])).toEqual([630, 0, 1200]);
    });

    it('90 h', async () => {
      const answer = await hours().simulation({ demand: 'RECORDED', minutesPerMonth: 5400 });
      expect(answer).toMatchObject({
        simulated: {
          overageMinutes: 0,
          expiredMinutes: 1350,
          amount: { minorUnits: 2025000 },
          months: [
            { rolledOverMinutes: 1230 },
            { rolledOverMinutes: 660 },
            { rolledOverMinutes: 1350, unusedMinutes: 2700 },
          ],
        },
        difference: eur(-36000),
        refusals: [],
      });
    });

    it('70 h, where demand finds its overage', async () => {
      const answer = await hours().simulation<{ refusals: { at: string; shortfallMinutes: number }[] }>({
        demand: 'ELASTIC',
        minutesPerMonth: 4200,
      });
      expect(answer).toMatchObject({
        simulated: {
          overageMinutes: 1740,
          expiredMinutes: 0,
          amount: { minorUnits: 2151000 },
          months: [{ rolledOverMinutes: 30 }, { rolledOverMinutes: 0 }, { rolledOverMinutes: 780 }],
        },
        difference: eur(90000),
      });
      const request = (reference: `REQ-${number}`) => told().requestId(reference);
      expect(answer.refusals).toMatchObject([
        { requestId: request('REQ-3'), shortfallMinutes: 600 },
        { requestId: request('REQ-6'), shortfallMinutes: 570 },
        { requestId: request('REQ-8'), shortfallMinutes: 480 },
      ]);
      expect(answer.refusals.map(({ at }) => at.slice(0, 10))).toEqual(['2026-01-30', '2026-02-10', '2026-02-10']);
    });
  });
}
