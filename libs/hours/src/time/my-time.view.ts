import { badUserInput, LocalDate, Needs, preparedRowsOf, Reader, readerOf, sql, toGlobalId } from '#libs/api-kit';
import { RequestObject, RequestReader } from '#libs/requests';
import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import type { LookedUp } from '../looked-up.js';

/** The days one answer covers at most: two months. */
const MOST_DAYS = 62;
/** The requests one answer names at most. */
const MOST_REQUESTS = 200;

@ObjectType({ description: 'What you worked on one day.' })
export class MyDay {
  @Field(() => LocalDate, { description: 'The day.' })
  day: string;

  @Field(() => Int, { description: 'Minutes worked.' })
  minutes: number;

  @Field(() => Int, { description: 'The billable part of them.' })
  billableMinutes: number;

  @Field(() => Int, { description: 'How many entries stand for them.' })
  entries: number;
}

@ObjectType({ description: 'What you worked for one request.' })
export class MyRequestTime {
  @Field(() => ID, { nullable: true, description: 'Global id of the request; null for work without one.' })
  requestId: string | null;

  @Field(() => RequestObject, {
    nullable: true,
    description: 'The request; null for work without one, and for one you may not read.',
  })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Int, { description: 'Minutes worked.' })
  minutes: number;

  @Field(() => Int, { description: 'The billable part of them.' })
  billableMinutes: number;
}

@ObjectType({ description: 'What you worked from one day to another. Entries that were taken back do not count.' })
export class MyTime {
  @Field(() => Int, { description: 'Minutes worked.' })
  minutes: number;

  @Field(() => Int, { description: 'The billable part of them.' })
  billableMinutes: number;

  @Field(() => [MyDay], { description: 'Day by day, in order; days without work are left out.' })
  days: MyDay[];

  @Field(() => [MyRequestTime], { description: 'Request by request, at most 200, the longest first.' })
  requests: MyRequestTime[];
}

interface Cell {
  readonly day: string;
  readonly request_id: string | null;
  readonly minutes: number;
  readonly billable: number;
  readonly entries: number;
}

interface Sum {
  minutes: number;
  billableMinutes: number;
  entries: number;
}

function sumsBy<Key>(cells: readonly Cell[], keyOf: (cell: Cell) => Key): [Key, Sum][] {
  const sums = new Map<Key, Sum>();
  for (const cell of cells) {
    const sum = sums.get(keyOf(cell)) ?? { minutes: 0, billableMinutes: 0, entries: 0 };
    sum.minutes += cell.minutes;
    sum.billableMinutes += cell.billable;
    sum.entries += cell.entries;
    sums.set(keyOf(cell), sum);
  }
  return [...sums];
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

@Resolver()
export class MyTimeView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly requests: RequestReader,
  ) {}

  @Query(() => MyTime, { description: 'What you yourself worked, e.g. in a week: by day and by request.' })
  @Needs('time.read')
  async myTime(
    @Args('from', { type: () => LocalDate, description: 'The first day, e.g. `2026-02-23`.' }) from: string,
    @Args('to', { type: () => LocalDate, description: 'The last day; at most 62 days with the first.' }) to: string,
    @Reader() { viewer }: Reader,
  ): Promise<MyTime> {
    const days = daysBetween(from, to);
    if (days < 1 || days > MOST_DAYS) throw badUserInput(`Ask for 1 to ${MOST_DAYS} days, the first one first.`);
    const cells = await preparedRowsOf<Cell>(
      this.pool,
      sql`SELECT worked_on::text AS day, request_id, sum(minutes)::int AS minutes, count(*)::int AS entries,
          coalesce(sum(minutes) FILTER (WHERE billable), 0)::int AS billable
        FROM hours.time_entry_row
        WHERE workspace_id = ${viewer.workspaceId}::uuid AND person_id = ${viewer.personId}::uuid
          AND worked_on BETWEEN ${from}::date AND ${to}::date AND status = 'BOOKED'
        GROUP BY worked_on, request_id ORDER BY worked_on`,
    );
    const [[, total] = [null, { minutes: 0, billableMinutes: 0 }]] = sumsBy(cells, () => null);
    return Object.assign(new MyTime(), {
      minutes: total.minutes,
      billableMinutes: total.billableMinutes,
      days: sumsBy(cells, ({ day }) => day).map(([day, sum]) => ({ day, ...sum })),
      requests: sumsBy(cells, ({ request_id }) => request_id)
        .map(([requestId, sum]) => this.ofRequest(requestId, sum))
        .sort((a, b) => b.minutes - a.minutes)
        .slice(0, MOST_REQUESTS),
    });
  }

  private ofRequest(requestId: string | null, { minutes, billableMinutes }: Sum): MyRequestTime {
    const request: MyRequestTime['request'] = (_args, context, info) =>
      requestId === null ? null : this.requests.one(readerOf(info), context, requestId);
    return { requestId: requestId && toGlobalId('Request', requestId), request, minutes, billableMinutes };
  }
}
