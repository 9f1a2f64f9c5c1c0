import type { Recorded } from '#libs/event-log';
import { type CloudEvent, cloudEventOf } from '#libs/readers';
import { sheetOf } from '#libs/reports';

/** Columns of a sheet or a Parquet file: the envelope, then the data as JSON. */
export const COLUMNS = [
  'position',
  'time',
  'source',
  'type',
  'subject',
  'streamversion',
  'schemaversion',
  'id',
  'actorid',
  'actorrole',
  'commandid',
  'correlationid',
  'causationid',
  'onbehalfof',
  'policyversion',
  'data',
] as const satisfies readonly (keyof CloudEvent)[];

/** How events are written one after the other. */
export interface LineFormat {
  /** Before the first event. */
  readonly head: string;
  lines(events: readonly Recorded[], epoch: string): string;
}

const cellOf = (value: CloudEvent[keyof CloudEvent]): string | number | null =>
  typeof value === 'object' ? JSON.stringify(value) : (value ?? null);

export const lineFormats = {
  /** One CloudEvent a line, as the feed gives it. */
  ndjson: {
    head: '',
    lines: (events, epoch) => events.map((event) => `${JSON.stringify(cloudEventOf(event, epoch))}\n`).join(''),
  },
  csv: {
    head: sheetOf([COLUMNS]),
    lines: (events, epoch) =>
      sheetOf(
        events.map((event) => {
          const whole = cloudEventOf(event, epoch);
          return COLUMNS.map((column) => cellOf(whole[column]));
        }),
      ),
  },
} as const satisfies Record<string, LineFormat>;
