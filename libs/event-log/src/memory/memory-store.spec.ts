import { hallTable, hallVersionTable, type LogStoreHarness } from '../contract/harness.js';
import { describeLogStore } from '../contract/log-store.contract.js';
import { MemoryLogStore } from './memory-store.js';

describe('the log in memory', () => {
  const store = new MemoryLogStore();
  const harness: LogStoreHarness = {
    store,
    setClock: async (_workspaceId, now) => void (store.now = now),
    chain: async (workspaceId, streamId) => store.chain(workspaceId, streamId),
    traces: async (workspaceId) => store.traces(workspaceId),
    hallRow: async (workspaceId, streamId) => store.viewRow(hallTable, workspaceId, streamId),
    hallVersions: async (workspaceId, streamId) => store.viewRows(hallVersionTable, workspaceId, streamId),
    reveal: async () => undefined,
  };
  describeLogStore(() => harness);
});
