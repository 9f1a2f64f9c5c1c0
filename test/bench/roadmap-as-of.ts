import type { BenchCluster } from './bench-cluster.js';
import { type Asked, PastBench } from './past-bench.js';
import type { Row } from './report.js';
import { EVENTS_EACH, fillHistory, ITEMS } from './roadmap-history.js';

const NODES = 'nodes { id reference title lane status window { start end } confidence { value } }';
const ROADMAP = `query ($asOf: AsOf) { roadmap(asOf: $asOf, first: 100) { ${NODES} today asOfPosition } }`;
const WITH_LANES = ROADMAP.replace('today', 'lanes { lane count } today');
const LIST = `{ roadmapItems(first: 100, order: [{ startOn: ASC }]) { ${NODES} } }`;
const STABILITY = `query ($baseline: AsOf!) { planStability(baseline: $baseline) { items percent movedLater { count } } }`;
const DIFF = `query ($from: AsOf!) { roadmapDiff(from: $from) { toPosition unchanged { count }
  rescheduled { shiftDays item { reference } cause { type summary } } } }`;

const many = (count: number): string => count.toLocaleString('en');

/** The roadmap of the past beside that of the present. */
export async function roadmapRows(cluster: BenchCluster): Promise<Row[]> {
  const filling = { name: 'roadmap_past', versions: 'roadmap.item_version', fill: fillHistory } as const;
  const bench = await PastBench.open(cluster, filling);
  try {
    const rows: Row[] = [];
    const over = `${many(ITEMS)} items and ${many(ITEMS * EVENTS_EACH)} events`;
    const sides = (query: string, expect: string, asOf: object): [Asked, Asked] => [
      { query, variables: { asOf }, expect },
      { query, variables: {}, expect },
    ];
    for (const part of [0.002, 0.02, 0.2, 0.5, 0.9]) {
      const what = `roadmap(asOf) at ${part * 100} % of ${over}, first 100, beside the present`;
      rows.push(await bench.beside(what, sides(ROADMAP, '"reference":', await bench.asOf(part)), { atMost: 3 }));
    }
    for (const part of [0.02, 0.5]) {
      const counted = sides(WITH_LANES, '"count":', await bench.asOf(part));
      rows.push(await bench.beside(`the same at ${part * 100} % with all lanes counted`, counted, { atMost: 3 }));
    }
    const [now, list] = [
      { query: ROADMAP, variables: {}, expect: '"reference":' },
      { query: LIST, variables: {}, expect: '"reference":' },
    ];
    rows.push(await bench.beside('roadmap beside roadmapItems by start, the same page', [now, list], null));
    const plan = async (part: number): Promise<Asked> => ({
      query: STABILITY,
      variables: { baseline: await bench.asOf(part) },
      expect: '"percent":',
    });
    const plans: [Asked, Asked] = [await plan(0.5), await plan(0.9)];
    rows.push(await bench.beside('planStability since 50 % beside since 90 %', plans, null));
    const diff = { query: DIFF, variables: { from: await bench.asOf(0.99) }, expect: '"toPosition":' };
    rows.push(await bench.beside('roadmapDiff of the last 1 % beside the present page', [diff, now], null));
    return rows;
  } finally {
    await bench.stop();
  }
}
