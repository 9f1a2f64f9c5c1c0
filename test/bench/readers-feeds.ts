import type { BenchCluster } from './bench-cluster.js';
import { Load, Server } from './child.js';
import type { LoadCall } from './load.js';
import { alternate, median, ratio } from './measure.js';
import { type Follower, ReadersLog } from './readers-log.js';
import { EVENTS, many } from './readers-size.js';
import { milliseconds, type Row } from './report.js';

const ROUNDS = 9;
/** Questions of one round. */
const QUESTIONS = 20;

const PAGE = `query ($after: LogPosition, $first: Int!) { events(first: $first, after: $after) {
  nodes { eventId position type subject version recordedAt actorId data } pageInfo { hasNextPage } cursor } }`;
const STREAM = `subscription ($after: LogPosition) { eventStream(after: $after) { event { eventId type data } cursor } }`;

/** Makes a call that begins after a position. */
type Asking = (after: string) => Omit<LoadCall, 'token'>;

interface Compared {
  readonly what: string;
  readonly asking: Asking;
  readonly who: Follower;
  /** Parts of the log: near its end, and near its beginning. */
  readonly parts: readonly [number, number];
  readonly expect: string;
  /** The call ends with what is expected. */
  readonly leaves: boolean;
}

/** First pages and resumed feeds at the end of a log that many share, beside its beginning. */
export async function feedRows(cluster: BenchCluster): Promise<Row[]> {
  const log = await ReadersLog.open(cluster, EVENTS, { shared: true });
  const server = await Server.start({ kind: 'ours', databaseUrl: log.database.url, pool: 4 });
  const load = new Load();
  try {
    const bench = new FeedBench({ cluster, load, log });
    const rows: Row[] = [];
    for (const compared of comparisons(server.url, log)) rows.push(await bench.row(compared));
    return rows;
  } finally {
    await load.stop();
    await server.stop();
    await log.database.close();
  }
}

function comparisons(url: string, { one, small }: ReadersLog): Compared[] {
  const graphql = `${url}/graphql`;
  const page =
    (first: number): Asking =>
    (after) => ({ url: graphql, body: JSON.stringify({ query: PAGE, variables: { first, after } }) });
  const lines: Asking = (after) => ({ url: `${url}/events?after=${encodeURIComponent(after)}` });
  const stream: Asking = (after) => ({
    url: graphql,
    accept: 'text/event-stream',
    body: JSON.stringify({ query: STREAM, variables: { after } }),
  });
  const [pages, feeds] = [
    { expect: '"hasNextPage":true', leaves: false },
    { expect: '"type":"CommentAdded"', leaves: true },
  ];
  const log = `${many(EVENTS)} events of 10 workspaces`;
  const ends = [0.99, 0] as const;
  const resumed = [0.999, 0.001] as const;
  const smallEnds = [0.795, 0.005] as const;
  return [
    {
      what: `first page of 50 \`events\` at 99 % of ${log}, beside its beginning`,
      asking: page(50),
      who: one,
      parts: ends,
      ...pages,
    },
    {
      what: 'first page of 10 in a workspace with 100 of all events, at 79 % beside the beginning',
      asking: page(10),
      who: small,
      parts: smallEnds,
      ...pages,
    },
    {
      what: 'a resumed feed of lines until its first event, at 99.9 % beside 0.1 %',
      asking: lines,
      who: one,
      parts: resumed,
      ...feeds,
    },
    {
      what: 'eventStream over SSE until its first event, at 99.9 % beside 0.1 %',
      asking: stream,
      who: one,
      parts: resumed,
      ...feeds,
    },
    {
      what: 'the feed of lines in the small workspace, at 79 % beside 0.5 %',
      asking: lines,
      who: small,
      parts: smallEnds,
      ...feeds,
    },
    {
      what: 'eventStream over SSE in the small workspace, at 79 % beside 0.5 %',
      asking: stream,
      who: small,
      parts: smallEnds,
      ...feeds,
    },
  ];
}

class FeedBench {
  private turn = 0;

  constructor(
    private readonly parts: { readonly cluster: BenchCluster; readonly load: Load; readonly log: ReadersLog },
  ) {}

  async row(compared: Compared): Promise<Row> {
    const [late, early] = compared.parts;
    const sides = { late: () => this.time(compared, late), early: () => this.time(compared, early) };
    const rounds = await alternate(sides, ROUNDS);
    const costs: string[] = [];
    for (const side of Object.values(sides)) {
      const { statements, buffers } = await this.parts.cluster.costOf(() => side().then(() => QUESTIONS));
      costs.push(`${Number(statements.toFixed(2))} statements, ${Math.round(buffers)} buffers`);
    }
    return {
      what: compared.what,
      ours: milliseconds(median(rounds.late)),
      beside: milliseconds(median(rounds.early)),
      ratio: ratio(rounds.late, rounds.early),
      target: { atMost: 1.2 },
      cost: costs.join('; '),
    };
  }

  /** Milliseconds of one call, in one round of them. */
  private async time({ asking, who, expect, leaves }: Compared, part: number): Promise<number> {
    const { load, log } = this.parts;
    const calls = Array.from({ length: QUESTIONS }, () => {
      const token = who.tokens[this.turn++ % who.tokens.length]!;
      return { ...asking(log.at(part)), token };
    });
    return 1000 / (await load.rate({ clients: 1, calls, expect, leaves }));
  }
}
