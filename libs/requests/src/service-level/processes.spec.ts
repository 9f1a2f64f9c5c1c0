import { randomUUID } from 'node:crypto';
import { workspaceZone } from '#libs/people';
import { workspacePolicy } from '#libs/policies';
import { commandIn, drafted, RequestsBench, TEAMS } from '../consumers.fixture.js';
import { type RequestEvent, requestsPolicy } from '../domain/index.js';
import { conversationWatch } from './conversation-watch.process.js';
import { serviceLevels } from './service-level.process.js';
import { sidesOf } from './working-sides.js';

const submitted: RequestEvent = {
  type: 'RequestSubmitted',
  data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
};
const triaged: RequestEvent = {
  type: 'RequestTriaged',
  data: { providerTeamId: TEAMS[1], priorityClass: 'NORMAL', roughMinutes: 60 },
};
const asked: RequestEvent = {
  type: 'QuestionAsked',
  data: { questionId: 'Q1', kind: 'WHY', blocking: true, byRole: 'ENGINEER', side: 'PROVIDER', text: 'Why?' },
};
const held: RequestEvent = { type: 'RequestHeld', data: { reason: 'Budget', reviewDate: '2026-12-31' } };
const resumed: RequestEvent = { type: 'RequestResumed', data: { reason: null } };

describe('the processes that watch requests', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
    bench.run(definitions());
  });
  afterAll(() => bench.end());

  const definitions = () => [
    serviceLevels(sidesOf(bench.pool)),
    conversationWatch((workspaceId) => workspaceZone(bench.pool, workspaceId)),
  ];
  const advance = (workspaceId: string, to: string) => bench.clock(definitions()).advance(workspaceId, to);
  const said = async (workspaceId: string, requestId: string) =>
    (await bench.history(workspaceId, requestId))
      .filter(({ meta }) => meta.actorRole === 'process')
      .map(({ type, recordedAt }) => `${type} ${recordedAt}`);
  const given = async (startsAt: string, ...facts: RequestEvent[]) => {
    const workspaceId = await bench.sandbox('Europe/Berlin', startsAt);
    const requestId = randomUUID();
    await bench.record(workspaceId, requestId, drafted(1), ...facts);
    return { workspaceId, requestId };
  };

  it('says after the working minutes of a week with a weekend in it that a first response is due, then breached', async () => {
    // Friday 15:00 in Berlin: two hours on Friday, the rest on Monday. 360 minutes: Monday 13:00; 480: Monday 15:00.
    const { workspaceId, requestId } = await given('2026-01-09T14:00:00.000Z', submitted);
    await advance(workspaceId, '2026-01-13T00:00:00.000Z');
    expect(await said(workspaceId, requestId)).toEqual([
      'FirstResponseDue 2026-01-12T12:00:00.000Z',
      'FirstResponseBreached 2026-01-12T14:00:00.000Z',
    ]);
  });

  it('keeps to the working day across a change of clocks', async () => {
    // Friday 27 March 16:00 CET: one hour on Friday; Monday is in CEST. 480 minutes: Monday 16:00 CEST = 14:00 UTC.
    const { workspaceId, requestId } = await given('2026-03-27T15:00:00.000Z', submitted);
    await advance(workspaceId, '2026-03-31T00:00:00.000Z');
    expect(await said(workspaceId, requestId)).toEqual([
      'FirstResponseDue 2026-03-30T12:00:00.000Z',
      'FirstResponseBreached 2026-03-30T14:00:00.000Z',
    ]);
  });

  it('rests on hold, and says nothing of what was answered in time', async () => {
    const { workspaceId, requestId } = await given('2026-01-05T08:00:00.000Z', submitted, triaged, asked);
    await advance(workspaceId, '2026-01-05T10:00:00.000Z');
    await bench.record(workspaceId, requestId, held);
    await advance(workspaceId, '2026-01-07T10:00:00.000Z');
    expect(await said(workspaceId, requestId)).toEqual([]);
    await bench.record(workspaceId, requestId, resumed);
    await advance(workspaceId, '2026-01-08T00:00:00.000Z');
    // 120 minutes before the hold; 240 more from 11:00 to 15:00, 120 more until 17:00 in Berlin.
    expect(await said(workspaceId, requestId)).toEqual([
      'AnswerDue 2026-01-07T14:00:00.000Z',
      'AnswerBreached 2026-01-07T16:00:00.000Z',
    ]);
  });

  it('says once that nobody has said anything for ten days, until somebody does', async () => {
    const { workspaceId, requestId } = await given('2026-01-05T08:00:00.000Z', submitted, triaged);
    await advance(workspaceId, '2026-02-20T00:00:00.000Z');
    expect(await said(workspaceId, requestId)).toEqual(['ConversationStalled 2026-01-14T23:00:00.000Z']);
  });

  it('goes by what both leads set for that day, and names the version', async () => {
    const { workspaceId, requestId } = await given('2026-01-05T08:00:00.000Z');
    const value = { ...requestsPolicy.initial, stalledAfterDays: 5, slaWarningPercent: 50 };
    const wish = { kind: 'REQUESTS', effectiveFrom: '2026-01-06', value, reason: null } as const;
    const byIds = ['p-cleo', 'p-theo'] as const;
    const set = { type: 'PolicySet', data: { ...wish, version: 2, setOn: '2026-01-05', byIds } } as const;
    const policy = { aggregate: workspacePolicy, id: 'REQUESTS', expect: 'latest' } as const;
    await bench.log.decideOne(commandIn(workspaceId), policy, () => [set]);
    await advance(workspaceId, '2026-01-06T08:00:00.000Z');
    await bench.record(workspaceId, requestId, submitted, triaged, asked);
    await advance(workspaceId, '2026-01-31T00:00:00.000Z');
    // Half of 480 minutes after 09:00 in Berlin; five days after the 6th.
    expect(await said(workspaceId, requestId)).toEqual([
      'AnswerDue 2026-01-06T12:00:00.000Z',
      'AnswerBreached 2026-01-06T16:00:00.000Z',
      'ConversationStalled 2026-01-10T23:00:00.000Z',
    ]);
    const named = (await bench.history(workspaceId, requestId)).filter(({ meta }) => meta.actorRole === 'process');
    expect(named.map(({ meta }) => meta.policyVersion)).toEqual([2, 2, 2]);
  });
});
