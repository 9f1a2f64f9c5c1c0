import { periodOf } from './calendar.js';
import { balanceOf } from './balance.js';
import { recordPriorPeriodAdjustment } from './credit.js';
import { closePeriod } from './close.js';
import type { AllotmentFacts } from './facts.js';
import { ag1, agreementOn, people, refusalOf, standardTerms } from './given.spec-kit.js';
import { account, openOf } from './balance.js';
import { ledgerCheck, lotsInTransit } from './ledger-check.js';
import { work } from './book.spec-kit.js';
import { entries, playQuarter, type Quarter } from './quarter.spec-kit.js';
import { statementOf } from './statement.js';
import { reverseTime } from './reversal.js';
import { recordTime } from './time.js';
import type { AllotmentState } from './state.js';
import type { AgreementTerms } from './terms.js';

const [jan, feb, mar, apr] = ['2026-01', '2026-02', '2026-03', '2026-04'];
const months = [jan, feb, mar];

const factsOf = <T extends keyof AllotmentFacts>({ desk }: Quarter, period: string, type: T): AllotmentFacts[T][] =>
  desk
    .history(period)
    .filter((fact) => fact.type === type)
    .map(({ data }) => data as AllotmentFacts[T]);

const closedAs = (quarter: Quarter, period: string) => factsOf(quarter, period, 'PeriodClosed')[0];
const asOf = ({ desk }: Quarter, period: string, day: string) => desk.asOf(period, day) as AllotmentState;
const openReserved = (month: AllotmentState, requestId: string) => openOf(account(month, requestId));

describe('the demo quarter', () => {
  const quarter = playQuarter(agreementOn());
  const { desk } = quarter;

  it('reserves as printed (5.2)', () => {
    expect(quarter.reservations).toEqual([
      '2026-01-08 REQ-2 2026-01 3780',
      '2026-01-12 REQ-1 2026-01 1800',
      '2026-01-12 REQ-1 2026-02 1800',
      '2026-01-12 REQ-1 2026-03 3000',
      '2026-01-27 REQ-5 2026-01 1020',
      '2026-01-30 REQ-3 2026-02 0',
      '2026-02-05 REQ-4 2026-03 1500',
      '2026-02-10 REQ-6 2026-02 30',
      '2026-02-11 REQ-8 2026-02 0',
    ]);
    expect(quarter.refusals).toEqual([{ day: '2026-02-10', requestId: 'REQ-8', shortfall: 450 }]);
    expect(balanceOf(asOf(quarter, feb, '2026-02-05')).available).toBe(630);
    expect(factsOf(quarter, feb, 'MinutesReserved').at(-1)).toMatchObject({ baseMinutes: 30, overageMinutes: 450 });
  });

  it('refuses REQ-8 with what is there, and the race the other way round', () => {
    const before = playQuarter(agreementOn(), { until: '2026-02-09' }).desk;
    before.today = '2026-02-10';
    before.record(work({ entryId: 'F6', requestId: 'REQ-1', minutes: 360 }));
    const race = refusalOf(() => {
      before.reserve(feb, 'REQ-8', 480);
      before.reserve(feb, 'REQ-6', 600);
    });
    expect(race.details).toMatchObject({ availableMinutes: 150, requestedMinutes: 600, shortfallMinutes: 450 });
    const known = playQuarter(agreementOn(), { until: '2026-02-10' }).desk;
    expect(refusalOf(() => known.reserve(feb, 'REQ-8', 480))).toMatchObject({
      code: 'ALLOTMENT_EXHAUSTED',
      details: { period: feb, availableMinutes: 30, requestedMinutes: 480, shortfallMinutes: 450 },
    });
  });

  it('covers, raises and approves as printed (5.2)', () => {
    const released = asOf(quarter, feb, '2026-02-27');
    expect(factsOf(quarter, feb, 'ReservationReleased')).toEqual([
      { requestId: 'REQ-8', minutes: 0, cause: 'REQUEST_ACCEPTED' },
      { requestId: 'REQ-6', minutes: 60, cause: 'REQUEST_ACCEPTED' },
    ]);
    expect(balanceOf(released)).toMatchObject({ available: 0, uncovered: 90 });
    expect(factsOf(quarter, feb, 'OverageRaised')).toMatchObject([
      { overageId: 'O1', requestId: 'REQ-8', minutes: 450, kind: 'PLANNED' },
      { overageId: 'O2', requestId: 'REQ-3', minutes: 150, kind: 'UNCOVERED' },
    ]);
    expect(factsOf(quarter, feb, 'OverageResized')).toEqual([{ overageId: 'O2', minutes: 90, previous: 150 }]);
    expect(balanceOf(asOf(quarter, feb, '2026-03-03')).uncovered).toBe(0);
    expect(balanceOf(asOf(quarter, mar, '2026-03-19')).available).toBe(1500);
    expect(factsOf(quarter, mar, 'ReservationReleased')).toMatchObject([{ requestId: 'REQ-4', minutes: 30 }]);
    expect(balanceOf(asOf(quarter, mar, '2026-03-20')).available).toBe(1380);
  });

  it('counts on as printed (5.3)', () => {
    expect(quarter.running).toEqual({
      [jan]: [240, 420, 720, 960, 1380, 1800, 2160, 2220, 2640, 3000, 3180, 3300, 3510, 3870, 4110, 4170],
      [feb]: [420, 780, 1200, 1560, 1980, 2340, 2700, 3000, 3240, 3660, 4020, 4440, 4740, 4920, 5280, 5580, 5970],
      [mar]: [420, 780, 1200, 1500, 1860, 2220, 2460, 2580, 3000, 3300, 2880, 3270, 3420],
    });
  });

  it('draws as printed (5.3)', () => {
    const drawn = (entryId: string) =>
      months.flatMap((period) => factsOf(quarter, period, 'TimeRecorded')).find((one) => one.entryId === entryId)?.draw;
    expect(drawn('F13')).toMatchObject({ base: 30, overage: 270, uncovered: 0, overageId: 'O1' });
    expect(drawn('F14')).toMatchObject({ base: 0, overage: 180, uncovered: 0, overageId: 'O1' });
    expect(drawn('F17')).toMatchObject({ base: 240, overage: 0, uncovered: 150 });
    expect(drawn('T16')).toEqual({ lots: [], base: 0, overage: 0, uncovered: 0 });
    expect(factsOf(quarter, feb, 'UncoveredTimeCovered')).toMatchObject([
      { entryId: 'F17', minutes: 60, from: 'BASE' },
      { entryId: 'F17', minutes: 90, from: 'OVERAGE', overageId: 'O2' },
    ]);
    // T15: 120 from its reservation, 120 from free minutes.
    const before = asOf(playQuarter(agreementOn(), { until: '2026-01-28' }), jan, '2026-01-28');
    expect(openReserved(before, 'REQ-5')).toBe(120);
    expect(drawn('T15')).toMatchObject({ base: 240 });
  });

  it('crosses thresholds as printed (5.3)', () => {
    const crossed = months.flatMap((period) =>
      (desk.facts.get(period) ?? []).flatMap(({ fact }, index, all) => {
        if (fact.type !== 'BudgetThresholdCrossed') return [];
        const by = all
          .slice(0, index)
          .map((one) => one.fact)
          .findLast(({ type }) => type === 'TimeRecorded');
        const { percent, usedMinutes, capacityMinutes } = fact.data;
        return [[by?.type === 'TimeRecorded' && by.data.entryId, percent, usedMinutes, capacityMinutes]];
      }),
    );
    expect(crossed).toEqual([
      ['T14', 75, 3870, 4800],
      ['F12', 75, 4440, 5880],
      ['F16', 90, 5580, 5880],
      ['F17', 100, 5970, 5880],
    ]);
  });

  it('closes the months as printed (5.4)', () => {
    expect(closedAs(quarter, jan)).toMatchObject({
      consumed: 4170,
      overage: 0,
      unused: 630,
      rolledOver: 630,
      expired: 0,
      amount: 625500,
      lotsOut: [{ expiresAfterPeriod: feb, minutes: 630 }],
    });
    expect(closedAs(quarter, feb)).toMatchObject({
      consumed: 5430,
      overage: 540,
      unused: 0,
      rolledOver: 0,
      expired: 0,
      amount: 936000,
    });
    expect(closedAs(quarter, mar)).toMatchObject({
      consumed: 3420,
      overage: 0,
      unused: 1380,
      rolledOver: 1200,
      expired: 180,
      amount: 499500,
    });
    expect(months.map((period) => balanceOf(desk.opened(period)).basePool)).toEqual([4800, 5430, 4800]);
    expect(months.map((period) => desk.opened(period).sums.notBillable)).toEqual([60, 0, 90]);
    const totals = months.map((period) => factsOf(quarter, period, 'StatementIssued').at(-1)?.totals);
    expect(totals.map((one) => one?.billedMinutes)).toEqual([4170, 5970, 3360]);
    expect(totals.map((one) => one?.amount)).toEqual([625500, 936000, 499500]);
    expect(totals[1]).toMatchObject({ baseAmount: 814500, overageAmount: 121500 });
    expect(totals[2]).toMatchObject({ baseAmount: 513000, creditMinutes: -60, creditAmount: -13500 });
    expect(totals.reduce((sum, one) => sum + (one?.amount ?? 0), 0)).toBe(2061000);
    expect(desk.opened(apr).lots).toMatchObject([{ expiresAfterPeriod: apr, minutes: 1200 }]);
  });

  it('keeps its days of closing (5.4)', () => {
    const dayOf = (period: string, type: string) =>
      desk.facts
        .get(period)
        ?.find((one) => one.fact.type === type)
        ?.day.slice(5);
    expect(months.map((period) => [dayOf(period, 'ClosingBegun'), dayOf(period, 'PeriodClosed')])).toEqual([
      ['02-01', '02-05'],
      ['03-01', '03-05'],
      ['04-01', '04-08'],
    ]);
  });

  it('agrees with its ledger: 14 400 = 13 020 + 180 + 1 200', () => {
    const all = months.map((period) => desk.opened(period));
    const sum = (of: (month: AllotmentState) => number) => all.reduce((total, month) => total + of(month), 0);
    expect(ledgerCheck(all)).toEqual({ a: 0, b: 0, c: 0 });
    expect([sum(({ pool }) => pool.granted), sum(({ sums }) => sums.base)]).toEqual([14400, 13020]);
    expect([sum(({ sums }) => sums.expired), lotsInTransit(all)]).toEqual([180, 1200]);
    expect([sum(({ sums }) => sums.approvedOverage), sum(({ sums }) => sums.overage)]).toEqual([540, 540]);
    expect(sum(({ sums }) => sums.recorded)).toBe(13560);
    expect(ledgerCheck(desk.opens())).toEqual({ a: 0, b: 0, c: 0 });
  });

  it('adds up by request and by activity (5.4)', () => {
    const lines = months.flatMap((period) => factsOf(quarter, period, 'StatementIssued').at(-1)?.lines ?? []);
    const by = (key: (line: (typeof lines)[number]) => string | null, kept = lines) =>
      kept.reduce<Record<string, number>>((sums, line) => {
        const name = key(line) ?? 'none';
        return { ...sums, [name]: (sums[name] ?? 0) + line.minutes };
      }, {});
    expect(by(({ requestId }) => requestId)).toEqual({
      'REQ-1': 7200,
      'REQ-2': 600,
      'REQ-3': 2130,
      'REQ-4': 1590,
      'REQ-5': 600,
      'REQ-6': 600,
      'REQ-8': 420,
      none: 360,
    });
    const beforeCredit = lines.filter(({ kind }) => kind !== 'CREDIT');
    expect(by(({ activity }) => activity, beforeCredit)).toEqual({
      SCOPING: 780,
      BUILD: 11010,
      QA: 900,
      LAUNCH: 120,
      REWORK: 390,
      SUPPORT: 360,
    });
  });

  it('says a credit is of the month it corrects', () => {
    const credits = factsOf(quarter, mar, 'PriorPeriodAdjusted');
    expect(credits).toMatchObject([
      { originalPeriod: feb, originalEntryId: 'F14', minutes: -60, pool: 'OVERAGE', amount: -13500 },
    ]);
    const restated = 5970 + credits.reduce((sum, { minutes }) => sum + minutes, 0);
    expect(restated).toBe(5910);
    expect(factsOf(quarter, feb, 'StatementIssued').at(-1)?.totals.billedMinutes).toBe(5970);
  });

  it('gives the same statement from the same facts', () => {
    for (const period of months) {
      const history = desk.history(period);
      const issued = factsOf(quarter, period, 'StatementIssued').at(-1);
      const again = statementOf(
        history.slice(
          0,
          history.findIndex(({ type }) => type === 'StatementIssued'),
        ),
      );
      expect(JSON.stringify(again)).toBe(JSON.stringify({ lines: issued?.lines, totals: issued?.totals }));
    }
  });

  it.each([
    [
      feb,
      '2026-02-04',
      { basePool: 4800, consumed: 780, openReserved: 4020, available: 0 },
      { 'REQ-1': 2220, 'REQ-3': 1800 },
    ],
    [
      feb,
      '2026-02-10',
      { basePool: 5430, consumed: 2340, openReserved: 3060, available: 30 },
      { 'REQ-1': 1440, 'REQ-3': 1020, 'REQ-6': 600 },
    ],
    [
      feb,
      '2026-02-25',
      { consumed: 5370, overageConsumed: 450, uncovered: 150, openReserved: 60, available: 0, used: 5970 },
      { 'REQ-6': 60 },
    ],
    [feb, '2026-02-28', { consumed: 5430, overageConsumed: 450, uncovered: 90, available: 0 }, {}],
    [mar, '2026-03-17', { consumed: 3000, available: 1500 }, {}],
    [mar, '2026-03-18', { consumed: 3270, available: 1500 }, { 'REQ-4': 30 }],
  ] as const)('%s as recorded at the end of %s (5.5)', (period, day, balance, reserved) => {
    const month = asOf(quarter, period, day);
    expect(balanceOf(month)).toMatchObject(balance);
    for (const [requestId, minutes] of Object.entries(reserved)) expect(openReserved(month, requestId)).toBe(minutes);
  });
});

describe('what the quarter refuses (5.10)', () => {
  const until = (day: string) => playQuarter(agreementOn(), { until: day }).desk;

  it('closing February on 03-02', () => {
    const desk = until('2026-03-02');
    const close = () =>
      closePeriod({ month: desk.month(feb), next: desk.month(mar) }, {}, desk.ctx(people.finance, feb));
    expect(refusalOf(close)).toMatchObject({ code: 'UNCOVERED_UNDECIDED', details: { minutes: 90 } });
  });

  it('editing F14 on 03-19, and crediting more than it was', () => {
    const desk = until('2026-03-19');
    const input = { entryId: 'F14', reason: 'WRONG_DURATION', ownUntil: '2026-03-31' } as const;
    const reverse = () =>
      reverseTime({ month: desk.month(feb), original: desk.entry('F14') }, input, desk.ctx(people.cto, feb));
    expect(refusalOf(reverse)).toMatchObject({
      code: 'PERIOD_CLOSED',
      details: { period: feb, useInstead: 'recordPriorPeriodAdjustment' },
    });
    const early = until('2026-03-18');
    const credit = () =>
      recordPriorPeriodAdjustment(
        { month: early.month(mar), original: early.month(feb), entry: early.entry('F14') },
        { entryId: 'F14', minutes: -200, reason: 'too much', side: null },
        early.ctx(people.finance, mar),
      );
    expect(refusalOf(credit)).toMatchObject({
      code: 'CREDIT_EXCEEDS_ORIGINAL',
      details: { creditableMinutes: 180, minutes: 200 },
    });
  });

  it('2026-03-31T22:30Z into March', () => {
    const desk = until('2026-04-01');
    const input = { ...work({ entryId: 'X1', minutes: 30 }), startedAt: '2026-03-31T22:30:00Z', reason: 'x' };
    const record = () =>
      recordTime({ month: desk.month(mar), entry: desk.entry('X1') }, input, desk.ctx(people.cto, mar));
    expect(refusalOf(record)).toMatchObject({
      code: 'TIME_ENTRY_OUTSIDE_PERIOD',
      details: { workedOn: '2026-04-01', period: mar },
    });
  });
});

describe('the quarter under other terms (5.9)', () => {
  const onTerms = (minutesPerMonth: number, overage: Partial<AgreementTerms['overage']> = {}) => {
    const terms = {
      ...standardTerms,
      grant: { kind: 'POOL', minutesPerMonth } as const,
      overage: { ...standardTerms.overage, ...overage },
    };
    return agreementOn({ ...ag1, terms });
  };
  const outcome = (quarter: Quarter) => {
    const closed = months.map((period) => closedAs(quarter, period));
    return {
      overage: closed.reduce((sum, one) => sum + (one?.overage ?? 0), 0),
      rolledOver: closed.map((one) => one?.rolledOver),
      expired: closed.reduce((sum, one) => sum + (one?.expired ?? 0), 0),
      amount: closed.reduce((sum, one) => sum + (one?.amount ?? 0), 0),
    };
  };

  it('as it was', () => {
    expect(outcome(playQuarter(onTerms(4800)))).toEqual({
      overage: 540,
      rolledOver: [630, 0, 1200],
      expired: 180,
      amount: 2061000,
    });
  });

  it.each(['RECORDED', 'ELASTIC'] as const)('90 h (%s)', (demand) => {
    const quarter = playQuarter(onTerms(5400), { demand });
    expect(outcome(quarter)).toEqual({ overage: 0, rolledOver: [1230, 660, 1350], expired: 1350, amount: 2025000 });
    expect(quarter.refusals).toEqual([]);
    expect(factsOf(quarter, mar, 'PriorPeriodAdjusted')).toMatchObject([{ pool: 'BASE', minutes: -60, amount: -9000 }]);
    expect(closedAs(quarter, mar)).toMatchObject({ unused: 2700 });
  });

  it('70 h, elastic', () => {
    const quarter = playQuarter(onTerms(4200), { demand: 'ELASTIC' });
    expect(outcome(quarter)).toEqual({ overage: 1740, rolledOver: [30, 0, 780], expired: 0, amount: 2151000 });
    expect(quarter.refusals).toEqual([
      { day: '2026-01-30', requestId: 'REQ-3', shortfall: 600 },
      { day: '2026-02-10', requestId: 'REQ-6', shortfall: 570 },
      { day: '2026-02-10', requestId: 'REQ-8', shortfall: 480 },
    ]);
    expect(factsOf(quarter, feb, 'OverageRaised').at(-1)).toMatchObject({ kind: 'UNCOVERED', minutes: 150 });
    expect(factsOf(quarter, feb, 'OverageLapsed')).toMatchObject([
      { requestId: 'REQ-6', minutes: 60, was: 'APPROVED' },
    ]);
    expect(factsOf(quarter, mar, 'PriorPeriodAdjusted')).toMatchObject([{ pool: 'OVERAGE', amount: -13500 }]);
  });

  it('changes nothing when the overage is approved at once (WARN)', () => {
    const quarter = playQuarter(onTerms(4200, { mode: 'WARN' }), { demand: 'ELASTIC' });
    expect(outcome(quarter)).toMatchObject({ overage: 1740, amount: 2151000 });
  });
});

describe('the agency (AG-2)', () => {
  const agency = agreementOn({
    ...ag1,
    number: 2,
    provider: { kind: 'EXTERNAL', id: 'pr-1', teamId: 't-agency' },
    terms: { ...standardTerms, grant: { kind: 'POOL', minutesPerMonth: 2400 }, rollover: { kind: 'NONE' } },
    rates: [{ activity: null, role: null, minorPerHour: 11000, effectiveFrom: '2026-01-01' }],
  });
  const onboarded = { from: '2026-02-09', until: '2027-02-08' };

  it('rounds each line: 3 × 50 minutes are 275.01', () => {
    const { desk } = playQuarter(agency, { until: '2026-01-01' });
    desk.openMonths(jan, 4);
    desk.start(feb);
    const attempt = (day: string, valid: typeof onboarded | null) => {
      desk.today = day;
      desk.record(work({ entryId: `A-${day}`, requestId: null, minutes: 50, onboarded: valid }));
    };
    expect(refusalOf(() => attempt('2026-02-03', null)).code).toBe('PROVIDER_NOT_ONBOARDED');
    expect(refusalOf(() => attempt('2026-02-03', onboarded)).code).toBe('PROVIDER_NOT_ONBOARDED');
    for (const day of ['2026-02-12', '2026-02-16', '2026-02-18']) attempt(day, onboarded);
    const statement = statementOf(desk.history(feb));
    expect(statement?.lines.map(({ amount }) => amount)).toEqual([9167, 9167, 9167]);
    expect(statement?.totals.amount).toBe(27501);
  });
});

it('plays every entry of the page once', () => {
  expect(entries).toHaveLength(17 + 17 + 12);
  expect(new Set(entries.map((line) => periodOf(`2026-${line.split(' ')[1] ?? ''}`)))).toEqual(new Set(months));
});
