import { type Recorded, viewOfState } from '#libs/event-log';
import { isOrdering, type ItemState, roadmapItem } from '../domain/index.js';

/** What an item is found by; `document` is for showing. */
interface ItemColumns {
  readonly item_id: string;
  readonly number: number;
  readonly lane: string;
  readonly kind: string;
  readonly status: string;
  readonly horizon: string | null;
  readonly visibility: string;
  /** First and last day of its window. */
  readonly start_on: string | null;
  readonly end_on: string | null;
  /** Teams its owners belong to. */
  readonly team_ids: readonly string[];
  readonly updated_at: string;
  readonly document: ItemState;
}

/** `roadmap.item_row`: an item as it stands. */
export interface ItemRow extends ItemColumns {
  /** What it needs or follows. */
  readonly ordering_ids: readonly string[];
  /** Whatever it depends on, conflicts included. */
  readonly dependency_ids: readonly string[];
  readonly request_ids: readonly string[];
}

/** `roadmap.item_version`: an item after each of its appends. */
export type ItemVersionRow = ItemColumns;

const columnsOf = (state: ItemState, { streamId, recordedAt }: Recorded): ItemColumns => ({
  item_id: streamId.slice(roadmapItem.type.length + 1),
  number: state.number,
  lane: state.lane,
  kind: state.kind,
  status: state.status,
  horizon: state.horizon,
  visibility: state.visibility,
  start_on: state.window?.start ?? null,
  end_on: state.window?.end ?? null,
  team_ids: [...new Set(Object.values(state.owners).flatMap((owner) => owner?.teamId ?? []))],
  updated_at: recordedAt,
  document: state,
});

// The first fact of every item proposes it, so there is a state.
export const itemRow = viewOfState({
  table: 'roadmap.item_row',
  derived: ['roadmap.ordering_edge'],
  aggregate: roadmapItem,
  source: import.meta.url,
  rowOf: (state, event): ItemRow => {
    const known = state as ItemState;
    const idsOf = (some: typeof known.dependencies) => [...new Set(some.map(({ toId }) => toId))];
    return {
      ...columnsOf(known, event),
      ordering_ids: idsOf(known.dependencies.filter(({ type }) => isOrdering(type))),
      dependency_ids: idsOf(known.dependencies),
      request_ids: known.links.map(({ requestId }) => requestId),
    };
  },
});

/** Every version stays: a roadmap of the past is read as the present one is. */
export const itemVersion = viewOfState({
  table: 'roadmap.item_version',
  aggregate: roadmapItem,
  keeps: 'every',
  source: import.meta.url,
  rowOf: (state, event): ItemVersionRow => columnsOf(state as ItemState, event),
});
