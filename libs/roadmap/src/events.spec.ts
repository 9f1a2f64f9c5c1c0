import { type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { dependencyOrder, planningLapses, planningSession, requestPlaces, roadmapItem } from './domain/index.js';
import { actorId, ids, samples, variants } from './events.samples.fixture.js';
import { roadmapEvents, roadmapModel } from './events.js';
import { summaryOf } from './summary.js';

const streamTypeOf = (type: string): string => roadmapEvents.find((event) => event.type === type)!.streamType;
const idOf: Readonly<Record<string, string>> = {
  [roadmapItem.type]: ids.item,
  [planningSession.type]: ids.request,
  [dependencyOrder.type]: 'workspace',
  [requestPlaces.type]: ids.request,
  [planningLapses.type]: 'workspace',
};
const recorded = ({ type, data }: Fact, version: number): Recorded => ({
  type,
  data,
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type: streamTypeOf(type), id: idOf[streamTypeOf(type)]! }),
  version,
  position: version,
  recordedAt: '2026-02-25T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId, actorRole: 'ENGINEERING_LEAD' },
});
const facts: Fact[] = Object.entries(samples).map(([type, data]) => ({ type, data }));
const factsOf = (streamType: string): Recorded[] =>
  facts.filter(({ type }) => streamTypeOf(type) === streamType).map((fact, index) => recorded(fact, index + 1));

/** What the facts of a stream come to, and the row of a view after each of them. */
function folded(view: (typeof roadmapModel.views)[number], events: readonly Recorded[]) {
  const aggregate = roadmapModel.aggregates.find(({ type }) => type === view.streamType)!;
  let state: unknown = aggregate.initial;
  return events.map((event) => {
    state = aggregate.evolve(state, event);
    return view.fromState!(state, event);
  });
}

const check = (event: Fact): object[] => {
  const [first] = factsOf(streamTypeOf(event.type));
  const begun = first && first.type !== event.type ? [first] : [];
  return roadmapModel.views
    .filter((view) => view.streamType === streamTypeOf(event.type))
    .map((view) => folded(view, [...begun, recorded(event, 2)]).at(-1)!);
};

describeGoldenFixtures({ events: roadmapEvents, folder: new URL('./golden/', import.meta.url), samples, check });

describe('rows', () => {
  it.each(roadmapModel.views)('of $table say what the facts say, one after the other', (view) => {
    expect(folded(view, factsOf(view.streamType)).at(-1)).toMatchSnapshot();
  });

  it('of items keep what they need and follow apart from what they conflict with', () => {
    const view = roadmapModel.views.find(({ table }) => table === 'roadmap.item_row')!;
    const tie = (type: string, toId: string): Recorded =>
      recorded({ type: 'DependencyAdded', data: { type, toId, bufferWorkingDays: 0 } }, 2);
    const ties = [tie('NEEDS', 'a'), tie('FOLLOWS', 'a'), tie('CONFLICTS', 'b')];
    const row = folded(view, [...factsOf(view.streamType).slice(0, 1), ...ties]).at(-1);
    expect(row).toMatchObject({ ordering_ids: ['a'], dependency_ids: ['a', 'b'] });
  });
});

describe('sentences', () => {
  it('are there for every fact', () => {
    expect([...facts, ...variants].map((fact) => summaryOf(fact))).toMatchSnapshot();
  });

  it('are whole ones', () => {
    for (const fact of [...facts, ...variants]) expect(summaryOf(fact)).toMatch(/^[A-Z].*\.$/);
  });
});
