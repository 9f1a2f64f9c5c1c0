import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { OPEN_END } from '../aggregate.js';
import type { Recorded } from '../event.js';
import type { Command } from '../store.js';
import { hall, type HallEvent, hallRow, type HallRow } from './hall.js';
import { hallVersionLog } from './hall-versions.js';
import { commandOf, type HarnessOf } from './harness.js';

/** A view that keeps every row: one for each append that adds events to a stream, each ending where the next begins. */
export function describeVersions(harness: HarnessOf): void {
  describe('rows of a view that keeps every', () => {
    describeAppends(harness);
    describeWalks(harness);
  });
}

type Wanted = Readonly<Record<string, readonly HallEvent[] | undefined>>;

const seats = (...by: readonly string[]): HallEvent[] => by.map((one) => ({ type: 'SeatTaken', data: { by: one } }));
const named = (name: string): HallEvent => ({ type: 'HallNamed', data: { name } });

/** Appends these facts to these halls by one command. */
const decide = (harness: HarnessOf, command: Command, facts: Wanted) => {
  const streams = Object.keys(facts).map((id) => [id, { aggregate: hall, id, expect: 'latest' as const }] as const);
  return hallVersionLog(harness().store).decide(command, Object.fromEntries(streams), () => facts);
};

const eventsOf = (harness: HarnessOf, workspaceId: string, id: string): Promise<Recorded[]> =>
  harness().store.readStream({ workspaceId, streamId: `hall-${id}` });

/** What the table has to hold of a hall, from its events alone. */
const expectedRows = async (harness: HarnessOf, workspaceId: string, id: string): Promise<object[]> => {
  const events = (await eventsOf(harness, workspaceId, id)) as Recorded<HallEvent>[];
  const ends = events.filter((event, index) => event.meta.commandId !== events[index + 1]?.meta.commandId);
  return ends.map((event, index) => ({
    ...events.slice(0, event.version).reduce<HallRow | null>((row, one) => hallRow.evolve(row, one), null),
    workspace_id: workspaceId,
    stream_id: `hall-${id}`,
    version: event.version,
    position: event.position,
    until_position: ends[index + 1] === undefined ? OPEN_END : String(ends[index + 1]!.position),
  }));
};

const describeAppends = (harness: HarnessOf): void => {
  it('are one for each stream of an append, that of its last event, and the next append ends it', async () => {
    const workspaceId = randomUUID();
    const versions = (id: string) => harness().hallVersions(workspaceId, `hall-${id}`);
    await decide(harness, commandOf(workspaceId), { a: [...seats('1', '2'), named('A')], b: seats('3') });
    const [lastOfA] = (await eventsOf(harness, workspaceId, 'a')).slice(-1);
    const open = { version: 3, position: lastOfA!.position, taken: 2, name: 'A', until_position: OPEN_END };
    await expect(versions('a')).resolves.toMatchObject([open]);
    await decide(harness, commandOf(workspaceId), { a: seats('4', '5') });
    const [, end] = (await eventsOf(harness, workspaceId, 'a')).slice(-2);
    await expect(versions('a')).resolves.toMatchObject([
      { ...open, until_position: String(end!.position) },
      { version: 5, position: end!.position, taken: 4, name: 'A', until_position: OPEN_END },
    ]);
    await expect(versions('b')).resolves.toMatchObject([{ version: 1, taken: 1, until_position: OPEN_END }]);
  });

  it('are not added by an append that is repeated or refused, nor to a stream that was only read', async () => {
    const workspaceId = randomUUID();
    const command = commandOf(workspaceId);
    const once = () => decide(harness, command, { a: seats('1') });
    await once();
    await expect(once()).resolves.toMatchObject({ replayed: true });
    const late = { aggregate: hall, id: 'a', expect: { version: 7 } } as const;
    await expect(
      hallVersionLog(harness().store).decideOne(commandOf(workspaceId), late, () => seats('late')),
    ).rejects.toMatchObject({ details: { expected: 7, actual: 1 } });
    await decide(harness, commandOf(workspaceId), { a: [], b: seats('2') });
    const rows = await harness().hallVersions(workspaceId, 'hall-a');
    expect(rows).toMatchObject([{ version: 1, until_position: OPEN_END }]);
    await expect(harness().hallVersions(workspaceId, 'hall-b')).resolves.toHaveLength(1);
  });

  it('belong to one workspace, and to one command each though time stands still', async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    for (const workspaceId of [mine, theirs]) await harness().setClock(workspaceId, '2030-06-01T12:00:00.000Z');
    for (const workspaceId of [mine, theirs, mine, mine])
      await decide(harness, commandOf(workspaceId), { a: seats('x', 'y') });
    for (const workspaceId of [mine, theirs]) {
      const rows = await harness().hallVersions(workspaceId, 'hall-a');
      expect(rows).toEqual(await expectedRows(harness, workspaceId, 'a'));
      expect(rows).toHaveLength(workspaceId === mine ? 3 : 1);
    }
  });
};

const ids = ['a', 'b', 'c'];
const fact = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 4 }).map((by) => seats(by)[0]!),
  fc.string({ unit: 'grapheme-ascii', maxLength: 4 }).map(named),
);
const facts = fc.record(Object.fromEntries(ids.map((id) => [id, fc.array(fact, { maxLength: 3 })])), {
  requiredKeys: [],
});
/** Commands that are sent at the same time, one such group after the other. */
const walk = fc.array(fc.array(facts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

const describeWalks = (harness: HarnessOf): void => {
  it('are what the events up to each append make of it, whatever is sent, one by one or at once', async () => {
    const runs = fc.asyncProperty(walk, async (groups) => {
      const workspaceId = randomUUID();
      for (const group of groups)
        await Promise.all(group.map((wanted) => decide(harness, commandOf(workspaceId), wanted)));
      for (const id of ids) {
        const rows = await harness().hallVersions(workspaceId, `hall-${id}`);
        expect(rows).toEqual(await expectedRows(harness, workspaceId, id));
      }
    });
    await fc.assert(runs, { numRuns: 15, endOnFailure: true });
  });
};
