import { compareInlineView, type Fact, type InlineView, type Recorded, streamId } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { AlignmentApi } from './alignment.fixture.js';
import { boardRow } from './board/board-row.js';
import { board, responsibilities } from './domain/index.js';
import { alignmentEvents, alignmentModel } from './events.js';
import { boardSamples, responsibilitySamples } from './events.samples.fixture.js';
import { responsibilityRow } from './responsibility/responsibility-row.js';

const recorded = <E extends Fact>(type: string, fact: E, version: number): Recorded<E> => ({
  ...fact,
  eventId: 'e',
  workspaceId: 'w',
  streamId: streamId({ type, id: '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08' }),
  version,
  position: version,
  recordedAt: '2026-01-05T08:30:00.000Z',
  schemaVersion: 1,
  meta: { commandId: 'c', correlationId: 'r', actorId: '7d2e4f60-1b2c-5d3e-9f40-5a6b7c8d9e03', actorRole: 'BRIDGE' },
});

const families = [
  { view: boardRow as InlineView<object, Fact>, type: board.type, samples: boardSamples },
  {
    view: responsibilityRow as InlineView<object, Fact>,
    type: responsibilities.type,
    samples: responsibilitySamples,
  },
];

describeGoldenFixtures({
  events: alignmentEvents,
  folder: new URL('./golden/', import.meta.url),
  samples: { ...boardSamples, ...responsibilitySamples },
  check: (event) => {
    for (const { view, type, samples } of families) {
      if (!Object.hasOwn(samples, event.type)) continue;
      const [first] = Object.entries(samples);
      const row = view.evolve(null, recorded(type, { type: first![0], data: first![1] as object }, 1));
      view.evolve(row, recorded(type, event, 2));
    }
  },
});

describe('the rows', () => {
  it.each(families)('of $view.table say what the facts say, one after the other', ({ view, type, samples }) => {
    const rows: object[] = [];
    for (const [index, [name, data]] of Object.entries<object>(samples).entries())
      rows.push(view.evolve(rows.at(-1) ?? null, recorded(type, { type: name, data }, index + 1)));
    expect(rows).toMatchSnapshot();
  });
});

describe('rows in the database', () => {
  let api: AlignmentApi;
  beforeAll(async () => {
    api = await AlignmentApi.start();
  });
  afterAll(() => api.close());

  it('are what the stored facts fold to', async () => {
    const { workspaceId } = await api.cast();
    const facts = (samples: object): Fact[] =>
      Object.entries(samples).map(([type, data]) => ({ type, data: data as object }));
    const id = '2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e08';
    for (const fact of facts(boardSamples)) await api.happened(workspaceId, board, id, [fact]);
    for (const fact of facts(responsibilitySamples)) await api.happened(workspaceId, responsibilities, id, [fact]);
    for (const view of alignmentModel.views)
      expect(await compareInlineView(api.owner, api.log.model, view)).toEqual({
        rows: 1,
        differing: 0,
        differences: [],
      });
  });
});
