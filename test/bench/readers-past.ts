import { randomUUID } from 'node:crypto';
import { ConsumerRunner, Consumers, EventLog, Horizon, PostgresLogStore } from '#libs/event-log';
import { request, requestsConsumers, type RequestEvent } from '#libs/requests';
import { logModel } from '../../apps/api/src/contexts.js';
import type { BenchCluster } from './bench-cluster.js';
import type { HoursCast } from './hours-cast.js';
import { PastBench } from './past-bench.js';
import { many } from './readers-size.js';
import type { Row } from './report.js';

const REQUESTS = 10_000;
/** Requests that one command tells a fact of. */
const TOGETHER = 50;

const LIST = `query ($asOf: AsOf) { requests(first: 50, asOf: $asOf) { nodes { id number title status waitingOn
  requester { name } consumerTeam { name } } pageInfo { hasNextPage } } }`;

/** A page of requests as they stood, beside the page of the present. */
export async function pastRows(cluster: BenchCluster): Promise<Row[]> {
  const bench = await PastBench.open(cluster, { name: 'requests_past', versions: 'log.row_version', fill });
  try {
    const asked = (variables: object) => ({ query: LIST, variables, expect: '"consumerTeam":{' });
    const rows: Row[] = [];
    for (const part of [0.5, 0.9]) {
      const what = `requests(asOf) of ${many(REQUESTS)} requests at ${part * 100} %, first 50, beside the present`;
      rows.push(await bench.beside(what, [asked({ asOf: await bench.asOf(part) }), asked({})], null));
    }
    return rows;
  } finally {
    await bench.stop();
  }
}

function factsOf(number: number, { finance, marketing, engineering }: HoursCast): RequestEvent[] {
  const drafted = { number, title: `Landing page ${number}`, type: 'LANDING_PAGE', consumerTeamId: marketing } as const;
  const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
  const triage = { providerTeamId: engineering, priorityClass: 'NORMAL', roughMinutes: 600 } as const;
  const source = { kind: 'FORM', ref: null } as const;
  return [
    { type: 'RequestDrafted', data: { ...drafted, requesterId: finance.personId, source } },
    { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
    { type: 'RequestTriaged', data: triage },
  ];
}

/** Drafted all of them, then submitted, then triaged: their versions lie among each other. */
async function fill(cast: HoursCast): Promise<void> {
  const ids = Array.from({ length: REQUESTS }, () => randomUUID());
  for (let turn = 0; turn < 3; turn += 1)
    for (let first = 0; first < REQUESTS; first += TOGETHER) {
      const some = ids.slice(first, first + TOGETHER);
      const streams = some.map((id, index) => [`r${index}`, { aggregate: request, id, expect: 'latest' }] as const);
      const facts = some.map((_, index) => [`r${index}`, [factsOf(first + index + 1, cast)[turn]!]] as const);
      await cast.log.decide(cast.command('told'), Object.fromEntries(streams), () => Object.fromEntries(facts));
    }
  await cast.settle();
  await keepHistory(cast);
}

/** What a worker would have done meanwhile. */
async function keepHistory({ pool }: HoursCast): Promise<void> {
  const horizon = new Horizon({ pool, pollMs: 50 });
  await horizon.start();
  const log = new EventLog(new PostgresLogStore(pool), logModel());
  const consumers = requestsConsumers(pool).filter(({ name }) => name.startsWith('request-history'));
  const runner = new ConsumerRunner({ pool, log, horizon, consumers, pollMs: 50 });
  runner.start();
  const state = new Consumers(pool, horizon);
  for (const { name, version = 1 } of consumers)
    await state.waitFor({ name, version }, horizon.current().safe, { timeoutMs: 300_000 });
  await runner.stop();
  await horizon.stop();
}
