import type { InlineView } from '#libs/event-log';
import {
  type Held,
  type KnownResponsibilities,
  propertyKeyOf,
  responsibilities,
  type ResponsibilityEvent,
} from '../domain/index.js';

/** `alignment.responsibility_row`: who does what on one property. */
export interface ResponsibilityRow {
  readonly property_id: string;
  /** As it was written first; `*` stands for every property. */
  readonly property: string;
  readonly property_key: string;
  /** Somebody is accountable for requests of all types. */
  readonly accountable: boolean;
  readonly held: readonly Held[];
  readonly updated_at: string;
}

export const responsibilityRow: InlineView<ResponsibilityRow, ResponsibilityEvent> = {
  table: 'alignment.responsibility_row',
  streamType: responsibilities.type,
  source: import.meta.url,
  evolve(row, event) {
    const before = row
      ? { status: 'known' as const, property: row.property, held: row.held }
      : responsibilities.initial;
    const { property, held } = responsibilities.evolve(before, event) as KnownResponsibilities;
    return {
      property_id: event.streamId.slice(responsibilities.type.length + 1),
      property,
      property_key: propertyKeyOf(property),
      accountable: held.some(({ role, requestType }) => role === 'ACCOUNTABLE' && requestType === null),
      held,
      updated_at: event.recordedAt,
    };
  },
};
