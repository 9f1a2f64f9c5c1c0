import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '#libs/event-log';
import { drafted, PERSON, RequestsBench, TEAMS } from '../consumers.fixture.js';
import { request, type KnownRequest, type Request, type RequestEvent } from '../domain/index.js';
import { REQUEST_COUNTS, requestCounts } from './request-counts.projection.js';
import { type Counted, countedTypes, countOn, groupOf, keyOf } from './request-counts.js';

const facts: readonly RequestEvent[] = [
  {
    type: 'RequestSubmitted',
    data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
  },
  { type: 'RequestTriaged', data: { providerTeamId: TEAMS[1], priorityClass: 'NORMAL', roughMinutes: 60 } },
  { type: 'RequestTriaged', data: { providerTeamId: TEAMS[0], priorityClass: 'LOW', roughMinutes: 60 } },
  ...[1, 2].flatMap((n): RequestEvent[] => [
    {
      type: 'QuestionAsked',
      data: { questionId: `Q${n}`, kind: 'WHY', blocking: n === 1, byRole: 'ENGINEER', side: 'PROVIDER', text: 'Why?' },
    },
    {
      type: 'QuestionAnswered',
      data: { questionId: `Q${n}`, byRole: 'MARKETING_MEMBER', side: 'CONSUMER', answerText: 'So.' },
    },
    { type: 'QuestionResolved', data: { questionId: `Q${n}`, understood: n === 1, loops: 1 } },
  ]),
  {
    type: 'EstimateSubmitted',
    data: {
      estimateId: 'E1',
      optimistic: 1,
      likely: 2,
      pessimistic: 3,
      lines: [],
      confidence: 'HIGH',
      assumptions: [],
      durationForecastDays: 1,
      validUntil: '2026-12-31',
    },
  },
  { type: 'EstimateInvalidated', data: { estimateId: 'E1', cause: 'CRITERIA_CHANGED' } },
  { type: 'ApprovalGiven', data: { side: 'CONSUMER', byId: PERSON, reservationPlan: [] } },
  { type: 'RequestApproved', data: { totalReserved: 0, plan: [], overageMinutes: 0 } },
  { type: 'RequestDeclined', data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null } },
  { type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } },
  { type: 'RequestRevived', data: { reason: null } },
  { type: 'RequestHeld', data: { reason: 'Budget', reviewDate: '2026-12-31' } },
  { type: 'RequestHoldReviewDue', data: { reviewDate: '2026-12-31' } },
  { type: 'RequestResumed', data: { reason: null } },
  // Facts that are not counted on.
  { type: 'OwnerAssigned', data: { ownerId: PERSON, previousOwnerId: null, reason: null } },
  { type: 'ConcernRaised', data: { concernId: 'K1', severity: 'BLOCKING', text: 'Oh' } },
  { type: 'EstimateConfirmed', data: { estimateId: 'E1', scopeHash: 'h' } },
];

/** The groups as one would count them by hand: every fact of every request, folded as rules see them. */
const naively = (events: readonly Recorded[]): Record<string, number> => {
  const states = new Map<string, Request>();
  for (const event of events as readonly Recorded<RequestEvent>[]) {
    states.set(keyOf(event), request.evolve(states.get(keyOf(event)) ?? request.initial, event));
  }
  const counts: Record<string, number> = {};
  for (const [key, state] of states) {
    const group = JSON.stringify(Object.values(groupOf(key.split('/')[0]!, state as KnownRequest)));
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
};

/** Which request a fact happens to, and which fact. */
const step = fc.record({ stream: fc.nat(5), fact: fc.constantFrom(...facts) });

const recorded = (steps: readonly { stream: number; fact: RequestEvent }[]): Recorded[] => {
  const versions = new Map<number, number>();
  return steps.flatMap(({ stream, fact }, index) => {
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version === 0 ? 2 : version + 1);
    const given = version === 0 ? [drafted(stream, TEAMS[stream % 2]), fact] : [fact];
    return given.map((one, offset) => ({
      ...one,
      eventId: `${index}`,
      workspaceId: `w${stream % 2}`,
      streamId: `request-${stream}`,
      version: version + offset + 1,
      position: index * 2 + offset + 1,
      recordedAt: '2026-01-05T08:00:00.000Z',
      schemaVersion: 1,
      meta: { commandId: 'c', correlationId: 'c', actorId: PERSON, actorRole: 'ENGINEER' },
    }));
  });
};

describe('counting on', () => {
  it('equals a naive fold, however the events are cut into batches, and also when batches come again', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.nat(7), { minLength: 1 }),
        fc.boolean(),
        (steps, cuts, again) => {
          const all = recorded(steps);
          const read = all.filter(({ type }) => countedTypes.includes(type as RequestEvent['type']));
          const known = new Map<string, Counted>();
          const counts: Record<string, number> = {};
          for (let from = 0, turn = 0; from < read.length; turn += 1) {
            const to = from + 1 + cuts[turn % cuts.length]!;
            // A batch that comes again begins where an earlier one began.
            const batch = read.slice(again ? Math.max(0, from - 3) : from, to);
            const { counted, changes } = countOn(known, batch);
            for (const one of counted) known.set(keyOf(one), one);
            for (const { group, delta } of changes) {
              const key = JSON.stringify(Object.values(group));
              counts[key] = (counts[key] ?? 0) + delta;
              if (counts[key] === 0) delete counts[key];
            }
            from = to;
          }
          expect(counts).toEqual(naively(all));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the counts of requests', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
  });
  afterAll(() => bench.end());

  const rows = async (workspaceId: string | null = null) => {
    const sql = 'select * from requests.request_count where $1::uuid is null or workspace_id = $1';
    const found = (await bench.owner.query<Record<string, unknown>>(sql, [workspaceId])).rows;
    return Object.fromEntries(found.map(({ requests, ...group }) => [JSON.stringify(Object.values(group)), requests]));
  };
  const kept = async () =>
    (await bench.owner.query('select * from requests.request_counted order by workspace_id, stream_id'))
      .rows as object[];
  const reached = (position: number) => bench.consumers.waitFor({ name: REQUEST_COUNTS }, position);
  const everything = async () => (await bench.log.readAll({ after: 0, limit: 10_000 })).events;

  it('are live what a naive fold counts, and the same again when they are built from nothing', async () => {
    const runner = bench.run([requestCounts]);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const workspaces: string[] = [randomUUID(), randomUUID()];
        const ids = Array.from({ length: 6 }, () => randomUUID());
        const begun = new Set<number>();
        let last = 0;
        for (const { stream, fact } of steps) {
          const given = begun.has(stream) ? [fact] : [drafted(stream + 1, TEAMS[stream % 2]), fact];
          begun.add(stream);
          last = await bench.record(workspaces[stream % 2]!, ids[stream]!, ...given);
        }
        await reached(last);
        const events = (await everything()).filter(({ workspaceId }) => workspaces.includes(workspaceId));
        const counted = { ...(await rows(workspaces[0])), ...(await rows(workspaces[1])) };
        expect(counted).toEqual(naively(events));
      }),
      { numRuns: 20 },
    );
    const [live, liveKept, { safe }] = [await rows(), await kept(), await bench.log.readAll({ after: 0, limit: 1 })];
    await runner.stop();
    await bench.owner.query('truncate requests.request_count, requests.request_counted');
    await bench.owner.query(`update log.consumer set position = 0 where name = '${REQUEST_COUNTS}'`);
    bench.run([requestCounts]);
    await reached(safe);
    expect(Object.keys(live).length).toBeGreaterThan(5);
    expect(await rows()).toEqual(live);
    expect(await kept()).toEqual(liveKept);
    expect(bench.parked).toEqual([]);
  });

  it('say when a request was left behind, and are right again after it was brought up', async () => {
    const [workspaceId, good, bad] = [randomUUID(), randomUUID(), randomUUID()];
    await reached(await bench.record(workspaceId, bad, drafted(1)));
    await bench.owner.query(`update requests.request_counted set state = '{"status": "DRAFT"}' where stream_id = $1`, [
      `request-${bad}`,
    ]);
    await bench.record(workspaceId, bad, facts[0]!);
    await reached(await bench.record(workspaceId, good, drafted(2), facts[0]!));
    const standing = () => bench.consumers.standing({ name: REQUEST_COUNTS }, workspaceId);
    expect(await standing()).toMatchObject({ upToDate: false, parkedStreams: 1 });
    expect(await bench.consumers.standing({ name: REQUEST_COUNTS }, randomUUID())).toMatchObject({ parkedStreams: 0 });
    expect(Object.values(await rows(workspaceId))).toEqual([1, 1]);
    const [first] = await bench.history(workspaceId, bad);
    const { status: _ended, ...state } = {
      ...request.evolve(request.initial, first as Recorded<RequestEvent>),
    } as KnownRequest;
    await bench.owner.query('update requests.request_counted set state = $2 where stream_id = $1', [
      `request-${bad}`,
      JSON.stringify({ ...state, status: 'DRAFT' }),
    ]);
    await bench.consumers.retryParked({ name: REQUEST_COUNTS }, workspaceId, `request-${bad}`);
    while ((await standing()).parkedStreams > 0) await sleep(5);
    expect(Object.values(await rows(workspaceId))).toEqual([2]);
  });

  it('are up to date once everything appended is counted, and never before', async () => {
    const workspaceId = randomUUID();
    const position = await bench.record(workspaceId, randomUUID(), drafted(1));
    await reached(position);
    expect(await bench.consumers.standing({ name: REQUEST_COUNTS }, workspaceId)).toEqual({
      position,
      upToDate: true,
      parkedStreams: 0,
    });
    expect(await bench.consumers.standing({ name: 'nobody-runs-it' }, workspaceId)).toEqual({
      position: 0,
      upToDate: false,
      parkedStreams: 0,
    });
  });
});
