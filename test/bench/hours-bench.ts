import type { BenchCluster, BenchDatabase, Cost } from './bench-cluster.js';
import { Load, Server } from './child.js';
import { type Caller, HoursCast } from './hours-cast.js';
import { FilledAgreement } from './hours-fill.js';
import { alternate, median, ratio } from './measure.js';
import { milliseconds, type Row } from './report.js';

/** Entries of the month at hand, many and few. */
export const MANY = 5_000;
export const FEW = 50;
export const ROUNDS = 7;
/** Rounds, warm-up and counting: each meets a month of 50 in which nobody has worked meanwhile. */
const FEW_MONTHS = ROUNDS + 2;

/** The month at hand, and its quarter. */
export const MONTH = '2026-03';
export const QUARTER = ['2026-01', '2026-02', MONTH] as const;
const LARGE_QUARTER = [7_500, 7_500, MANY] as const;
const SMALL_QUARTER = [75, 75, FEW] as const;
export const YEAR = Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`);
const YEAR_ENTRIES = 20_000;

/** The average length of an entry. */
const HOUR = 60;

/** What was filled; each agreement has as many requests in every month. */
export interface Filled {
  readonly cast: HoursCast;
  /** Closed month by month; a twentieth of its work is beyond the pool. */
  readonly year: FilledAgreement;
  readonly large: FilledAgreement;
  readonly small: FilledAgreement;
  readonly fewMonths: readonly FilledAgreement[];
  readonly requestIds: readonly string[];
}

/** A part of what is measured: calls made one after the other by people who take turns. */
export interface Asking {
  readonly who: Caller | readonly Caller[];
  readonly bodies: () => readonly object[];
  /** Text that every good answer holds. */
  readonly expect: string;
  /** Instead of GraphQL: a path to get. */
  readonly path?: string;
  /** Done before each round, not timed. */
  readonly before?: () => Promise<unknown>;
}

/** A service over months that hold much beside months that hold little, and its clients. */
export class HoursBench {
  private readonly load = new Load();
  private turn = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    readonly database: BenchDatabase,
    private readonly server: Server,
    readonly filled: Filled,
  ) {}

  static async open(cluster: BenchCluster): Promise<HoursBench> {
    const database = await cluster.database('hours');
    const filled = await fill(database);
    await database.owner.query('vacuum analyze');
    await database.owner.query('checkpoint');
    const server = await Server.start({ kind: 'ours', databaseUrl: database.url, pool: 4 });
    return new HoursBench(cluster, database, server, filled);
  }

  async stop(): Promise<void> {
    await this.load.stop();
    await this.server.stop();
    await this.database.close();
  }

  /** Milliseconds of one call, in one round of them. */
  async time({ who, bodies, expect, path, before }: Asking): Promise<number> {
    await before?.();
    const callers = [who].flat();
    const calls = bodies().map((body) => {
      const { tokens } = callers[this.turn % callers.length]!;
      const token = tokens[Math.floor(this.turn++ / callers.length) % tokens.length]!;
      const url = `${this.server.url}${path ?? '/graphql'}`;
      return path === undefined ? { url, token, body: JSON.stringify(body) } : { url, token };
    });
    return 1000 / (await this.load.rate({ clients: 1, calls, expect }));
  }

  /** What one call costs the database; what comes before a round is not counted. */
  async cost(asking: Asking): Promise<Cost> {
    await asking.before?.();
    const { before: _before, ...rest } = asking;
    let calls = 0;
    const bodies = (): readonly object[] => {
      const made = asking.bodies();
      calls = made.length;
      return made;
    };
    return this.cluster.costOf(() => this.time({ ...rest, bodies }).then(() => calls));
  }

  /** Database statements of one call: of five calls the fewest, as the service asks for other things in between. */
  async statements(asking: Asking): Promise<number> {
    const counts: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      const bodies = () => asking.bodies().slice(0, 1);
      counts.push((await this.cost({ ...asking, bodies })).statements);
    }
    return Math.min(...counts);
  }

  /** One row: the two in turns, and what each costs the database. */
  async beside(what: string, [ours, theirs]: readonly [Asking, Asking], target: Row['target']): Promise<Row> {
    const rounds = await alternate({ ours: () => this.time(ours), theirs: () => this.time(theirs) }, ROUNDS);
    const costs = [await this.cost(ours), await this.cost(theirs)];
    return {
      what,
      ours: milliseconds(median(rounds.ours)),
      beside: milliseconds(median(rounds.theirs)),
      ratio: ratio(rounds.ours, rounds.theirs),
      target,
      cost: costs.map(costText).join('; '),
    };
  }
}

const costText = ({ statements, buffers }: Cost): string =>
  `${Number(statements.toFixed(2))} statements, ${Math.round(buffers)} buffers`;

/** In the order of the days: a workspace has one clock. */
async function fill(database: BenchDatabase): Promise<Filled> {
  const cast = await HoursCast.begin(database, '2025-01-01');
  const requestIds = await cast.requests(FilledAgreement.requests);
  const sign = (validFrom: string, minutesPerMonth: number) =>
    FilledAgreement.sign(cast, requestIds, { validFrom, minutesPerMonth });
  const perMonth = Math.round(YEAR_ENTRIES / YEAR.length);
  const year = await sign(YEAR[0]!, Math.round(perMonth * HOUR * 0.95));
  for (const period of YEAR) {
    await year.open(period);
    await year.work(period, period === YEAR.at(-1) ? YEAR_ENTRIES - perMonth * (YEAR.length - 1) : perMonth);
    await year.close(period);
  }
  const pool = LARGE_QUARTER[0] * HOUR * 2;
  const [large, small] = [await sign(QUARTER[0], pool), await sign(QUARTER[0], pool)];
  for (const [index, period] of QUARTER.entries()) {
    for (const [filled, counts] of [[large, LARGE_QUARTER] as const, [small, SMALL_QUARTER] as const]) {
      await filled.open(period);
      await filled.work(period, counts[index]!);
    }
  }
  const fewMonths: FilledAgreement[] = [];
  for (let count = 0; count < FEW_MONTHS; count += 1) {
    const filled = await sign(MONTH, pool);
    await filled.open(MONTH);
    await filled.work(MONTH, FEW);
    fewMonths.push(filled);
  }
  await cast.settle();
  return { cast, year, large, small, fewMonths, requestIds };
}
