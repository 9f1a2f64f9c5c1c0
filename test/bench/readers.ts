import type { BenchCluster } from './bench-cluster.js';
import { feedRows } from './readers-feeds.js';
import { memoryRows } from './readers-memory.js';
import { pastRows } from './readers-past.js';
import { webhookRows } from './readers-webhooks.js';
import type { Row } from './report.js';

/** Whoever follows a big log over the wire, and what else readers ask for. */
export async function readersRows(cluster: BenchCluster): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of [feedRows, memoryRows, webhookRows, pastRows]) rows.push(...(await part(cluster)));
  return rows;
}
