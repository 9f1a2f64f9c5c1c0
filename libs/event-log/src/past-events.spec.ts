import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool, QueryConfig } from 'pg';
import { EventCatalogue } from './catalogue.js';
import { consumerBench, type ConsumerBench } from './consumers/consumers.fixture.js';
import { hall, type HallEvent, hallModel } from './contract/hall.js';
import { commandOf } from './contract/harness.js';
import type { Recorded } from './event.js';
import { Past } from './past.js';

describe('events between versions of streams', () => {
  let bench: ConsumerBench;
  let statements = 0;
  const workspaceId = randomUUID();
  /** By id, as the log tells them one by one. */
  const all: Record<string, Recorded[]> = { never: [] };
  beforeAll(async () => {
    bench = await consumerBench();
    for (const [id, count] of Object.entries({ red: 40, blue: 7, long: 5_600 })) {
      const facts = Array.from({ length: count }, (_, index): HallEvent =>
        index % 5 === 4
          ? { type: 'HallNamed', data: { name: `${index}` } }
          : { type: 'SeatTaken', data: { by: `${index}` } },
      );
      const stream = { aggregate: hall, id, expect: 'new' as const };
      await bench.log.decideOne(commandOf(workspaceId), stream, () => facts);
      const query = { workspaceId, streamId: `hall-${id}`, limit: 10_000 };
      all[id] = await bench.log.readStream(query);
    }
  });
  afterAll(() => bench?.end());

  const pastOf = (model = hallModel) => {
    const query = (config: QueryConfig) => {
      statements += 1;
      return bench.pool.query(config);
    };
    return new Past({ pool: { query } as unknown as Pool, model });
  };
  const sliced = (stretch: { id: string; after: number; upTo: number }, types?: readonly string[]) =>
    all[stretch.id]!.filter(({ version }) => version > stretch.after && version <= stretch.upTo).filter(
      ({ type }) => types?.includes(type) ?? true,
    );

  it('are those of each stretch, however stretches lie over each other', async () => {
    const stretch = fc.record({
      id: fc.constantFrom('red', 'blue', 'never'),
      after: fc.nat(45),
      upTo: fc.nat(45),
    });
    const types = fc.option(fc.subarray(['SeatTaken', 'HallNamed', 'Unheard']), { nil: undefined });
    const runs = fc.asyncProperty(fc.array(stretch, { maxLength: 6 }), types, async (stretches, only) => {
      const query = { workspaceId, stretches, ...(only === undefined ? {} : { types: only }) };
      expect(await pastOf().eventsBetween(hall.type, query)).toEqual(stretches.map((one) => sliced(one, only)));
    });
    const over = [
      { id: 'red' as const, after: 5, upTo: 10 },
      { id: 'red' as const, after: 3, upTo: 30 },
    ];
    await fc.assert(runs, {
      numRuns: 60,
      examples: [
        [over, undefined],
        [over.toReversed(), undefined],
      ],
    });
  });

  it('take a statement for every 5,000 of them, and none where nothing is asked for', async () => {
    const stretches = [
      { id: 'red', after: 10, upTo: 20 },
      { id: 'long', after: 100, upTo: 5_500 },
      { id: 'blue', after: 0, upTo: 7 },
    ];
    statements = 0;
    const found = await pastOf().eventsBetween(hall.type, { workspaceId, stretches });
    expect(found).toEqual(stretches.map((one) => sliced(one)));
    expect(statements).toBe(2);
    const nothing = [{ id: 'red', after: 5, upTo: 5 }];
    await expect(pastOf().eventsBetween(hall.type, { workspaceId, stretches: nothing })).resolves.toEqual([[]]);
    expect(statements).toBe(2);
  });

  it('belong to one workspace, and are lifted where this program knows them', async () => {
    const stretches = [{ id: 'red', after: 3, upTo: 6 }];
    await expect(pastOf().eventsBetween(hall.type, { workspaceId: randomUUID(), stretches })).resolves.toEqual([[]]);
    const catalogue = new EventCatalogue([
      {
        type: 'SeatTaken',
        streamType: 'hall',
        version: 2,
        upcasts: { 1: () => ({ by: 'lifted' }) },
        downcasts: { 2: (data) => data },
      },
    ]);
    const [found] = await pastOf({ ...hallModel, catalogue }).eventsBetween(hall.type, { workspaceId, stretches });
    expect(found!.map(({ version, data }) => [version, data])).toEqual([
      [4, { by: 'lifted' }],
      [6, { by: 'lifted' }],
    ]);
  });
});
