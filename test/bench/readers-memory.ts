import { createClient } from 'graphql-ws';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { BenchCluster } from './bench-cluster.js';
import { Server } from './child.js';
import { median } from './measure.js';
import { ReadersLog } from './readers-log.js';
import { EVENTS, many } from './readers-size.js';
import { perSecond, type Row } from './report.js';

const ROUNDS = 3;
/** Of all events. */
const FEW = 0.1;

const STREAM = `subscription ($after: LogPosition) { eventStream(after: $after) {
  event { eventId position type subject version recordedAt actorId data } cursor } }`;

/** A feed that has been read to its end. */
interface Read {
  readonly perSecond: number;
  readonly peakBytes: number;
}

/** A feed that a client reads as fast as it comes, by the server's memory and by transport. */
export async function memoryRows(cluster: BenchCluster): Promise<Row[]> {
  const log = await ReadersLog.open(cluster, EVENTS, { shared: false });
  try {
    return [...(await flat(log)), ...(await transports(log))];
  } finally {
    await log.database.close();
  }
}

type Feed = (
  server: Server,
  wish: { readonly token: string; readonly after: string; readonly events: number },
) => Promise<void>;

/** Every read has a server of its own: memory that was had once is seldom given back. */
async function read(log: ReadersLog, part: number, feed: Feed): Promise<Read> {
  const server = await Server.start({ kind: 'ours', databaseUrl: log.database.url, pool: 4 });
  const events = Math.round(EVENTS * part);
  const began = performance.now();
  await feed(server, { token: log.one.tokens[0]!, after: log.at(1 - part), events });
  const seconds = (performance.now() - began) / 1000;
  const peakBytes = await server.peakMemory();
  await server.stop();
  return { perSecond: events / seconds, peakBytes };
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

async function flat(log: ReadersLog): Promise<Row[]> {
  const all: Read[] = [];
  const few: Read[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    all.push(await read(log, 1, lines));
    few.push(await read(log, FEW, lines));
  }
  const peak = (reads: readonly Read[]): number => median(reads.map(({ peakBytes }) => peakBytes));
  const what = `peak memory of a server while ${many(EVENTS)} events are read as lines, beside ${many(EVENTS * FEW)}`;
  return [
    {
      what,
      ours: mebibytes(peak(all)),
      beside: mebibytes(peak(few)),
      ratio: peak(all) / peak(few),
      target: { atMost: 1.15 },
      cost: `${perSecond(median(all.map((one) => one.perSecond)))}; ${perSecond(median(few.map((one) => one.perSecond)))}`,
    },
  ];
}

async function transports(log: ReadersLog): Promise<Row[]> {
  const rates: Record<'lines' | 'stream' | 'socket', number[]> = { lines: [], stream: [], socket: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.lines.push((await read(log, FEW, lines)).perSecond);
    rates.stream.push((await read(log, FEW, stream)).perSecond);
    rates.socket.push((await read(log, FEW, socket)).perSecond);
  }
  const row = (what: string, side: 'stream' | 'socket'): Row => ({
    what: `${what}, ${many(EVENTS * FEW)} events, beside the same as lines`,
    ours: perSecond(median(rates[side])),
    beside: perSecond(median(rates.lines)),
    ratio: median(rates[side]) / median(rates.lines),
    target: null,
    cost: '',
  });
  return [row('eventStream over SSE', 'stream'), row('eventStream over a WebSocket', 'socket')];
}

/** Lines or parts of an answer that hold this text. */
class Counter {
  found = 0;
  private rest = '';

  constructor(private readonly text: string) {}

  add(part: Buffer): void {
    const text = this.rest + part.toString('latin1');
    for (let at = text.indexOf(this.text); at !== -1; at = text.indexOf(this.text, at + 1)) this.found += 1;
    this.rest = text.slice(-(this.text.length - 1));
  }
}

/** Reads an answer until so many events have come. */
const readUntil = (
  { url, token, body }: { readonly url: string; readonly token: string; readonly body?: string },
  { text, events }: { readonly text: string; readonly events: number },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const counter = new Counter(text);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { accept: 'text/event-stream', 'content-type': 'application/json' }),
    };
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      response.on('data', (part: Buffer) => {
        counter.add(part);
        if (counter.found < events) return;
        resolve();
        sent.destroy();
      });
      response.on('close', () => reject(new Error(`The feed ended after ${counter.found} events.`)));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const lines: Feed = ({ url }, { token, after, events }) =>
  readUntil(
    { url: `${url}/events?after=${encodeURIComponent(after)}`, token },
    { text: '"type":"CommentAdded"', events },
  );

const stream: Feed = ({ url }, { token, after, events }) => {
  const body = JSON.stringify({ query: STREAM, variables: { after } });
  return readUntil({ url: `${url}/graphql`, token, body }, { text: '"type":"CommentAdded"', events });
};

const socket: Feed = async ({ url }, { token, after, events }) => {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  let found = 0;
  for await (const { data } of client.iterate<{ eventStream: { event: object | null } }>({
    query: STREAM,
    variables: { after },
  })) {
    if (data?.eventStream.event) found += 1;
    if (found === events) break;
  }
  await client.dispose();
  if (found < events) throw new Error(`The feed ended after ${found} events.`);
};
