import 'reflect-metadata';
import { BenchCluster } from './bench-cluster.js';
import { bulkRows } from './bulk.js';
import { hoursRows } from './hours.js';
import { kernelRows } from './kernel.js';
import { listRows } from './list.js';
import { rebuildRows } from './readers-rebuild.js';
import { readersRows } from './readers.js';
import { machine, type Row, table } from './report.js';
import { requestsRows } from './requests.js';
import { riskRows } from './risk-as-of.js';
import { roadmapRows } from './roadmap-as-of.js';
import { dependencyRows } from './roadmap-dependency.js';
import { scaleRows } from './scale.js';
import { submitRows } from './submit.js';

const PARTS: Readonly<Record<string, (cluster: BenchCluster) => Promise<Row[]>>> = {
  kernel: kernelRows,
  submit: submitRows,
  list: listRows,
  scale: scaleRows,
  requests: requestsRows,
  bulk: bulkRows,
  hours: hoursRows,
  risk: riskRows,
  roadmap: async (cluster) => [...(await roadmapRows(cluster)), ...(await dependencyRows(cluster))],
  readers: readersRows,
  rebuild: rebuildRows,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`No part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.\n`);
  process.exit(1);
}

const cluster = await BenchCluster.start();
try {
  const rows: Row[] = [];
  for (const name of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
    process.stderr.write(`${name} …\n`);
    rows.push(...(await PARTS[name]!(cluster)));
  }
  process.stdout.write(`${machine(await cluster.version())}\n\n${table(rows)}\n`);
} finally {
  await cluster.stop();
}
