import { formatPosition } from '#libs/api-kit';
import { cloudEventOf, type FeedBatch } from '#libs/readers';
import type { GraphQLFormattedError } from 'graphql';

/**
 * Lines of JSON. Not a media type of CloudEvents: it has one for a single event and one for an array, none for lines, and between the
 * events there are lines that tell a position alone.
 */
export const LINES = 'application/x-ndjson; charset=utf-8';

/** A line that tells nothing. */
export const BLANK = '\n';

/** One line for each: the event, or the position alone. In both `position` is where to go on after it. */
export const linesOf = (batch: FeedBatch): string =>
  batch
    .map(({ event, cursor }) =>
      lineOf(event ? cloudEventOf(event, cursor.epoch) : { position: formatPosition(cursor) }),
    )
    .join('');

/** The last line of an answer that could not go on. */
export const errorLine = (error: GraphQLFormattedError): string => lineOf({ errors: [error] });

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;
