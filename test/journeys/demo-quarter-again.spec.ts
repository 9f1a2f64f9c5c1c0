import { type DemoAccess, QUARTER_WORKSPACE_ID } from '#libs/people';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { tellDemoQuarter } from '../../apps/api/src/demo/tell-demo-quarter.js';
import type { Asking, Voice } from '../../apps/api/src/demo/voice.js';
import { figuresOf, linesOf, quarterReports } from './quarter-reports.js';
import { quarterPeople } from './quarter-world.js';

/** Loses the answer of a mutation that was carried out, as if the process had been killed then: nothing is asked any more. */
class CutShort implements Voice {
  private left: number;

  constructor(
    private readonly voice: Voice,
    private readonly mutation: string,
    nth: number,
  ) {
    this.left = nth;
  }

  async answer<Shape>(document: string, asking: Asking): Promise<Shape> {
    if (this.left === 0) throw new Error('Nobody answers any more.');
    const answer = await this.voice.answer<Shape>(document, asking);
    if (document.includes(`${this.mutation}(`)) this.left -= 1;
    if (this.left === 0) throw new Error('Cut short.');
    return answer;
  }
}

interface Found {
  readonly agreements: { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
}

interface Bills {
  readonly totals: { readonly billedMinutes: number };
  readonly months: readonly { readonly status: string; readonly totals: { readonly amount: object } }[];
}

describe('the demo quarter of a start that was cut short', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let people: readonly DemoAccess[];
  let voice: InnerVoice;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    people = await quarterPeople(api);
    voice = new InnerVoice(api.service, api.schema, people);
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  const tell = (by: Voice): Promise<boolean | null> => tellDemoQuarter(api.service.pool, by, people);
  const events = async (): Promise<number> => {
    const { rows } = await api.service.pool.query<{ events: number }>('select count(*) as events from log.event');
    return rows[0]!.events;
  };

  it('is gone on with wherever it ended, and is told once', async () => {
    // Both sides have said what they hope for, and no verdict is there: that is not its end.
    await expect(tell(new CutShort(voice, 'startWork', 1))).rejects.toThrow('Cut short.');
    await expect(tell(new CutShort(voice, 'acceptStatement', 2))).rejects.toThrow('Cut short.');
    expect(await tell(voice)).toBe(true);

    const { agreements } = await voice.run<Found>('{ agreements(first: 2) { totalCount nodes { id } } }', {
      as: 'CMO',
    });
    expect(agreements.totalCount).toBe(2);
    const bills = await voice.answer<Bills>(
      `query ($id: ID!) { statements(agreementId: $id, from: "2026-01", to: "2026-03") {
        totals { billedMinutes } months { status totals { amount { minorUnits } } } } }`,
      { as: 'Finance Controller', variables: { id: agreements.nodes[0]!.id } },
    );
    expect(bills).toEqual({
      totals: { billedMinutes: 13_500 },
      months: [625_500, 936_000, 499_500].map((minorUnits) => ({
        status: 'CLOSED',
        totals: { amount: { minorUnits } },
      })),
    });

    const stored = await events();
    expect(await tell(voice)).toBe(false);
    expect(await events()).toBe(stored);
  }, 180_000);

  it('is reported with the figures of the pages', async () => {
    const reports = await quarterReports(api, QUARTER_WORKSPACE_ID);
    const bill = reports.get('monthly-hours-and-bill');
    expect(figuresOf(bill)).toMatchObject({ Amount: 2_061_000, 'Billed time': 13_500, 'Of that overage': 540 });
    const months = linesOf(bill, 'AG-1 by month');
    expect(['2026-01', '2026-02', '2026-03', 'Total'].map((month) => months[month]?.at(-1))).toEqual([
      625_500, 936_000, 499_500, 2_061_000,
    ]);
    expect(linesOf(bill, 'AG-1 by request')).toMatchObject({
      'REQ-1 Personalised onboarding flow': [7_200, 1_080_000],
      'No request': [360, 54_000],
    });
    expect(linesOf(bill, 'AG-2 by month')['Total']?.at(-1)).toBe(27_501);
    expect(figuresOf(reports.get('lead-and-scoping-time'))).toMatchObject({
      'Lead time, median': 30,
      '85 of 100 within': 62,
      'Scoping, median': 7,
    });
    expect(figuresOf(reports.get('plan-stability'))).toMatchObject({ 'Plan stability': 57.1, 'Moved later': 3 });
    expect(figuresOf(reports.get('risk-exposure'))).toMatchObject({
      'As found': 129,
      'Open exposure': 53,
      Change: -58.9,
    });
    expect(figuresOf(reports.get('rework'))).toMatchObject({ 'Rework a month': 130, 'Avoided, by estimate': 8_100 });
    const calibration = figuresOf(reports.get('estimate-calibration'));
    expect(calibration['Mean error']).toBeCloseTo(8.83, 2);
    expect(calibration['Bias: all work against all estimates']).toBeCloseTo(3.79, 2);
    const scores = linesOf(reports.get('collaboration-scoreboard'), 'Metrics');
    expect(scores['M3']?.slice(0, 6)).toEqual(['Scoping time', 7, 'days', 7, 8.75, -20]);
    expect(scores['M22']?.slice(0, 4)).toEqual(['Lead time', 30, 'days', 7]);
  });

  it('is told by one process, however many start', async () => {
    const claim = await api.service.pool.connect();
    try {
      await claim.query(`select pg_advisory_lock(hashtextextended('twolane demo quarter', 0))`);
      const nobody: Voice = { answer: () => Promise.reject(new Error('Somebody else tells it.')) };
      expect(await tell(nobody)).toBeNull();
    } finally {
      claim.release(true);
    }
  });
});
