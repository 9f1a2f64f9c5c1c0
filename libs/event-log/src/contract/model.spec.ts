import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { MemoryLogStore } from '../memory/memory-store.js';
import type { AppendRequest } from '../store.js';
import { hallTable, hallVersionTable, type LogStoreHarness } from './harness.js';
import { batches, checkAgainstOracle } from './model.js';
import { postgresHarness, prepareHall } from './postgres-harness.js';

const property = (harness: () => LogStoreHarness) =>
  fc.asyncProperty(batches, (plan) => checkAgainstOracle(harness(), plan));

describe('the log in Postgres beside the one in memory', () => {
  let database: TestDatabase;
  let harness: LogStoreHarness;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareHall(database.ownerPool(1));
    harness = postgresHarness(database.pool(4), database.ownerPool(2));
  });
  afterAll(() => database?.drop());

  it('answers and stores the same, whatever is sent, one by one or at once', async () => {
    await fc.assert(
      property(() => harness),
      { numRuns: 40, endOnFailure: true },
    );
  });
});

describe('the comparison', () => {
  /** A store with one fault: it never sees some part of what it is asked. */
  const faulty = (blind: (request: AppendRequest) => AppendRequest): LogStoreHarness => {
    const store = new MemoryLogStore();
    const append = store.append.bind(store);
    store.append = (request) => append(blind(request));
    return {
      store,
      setClock: async (_workspaceId, now) => void (store.now = now),
      chain: async (workspaceId, streamId) => store.chain(workspaceId, streamId),
      traces: async (workspaceId) => store.traces(workspaceId),
      hallRow: async (workspaceId, streamId) => store.viewRow(hallTable, workspaceId, streamId),
      hallVersions: async (workspaceId, streamId) => store.viewRows(hallVersionTable, workspaceId, streamId),
      reveal: async () => undefined,
    };
  };
  const faults: [string, (request: AppendRequest) => AppendRequest][] = [
    ['guards', (request) => ({ ...request, streams: request.streams.filter(({ events }) => events.length > 0) })],
    ['hashes', (request) => ({ ...request, command: { ...request.command, requestHash: 'same' } })],
    [
      'expectations',
      (request) => ({ ...request, streams: request.streams.map((one) => ({ ...one, expected: 'any' as const })) }),
    ],
    ['rows', (request) => ({ ...request, streams: request.streams.map((one) => ({ ...one, rows: [] })) })],
  ];
  it.each(faults)('finds a store that forgets %s', async (_name, blind) => {
    await expect(
      fc.assert(
        property(() => faulty(blind)),
        { numRuns: 100, endOnFailure: true },
      ),
    ).rejects.toThrow();
  });

  it('finds nothing in a store without a fault', async () => {
    await fc.assert(
      property(() => faulty((request) => request)),
      { numRuns: 30 },
    );
  });
});
