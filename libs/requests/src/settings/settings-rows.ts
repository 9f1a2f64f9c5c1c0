import type { InlineView } from '#libs/event-log';
import {
  type CustomField,
  type Label,
  requestSettings,
  type RequestTemplate,
  savedFilter,
  type SavedFilterEvent,
  type SettingsEvent,
} from '../domain/index.js';

/** `requests.request_settings_row`: one for each workspace that has defined something. */
export interface SettingsRow {
  readonly labels: readonly Label[];
  readonly custom_fields: readonly CustomField[];
  readonly templates: readonly RequestTemplate[];
  readonly updated_at: string;
}

export const settingsRow: InlineView<SettingsRow, SettingsEvent> = {
  table: 'requests.request_settings_row',
  streamType: requestSettings.type,
  source: import.meta.url,
  evolve(row, event) {
    const { labels, custom_fields: customFields, templates } = row ?? nothing;
    const after = requestSettings.evolve({ version: 0, labels, customFields, templates }, event);
    return {
      labels: after.labels,
      custom_fields: after.customFields,
      templates: after.templates,
      updated_at: event.recordedAt,
    };
  },
};

const nothing = { labels: [], custom_fields: [], templates: [] } as const;

/** `requests.saved_filter_row`; the row of a deleted one stays. */
export interface SavedFilterRow {
  readonly saved_filter_id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly shared: boolean;
  readonly deleted: boolean;
  readonly filter: object;
  readonly sort_order: readonly object[];
  readonly saved_at: string;
  readonly updated_at: string;
}

export const savedFilterRow: InlineView<SavedFilterRow, SavedFilterEvent> = {
  table: 'requests.saved_filter_row',
  streamType: savedFilter.type,
  source: import.meta.url,
  evolve(row, event) {
    const state = savedFilter.evolve(row ? stateOf(row) : savedFilter.initial, event);
    // The first event of every stream is FilterSaved, which leaves `unknown` for good.
    const { ownerId, name, shared, filter, order, status } = state as Exclude<typeof state, { status: 'unknown' }>;
    return {
      saved_filter_id: event.streamId.slice(savedFilter.type.length + 1),
      owner_id: ownerId,
      name,
      shared,
      deleted: status === 'deleted',
      filter,
      sort_order: order,
      saved_at: row?.saved_at ?? event.recordedAt,
      updated_at: event.recordedAt,
    };
  },
};

const stateOf = ({ owner_id: ownerId, name, shared, deleted, filter, sort_order: order }: SavedFilterRow) => ({
  status: deleted ? ('deleted' as const) : ('saved' as const),
  ownerId,
  name,
  shared,
  filter,
  order,
});
