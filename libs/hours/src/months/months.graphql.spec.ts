import { toGlobalId } from '#libs/api-kit';
import { person } from '#libs/people';
import { agreementOn, type ToldFacts } from '../domain/given.spec-kit.js';
import { playQuarter } from '../domain/quarter.spec-kit.js';
import { HoursApi, type Member } from '../hours.fixture.js';
import { idOf, replay, type Replayed, signedAgreement } from './replay.fixture.js';

interface Month {
  readonly id: string;
  readonly period: string;
  readonly status: string;
  readonly version: number;
  readonly asOfPosition: string;
  readonly balance: Readonly<Record<string, number>>;
  readonly reservations: readonly { readonly requestId: string; readonly openMinutes: number }[];
  readonly restated: { readonly billedMinutes: number; readonly amount: { readonly minorUnits: number } | null } | null;
}

const MONTH = `id period status version asOfPosition
  balance { basePoolMinutes consumedMinutes openReservedMinutes availableMinutes overageConsumedMinutes uncoveredMinutes }
  reservations { requestId openMinutes } restated { billedMinutes creditMinutes amount { minorUnits } }`;
const ALLOTMENT = `query ($id: ID, $agreementId: ID, $period: String, $asOf: HoursAsOf) {
  allotment(id: $id, agreementId: $agreementId, period: $period, asOf: $asOf) { ${MONTH} } }`;
const ALLOTMENTS = `query ($agreementId: ID!, $from: String!, $to: String!, $asOf: HoursAsOf) {
  allotments(agreementId: $agreementId, from: $from, to: $to, asOf: $asOf) { ${MONTH} } }`;
const CHECK = `query ($agreementId: ID!, $asOf: AsOf) { ledgerCheck(agreementId: $agreementId, asOf: $asOf) {
  a b c balanced months asOfPosition sums { grantedMinutes baseConsumedMinutes baseCreditMinutes expiredMinutes availableMinutes
  openReservedMinutes overageApprovedMinutes overageConsumedMinutes recordedMinutes uncoveredMinutes } } }`;
const BURN = `query ($agreementId: ID!, $period: String!, $asOf: HoursAsOf) {
  burn(agreementId: $agreementId, period: $period, asOf: $asOf) { day capacityMinutes recordedMinutes workingDays workingDaysPassed
    projectedMinutes daysUntilExhausted weeks { week from to workingDays recordedMinutes cumulativeMinutes evenPaceMinutes } } }`;

/** The last millisecond of a minute in Berlin, which is an hour ahead in winter. */
const known = (day: string, time = '23:59'): { recordedAt: string } => ({
  recordedAt: new Date(Date.parse(`${day}T${time}:59.999Z`) - 3_600_000).toISOString(),
});

describe('months of the demo quarter', () => {
  let api: HoursApi;
  let quarter: Replayed;

  beforeAll(async () => {
    api = await HoursApi.start();
    quarter = await signedAgreement(api);
    const told: ToldFacts[] = [];
    playQuarter(agreementOn(), { tell: (facts) => told.push(facts) });
    await replay(api, quarter, told);
    await api.setClock(quarter.cast.workspaceId, '2026-04-09T08:00:00.000Z');
  });
  afterAll(() => api.close());

  const month = (
    period: string,
    asOf: object | null = null,
    who: Member = quarter.cast.finance,
  ): Promise<Month | null> => api.ask<Month | null>(ALLOTMENT, who, { agreementId: quarter.id, period, asOf });
  const open = (found: Month | null): Record<string, number> =>
    Object.fromEntries(
      (found?.reservations ?? [])
        .filter(({ openMinutes }) => openMinutes > 0)
        .map((one) => [one.requestId, one.openMinutes]),
    );
  const request = (name: string): string => toGlobalId('Request', idOf(name));
  const codeOf = async (source: string, variables: object): Promise<unknown> =>
    (await api.run(source, quarter.cast.finance, variables)).errors?.[0]?.extensions?.['code'];

  describe('as they were known (demo quarter 5.5)', () => {
    it.each([
      [
        '2026-02',
        known('2026-02-04', '17:59'),
        { basePoolMinutes: 4800, consumedMinutes: 780, openReservedMinutes: 4020, availableMinutes: 0 },
      ],
      [
        '2026-02',
        known('2026-02-10'),
        { basePoolMinutes: 5430, consumedMinutes: 2340, openReservedMinutes: 3060, availableMinutes: 30 },
      ],
      [
        '2026-02',
        known('2026-02-25'),
        {
          consumedMinutes: 5370,
          overageConsumedMinutes: 450,
          uncoveredMinutes: 150,
          openReservedMinutes: 60,
          availableMinutes: 0,
        },
      ],
      [
        '2026-02',
        known('2026-02-28'),
        { consumedMinutes: 5430, overageConsumedMinutes: 450, uncoveredMinutes: 90, availableMinutes: 0 },
      ],
      ['2026-03', known('2026-03-17'), { consumedMinutes: 3000, availableMinutes: 1500 }],
      ['2026-03', known('2026-03-18'), { consumedMinutes: 3270, availableMinutes: 1500 }],
    ])('%s at %o', async (period, asOf, figures) => {
      expect((await month(period, asOf))?.balance).toMatchObject(figures);
    });

    it('with what was reserved for whom', async () => {
      expect(open(await month('2026-02', known('2026-02-04', '17:59')))).toEqual({
        [request('REQ-1')]: 2220,
        [request('REQ-3')]: 1800,
      });
      expect(open(await month('2026-02', known('2026-02-10')))).toEqual({
        [request('REQ-1')]: 1440,
        [request('REQ-3')]: 1020,
        [request('REQ-6')]: 600,
      });
      expect(open(await month('2026-03', known('2026-03-18')))).toMatchObject({ [request('REQ-4')]: 30 });
    });
  });

  it('are restated by the day of the work, on either axis (5.4)', async () => {
    const restatedAt = async (asOf: object) => (await month('2026-02', asOf))?.restated?.billedMinutes;
    expect(await restatedAt({ businessDate: '2026-03-31' })).toBe(5910);
    expect(await restatedAt({ ...known('2026-03-10'), businessDate: '2026-03-31' })).toBe(5970);
    expect(await restatedAt({ businessDate: '2026-02-03' })).toBe(420);
    expect((await month('2026-02'))?.restated).toBeNull();
    const all = await api.ask<Month[]>(ALLOTMENTS, quarter.cast.finance, {
      agreementId: quarter.id,
      from: '2026-01',
      to: '2026-03',
      asOf: { businessDate: '2026-03-31' },
    });
    expect(all.map(({ restated }) => restated?.billedMinutes)).toEqual([4170, 5910, 3420]);
    expect(all[1]!.restated!.amount).toEqual({ minorUnits: 936_000 - 13_500 });
  });

  it('stand as balances of a window, then and now', async () => {
    const window = { agreementId: quarter.id, from: '2026-01', to: '2026-12' };
    const now = await api.ask<Month[]>(ALLOTMENTS, quarter.cast.finance, window);
    expect(now.map(({ period, status }) => `${period} ${status}`)).toEqual([
      '2026-01 CLOSED',
      '2026-02 CLOSED',
      '2026-03 CLOSED',
      '2026-04 OPEN',
    ]);
    const then = await api.ask<Month[]>(ALLOTMENTS, quarter.cast.finance, { ...window, asOf: known('2026-02-04') });
    expect(then.map(({ status }) => status)).toEqual(['CLOSING', 'OPEN', 'PLANNED', 'PLANNED']);
    expect(new Set(then.map(({ asOfPosition }) => asOfPosition)).size).toBe(1);
    const before = await api.ask<Month[]>(ALLOTMENTS, quarter.cast.finance, { ...window, asOf: known('2025-12-20') });
    expect(before).toEqual([]);
    expect(await month('2026-02', known('2025-12-20'))).toBeNull();
    expect(await month('2030-01')).toBeNull();
  });

  it('name a position, at which they are the same forever; by id and as a node as well', async () => {
    const present = (await month('2026-02'))!;
    const again = await month('2026-02', { position: present.asOfPosition });
    expect(again).toEqual(present);
    const then = (await month('2026-02', known('2026-02-10')))!;
    expect(await month('2026-02', { position: then.asOfPosition })).toEqual(then);
    expect(await api.ask<Month>(ALLOTMENT, quarter.cast.finance, { id: present.id })).toEqual(present);
    const node = await api.ask(
      `query ($id: ID!) { node(id: $id) { id ... on Allotment { period version } } }`,
      quarter.cast.finance,
      {
        id: present.id,
      },
    );
    expect(node).toEqual({ id: present.id, period: '2026-02', version: present.version });
  });

  it('are read by as many statements, however many one operation asks for', async () => {
    const { asOfPosition } = (await month('2026-02'))!;
    const { pool } = api;
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    const statementsOf = async (periods: readonly string[]): Promise<number> => {
      let asked = 0;
      const counting = (...args: unknown[]): unknown => {
        asked += JSON.stringify(args[0]).includes('log_past_') ? 1 : 0;
        return query(...args);
      };
      Object.assign(pool, { query: counting });
      const fields = periods.map(
        (period, index) =>
          `m${index}: allotment(agreementId: "${quarter.id}", period: "${period}", asOf: { position: "${asOfPosition}" }) { period }`,
      );
      const { data } = await api.run(`{ ${fields.join(' ')} }`, quarter.cast.finance);
      Reflect.deleteProperty(pool, 'query');
      expect(Object.values(data ?? {})).toEqual(periods.map((period) => ({ period })));
      return asked;
    };
    expect(await statementsOf(['2026-02'])).toBe(2);
    expect(await statementsOf(['2026-01', '2026-02', '2026-03', '2026-04'])).toBe(2);
  });

  it('are refused where the past is not over, not of this log, or not said clearly', async () => {
    const at = (asOf: object) => codeOf(ALLOTMENT, { agreementId: quarter.id, period: '2026-02', asOf });
    const elsewhere = (epoch: string, position: number) => Buffer.from(`${epoch}.${position}`).toString('base64url');
    const { asOfPosition } = (await month('2026-02'))!;
    const [epoch] = Buffer.from(asOfPosition, 'base64url').toString().split('.');
    expect(await at({ recordedAt: '2026-04-09T08:00:00.000Z' })).toBe('INSTANT_NOT_PAST');
    expect(await at({ position: elsewhere('another', 3) })).toBe('INVALID_POSITION');
    expect(await at({ position: elsewhere(epoch!, 1e9) })).toBe('INVALID_POSITION');
    expect(await at({ ...known('2026-02-10'), position: asOfPosition })).toBe('VALIDATION_FAILED');
    expect(await codeOf(ALLOTMENT, { agreementId: quarter.id })).toBe('VALIDATION_FAILED');
    const window = (from: string, to: string) => codeOf(ALLOTMENTS, { agreementId: quarter.id, from, to });
    expect([await window('2026-01', '2028-12'), await window('2026-01', '2029-01')]).toEqual([
      undefined,
      'VALIDATION_FAILED',
    ]);
    expect([await window('2026-02', '2026-01'), await window('2026-2', '2026-03')]).toEqual([
      'VALIDATION_FAILED',
      'VALIDATION_FAILED',
    ]);
  });

  it('are shown to those who may see hours today, whatever they might see then', async () => {
    const { workspaceId } = quarter.cast;
    const role = { role: 'FINANCE', teamId: null } as const;
    const former = await api.join(workspaceId, [role]);
    const asOf = known('2026-02-10');
    const later = await month('2026-02', asOf, former);
    // Who joined long after sees what was known then.
    expect(later?.balance['availableMinutes']).toBe(30);
    await api.happened(workspaceId, { aggregate: person, id: former.personId }, [
      { type: 'RoleRevoked', data: { personId: former.personId, ...role } },
    ]);
    const ask = async (source: string, variables: object) => {
      const { data, errors } = await api.run(source, former, { agreementId: quarter.id, ...variables });
      return [Object.values(data ?? {}).filter((value) => value !== null), errors?.[0]?.extensions?.['code']];
    };
    const hidden = [[], undefined];
    expect(await ask(ALLOTMENT, { period: '2026-02', asOf })).toEqual(hidden);
    expect(await ask(ALLOTMENT, { period: '2026-02', asOf: { position: later!.asOfPosition } })).toEqual(hidden);
    expect(await ask(CHECK, { asOf })).toEqual(hidden);
    expect(await ask(BURN, { period: '2026-02', asOf })).toEqual(hidden);
    expect(await ask(ALLOTMENTS, { from: '2026-01', to: '2026-03', asOf })).toEqual([[], 'FORBIDDEN']);
  });

  it('hide amounts from those who see minutes alone', async () => {
    const shown = await month('2026-02', { businessDate: '2026-03-31' }, quarter.cast.backend);
    expect(shown?.restated).toMatchObject({ billedMinutes: 5910, amount: null });
  });

  it('add up (H11), with both sides shown', async () => {
    const check = await api.ask<Record<string, unknown>>(CHECK, quarter.cast.auditor, { agreementId: quarter.id });
    expect(check).toMatchObject({ a: 0, b: 0, c: 0, balanced: true, months: 4 });
    // The quarter's 14,400 = 13,020 + 180 + 1,200, and April's 4,800 that nobody has touched.
    expect(check['sums']).toMatchObject({
      grantedMinutes: 14_400 + 4_800,
      baseConsumedMinutes: 13_020,
      expiredMinutes: 180,
      availableMinutes: 1_200 + 4_800,
      overageApprovedMinutes: 540,
      overageConsumedMinutes: 540,
      recordedMinutes: 13_560,
    });
    const then = await api.ask<Record<string, unknown>>(CHECK, quarter.cast.auditor, {
      agreementId: quarter.id,
      asOf: known('2026-02-25'),
    });
    expect(then).toMatchObject({ balanced: true, sums: { uncoveredMinutes: 150, overageApprovedMinutes: 450 } });
    const nobody = { agreementId: toGlobalId('Agreement', idOf('r-none')) };
    expect(await api.ask(CHECK, quarter.cast.auditor, nobody)).toBeNull();
  });

  it('burn week by week', async () => {
    const burn = (asOf: object | null) =>
      api.ask<Record<string, unknown>>(BURN, quarter.cast.cmo, { agreementId: quarter.id, period: '2026-02', asOf });
    const half = await burn(known('2026-02-13'));
    // 3,240 of 5,880 in ten of twenty working days.
    expect(half).toMatchObject({
      day: '2026-02-13',
      capacityMinutes: 5880,
      recordedMinutes: 3240,
      workingDays: 20,
      workingDaysPassed: 10,
      projectedMinutes: 6480,
      daysUntilExhausted: 8,
    });
    expect(half['weeks']).toEqual([
      {
        week: '2026-W05',
        from: '2026-02-01',
        to: '2026-02-01',
        workingDays: 0,
        recordedMinutes: 0,
        cumulativeMinutes: 0,
        evenPaceMinutes: 0,
      },
      {
        week: '2026-W06',
        from: '2026-02-02',
        to: '2026-02-08',
        workingDays: 5,
        recordedMinutes: 1560,
        cumulativeMinutes: 1560,
        evenPaceMinutes: 1470,
      },
      {
        week: '2026-W07',
        from: '2026-02-09',
        to: '2026-02-15',
        workingDays: 5,
        recordedMinutes: 1680,
        cumulativeMinutes: 3240,
        evenPaceMinutes: 2940,
      },
      {
        week: '2026-W08',
        from: '2026-02-16',
        to: '2026-02-22',
        workingDays: 5,
        recordedMinutes: 0,
        cumulativeMinutes: 3240,
        evenPaceMinutes: 4410,
      },
      {
        week: '2026-W09',
        from: '2026-02-23',
        to: '2026-02-28',
        workingDays: 5,
        recordedMinutes: 0,
        cumulativeMinutes: 3240,
        evenPaceMinutes: 5880,
      },
    ]);
    const now = await burn(null);
    expect(now).toMatchObject({
      day: '2026-04-09',
      capacityMinutes: 5970,
      recordedMinutes: 5970,
      daysUntilExhausted: 0,
    });
    // From rows and from the log the same.
    expect(await burn({ recordedAt: '2026-04-09T07:59:59.999Z' })).toEqual({ ...now, day: '2026-04-09' });
    expect(await burn({ businessDate: '2026-02-03' })).toMatchObject({
      day: '2026-02-03',
      recordedMinutes: 420,
      workingDaysPassed: 2,
    });
  });
});
