import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConsumerRunner, Consumers, EventLog, Horizon, PostgresLogStore } from '#libs/event-log';
import {
  WEBHOOK_OUTBOX,
  webhooksConsumers,
  WebhookSender,
  type WebhookSenderOptions,
  WebhookTransport,
} from '#libs/webhooks';
import { logModel } from '../../apps/api/src/contexts.js';
import { happen, register, termsAt } from '../faults/webhook-model.js';
import { Receiver } from '../kit/receiver.js';
import type { BenchCluster } from './bench-cluster.js';
import { alternate, median, ratio, rate } from './measure.js';
import { perSecond, type Row } from './report.js';

const HOOKS = 8;
/** Events of one round; each is delivered to every webhook. */
const EVENTS = 125;
const ROUNDS = 5;
/** Calls of one webhook at the same time, as the service makes them. */
const TOGETHER = 4;
/** Milliseconds of plain calls in a round. */
const PLAIN_MS = 1_500;

/** Signed deliveries, each written down, beside the plain calls they are made of. */
export async function webhookRows(cluster: BenchCluster): Promise<Row[]> {
  const database = await cluster.database('webhooks');
  const pool = database.pool(12);
  const horizon = new Horizon({ pool, pollMs: 50 });
  await horizon.start();
  const log = new EventLog(new PostgresLogStore(pool, horizon.signal), logModel());
  const receiver = await Receiver.start();
  const workspaceId = randomUUID();
  for (let hook = 0; hook < HOOKS; hook += 1) await register({ log, pool }, workspaceId, termsAt(receiver.url));
  const types = log.model.catalogue.types.map(({ type }) => type);
  const transport = new WebhookTransport({ allowPrivate: true });
  const outbox = new ConsumerRunner({ pool, log, horizon, consumers: webhooksConsumers(types), pollMs: 50 });
  outbox.start();
  const collected = new Consumers(pool, horizon);
  const deliver = async (): Promise<number> => {
    let position = 0;
    for (let event = 0; event < EVENTS; event += 1) position = await happen(log, workspaceId);
    await collected.waitFor({ name: WEBHOOK_OUTBOX }, position, { timeoutMs: 60_000 });
    return delivered({ pool, log, epoch: () => horizon.current().epoch, transport });
  };
  const plain = () => rate(HOOKS * TOGETHER, PLAIN_MS, () => post(receiver.url));
  const rounds = await alternate({ deliver, plain }, ROUNDS);
  await outbox.stop();
  await horizon.stop();
  await receiver.stop();
  await database.close();
  return [
    {
      what: `deliveries to ${HOOKS} webhooks, signed and written down, beside as many plain POSTs at a time`,
      ours: perSecond(median(rounds.deliver)),
      beside: perSecond(median(rounds.plain)),
      ratio: ratio(rounds.deliver, rounds.plain),
      target: null,
      cost: '',
    },
  ];
}

/** Deliveries a second of all that waits, from the first claim until the last of them is written down. */
async function delivered(options: WebhookSenderOptions): Promise<number> {
  let recorded = 0;
  const sender = new WebhookSender({ ...options, onOutcome: () => void (recorded += 1) });
  const began = performance.now();
  sender.start();
  while (recorded < HOOKS * EVENTS) await sleep(2);
  const seconds = (performance.now() - began) / 1000;
  await sender.stop();
  return (HOOKS * EVENTS) / seconds;
}

/** About as much as a delivery says, over a connection of its own. */
const body = JSON.stringify({ type: 'TeamCreated', data: 'x'.repeat(700) });

const post = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    sent.on('response', (response) => response.resume().once('end', resolve));
    sent.on('error', reject);
    sent.end(body);
  });
