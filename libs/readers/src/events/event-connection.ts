import {
  badUserInput,
  DEFAULT_PAGE,
  type EpochPosition,
  formatPosition,
  limitExceeded,
  LogPosition,
  MAX_PAGE,
} from '#libs/api-kit';
import type { Position, Recorded } from '#libs/event-log';
import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString } from 'class-validator';
import type { EventPage } from './event-pages.js';
import { type LogEventConnection, toLogEvent } from './log-event.type.js';

@InputType({ description: 'The version of its schema in which the data of an event type is wanted.' })
export class EventVersionInput {
  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`.' })
  @IsString()
  type: string;

  @Field(() => Int, { description: 'A version there is or was, e.g. 1; see `eventTypes`.' })
  @IsInt()
  version: number;
}

/** How a page of events is asked for. */
@ArgsType()
export class EventPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, after \`after\` or from the first: ${DEFAULT_PAGE} unless told, at most ${MAX_PAGE}.`,
  })
  @IsOptional()
  first?: number | null;

  @Field(() => LogPosition, {
    nullable: true,
    description: 'Only what comes after this position: the `cursor` of a page, or the position of an event.',
  })
  @IsOptional()
  after?: EpochPosition | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many, before \`before\` or from the last; at most ${MAX_PAGE}. Not together with \`first\`.`,
  })
  @IsOptional()
  last?: number | null;

  @Field(() => LogPosition, {
    nullable: true,
    description: 'Only what comes before this position; together with `last`.',
  })
  @IsOptional()
  before?: EpochPosition | null;
}

/** Which events are asked for, and in which versions. */
@ArgsType()
export class EventsArgs extends EventPageArgs {
  @Field(() => [String], {
    nullable: true,
    description:
      'Only these facts, at most 200, e.g. `["RequestSubmitted"]`; all unless told. BAD_USER_INPUT for one that nobody knows.',
  })
  @IsOptional()
  types?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only this stream, as an event’s `subject` names it; all unless told.',
  })
  @IsOptional()
  subject?: string | null;

  @Field(() => [EventVersionInput], {
    nullable: true,
    description: 'Versions to have the data in; the newest unless told. BAD_USER_INPUT for one there is not.',
  })
  @IsOptional()
  versions?: EventVersionInput[] | null;
}

/** A page that goes one way through the log. */
export interface Paging {
  readonly backward: boolean;
  readonly size: number;
  /** What it begins after, or backward ends before; null for the end of the log that it comes from. */
  readonly from: EpochPosition | null;
}

/** LIMIT for more than a page holds, BAD_USER_INPUT for what makes no page. */
export function pagingOf(args: EventPageArgs): Paging {
  const { first, after, last, before } = args;
  const backward = last != null || before != null;
  if (backward && (first != null || after != null))
    throw badUserInput('A page goes one way: `first` and `after`, or `last` and `before`.');
  return { backward, size: sizeOf(args), from: (backward ? before : after) ?? null };
}

function sizeOf({ first, last }: EventPageArgs): number {
  const size = last ?? first ?? DEFAULT_PAGE;
  if (!Number.isInteger(size) || size < 0) throw badUserInput('A page cannot hold less than nothing.');
  if (size > MAX_PAGE) throw limitExceeded(`A page holds at most ${MAX_PAGE} events.`, MAX_PAGE);
  return size;
}

/** A page that was read with one event more than is shown, so that it is known whether there is more. */
export function forwardPage(page: EventPage, size: number, begin: Position): LogEventConnection {
  const shown = page.events.slice(0, size);
  const cut = page.events.length > size;
  const next = cut ? (shown.at(-1)?.position ?? begin) : page.next;
  const flags = { hasNextPage: cut || page.full, hasPreviousPage: begin > 0 };
  return connectionOf(page.epoch, shown, { next, ...flags });
}

/** As `forwardPage`; whoever has it goes on to what comes after the moment it was read. */
export function backwardPage(page: EventPage, size: number, before: EpochPosition | null): LogEventConnection {
  const shown = size === 0 ? [] : page.events.slice(-size);
  const flags = { hasNextPage: before !== null, hasPreviousPage: page.events.length > size };
  return connectionOf(page.epoch, shown, { next: page.safe, ...flags });
}

function connectionOf(
  epoch: string,
  events: readonly Recorded[],
  { next, ...flags }: { next: Position; hasNextPage: boolean; hasPreviousPage: boolean },
): LogEventConnection {
  const nodes = events.map((event) => toLogEvent(event, epoch));
  const edges = nodes.map((node) => ({ cursor: formatPosition(node.position), node }));
  const cursor = { epoch, position: next };
  // Where nothing was found there is still a place to go on from.
  const end = flags.hasNextPage && edges.length === 0 ? formatPosition(cursor) : null;
  const startCursor = edges[0]?.cursor ?? null;
  return { edges, nodes, cursor, pageInfo: { ...flags, startCursor, endCursor: edges.at(-1)?.cursor ?? end } };
}
