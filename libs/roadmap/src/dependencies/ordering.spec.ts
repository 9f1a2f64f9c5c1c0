import { fromGlobalId } from '#libs/api-kit';
import { rebuildInlineView } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  dependencyTypes,
  type DependencyType,
  fact,
  graphOf,
  type ItemState,
  noOwners,
  orderingPath,
  roadmapItem,
} from '../domain/index.js';
import type { ItemCommand } from '../decisions.js';
import { itemRow } from '../items/item-row.js';
import { RoadmapApi } from '../roadmap.fixture.js';
import { DependencyDecisions } from './dependency-decisions.js';
import { Ordering } from './ordering.js';

let api: RoadmapApi;
beforeAll(async () => {
  api = await RoadmapApi.start();
});
afterAll(() => api.close());

interface Tie {
  readonly from: number;
  readonly to: number;
  readonly type: DependencyType;
}

/** Items with whatever ties, circles too; their ids. Nothing was asked whether they may be. */
async function tied(workspaceId: string, count: number, ties: readonly Tie[]): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const said = { owners: noOwners, goalIds: [], propertyIds: [], expectedImpact: null };
  const sort = { lane: 'PRODUCT', kind: 'FEATURE', visibility: 'TEAMS' } as const;
  await Promise.all(
    ids.map((id, index) =>
      api.happened(workspaceId, { aggregate: roadmapItem, id }, [
        fact('ItemProposed', { number: index + 1, title: 'Item', ...said, ...sort }),
        ...ties
          .filter(({ from }) => from === index)
          .map(({ to, type }) => fact('DependencyAdded', { toId: ids[to]!, type, bufferWorkingDays: 0 })),
      ]),
    ),
  );
  return ids;
}

const pairsIn = async (statement: string, workspaceId: string): Promise<string[]> => {
  const { rows } = await api.owner.query<{ from_id: string; to_id: string }>(statement, [workspaceId]);
  return rows.map(({ from_id: from, to_id: to }) => `${from} ${to}`).sort();
};
const kept = (workspaceId: string) =>
  pairsIn('select from_id, to_id from roadmap.ordering_edge where workspace_id = $1', workspaceId);
const meant = (workspaceId: string) =>
  pairsIn(
    'select item_id as from_id, unnest(ordering_ids) as to_id from roadmap.item_row where workspace_id = $1',
    workspaceId,
  );

describe('edges beside the rows of items', () => {
  it('are those of the rows, also when some are removed and when rows are made anew', async () => {
    const workspaceId = randomUUID();
    const tie = (from: number, to: number, type: DependencyType = 'NEEDS'): Tie => ({ from, to, type });
    const ties = [tie(0, 1), tie(0, 2, 'FOLLOWS'), tie(0, 3, 'CONFLICTS'), tie(1, 2), tie(1, 2, 'FOLLOWS')];
    const [a, b, c] = await tied(workspaceId, 4, ties);
    const all = [`${a} ${b}`, `${a} ${c}`, `${b} ${c}`].sort();
    expect([await kept(workspaceId), await meant(workspaceId)]).toEqual([all, all]);

    const removed = (toId: string, type: DependencyType) => fact('DependencyRemoved', { toId, type });
    await api.happened(workspaceId, { aggregate: roadmapItem, id: a! }, [removed(b!, 'NEEDS')]);
    // It still follows it.
    await api.happened(workspaceId, { aggregate: roadmapItem, id: b! }, [removed(c!, 'NEEDS')]);
    const left = [`${a} ${c}`, `${b} ${c}`].sort();
    expect([await kept(workspaceId), await meant(workspaceId)]).toEqual([left, left]);

    await api.owner.query('delete from roadmap.ordering_edge where workspace_id = $1', [workspaceId]);
    await rebuildInlineView(api.owner, api.log.model, itemRow);
    expect(await kept(workspaceId)).toEqual(left);
  });
});

describe('the way from one item to another', () => {
  const anyTies = fc.array(fc.record({ from: fc.nat(11), to: fc.nat(11), type: fc.constantFrom(...dependencyTypes) }), {
    maxLength: 30,
  });

  it('is as long as the shortest, whatever the graph, and null where there is none', async () => {
    const ordering = new Ordering(api.pool);
    await fc.assert(
      fc.asyncProperty(anyTies, async (ties) => {
        const workspaceId = randomUUID();
        const ids = await tied(workspaceId, 12, ties);
        const items = ids.map((id, index): [string, ItemState] => {
          const own = ties.filter(({ from }) => from === index);
          const dependencies = own.map(({ to, type }) => ({ toId: ids[to]!, type, bufferWorkingDays: 0 }));
          return [id, { dependencies } as unknown as ItemState];
        });
        const graph = graphOf(items);
        for (const from of ids.slice(0, 4)) {
          for (const to of ids) {
            const { path, version } = await ordering.between(workspaceId, from, to);
            expect(path?.length).toBe(orderingPath(graph, from, to)?.length);
            expect(path === null || isWay(path, ties, ids)).toBe(true);
            expect(version).toBe(0);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is found over hundreds of steps, past where the first looks end', async () => {
    const workspaceId = randomUUID();
    const chain = Array.from({ length: 200 }, (_, index): Tie => ({ from: index, to: index + 1, type: 'NEEDS' }));
    const ids = await tied(workspaceId, 201, chain);
    const ordering = new Ordering(api.pool);
    expect((await ordering.between(workspaceId, ids[0]!, ids[200]!)).path).toEqual(ids);
    expect((await ordering.between(workspaceId, ids[150]!, ids[50]!)).path).toBeNull();
    expect((await ordering.between(randomUUID(), ids[0]!, ids[1]!)).path).toBeNull();
  });
});

const isWay = (path: readonly string[], ties: readonly Tie[], ids: readonly string[]): boolean =>
  path
    .slice(1)
    .every((to, index) =>
      ties.some((tie) => tie.type !== 'CONFLICTS' && ids[tie.from] === path[index] && ids[tie.to] === to),
    );

describe('an addition between looking and deciding', () => {
  it('is seen: whoever looked before it looks again', async () => {
    const cast = await api.cast();
    const [a, b] = [await api.propose(cast), await api.propose(cast)];
    const [fromId, toId] = [fromGlobalId(a.id, 'RoadmapItem'), fromGlobalId(b.id, 'RoadmapItem')];
    const seen: (readonly string[] | null)[] = [];
    class Slow extends Ordering {
      override async between(workspaceId: string, one: string, other: string) {
        const found = await super.between(workspaceId, one, other);
        seen.push(found.path);
        const turned = { itemId: b.id, toId: a.id, type: 'NEEDS' };
        if (seen.length === 1) await api.done(cast.manager, 'addItemDependency', turned);
        return found;
      }
    }
    const decisions = new DependencyDecisions(api.log, new Slow(api.pool));
    const command = operatorCommand({ workspaceId: cast.workspaceId, operation: 'addItemDependency', input: {} });
    const caller = { command, viewer: { workspaceId: cast.workspaceId } };
    const asked = { caller, expect: 'latest', right: null } as unknown as ItemCommand<object>;
    const added = decisions.add(asked, { fromId, toId, type: 'FOLLOWS' });
    await expect(added).rejects.toMatchObject({
      code: 'DEPENDENCY_CYCLE',
      details: { circle: [fromId, toId, fromId] },
    });
    expect(seen).toEqual([null, [toId, fromId]]);
  });
});
