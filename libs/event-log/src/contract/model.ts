import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { MemoryLogStore } from '../memory/memory-store.js';
import type { AppendOutcome, AppendRequest, ExpectedStream, LogStore } from '../store.js';
import { Unavailable } from '../unavailable.js';
import { commandOf, hallTable, happened, type LogStoreHarness, requestOf } from './harness.js';

interface Call {
  /** Calls with the same number carry the same command id, those with the same input as well the same hash. */
  readonly command: number;
  readonly input: 0 | 1;
  readonly streams: readonly {
    readonly stream: number;
    readonly expected: ExpectedStream;
    readonly texts: readonly string[];
  }[];
}

const text = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constantFrom('@at1@', "'; --", '\\u0000', '💡'))
  .map((value) => value.replaceAll('\u0000', '.'));
const stream = fc.record({
  stream: fc.nat(3),
  expected: fc.oneof(fc.constantFrom<ExpectedStream>('any', 'some', 0), fc.nat(5)),
  texts: fc.array(text, { maxLength: 2 }),
});
const call: fc.Arbitrary<Call> = fc.record({
  command: fc.nat(15),
  input: fc.constantFrom<0 | 1>(0, 0, 0, 1),
  streams: fc.uniqueArray(stream, { minLength: 1, maxLength: 3, selector: (one) => one.stream }),
});

/** Batches of calls; those of one batch are sent at the same time. */
export const batches = fc.array(fc.array(call, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

const now = '2026-03-01T00:00:00.000Z';

interface Answered {
  readonly request: AppendRequest;
  readonly outcome: AppendOutcome;
}

/** Runs the batches on the store in a new workspace and throws unless the oracle can tell the same story, call after call. */
export async function checkAgainstOracle(harness: LogStoreHarness, plan: readonly (readonly Call[])[]): Promise<void> {
  const workspaceId = randomUUID();
  await harness.setClock(workspaceId, now);
  const commandIds = Array.from({ length: 16 }, () => randomUUID());
  let oracle = new MemoryLogStore(now);
  const positions = new Map<string, number | null>();
  for (const batch of plan) {
    const requests = batch.map((one) => requestFor(one, workspaceId, commandIds[one.command]!));
    const answered = await Promise.all(
      requests.map(async (request) => ({ request, outcome: await persistently(harness.store, request) })),
    );
    for (const { request, outcome } of answered) {
      if (outcome.kind === 'appended') positions.set(request.command.commandId, outcome.position);
    }
    for (const { request, outcome } of answered) {
      if (outcome.kind === 'replayed') expect(outcome.position).toBe(positions.get(request.command.commandId));
    }
    const told = await story(oracle, answered, batch.length === 1 ? exactly : roughly);
    if (!told) throw new Error(`No order of these calls explains their outcomes: ${summary(answered)}`);
    oracle = told;
  }
  await compare(harness, oracle, workspaceId);
}

const requestFor = ({ input, streams }: Call, workspaceId: string, commandId: string): AppendRequest =>
  requestOf(
    commandOf(workspaceId, { commandId, requestHash: `0${input}`.repeat(32) }),
    ...streams.map(({ stream: number, expected, texts }) => ({
      id: `thing-${number}`,
      expected,
      facts: happened(...texts),
      rows: () =>
        texts.length === 0
          ? []
          : [{ version: 0, position: 0, taken: texts.length, name: texts.join('|'), opened_at: now, detail: {} }],
    })),
  );

/** Two with one command id at the same moment: the later one may be told to try again. */
const persistently = async (store: LogStore, request: AppendRequest): Promise<AppendOutcome> => {
  for (;;) {
    try {
      return await store.append(request);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
};

type Essence = (outcome: AppendOutcome) => string;

/** The oracle after an order of the calls in which it answers each of them as the store did, or null when there is none. */
async function story(
  oracle: MemoryLogStore,
  calls: readonly Answered[],
  essence: Essence,
): Promise<MemoryLogStore | null> {
  if (calls.length === 0) return oracle;
  for (const [index, { request, outcome }] of calls.entries()) {
    const next = oracle.fork();
    if (essence(await next.append(request)) !== essence(outcome)) continue;
    const others = calls.filter((_, other) => other !== index);
    const rest = await story(next, others, essence);
    if (rest) return rest;
  }
  return null;
}

/** Positions differ between stores: only whether there is one, and that those of one call rise. */
const exactly: Essence = (outcome) => {
  if (outcome.kind === 'stale' || outcome.kind === 'reused') return JSON.stringify(outcome);
  if (outcome.kind === 'replayed') return JSON.stringify([outcome.kind, outcome.position === null, outcome.result]);
  const { stored, position } = outcome;
  const rising = stored.every((mark, index) => index === 0 || mark.position > stored[index - 1]!.position);
  const last = (stored.at(-1)?.position ?? null) === position;
  return JSON.stringify([outcome.kind, rising && last, stored.map(({ version, recordedAt }) => [version, recordedAt])]);
};

/** A refused call that ran beside others may tell versions of different moments: it was refused for one of them in any case. */
const roughly: Essence = (outcome) => (outcome.kind === 'stale' ? outcome.kind : exactly(outcome));

const summary = (answered: readonly Answered[]): string =>
  JSON.stringify(
    answered.map(({ request: { command, streams }, outcome }) => ({
      command: command.commandId,
      streams: streams.map(({ streamId, expected, events }) => [streamId, expected, events.length]),
      outcome,
    })),
  );

async function compare(harness: LogStoreHarness, oracle: MemoryLogStore, workspaceId: string): Promise<void> {
  const traces = await harness.traces(workspaceId);
  const expected = oracle.traces(workspaceId);
  expect({ ...traces, commands: traces.commands.sort() }).toEqual({ ...expected, commands: expected.commands.sort() });
  for (const streamId of Object.keys(expected.streams)) {
    const events = await harness.store.readStream({ workspaceId, streamId });
    const wanted = await oracle.readStream({ workspaceId, streamId });
    expect(events.map((event) => ({ ...event, position: 0 }))).toEqual(
      wanted.map((event) => ({ ...event, position: 0 })),
    );
    expect(events.map(({ position }) => position)).toEqual(
      events.map(({ position }) => position).sort((a, b) => a - b),
    );
    await expect(harness.chain(workspaceId, streamId)).resolves.toEqual(oracle.chain(workspaceId, streamId));
    await expect(harness.hallRow(workspaceId, streamId)).resolves.toEqual(
      oracle.viewRow(hallTable, workspaceId, streamId),
    );
  }
}
