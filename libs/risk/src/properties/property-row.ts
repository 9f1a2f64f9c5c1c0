import { type Recorded, viewOfState } from '#libs/event-log';
import { type KnownProperty, property } from '../domain/index.js';

/** `risk.property_row`: a web property as it stands. */
export interface PropertyRow {
  readonly property_id: string;
  readonly name: string;
  readonly is_public: boolean;
  readonly tested_capacity_rpm: number | null;
  readonly updated_at: string;
  readonly document: KnownProperty;
}

const rowOf = (state: KnownProperty, { streamId, recordedAt }: Recorded): PropertyRow => ({
  property_id: streamId.slice(property.type.length + 1),
  name: state.name,
  is_public: state.isPublic,
  tested_capacity_rpm: state.testedCapacityRpm,
  updated_at: recordedAt,
  document: state,
});

export const propertyRow = viewOfState({
  table: 'risk.property_row',
  aggregate: property,
  source: import.meta.url,
  // The first fact of every property registers it.
  rowOf: (state, event) => rowOf(state as KnownProperty, event),
});
