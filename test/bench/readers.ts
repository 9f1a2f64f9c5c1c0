import type { BenchCluster } from './bench-cluster.js';
import { feedRows } from './readers-feeds.js';
import { memoryRows } from './readers-memory.js';
import type { Row } from './report.js';

/** Whoever follows a big log over the wire. */
export async function readersRows(cluster: BenchCluster): Promise<Row[]> {
  return [...(await feedRows(cluster)), ...(await memoryRows(cluster))];
}
