import { type Fact, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { agreement } from './domain/index.js';
import { actorId, samples } from './events.samples.fixture.js';
import { hoursEvents, hoursModel } from './events.js';
import { summaryOf } from './summary.js';

const AGREEMENT = '3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e08';
const streamTypeOf = (type: string): string => hoursEvents.find((event) => event.type === type)!.streamType;
const idOf: Readonly<Record<string, string>> = {
  agreement: AGREEMENT,
  allotment: `${AGREEMENT}-2026-02`,
  'time-entry': `${AGREEMENT}-F17`,
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
const viewsOf = (type: string) => hoursModel.views.filter((view) => view.streamType === streamTypeOf(type));
const rowsOf = (event: Fact): object[] =>
  viewsOf(event.type).map((view) => {
    const [first] = facts.filter((fact) => streamTypeOf(fact.type) === streamTypeOf(event.type));
    const begun = first && first.type !== event.type ? view.evolve(null, recorded(first, 1)) : null;
    return view.evolve(begun, recorded(event, 2));
  });

describeGoldenFixtures({
  events: hoursEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => rowsOf(event),
});

describe('rows', () => {
  it.each(hoursModel.views)('of $table say what the facts say, one after the other', (view) => {
    const row = facts
      .filter(({ type }) => streamTypeOf(type) === view.streamType)
      .reduce<object | null>((before, fact, index) => view.evolve(before, recorded(fact, index + 1)), null);
    expect(row).toMatchSnapshot();
  });

  it.each(hoursModel.views.filter((view) => 'fromState' in view))(
    'of $table are the same made from the state at once',
    (view) => {
      const aggregate = hoursModel.aggregates.find(({ type }) => type === view.streamType)!;
      let row: object | null = null;
      let state: unknown = aggregate.initial;
      for (const [index, fact] of facts.filter(({ type }) => streamTypeOf(type) === view.streamType).entries()) {
        const event = recorded(fact, index + 1);
        row = view.evolve(row, event);
        state = aggregate.evolve(state, event);
        expect(view.fromState!(state, event)).toEqual(row);
      }
    },
  );
});

describe('sentences', () => {
  const sentences = facts.map((fact) => summaryOf(fact));

  it('are there for every fact', () => expect(sentences).toMatchSnapshot());

  it('tell no amount of money: they are the same at any price', () => {
    const dearer = (key: string, value: unknown): unknown =>
      /amount|rate$|minorPerHour/i.test(key) && typeof value === 'number' ? value + 1_234_567 : value;
    const dear = facts.map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(data), dearer) as object }));
    expect(dear).not.toEqual(facts);
    expect(dear.map((fact) => summaryOf(fact))).toEqual(sentences);
  });

  it('are written for agreements, months and entries', () => {
    expect(summaryOf({ type: 'AgreementSigned', data: samples.AgreementSigned })).toBe('The CMO signed it.');
    expect(new Set(facts.map(({ type }) => streamTypeOf(type)))).toContain(agreement.type);
  });
});
