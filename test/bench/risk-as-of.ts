import type { BenchCluster } from './bench-cluster.js';
import { type Asked, PastBench } from './past-bench.js';
import type { Row } from './report.js';
import { EVENTS_EACH, fillReviews, REVIEWS } from './risk-fill.js';
import { LINKED_ITEMS, REQUESTS_EACH } from './risk-initiatives.js';

const MATRIX = `query ($asOf: AsOf) { riskMatrix(asOf: $asOf) { exposure notRated bands { band count } asOfPosition
  cells { likelihood impact band count } } }`;
const WITH_RISKS = MATRIX.replace('count } }', 'count risks(first: 10) { id title reviewReference } } }');
const INITIATIVES = `query ($asOf: AsOf) { riskByInitiative(first: 50, asOf: $asOf) { nodes { exposure highestBand reviewReference } } }`;
const ITEMS = INITIATIVES.replace('first: 50,', 'by: ROADMAP_ITEM, first: 50,').replace(
  'reviewReference }',
  'reference reviews { exposure } }',
);
const TREND = `query ($weeks: Int!) { exposureTrend(weeks: $weeks) { day exposure bands { band count } } }`;

const many = (count: number): string => count.toLocaleString('en');

/** The matrix of the past beside that of the present, and exposure over time. */
export async function riskRows(cluster: BenchCluster): Promise<Row[]> {
  const bench = await PastBench.open(cluster, { name: 'risk', versions: 'risk.review_version', fill: fillReviews });
  try {
    const rows: Row[] = [];
    const over = `${many(REVIEWS)} risks and ${many(REVIEWS * EVENTS_EACH)} events`;
    const sides = (query: string, expect: string, asOf: object): [Asked, Asked] => [
      { query, variables: { asOf }, expect },
      { query, variables: {}, expect },
    ];
    for (const part of [0.2, 0.5, 0.9]) {
      const asOf = await bench.asOf(part);
      const what = `riskMatrix(asOf) at ${part * 100} % of ${over}, beside the present`;
      rows.push(await bench.beside(what, sides(MATRIX, '"exposure":', asOf), { atMost: 3 }));
    }
    const middle = await bench.asOf(0.5);
    const first10 = sides(WITH_RISKS, '"reviewReference":', middle);
    rows.push(await bench.beside('the same at 50 % with the first 10 risks of every cell', first10, { atMost: 3 }));
    const initiatives = sides(INITIATIVES, '"highestBand":', middle);
    rows.push(await bench.beside('riskByInitiative(asOf) at 50 %, first 50', initiatives, { atMost: 3 }));
    const items = sides(ITEMS, '"highestBand":', middle);
    const linked = `${many(LINKED_ITEMS)} items with ${REQUESTS_EACH} requests each`;
    rows.push(await bench.beside(`the same by roadmap item, ${linked}`, items, { atMost: 3 }));
    const trend = (weeks: number): Asked => ({ query: TREND, variables: { weeks }, expect: '"day":' });
    rows.push(await bench.beside('exposureTrend of 104 weeks beside 1 week', [trend(104), trend(1)], null));
    return rows;
  } finally {
    await bench.stop();
  }
}
