import { randomUUID } from 'node:crypto';
import type { AppendOutcome, AppendRequest } from '../store.js';
import { Unavailable } from '../unavailable.js';
import { commandOf, happened, type HarnessOf, requestOf } from './harness.js';

/** A command is carried out once, however often and however many at a time it comes. */
export function describeIdempotency(harness: HarnessOf): void {
  describe('idempotency', () => {
    describeRepeats(harness);
    describeConcurrentDuplicates(harness);
  });
}

const describeRepeats = (harness: HarnessOf): void => {
  it('gives the first result again, whatever happened meanwhile', async () => {
    const command = commandOf(randomUUID());
    const request = requestOf(command, { id: 'thing-1', expected: 0, facts: happened('once') });
    const first = await harness().store.append({ ...request, result: { deep: [{ n: 1 }] } });
    await harness().store.append(
      requestOf(commandOf(command.workspaceId), { id: 'thing-1', expected: 1, facts: happened('two') }),
    );
    const again = await harness().store.append({ ...request, result: { another: true } });
    const position = (first as { position: number }).position;
    expect(again).toEqual({ kind: 'replayed', position, result: { deep: [{ n: 1 }] } });
    const seen = await harness().store.load({ command, streams: [] });
    expect(seen.command).toEqual(again);
  });

  it('refuses the same id with another input, and the id of one workspace means nothing in another', async () => {
    const command = commandOf(randomUUID());
    const facts = { id: 'thing-1', expected: 'any', facts: happened('once') } as const;
    await harness().store.append(requestOf(command, facts));
    const other = { ...command, requestHash: 'ee'.repeat(32) };
    await expect(harness().store.append(requestOf(other, facts))).resolves.toEqual({ kind: 'reused' });
    await expect(harness().store.load({ command: other, streams: [] })).resolves.toMatchObject({
      command: { kind: 'reused' },
    });
    const elsewhere = { ...command, workspaceId: randomUUID() };
    await expect(harness().store.append(requestOf(elsewhere, facts))).resolves.toMatchObject({ kind: 'appended' });
    await expect(harness().traces(command.workspaceId)).resolves.toEqual({
      commands: [command.commandId],
      streams: { 'thing-1': 1 },
    });
  });

  it('does not remember a refusal: the same command is decided anew', async () => {
    const command = commandOf(randomUUID());
    const request = requestOf(command, { id: 'thing-1', expected: 1, facts: happened('second') });
    await expect(harness().store.append(request)).resolves.toMatchObject({ kind: 'stale' });
    await expect(harness().store.load({ command, streams: [] })).resolves.toMatchObject({ command: null });
    await harness().store.append(
      requestOf(commandOf(command.workspaceId), { id: 'thing-1', expected: 0, facts: happened('first') }),
    );
    await expect(harness().store.append(request)).resolves.toMatchObject({ kind: 'appended' });
  });
};

/** A duplicate whose first one commits in the same moment may be told to try again; never anything else. */
const persistently = async (harness: HarnessOf, request: AppendRequest): Promise<AppendOutcome> => {
  for (;;) {
    const outcome = await harness()
      .store.append(request)
      .catch((error: unknown) => error);
    if (!(outcome instanceof Unavailable)) return outcome as AppendOutcome;
  }
};

const describeConcurrentDuplicates = (harness: HarnessOf): void => {
  it.each([
    ['the same stream', () => 'thing-1'],
    ['different streams', (n: number) => `thing-${n}`],
  ])('carries out one of many duplicates at once on %s', async (_name, streamOf) => {
    const command = commandOf(randomUUID());
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        persistently(harness, requestOf(command, { id: streamOf(n), expected: 'any', facts: happened('once') })),
      ),
    );
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['appended', ...Array.from({ length: 11 }, () => 'replayed')]);
    const { commands, streams } = await harness().traces(command.workspaceId);
    expect(commands).toEqual([command.commandId]);
    expect(Object.values(streams)).toEqual([1]);
  });
};
