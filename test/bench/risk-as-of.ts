import { formatPosition, parsePosition } from '#libs/api-kit';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { HoursCast } from './hours-cast.js';
import { alternate, median, ratio } from './measure.js';
import { milliseconds, type Row } from './report.js';
import { EVENTS_EACH, fillReviews, REVIEWS } from './risk-fill.js';

const ROUNDS = 7;
/** Questions of one round. */
const QUESTIONS = 5;

const MATRIX = `query ($asOf: AsOf) { riskMatrix(asOf: $asOf) { exposure notRated bands { band count } asOfPosition
  cells { likelihood impact band count } } }`;
const WITH_RISKS = MATRIX.replace('count } }', 'count risks(first: 10) { id title reviewReference } } }');
const INITIATIVES = `query ($asOf: AsOf) { riskByInitiative(first: 50, asOf: $asOf) { nodes { exposure highestBand reviewReference } } }`;
const TREND = `query ($weeks: Int!) { exposureTrend(weeks: $weeks) { day exposure bands { band count } } }`;

interface Asked {
  readonly query: string;
  readonly variables: object;
  /** Text that every good answer holds. */
  readonly expect: string;
}

/** A service over many reviews with a long past. */
class RiskBench {
  private readonly load = new Load();
  private turn = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly database: BenchDatabase,
    private readonly server: Server,
    private readonly tokens: readonly string[],
  ) {}

  static async open(cluster: BenchCluster): Promise<RiskBench> {
    const database = await cluster.database('risk');
    const cast = await HoursCast.begin(database, '2026-01-05');
    await fillReviews(cast);
    await database.owner.query('vacuum analyze');
    await database.owner.query('checkpoint');
    const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 4 });
    return new RiskBench(cluster, database, server, cast.finance.tokens);
  }

  async stop(): Promise<void> {
    await this.load.stop();
    await this.server.stop();
    await this.database.close();
  }

  /** A position before which lies this part of what happened, as the API takes it. */
  async asOf(part: number): Promise<{ readonly position: string }> {
    const statement = `select percentile_disc($1) within group (order by position)::float8 as position from risk.review_version`;
    const { rows } = await this.database.owner.query<{ position: number }>(statement, [part]);
    const { epoch } = parsePosition(await this.present());
    return { position: formatPosition({ epoch, position: rows[0]!.position }) };
  }

  private async present(): Promise<string> {
    const response = await fetch(`${this.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.tokens[0]!}` },
      body: JSON.stringify({ query: MATRIX }),
    });
    const { data } = (await response.json()) as { data: { riskMatrix: { asOfPosition: string } } };
    return data.riskMatrix.asOfPosition;
  }

  /** Milliseconds of one call, in one round of them. */
  private async time({ query, variables, expect }: Asked): Promise<number> {
    const calls = Array.from({ length: QUESTIONS }, () => {
      const token = this.tokens[this.turn++ % this.tokens.length]!;
      return { url: `${this.server.url}/graphql`, token, body: JSON.stringify({ query, variables }) };
    });
    return 1000 / (await this.load.rate({ clients: 1, calls, expect }));
  }

  private async cost(asked: Asked): Promise<string> {
    const { statements, buffers } = await this.cluster.costOf(() => this.time(asked).then(() => QUESTIONS));
    return `${Number(statements.toFixed(2))} statements, ${Math.round(buffers)} buffers`;
  }

  /** One row: the two in turns, and what each costs the database. */
  async beside(what: string, [ours, theirs]: readonly [Asked, Asked], target: Row['target']): Promise<Row> {
    const rounds = await alternate({ ours: () => this.time(ours), theirs: () => this.time(theirs) }, ROUNDS);
    return {
      what,
      ours: milliseconds(median(rounds.ours)),
      beside: milliseconds(median(rounds.theirs)),
      ratio: ratio(rounds.ours, rounds.theirs),
      target,
      cost: `${await this.cost(ours)}; ${await this.cost(theirs)}`,
    };
  }
}

const many = (count: number): string => count.toLocaleString('en');

/** The matrix of the past beside that of the present, and exposure over time. */
export async function riskRows(cluster: BenchCluster): Promise<Row[]> {
  const bench = await RiskBench.open(cluster);
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
    const trend = (weeks: number): Asked => ({ query: TREND, variables: { weeks }, expect: '"day":' });
    rows.push(await bench.beside('exposureTrend of 104 weeks beside 1 week', [trend(104), trend(1)], null));
    return rows;
  } finally {
    await bench.stop();
  }
}
