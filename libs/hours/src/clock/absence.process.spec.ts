import { balanceOf } from '../domain/index.js';
import type { HoursApi } from '../hours.fixture.js';
import { ClockBench } from './clock.fixture.js';

describe('the months of a dedicated person', () => {
  let api: HoursApi;
  beforeAll(async () => {
    api = await ClockBench.start();
  });
  afterAll(async () => {
    expect(api.parked).toEqual([]);
    await api.close();
  });

  const dedicated = (personId: string, percent: number) => ({ dedicated: { personId, percent, dailyMinutes: 480 } });
  const poolOf = async (bench: ClockBench, period: string) => balanceOf((await bench.month(period))!).basePool;
  const absent = async ({ cast }: Pick<ClockBench, 'cast'>, from: string, to: string, halfDay = false) => {
    const input = { teamId: cast.engineering, personId: cast.backend.id, from, to, halfDay, kind: 'VACATION' };
    await api.done(cast.cto, 'recordAbsence', input);
  };
  /** Half of the backend engineer, two days of February away. */
  const open = async () => {
    const cast = await api.cast('2026-01-05');
    await absent({ cast }, '2026-02-09', '2026-02-10');
    return ClockBench.with(api, cast, { grant: dedicated(cast.backend.id, 50) });
  };

  it('grant the share of working days, without absences told before', async () => {
    const bench = await open();
    // 22, 20 and 22 working days of 240 minutes.
    expect(await poolOf(bench, '2026-01')).toBe(5280);
    expect(await poolOf(bench, '2026-02')).toBe(4800 - 480);
    expect(await poolOf(bench, '2026-03')).toBe(5280);
  });

  it('follow absences told later, across months and by halves of days, and taken back', async () => {
    const bench = await open();
    const { cast } = bench;
    // Friday to Monday, then half a Wednesday; a weekend takes nothing.
    await absent(bench, '2026-02-27', '2026-03-02');
    await absent(bench, '2026-03-04', '2026-03-04', true);
    await absent(bench, '2026-03-07', '2026-03-08');
    await bench.settle();
    expect(await poolOf(bench, '2026-02')).toBe(4320 - 240);
    expect(await poolOf(bench, '2026-03')).toBe(5280 - 240 - 120);
    for (const absenceId of ['A1', 'A2'])
      await api.done(cast.cto, 'withdrawAbsence', { teamId: cast.engineering, absenceId });
    await bench.settle();
    expect(await poolOf(bench, '2026-02')).toBe(4800);
    expect(await poolOf(bench, '2026-03')).toBe(5280 - 120);
    const adjusted = (await bench.history('2026-02')).filter(({ type }) => type === 'GrantAdjusted');
    expect(adjusted.map(({ data }) => data)).toEqual([
      { minutes: -240, cause: 'ABSENCE', reason: 'Absence: 2026-02-27 to 2026-03-02 (A2)' },
      { minutes: 480, cause: 'ABSENCE', reason: 'Absence withdrawn: 2026-02-09 to 2026-02-10 (A1)' },
      { minutes: 240, cause: 'ABSENCE', reason: 'Absence withdrawn: 2026-02-27 to 2026-03-02 (A2)' },
    ]);
  });

  it('count an absence once when they are amended after it was told', async () => {
    const bench = await open();
    const { cast, agreementId } = bench;
    await absent(bench, '2026-03-02', '2026-03-02');
    await bench.settle();
    const grant = dedicated(cast.backend.id, 100);
    for (const [who, side] of [
      [cast.cmo, 'CONSUMER'],
      [cast.cto, 'PROVIDER'],
    ] as const)
      await api.done(who, 'amendAgreement', { agreementId, effectiveFromPeriod: '2026-03', grant, side });
    await bench.settle();
    expect(await poolOf(bench, '2026-03')).toBe(22 * 480 - 480);
    await absent(bench, '2026-03-03', '2026-03-03');
    await bench.settle();
    expect(await poolOf(bench, '2026-03')).toBe(22 * 480 - 960);
  });
});
