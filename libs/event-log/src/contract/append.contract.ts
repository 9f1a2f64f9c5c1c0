import { randomUUID } from 'node:crypto';
import { chainHash, eventIdOf } from '../hashing.js';
import type { AppendOutcome, ExpectedStream } from '../store.js';
import { commandOf, happened, type HarnessOf, requestOf, type StreamPart } from './harness.js';

/** What every store does with an append: expectations, versions, order, chain and instants. */
export function describeAppend(harness: HarnessOf): void {
  describe('append', () => {
    describeExpectations(harness);
    describeSeveralStreams(harness);
    describeStoredEvents(harness);
  });
}

/** A workspace with one stream `thing-old` of two events; `append` sends a command of its own each time. */
const workspace = async (harness: HarnessOf) => {
  const workspaceId = randomUUID();
  const append = (...parts: readonly StreamPart[]): Promise<AppendOutcome> =>
    harness().store.append(requestOf(commandOf(workspaceId), ...parts));
  await append({ id: 'thing-old', expected: 0, facts: happened('first', 'second') });
  return { workspaceId, append };
};

const describeExpectations = (harness: HarnessOf): void => {
  const met: [ExpectedStream, string][] = [
    [2, 'thing-old'],
    ['some', 'thing-old'],
    ['any', 'thing-old'],
    [0, 'thing-new'],
    ['any', 'thing-new'],
  ];
  it.each(met)('stores events when %p is what is expected of %s', async (expected, id) => {
    const { workspaceId, append } = await workspace(harness);
    const before = (await harness().store.readStream({ workspaceId, streamId: id })).length;
    await expect(append({ id, expected, facts: happened('next') })).resolves.toMatchObject({
      kind: 'appended',
      stored: [{ version: before + 1 }],
    });
    await expect(harness().store.readStream({ workspaceId, streamId: id })).resolves.toHaveLength(before + 1);
  });

  const missed: [ExpectedStream, string, number][] = [
    [0, 'thing-old', 2],
    [1, 'thing-old', 2],
    [3, 'thing-old', 2],
    [1, 'thing-new', 0],
    ['some', 'thing-new', 0],
  ];
  it.each(missed)(
    'refuses when %p is expected of %s, which is at %p, and leaves nothing',
    async (expected, id, actual) => {
      const { workspaceId, append } = await workspace(harness);
      const before = await harness().traces(workspaceId);
      const outcome = await append({ id, expected, facts: happened('next') });
      expect(outcome).toEqual({ kind: 'stale', mismatches: [{ streamId: id, expected, actual }] });
      await expect(harness().traces(workspaceId)).resolves.toEqual(before);
    },
  );
};

const describeSeveralStreams = (harness: HarnessOf): void => {
  it('writes several streams in one request, or none of them', async () => {
    const { workspaceId, append } = await workspace(harness);
    const both = [
      { id: 'thing-z', expected: 0, facts: happened('z1') },
      { id: 'thing-a', expected: 0, facts: happened('a1', 'a2') },
    ] as const;
    await expect(append(...both)).resolves.toMatchObject({ stored: [{ version: 1 }, { version: 1 }, { version: 2 }] });
    await append({ id: 'thing-b', expected: 0, facts: happened('b1') }, ...both);
    await expect(harness().traces(workspaceId)).resolves.toMatchObject({
      streams: { 'thing-a': 2, 'thing-old': 2, 'thing-z': 1 },
    });
  });

  it('guards streams it does not write, there or not, and leaves no trace of them', async () => {
    const { workspaceId, append } = await workspace(harness);
    const guarded = (expected: ExpectedStream, absent: ExpectedStream) =>
      append(
        { id: 'thing-old', expected },
        { id: 'thing-absent', expected: absent },
        { id: 'thing-new', expected: 'any', facts: happened('x') },
      );
    const streams = async () => (await harness().traces(workspaceId)).streams;
    await expect(guarded(2, 0)).resolves.toMatchObject({ kind: 'appended' });
    await expect(streams()).resolves.toEqual({ 'thing-old': 2, 'thing-new': 1 });
    await expect(guarded('some', 'any')).resolves.toMatchObject({ kind: 'appended' });
    await expect(guarded(1, 0)).resolves.toMatchObject({ kind: 'stale' });
    await expect(streams()).resolves.toEqual({ 'thing-old': 2, 'thing-new': 2 });
  });

  it('stores a command that only guards, so that it is replayed', async () => {
    const { workspaceId } = await workspace(harness);
    const request = requestOf(
      commandOf(workspaceId),
      { id: 'thing-old', expected: 2 },
      { id: 'thing-absent', expected: 0 },
    );
    await expect(harness().store.append(request)).resolves.toEqual({ kind: 'appended', position: null, stored: [] });
    await expect(harness().store.append(request)).resolves.toMatchObject({ kind: 'replayed', position: null });
  });

  it('tells all mismatches at once, with what was expected and what is there', async () => {
    const { workspaceId, append } = await workspace(harness);
    const outcome = await append(
      { id: 'thing-old', expected: 7, facts: happened('x') },
      { id: 'thing-fine', expected: 'any', facts: happened('x') },
      { id: 'thing-absent', expected: 'some' },
      { id: 'thing-gone', expected: 3 },
    );
    expect(outcome).toEqual({
      kind: 'stale',
      mismatches: [
        { streamId: 'thing-old', expected: 7, actual: 2 },
        { streamId: 'thing-absent', expected: 'some', actual: 0 },
        { streamId: 'thing-gone', expected: 3, actual: 0 },
      ],
    });
    await expect(harness().traces(workspaceId)).resolves.toMatchObject({
      streams: { 'thing-old': 2 },
      commands: [expect.any(String)],
    });
  });

  it('keeps workspaces apart', async () => {
    const [one, other] = [await workspace(harness), await workspace(harness)];
    await one.append({ id: 'thing-old', expected: 2, facts: happened('third') });
    await expect(
      harness().store.readStream({ workspaceId: other.workspaceId, streamId: 'thing-old' }),
    ).resolves.toHaveLength(2);
  });
};

const describeStoredEvents = (harness: HarnessOf): void => {
  it('counts versions 1..n without a gap under concurrent appends', async () => {
    const { workspaceId, append } = await workspace(harness);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        append({ id: 'thing-busy', expected: 'any', facts: happened(`${n}a`, `${n}b`) }),
      ),
    );
    const events = await harness().store.readStream({ workspaceId, streamId: 'thing-busy' });
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  });

  it('chains each event to the one before by its content and version', async () => {
    const { workspaceId, append } = await workspace(harness);
    await append({ id: 'thing-old', expected: 2, facts: happened('third') });
    let previous: Buffer = Buffer.alloc(0);
    const chain = await harness().chain(workspaceId, 'thing-old');
    expect(chain).toHaveLength(3);
    chain.forEach(({ contentHash, hash }, index) => {
      previous = chainHash(previous, index + 1, contentHash);
      expect(hash).toEqual(previous);
    });
  });

  it('keeps events as they were sent, in their order, and says where they stand', async () => {
    const { workspaceId } = await workspace(harness);
    const command = commandOf(workspaceId, { requestHash: 'ab'.repeat(32) });
    const data = {
      text: '🦉 "\\ \u2028 \'; drop table',
      none: null,
      deep: [{ n: -0.1 }, 1e21, 5e-324, 2 ** 53 - 1],
      yes: true,
    };
    const request = requestOf(command, {
      id: 'thing-old',
      expected: 2,
      facts: [{ type: 'A', data }, ...happened('b', 'c')],
    });
    const outcome = (await harness().store.append(request)) as AppendOutcome & { kind: 'appended' };
    const events = await harness().store.readStream({ workspaceId, streamId: 'thing-old', afterVersion: 2 });
    expect(events.map(({ type }) => type)).toEqual(['A', 'Happened', 'Happened']);
    expect(events[0]).toEqual({
      type: 'A',
      data,
      eventId: eventIdOf(workspaceId, command.commandId, 1),
      workspaceId,
      streamId: 'thing-old',
      schemaVersion: 1,
      meta: { commandId: command.commandId, correlationId: 'correlation', actorId: 'somebody', actorRole: 'tester' },
      ...outcome.stored[0],
    });
    expect(outcome.stored).toEqual(
      events.map(({ version, position, recordedAt }) => ({ version, position, recordedAt })),
    );
    expect(outcome.position).toBe(events[2]!.position);
  });

  it('records by the clock of a sandbox, which stands still', async () => {
    const { workspaceId, append } = await workspace(harness);
    for (const now of ['2027-02-28T23:59:59.999Z', '2027-03-01T00:00:00.000Z']) {
      await harness().setClock(workspaceId, now);
      await expect(append({ id: 'thing-old', expected: 'some', facts: happened('x', 'y') })).resolves.toMatchObject({
        stored: [{ recordedAt: now }, { recordedAt: now }],
      });
      const query = { command: commandOf(workspaceId), streams: [] };
      await expect(harness().store.load(query)).resolves.toMatchObject({ now });
    }
  });
};
