import { toGlobalId } from '#libs/api-kit';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { type Caller, HoursCast } from './hours-cast.js';
import { alternate, median, ratio } from './measure.js';
import { milliseconds, type Row } from './report.js';
import { chained, drawing, type FilledRoadmap, fillRoadmap, scattered, type Shape } from './roadmap-fill.js';

const ROUNDS = 7;
const [MANY, FEW] = [5_000, 50];
/** Additions of one round; they are taken away again before the next one. */
const ADDITIONS = 24;

const mutation = (name: string): string => `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input, expect: { latest: true }) { item { id version dependencies { itemId } } problems { code message } } }`;
const ADD = mutation('addItemDependency');
const REMOVE = mutation('removeItemDependency');

/** One more dependency: the later item is to need the earlier one, by places. */
type Pair = readonly [later: number, earlier: number];

interface Graph extends FilledRoadmap {
  readonly workspaceId: string;
  readonly who: Caller;
  readonly pairs: readonly Pair[];
}

/** Pairs anywhere in a graph that do not depend on each other yet: none of them closes a circle. */
function pairsOf({ itemIds, needs }: FilledRoadmap): Pair[] {
  const draw = drawing(7);
  const pairs = new Map<string, Pair>();
  while (pairs.size < ADDITIONS) {
    const [one, other] = [Math.floor(draw() * itemIds.length), Math.floor(draw() * itemIds.length)];
    const [later, earlier] = [Math.max(one, other), Math.min(one, other)];
    if (later !== earlier && !needs[later]!.has(earlier)) pairs.set(`${later} ${earlier}`, [later, earlier]);
  }
  return [...pairs.values()];
}

async function graphOf(database: BenchDatabase, count: number, shape: Shape): Promise<Graph> {
  const cast = await HoursCast.begin(database, '2026-01-05');
  const filled = await fillRoadmap(cast, count, shape);
  const who = await cast.join('PRODUCT_MANAGER', cast.engineering);
  return { ...filled, workspaceId: cast.workspaceId, who, pairs: pairsOf(filled) };
}

/** A service over graphs, large and small. */
class DependencyBench {
  private readonly load = new Load();
  private turn = 0;

  constructor(
    private readonly cluster: BenchCluster,
    private readonly database: BenchDatabase,
    private readonly server: Server,
  ) {}

  async stop(): Promise<void> {
    await this.load.stop();
    await this.server.stop();
    await this.database.close();
  }

  private call(graph: Graph, query: string): Promise<number> {
    const { itemIds, pairs, who } = graph;
    const calls = pairs.map(([later, earlier]) => {
      const ends = {
        itemId: toGlobalId('RoadmapItem', itemIds[later]!),
        toId: toGlobalId('RoadmapItem', itemIds[earlier]!),
      };
      const token = who.tokens[this.turn++ % who.tokens.length]!;
      const body = JSON.stringify({ query, variables: { input: { ...ends, type: 'NEEDS' } } });
      return { url: `${this.server.url}/graphql`, token, body };
    });
    return this.load.rate({ clients: 1, calls, expect: '"problems":[]' });
  }

  /** Milliseconds of one addition, in a round of them. */
  private async added(graph: Graph): Promise<number> {
    const figure = 1000 / (await this.call(graph, ADD));
    await this.call(graph, REMOVE);
    return figure;
  }

  private async cost(graph: Graph): Promise<string> {
    const { statements, buffers } = await this.cluster.costOf(() => this.call(graph, ADD).then(() => ADDITIONS));
    await this.call(graph, REMOVE);
    return `${Number(statements.toFixed(2))} statements, ${Math.round(buffers)} buffers`;
  }

  /** Milliseconds of one search alone, as the service asks for it. */
  private async searched({ workspaceId, itemIds, pairs }: Graph): Promise<number> {
    const began = performance.now();
    for (const [later, earlier] of pairs)
      await this.database.owner.query({
        name: 'search',
        text: 'select roadmap.ordering_path($1, $2, $3)',
        values: [workspaceId, itemIds[earlier], itemIds[later]],
      });
    return (performance.now() - began) / pairs.length;
  }

  async beside(what: string, [large, small]: readonly [Graph, Graph]): Promise<Row[]> {
    const row = async (of: string, time: (graph: Graph) => Promise<number>, more: Pick<Row, 'target' | 'cost'>) => {
      const rounds = await alternate({ ours: () => time(large), theirs: () => time(small) }, ROUNDS);
      const [ours, beside] = [milliseconds(median(rounds.ours)), milliseconds(median(rounds.theirs))];
      return { what: `${of} ${what}`, ours, beside, ratio: ratio(rounds.ours, rounds.theirs), ...more };
    };
    const cost = `${await this.cost(large)}; ${await this.cost(small)}`;
    return [
      await row('adding a dependency', (graph) => this.added(graph), { target: { atMost: 2 }, cost }),
      await row('the search alone', (graph) => this.searched(graph), { target: null, cost: '' }),
    ];
  }
}

/** Adding a dependency, circles refused, in large graphs beside small ones. */
export async function dependencyRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('dependencies');
  const graphs: [string, readonly [Graph, Graph]][] = [];
  for (const [name, shape] of Object.entries({ chained, scattered }))
    graphs.push([name, [await graphOf(database, MANY, shape), await graphOf(database, FEW, shape)]]);
  await database.owner.query('vacuum analyze');
  await database.owner.query('checkpoint');
  const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 4 });
  const bench = new DependencyBench(cluster, database, server);
  try {
    const rows: Row[] = [];
    for (const [name, sides] of graphs)
      rows.push(...(await bench.beside(`in a ${name} graph of 5,000 items/15,000 edges beside one of 50/150`, sides)));
    return rows;
  } finally {
    await bench.stop();
  }
}
