import { fromGlobalId } from '#libs/api-kit';
import { calendarStream } from '#libs/calendar';
import type { Instant } from '#libs/event-log';
import { allotment, type AllotmentEvent } from '../domain/index.js';
import { hoursConsumers } from '../consumers.js';
import { HoursApi } from '../hours.fixture.js';
import { OverageBench } from './overage.fixture.js';
import { overageFlow, waitedUntilBy } from './overage-flow.process.js';

describe('overage that waits', () => {
  let api: HoursApi;
  beforeAll(async () => {
    // A second run of the process begins at the start of the log beside the first: whatever one says, the other finds said.
    api = await HoursApi.start({
      consumers: (pool) => [overageFlow(waitedUntilBy(pool)), { ...overageFlow(waitedUntilBy(pool)), version: 2 }],
    });
  });
  afterAll(async () => {
    expect(api.parked).toEqual([]);
    await api.close();
  });

  const stream = ({ agreementId }: OverageBench, period: string) =>
    `${allotment.type}-${fromGlobalId(agreementId, 'Agreement')}-${period}`;
  const said = async (bench: OverageBench, period = '2026-01'): Promise<string[]> => {
    const { workspaceId } = bench.cast;
    await api.readable();
    return (await api.log.readStream({ workspaceId, streamId: stream(bench, period) }))
      .filter(({ type }) => type === 'OverageReminded' || type === 'OverageEscalated')
      .map(({ type, data, recordedAt, meta }) => {
        expect(meta.actorId).toBe('process:overage-flow');
        return `${type} ${(data as { overageId: string }).overageId} ${recordedAt}`;
      });
  };
  const advance = (bench: OverageBench, to: Instant) => api.advance(bench.cast.workspaceId, to);
  const asked = async (startsOn = '2026-01-05', period = '2026-01') => {
    const bench = await OverageBench.open(api, {}, startsOn);
    await bench.ask(await bench.request(), 90, bench.cast.cmo, period);
    return bench;
  };
  const happened = (bench: OverageBench, ...facts: AllotmentEvent[]) => {
    const id = stream(bench, '2026-01').slice(allotment.type.length + 1);
    return api.happened(bench.cast.workspaceId, { aggregate: allotment, id }, facts);
  };

  it('is called to mind after a working day, and escalated after three, each once', async () => {
    const bench = await asked();
    await advance(bench, '2026-01-06T07:59:59.999Z');
    expect(await said(bench)).toEqual([]);
    await advance(bench, '2026-02-01T08:00:00.000Z');
    expect(await said(bench)).toEqual([
      'OverageReminded O1 2026-01-06T08:00:00.000Z',
      'OverageEscalated O1 2026-01-08T08:00:00.000Z',
    ]);
  });

  it('keeps to the provider’s working days, and to the local time across a change of clocks', async () => {
    // Friday 27 March, 09:00 CET. Monday is a holiday of engineering; on Tuesday 09:00 is CEST.
    const bench = await asked('2026-03-27', '2026-03');
    const calendar = calendarStream(fromGlobalId(bench.cast.engineering, 'Team'));
    const holidays = [{ date: '2026-03-30', name: 'Outing' }];
    await api.happened(bench.cast.workspaceId, calendar, [{ type: 'HolidaysAdded', data: { holidays } }]);
    await advance(bench, '2026-04-10T08:00:00.000Z');
    expect(await said(bench, '2026-03')).toEqual([
      'OverageReminded O1 2026-03-31T07:00:00.000Z',
      'OverageEscalated O1 2026-04-02T07:00:00.000Z',
    ]);
  });

  it('is not spoken of once both leads have signed', async () => {
    const bench = await asked();
    await bench.sign('O1', 'CONSUMER');
    await advance(bench, '2026-01-07T08:00:00.000Z');
    await bench.sign('O1', 'PROVIDER');
    await advance(bench, '2026-02-01T08:00:00.000Z');
    expect(await said(bench)).toEqual(['OverageReminded O1 2026-01-06T08:00:00.000Z']);
  });

  it('is not spoken of once it was declined, withdrawn or lapsed', async () => {
    const declined = await asked();
    const input = { allotmentId: declined.month(), overageId: 'O1', side: 'PROVIDER', reason: 'No room.' };
    await api.done(declined.cast.cto, 'declineOverage', input);
    const lapsed = await asked();
    const requestId = 'a1b0c1d2-0000-4000-8000-000000000001';
    await happened(lapsed, {
      type: 'OverageLapsed',
      data: { overageId: 'O1', requestId, minutes: 90, was: 'PENDING' },
    });
    const withdrawn = await OverageBench.open(api);
    await withdrawn.exhaust();
    await withdrawn.work('F17', await withdrawn.request(), 90);
    const entries = { allotmentId: withdrawn.month(), entryIds: ['F17'], decision: 'WRITE_OFF', side: 'PROVIDER' };
    await api.done(withdrawn.cast.cto, 'decideUncovered', entries);
    for (const bench of [declined, lapsed, withdrawn]) {
      expect((await advance(bench, '2026-02-01T08:00:00.000Z')).stops).toEqual([]);
      expect(await said(bench)).toEqual([]);
    }
  });

  it('of uncovered time is spoken of as well, and each overage for itself', async () => {
    const bench = await OverageBench.open(api);
    await bench.ask(await bench.request());
    await advance(bench, '2026-01-06T16:00:00.000Z');
    await bench.exhaust();
    await bench.work('F17', await bench.request(), 150, { workedOn: '2026-01-06' });
    await advance(bench, '2026-01-20T08:00:00.000Z');
    expect(await said(bench)).toEqual([
      'OverageReminded O1 2026-01-06T08:00:00.000Z',
      'OverageReminded O2 2026-01-07T16:00:00.000Z',
      'OverageEscalated O1 2026-01-08T08:00:00.000Z',
      'OverageEscalated O2 2026-01-09T16:00:00.000Z',
    ]);
  });

  it('that the agreement approves by itself is not spoken of', async () => {
    const bench = await OverageBench.open(api, { overage: { mode: 'WARN', factorPercent: 150 } });
    await bench.exhaust();
    await bench.work('F17', await bench.request(), 150);
    expect((await advance(bench, '2026-02-01T08:00:00.000Z')).stops).toEqual([]);
    expect(await said(bench)).toEqual([]);
  });

  it('is watched wherever the service runs', () => {
    expect(hoursConsumers(api.pool).map(({ name }) => name)).toContain('overage-flow');
  });
});
