import type { InlineView } from '#libs/event-log';
import { type KnownRoadblock, roadblock, type RoadblockEvent } from '../domain/index.js';

/** `intake.roadblock_row` */
export interface RoadblockRow {
  readonly roadblock_id: string;
  readonly number: number;
  readonly title: string;
  readonly status: string;
  readonly until: string;
  readonly owner_id: string | null;
  readonly raised_by: string;
  readonly affected_request_ids: readonly string[];
  readonly raised_at: string;
  readonly updated_at: string;
  readonly document: KnownRoadblock;
}

export const roadblockRow: InlineView<RoadblockRow, RoadblockEvent> = {
  table: 'intake.roadblock_row',
  streamType: roadblock.type,
  source: import.meta.url,
  evolve(row, event) {
    // The first event of every stream is RoadblockRaised, which leaves `unknown` for good.
    const state = roadblock.evolve(row?.document ?? roadblock.initial, event) as KnownRoadblock;
    return {
      roadblock_id: event.streamId.slice(roadblock.type.length + 1),
      number: state.number,
      title: state.title,
      status: state.status,
      until: state.until,
      owner_id: state.ownerId,
      raised_by: state.raisedBy,
      affected_request_ids: state.affectedRequestIds,
      raised_at: state.raisedAt,
      updated_at: event.recordedAt,
      document: state,
    };
  },
};
