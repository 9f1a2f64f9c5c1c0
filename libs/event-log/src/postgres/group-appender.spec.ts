import { commandOf, requestOf } from '../contract/harness.js';
import type { AppendOutcome, AppendRequest } from '../store.js';
import { GroupAppender } from './group-appender.js';

const workspaceId = '11111111-1111-4111-8111-111111111111';
const appended: AppendOutcome = { kind: 'appended', position: 1, stored: [] };
const call = (id: string, commandId?: string): AppendRequest =>
  requestOf(commandOf(workspaceId, commandId === undefined ? {} : { commandId }), {
    id,
    expected: 'any',
    facts: [{ type: 'SeatTaken', data: { by: 'x' } }],
  });
const idsOf = (group: readonly AppendRequest[]): string[] => group.map(({ streams }) => streams[0]!.streamId);
/** After the turn in which calls came. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An appender whose groups are answered by hand. */
const held = (lanes?: number) => {
  const groups: { readonly ids: string[]; readonly answer: () => void }[] = [];
  const appender = new GroupAppender(
    (group) =>
      new Promise((resolve) => groups.push({ ids: idsOf(group), answer: () => resolve(group.map(() => appended)) })),
    lanes,
  );
  return { groups, appender, ids: () => groups.map(({ ids }) => ids.length) };
};

describe('groups of appends', () => {
  it('take the calls of one turn, shared out over the lanes that are free', async () => {
    const { appender, ids, groups } = held(2);
    const calls = Array.from({ length: 10 }, (_, index) => appender.append(call(`s${index}`)));
    expect(ids()).toEqual([]);
    await turn();
    expect(ids()).toEqual([5, 5]);
    groups.forEach(({ answer }) => answer());
    await expect(Promise.all(calls)).resolves.toHaveLength(10);
  });

  it('never hold two calls of one stream or of one command; those of a stream keep their order', async () => {
    const { appender, groups } = held(1);
    const same = '22222222-2222-4222-8222-222222222222';
    const calls = [call('a'), call('a'), call('b', same), call('c', same), call('a')].map((one) =>
      appender.append(one),
    );
    for (let count = 1; count <= 3; count += 1) {
      await turn();
      expect(groups).toHaveLength(count);
      expect(new Set(groups.at(-1)!.ids).size).toBe(groups.at(-1)!.ids.length);
      groups.at(-1)!.answer();
      await turn();
    }
    await Promise.all(calls);
    expect(groups.map(({ ids }) => ids.length)).toEqual([2, 2, 1]);
  });

  it('hold 64 calls at most', async () => {
    const { appender, ids } = held(1);
    for (let index = 0; index < 100; index += 1) void appender.append(call(`s${index}`));
    await turn();
    expect(ids()).toEqual([64]);
  });

  it('run their members alone when one of them throws, so that only its caller is told', async () => {
    const sent: number[] = [];
    const appender = new GroupAppender((group) => {
      sent.push(group.length);
      const poisoned = idsOf(group).includes('bad');
      return poisoned ? Promise.reject(new Error('bad data')) : Promise.resolve(group.map(() => appended));
    }, 1);
    const outcomes = await Promise.allSettled(['good', 'bad', 'fine'].map((id) => appender.append(call(id))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sent).toEqual([3, 1, 1, 1]);
  });
});
