import { randomUUID } from 'node:crypto';
import { workspaceZone } from '#libs/people';
import { RequestsBench, drafted } from '../consumers.fixture.js';
import type { RequestEvent } from '../domain/index.js';
import { holdReview } from './hold-review.process.js';

const heldUntil = (reviewDate: string): RequestEvent => ({
  type: 'RequestHeld',
  data: { reason: 'Budget', reviewDate },
});
const resumed: RequestEvent = { type: 'RequestResumed', data: { reason: null } };
const withdrawn: RequestEvent = { type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } };
const declined: RequestEvent = {
  type: 'RequestDeclined',
  data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null },
};
const START = '2026-03-20T08:00:00.000Z';

describe('the review of a hold', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
    bench.run([definition()]);
  });
  afterAll(() => bench.end());

  const definition = () => holdReview((workspaceId) => workspaceZone(bench.pool, workspaceId));
  const advance = (workspaceId: string, to: string) => bench.clock([definition()]).advance(workspaceId, to);
  const dues = async (workspaceId: string, requestId: string) =>
    (await bench.history(workspaceId, requestId))
      .filter(({ type }) => type === 'RequestHoldReviewDue')
      .map(({ data, recordedAt }) => [(data as { reviewDate: string }).reviewDate, recordedAt]);
  const given = async (...facts: RequestEvent[]) => {
    const workspaceId = await bench.sandbox('Europe/Berlin', START);
    const requestId = randomUUID();
    await bench.record(workspaceId, requestId, drafted(1), ...facts);
    return { workspaceId, requestId };
  };

  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['America/Sao_Paulo', '2026-03-29', '2026-03-29T03:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-29', '2026-03-28T18:30:00.000Z'],
    ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00.000Z'],
    ['Pacific/Auckland', '2026-04-06', '2026-04-05T12:00:00.000Z'],
  ])('in %s on %s comes when that day begins there: %s', async (zone, date, instant) => {
    const workspaceId = await bench.sandbox(zone, START);
    const requestId = randomUUID();
    await bench.record(workspaceId, requestId, drafted(1), heldUntil(date));
    await advance(workspaceId, new Date(Date.parse(instant) - 1).toISOString());
    expect(await dues(workspaceId, requestId)).toEqual([]);
    expect((await advance(workspaceId, '2026-06-01T00:00:00.000Z')).stops).toEqual([instant]);
    expect(await dues(workspaceId, requestId)).toEqual([[date, instant]]);
    const [due] = (await bench.history(workspaceId, requestId)).slice(-1);
    expect(due?.meta).toMatchObject({
      actorId: 'process:hold-review',
      actorRole: 'process',
      policyVersion: expect.any(Number),
    });
  });

  it.each([
    ['resumed', resumed],
    ['withdrawn', withdrawn],
    ['declined', declined],
  ])('does not come for a request that was %s', async (_what, fact) => {
    const { workspaceId, requestId } = await given(heldUntil('2026-04-01'));
    await bench.record(workspaceId, requestId, fact);
    expect((await advance(workspaceId, '2026-06-01T00:00:00.000Z')).stops).toEqual([]);
    expect(await dues(workspaceId, requestId)).toEqual([]);
  });

  it('comes once for each hold, on the date of the hold that stands', async () => {
    const { workspaceId, requestId } = await given(heldUntil('2026-04-01'));
    await bench.record(workspaceId, requestId, resumed, heldUntil('2026-04-03'));
    await advance(workspaceId, '2026-04-02T12:00:00.000Z');
    expect(await dues(workspaceId, requestId)).toEqual([]);
    await advance(workspaceId, '2026-04-04T00:00:00.000Z');
    await bench.record(workspaceId, requestId, resumed, heldUntil('2026-05-04'));
    await advance(workspaceId, '2026-06-01T00:00:00.000Z');
    expect(await dues(workspaceId, requestId)).toEqual([
      ['2026-04-03', '2026-04-02T22:00:00.000Z'],
      ['2026-05-04', '2026-05-03T22:00:00.000Z'],
    ]);
  });

  it('comes at once on the day of the hold itself', async () => {
    const { workspaceId, requestId } = await given(heldUntil('2026-03-20'));
    await advance(workspaceId, START);
    expect(await dues(workspaceId, requestId)).toEqual([['2026-03-20', START]]);
  });

  it('waits for the day to begin where the workspace has moved to', async () => {
    const { workspaceId, requestId } = await given(heldUntil('2026-04-01'));
    await advance(workspaceId, START);
    await bench.owner.query(`update people.workspace set time_zone = 'America/New_York' where workspace_id = $1`, [
      workspaceId,
    ]);
    await advance(workspaceId, '2026-06-01T00:00:00.000Z');
    expect(await dues(workspaceId, requestId)).toEqual([['2026-04-01', '2026-04-01T04:00:00.000Z']]);
  });

  it('leaves a stream of no known workspace behind, for an operator to see', async () => {
    const [workspaceId, requestId] = [randomUUID(), randomUUID()];
    const position = await bench.record(workspaceId, requestId, drafted(1), heldUntil('2026-04-01'));
    await bench.consumers.waitFor({ name: 'hold-review' }, position);
    expect(await bench.consumers.parkedStreams({ name: 'hold-review' }, workspaceId)).toHaveLength(1);
  });
});
