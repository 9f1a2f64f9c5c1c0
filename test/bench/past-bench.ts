import { formatPosition, parsePosition } from '#libs/api-kit';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { HoursCast } from './hours-cast.js';
import { alternate, median, ratio } from './measure.js';
import { milliseconds, type Row } from './report.js';

const ROUNDS = 7;
/** Questions of one round. */
const QUESTIONS = 5;

export interface Asked {
  readonly query: string;
  readonly variables: object;
  /** Text that every good answer holds. */
  readonly expect: string;
}

/** What is filled and asked about. */
export interface PastFilling {
  /** Of the database. */
  readonly name: string;
  /** The table of versions that the service reads. */
  readonly versions: 'risk.review_version' | 'roadmap.item_version' | 'log.row_version';
  readonly fill: (cast: HoursCast) => Promise<void>;
}

/** A service over much that has a long past. */
export class PastBench {
  private readonly load = new Load();
  private turn = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly database: BenchDatabase,
    private readonly server: Server,
    private readonly known: { readonly tokens: readonly string[]; readonly versions: PastFilling['versions'] },
  ) {}

  static async open(cluster: BenchCluster, { name, versions, fill }: PastFilling): Promise<PastBench> {
    const database = await cluster.database(name);
    const cast = await HoursCast.begin(database, '2026-01-05');
    await fill(cast);
    await database.owner.query('vacuum analyze');
    await database.owner.query('checkpoint');
    const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 4 });
    return new PastBench(cluster, database, server, { tokens: cast.finance.tokens, versions });
  }

  async stop(): Promise<void> {
    await this.load.stop();
    await this.server.stop();
    await this.database.close();
  }

  /** A position before which lies this part of what happened, as the API takes it. */
  async asOf(part: number): Promise<{ readonly position: string }> {
    const statement = `select percentile_disc($1) within group (order by position)::float8 as position from ${this.known.versions}`;
    const { rows } = await this.database.owner.query<{ position: number }>(statement, [part]);
    const { epoch } = parsePosition(await this.present());
    return { position: formatPosition({ epoch, position: rows[0]!.position }) };
  }

  private async present(): Promise<string> {
    const response = await fetch(`${this.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.known.tokens[0]!}` },
      body: JSON.stringify({ query: '{ riskMatrix { asOfPosition } }' }),
    });
    const { data } = (await response.json()) as { data: { riskMatrix: { asOfPosition: string } } };
    return data.riskMatrix.asOfPosition;
  }

  /** Milliseconds of one call, in one round of them. */
  private async time({ query, variables, expect }: Asked): Promise<number> {
    const { tokens } = this.known;
    const calls = Array.from({ length: QUESTIONS }, () => {
      const token = tokens[this.turn++ % tokens.length]!;
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
