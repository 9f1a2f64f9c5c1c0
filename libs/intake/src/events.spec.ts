import { compareInlineView, type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { actorId, samples } from './events.samples.fixture.js';
import { intakeEvents, intakeModel } from './events.js';
import { type Cast, IntakeApi, TODAY } from './intake.fixture.js';
import { summaryOf } from './summary.js';

const streamTypeOf = (type: string): string => intakeEvents.find((event) => event.type === type)!.streamType;
const recorded = ({ type, data }: Fact, version: number): Recorded => ({
  type,
  data,
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type: streamTypeOf(type), id: '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08' }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId, actorRole: 'ENGINEER' },
});
const facts: Fact[] = Object.entries(samples).map(([type, data]) => ({ type, data }));
const viewOf = (type: string) => intakeModel.views.find((view) => view.streamType === streamTypeOf(type))!;
const begun = (type: string): object | null => {
  const [first] = facts.filter((fact) => streamTypeOf(fact.type) === streamTypeOf(type));
  return first && first.type !== type ? viewOf(type).evolve(null, recorded(first, 1)) : null;
};

describeGoldenFixtures({
  events: intakeEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => viewOf(event.type).evolve(begun(event.type), recorded(event, 2)),
});

describe('rows', () => {
  it.each(intakeModel.views)('of $table say what the facts say, one after the other', (view) => {
    let row: object | null = null;
    const rows = facts
      .filter(({ type }) => streamTypeOf(type) === view.streamType)
      .map((fact, index) => (row = view.evolve(row, recorded(fact, index + 1))));
    expect(rows).toMatchSnapshot();
  });
});

describe('sentences', () => {
  it('are there for every fact that has a history', () => {
    const told = facts.filter(({ type }) => type !== 'ChatCaptured');
    expect(told.map((fact) => summaryOf(fact))).toMatchSnapshot();
  });
});

describe('rows in the database', () => {
  let api: IntakeApi;
  let cast: Cast;
  beforeAll(async () => {
    api = await IntakeApi.start();
    cast = await api.cast();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const idea = await api.done(cast.marketer, 'captureIdea', { title: 'Coupon box', text: 'A box.' });
    await api.done(cast.engineer, 'voteForIdea', { ideaId: idea.idea!.id });
    await api.done(cast.cmo, 'parkIdea', { ideaId: idea.idea!.id, reason: 'Later.' });
    const raised = { title: 'Freeze', affectedRequestIds: [], until: TODAY, ownerId: cast.cto.id };
    await api.done(cast.cto, 'raiseRoadblock', raised);
    const tap = { kind: 'FAVOUR', minutes: 5, topic: 'A banner', fromTeamId: cast.marketing, occurredOn: TODAY };
    const { interruption } = await api.done(cast.engineer, 'logInterruption', tap);
    const input = { interruptionId: interruption!.id, reason: 'It was nothing.' };
    await api.done(cast.engineer, 'writeOffInterruption', input);
    const message = { channel: 'C1', messageId: '1', link: 'https://chat.example/1', text: 'We take the blue one.' };
    await api.done(cast.cto, 'captureFromChat', { ...message, as: { decision: {} } });
    for (const view of intakeModel.views)
      expect(await compareInlineView(api.owner, api.log.model, view)).toEqual({
        rows: 1,
        differing: 0,
        differences: [],
      });
  });
});
