import { type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { freeze, peak, property, riskReview } from './domain/index.js';
import { actorId, freezeId, peakId, propertyId, reviewId, samples } from './events.samples.fixture.js';
import { riskEvents, riskModel } from './events.js';
import { summaryOf } from './summary.js';

const streamTypeOf = (type: string): string => riskEvents.find((event) => event.type === type)!.streamType;
const idOf: Readonly<Record<string, string>> = {
  [riskReview.type]: reviewId,
  [property.type]: propertyId,
  [peak.type]: peakId,
  [freeze.type]: freezeId,
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
  meta: { commandId: 'c', correlationId: 'r', actorId, actorRole: 'RISK_REVIEWER' },
});
const facts: Fact[] = Object.entries(samples).map(([type, data]) => ({ type, data }));
const factsOf = (streamType: string): Fact[] => facts.filter(({ type }) => streamTypeOf(type) === streamType);
const viewsOf = (type: string) => riskModel.views.filter((view) => view.streamType === streamTypeOf(type));
const rowsOf = (event: Fact): object[] =>
  viewsOf(event.type).map((view) => {
    const [first] = factsOf(streamTypeOf(event.type));
    const begun = first && first.type !== event.type ? view.evolve(null, recorded(first, 1)) : null;
    return view.evolve(begun, recorded(event, 2));
  });

describeGoldenFixtures({
  events: riskEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => rowsOf(event),
});

describe('rows', () => {
  it.each(riskModel.views)('of $table say what the facts say, one after the other', (view) => {
    const row = factsOf(view.streamType).reduce<object | null>(
      (before, fact, index) => view.evolve(before, recorded(fact, index + 1)),
      null,
    );
    expect(row).toMatchSnapshot();
  });

  it.each(riskModel.views.filter((view) => 'fromState' in view))(
    'of $table are the same made from the state',
    (view) => {
      const aggregate = riskModel.aggregates.find(({ type }) => type === view.streamType)!;
      let row: object | null = null;
      let state: unknown = aggregate.initial;
      for (const [index, fact] of factsOf(view.streamType).entries()) {
        const event = recorded(fact, index + 1);
        row = view.evolve(row, event);
        state = aggregate.evolve(state, event);
        expect(view.fromState!(state, event)).toEqual(row);
      }
    },
  );
});

describe('sentences', () => {
  it('are there for every fact', () => {
    expect(facts.map((fact) => summaryOf(fact))).toMatchSnapshot();
    expect(new Set(facts.map(({ type }) => type))).toEqual(new Set(riskEvents.map(({ type }) => type)));
  });

  it('read like one', () =>
    expect(summaryOf({ type: 'ReviewCleared', data: samples.ReviewCleared })).toBe(
      'The review was cleared until 2026-06-18; the highest risk is MEDIUM.',
    ));

  it('show no uuid: what it was is beside it', () => {
    for (const fact of facts) expect(summaryOf(fact)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});
