import { randomUUID } from 'node:crypto';
import { commandIn, drafted, RequestsBench, TEAMS } from '../consumers.fixture.js';
import { type RequestEvent, workload } from '../domain/index.js';
import { samples } from '../events.samples.fixture.js';
import { TeamFiguresReader } from './team-figures.js';

const [marketing, engineering] = TEAMS;
const fact = (type: keyof typeof samples, data: object = {}): RequestEvent =>
  ({ type, data: { ...samples[type], ...data } }) as RequestEvent;

const submitted = fact('RequestSubmitted');
const triaged = fact('RequestTriaged', { providerTeamId: engineering });
const estimated = fact('EstimateSubmitted');
const approvedBy = (side: string) => fact('ApprovalGiven', { side });
const approved = [
  submitted,
  triaged,
  estimated,
  approvedBy('CONSUMER'),
  approvedBy('PROVIDER'),
  fact('RequestApproved'),
];
const started = [...approved, fact('WorkStarted')];
const delivered = [...started, fact('RequestDelivered')];
const date = (day: string, dateKind = 'HARD_EVENT') => fact('DateAgreed', { date: day, dateKind });
const asked = (side: string) => fact('QuestionAsked', { side });

describe('the figures of a team', () => {
  let bench: RequestsBench;
  beforeAll(async () => void (bench = await RequestsBench.open()));
  afterAll(() => bench.end());

  it('count what lies on its table, and nothing of what has ended, rests with others or is in another workspace', async () => {
    const [workspaceId, other] = [randomUUID(), randomUUID()];
    const stories: readonly (readonly RequestEvent[])[] = [
      [],
      [submitted, date('2026-01-11')],
      [submitted, triaged],
      [submitted, triaged, asked('PROVIDER')],
      [submitted, triaged, estimated],
      [submitted, triaged, estimated, approvedBy('CONSUMER')],
      [...approved, date('2026-01-12')],
      [...started, date('2026-02-20')],
      [...started, date('2026-03-30')],
      [...delivered, date('2026-01-20', 'PREFERENCE'), asked('CONSUMER')],
      [...started, date('2026-01-02'), fact('RequestWithdrawn')],
    ];
    for (const [index, story] of stories.entries())
      await bench.record(workspaceId, randomUUID(), drafted(index + 1), ...story);
    await bench.record(other, randomUUID(), drafted(1), ...delivered);
    const load = { aggregate: workload, id: engineering, expect: 'latest' as const };
    await bench.log.decideOne(commandIn(workspaceId), load, () => [
      { type: 'WipLimitSet' as const, data: { limit: 3, hard: true } },
    ]);
    const reader = new TeamFiguresReader(bench.pool);
    const ahead = { today: '2026-01-12', until: '2026-02-23' };
    const none = { inWork: 0, overdue: 0, questionsToAnswer: 0, toEstimate: 0, approvalsWaiting: 0 };
    await expect(reader.of(workspaceId, engineering, ahead)).resolves.toEqual({
      ...none,
      inWork: 4,
      wipLimit: 3,
      wipLimitIsHard: true,
      waitingForTeam: 6,
      questionsToAnswer: 1,
      toEstimate: 2,
      approvalsWaiting: 1,
      acceptancesWaiting: 0,
      hardDatesAhead: 2,
    });
    await expect(reader.of(workspaceId, marketing, ahead)).resolves.toEqual({
      ...none,
      wipLimit: null,
      wipLimitIsHard: false,
      overdue: 1,
      waitingForTeam: 2,
      questionsToAnswer: 1,
      approvalsWaiting: 1,
      acceptancesWaiting: 1,
      hardDatesAhead: 2,
    });
  });
});
