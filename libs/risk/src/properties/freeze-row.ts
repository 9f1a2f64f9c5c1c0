import { viewOfState } from '#libs/event-log';
import { freeze, type KnownFreeze, lastDayOf } from '../domain/index.js';

/** `risk.freeze_row`: days on which nothing is launched. */
export interface FreezeRow {
  readonly freeze_id: string;
  readonly property_ids: readonly string[];
  readonly from_day: string;
  /** The last day as it came to be; before `from_day` where it ended before it began. */
  readonly to_day: string;
  /** Before its time. */
  readonly ended: boolean;
  readonly updated_at: string;
  readonly document: KnownFreeze;
}

export const freezeRow = viewOfState({
  table: 'risk.freeze_row',
  aggregate: freeze,
  source: import.meta.url,
  rowOf: (state, { streamId, recordedAt }): FreezeRow => {
    // The first fact of every freeze declares it.
    const known = state as KnownFreeze;
    return {
      freeze_id: streamId.slice(freeze.type.length + 1),
      property_ids: known.properties,
      from_day: known.from,
      to_day: lastDayOf(known),
      ended: known.ended !== null,
      updated_at: recordedAt,
      document: known,
    };
  },
});
