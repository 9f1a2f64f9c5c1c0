import type { DemoAccess } from '#libs/people';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { InnerVoice } from '../../apps/api/src/demo/inner-voice.js';
import { tellDemoQuarter } from '../../apps/api/src/demo/tell-demo-quarter.js';
import type { Asking, Voice } from '../../apps/api/src/demo/voice.js';
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
