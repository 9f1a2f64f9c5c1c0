import { randomUUID } from 'node:crypto';
import { commandOf, happened, type HarnessOf, requestOf } from './harness.js';

/** Streams, pages of the log, snapshots and rows of inline views as a store gives them back. */
export function describeReading(harness: HarnessOf): void {
  describe('reading', () => {
    describeLimits(harness);
    describeSnapshots(harness);
  });
  describe('rows of inline views', () => describeRows(harness));
}

const filled = async (harness: HarnessOf) => {
  const workspaceId = randomUUID();
  const facts = [...happened('1', '2'), { type: 'Other', data: {} }, ...happened('4')];
  const request = requestOf(
    commandOf(workspaceId),
    { id: 'thing-1', expected: 0, facts },
    { id: 'thing-2', expected: 0, facts: happened('5') },
  );
  const outcome = await harness().store.append(request);
  await harness().reveal();
  const [first] = (outcome as unknown as { stored: { position: number }[] }).stored;
  return { workspaceId, streamId: 'thing-1', after: first!.position - 1 };
};

const describeLimits = (harness: HarnessOf): void => {
  it('reads a stream between versions, of some types, up to a limit', async () => {
    const { workspaceId, streamId } = await filled(harness);
    const versions = async (part: object) =>
      (await harness().store.readStream({ workspaceId, streamId, ...part })).map(({ version }) => version);
    await expect(versions({})).resolves.toEqual([1, 2, 3, 4]);
    await expect(versions({ afterVersion: 1, upToVersion: 3 })).resolves.toEqual([2, 3]);
    await expect(versions({ types: ['Other'] })).resolves.toEqual([3]);
    await expect(versions({ types: ['Happened'], limit: 2 })).resolves.toEqual([1, 2]);
    await expect(versions({ afterVersion: 4 })).resolves.toEqual([]);
  });

  it('reads the log in order of positions, page by page, and says where a page was cut', async () => {
    const { workspaceId, after } = await filled(harness);
    const one = await harness().store.readAll({ after, limit: 3, workspaceId });
    expect(one.events.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(one.full).toBe(true);
    const two = await harness().store.readAll({ after: one.events[2]!.position, limit: 3, workspaceId });
    expect(two.events.map(({ streamId, version }) => [streamId, version])).toEqual([
      ['thing-1', 4],
      ['thing-2', 1],
    ]);
    expect(two.full).toBe(false);
    expect(two.safe).toBeGreaterThanOrEqual(two.events[1]!.position);
  });

  it('reads no further than was asked for, and says that there is more', async () => {
    const { workspaceId, after } = await filled(harness);
    const upTo = after + 2;
    const page = await harness().store.readAll({ after, upTo, limit: 50, workspaceId });
    expect(page).toMatchObject({ full: true, next: upTo });
    expect(page.events.map(({ version }) => version)).toEqual([1, 2]);
    const beyond = await harness().store.readAll({ after, upTo: page.safe + 1_000, limit: 50, workspaceId });
    expect(beyond).toMatchObject({ full: false, next: beyond.safe });
    expect(beyond.events).toHaveLength(5);
  });

  it('reads what stands at some positions, of one workspace alone', async () => {
    const { workspaceId, after } = await filled(harness);
    const { events } = await harness().store.readAll({ after, limit: 50, workspaceId });
    const at = (positions: number[], of = workspaceId) => harness().store.readAt(of, positions);
    await expect(at([events[3]!.position, events[1]!.position])).resolves.toEqual([events[1], events[3]]);
    await expect(at([events[4]!.position + 1_000_000])).resolves.toEqual([]);
    await expect(at([events[0]!.position], randomUUID())).resolves.toEqual([]);
  });

  it('reads of the log only the workspace, stream and types that were asked for', async () => {
    const { workspaceId, streamId, after } = await filled(harness);
    const other = await filled(harness);
    const read = async (part: object) => (await harness().store.readAll({ after, limit: 50, ...part })).events;
    await expect(read({ workspaceId })).resolves.toHaveLength(5);
    await expect(read({ workspaceId: other.workspaceId, types: ['Other'] })).resolves.toHaveLength(1);
    await expect(read({ workspaceId, streamId })).resolves.toHaveLength(4);
    await expect(read({ workspaceId: randomUUID() })).resolves.toEqual([]);
    expect((await read({ types: ['Other'] })).map((event) => event.workspaceId)).toEqual([
      workspaceId,
      other.workspaceId,
    ]);
  });
};

const describeSnapshots = (harness: HarnessOf): void => {
  const loaded = async (workspaceId: string, fingerprint: string) => {
    const query = { command: commandOf(workspaceId), streams: [{ streamId: 'thing-1', fingerprint }] };
    const { streams } = await harness().store.load(query);
    return { snapshot: streams[0]!.snapshot, versions: streams[0]!.events.map(({ version }) => version) };
  };
  const saved = { streamId: 'thing-1', state: { n: [2] }, rows: { t: { a: null } } };

  it('gives a snapshot of the same fingerprint and the events after it', async () => {
    const { workspaceId } = await filled(harness);
    await harness().store.saveSnapshot({ ...saved, workspaceId, fingerprint: 'now', version: 2 });
    await expect(loaded(workspaceId, 'now')).resolves.toEqual({
      snapshot: { version: 2, state: saved.state, rows: saved.rows },
      versions: [3, 4],
    });
    await harness().store.saveSnapshot({ ...saved, workspaceId, fingerprint: 'now', version: 1, state: 'older' });
    await expect(loaded(workspaceId, 'now')).resolves.toMatchObject({ snapshot: { version: 2 } });
  });

  it('passes over a snapshot of another fingerprint, and one that claims more than the stream holds', async () => {
    const { workspaceId } = await filled(harness);
    await harness().store.saveSnapshot({ ...saved, workspaceId, fingerprint: 'before', version: 2 });
    await harness().store.saveSnapshot({ ...saved, workspaceId, fingerprint: 'now', version: 5 });
    await expect(loaded(workspaceId, 'now')).resolves.toEqual({ snapshot: null, versions: [1, 2, 3, 4] });
    await harness().store.saveSnapshot({ ...saved, workspaceId, fingerprint: 'now', version: 3 });
    await expect(loaded(workspaceId, 'now')).resolves.toMatchObject({ snapshot: { version: 3 }, versions: [4] });
  });
};

const describeRows = (harness: HarnessOf): void => {
  it('have the instant and the position of the stored events in place of their marks', async () => {
    const workspaceId = randomUUID();
    const looksLikeMark = `@${randomUUID()}:at1@ @:no1@ $1 \\1`;
    const request = requestOf(
      commandOf(workspaceId),
      { id: 'thing-0', expected: 0, facts: happened('before') },
      {
        id: 'thing-1',
        expected: 0,
        facts: happened('first', 'second'),
        rows: (marks) => [
          {
            version: 2,
            position: marks.position(2),
            taken: 2,
            name: looksLikeMark,
            opened_at: marks.instant(1),
            detail: { at: marks.instant(2), no: marks.position(2), text: `at ${marks.position(1)}` },
          },
        ],
      },
    );
    await harness().store.append(request);
    const [first, second] = await harness().store.readStream({ workspaceId, streamId: 'thing-1' });
    await expect(harness().hallRow(workspaceId, 'thing-1')).resolves.toEqual({
      workspace_id: workspaceId,
      stream_id: 'thing-1',
      version: 2,
      position: second!.position,
      taken: 2,
      name: looksLikeMark,
      opened_at: first!.recordedAt,
      detail: { at: second!.recordedAt, no: second!.position, text: `at ${first!.position}` },
    });
  });

  it('are replaced whole by the next append, and left alone by one that is refused or repeated', async () => {
    const workspaceId = randomUUID();
    const write = (expected: number, name: string, commandId?: string) =>
      harness().store.append(
        requestOf(commandOf(workspaceId, commandId === undefined ? {} : { commandId }), {
          id: 'thing-1',
          expected,
          facts: happened(name),
          rows: (marks) => [{ version: expected + 1, position: marks.position(1), name, taken: 0 }],
        }),
      );
    const row = () => harness().hallRow(workspaceId, 'thing-1');
    const commandId = randomUUID();
    await write(0, 'one', commandId);
    await write(1, 'two');
    await expect(row()).resolves.toMatchObject({ name: 'two', version: 2 });
    await write(7, 'refused');
    await write(0, 'repeated', commandId);
    await expect(row()).resolves.toMatchObject({ name: 'two', version: 2 });
  });
};
