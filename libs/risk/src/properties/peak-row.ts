import { viewOfState } from '#libs/event-log';
import { type KnownPeak, peak } from '../domain/index.js';

/** `risk.peak_row`: days on which many visitors are expected. */
export interface PeakRow {
  readonly peak_id: string;
  readonly property_id: string;
  readonly from_day: string;
  /** The last day. */
  readonly to_day: string;
  readonly expected_rpm: number;
  readonly updated_at: string;
  readonly document: KnownPeak;
}

export const peakRow = viewOfState({
  table: 'risk.peak_row',
  aggregate: peak,
  source: import.meta.url,
  rowOf: (state, { streamId, recordedAt }): PeakRow => {
    // The first fact of every peak declares it.
    const known = state as KnownPeak;
    return {
      peak_id: streamId.slice(peak.type.length + 1),
      property_id: known.propertyId,
      from_day: known.from,
      to_day: known.to,
      expected_rpm: known.expectedPeakRpm,
      updated_at: recordedAt,
      document: known,
    };
  },
});
