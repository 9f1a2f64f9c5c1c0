import type { InlineView, Recorded } from '#libs/event-log';
import { highestBandOf, type Review, type ReviewEvent, type ReviewState, riskReview } from '../domain/index.js';

/** `risk.review_row`: a review as it stands. */
export interface ReviewRow {
  readonly review_id: string;
  readonly number: number;
  readonly status: string;
  readonly priority: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly team_ids: readonly string[];
  readonly property_ids: readonly string[];
  readonly lenses: readonly string[];
  /** Everybody a lens was given to. */
  readonly reviewer_ids: readonly string[];
  readonly risk_ids: readonly string[];
  readonly highest_band: string;
  readonly valid_until: string | null;
  readonly opened_at: string;
  readonly updated_at: string;
  readonly document: ReviewState;
}

const rowOf = (state: ReviewState, { streamId, recordedAt }: Recorded, openedAt: string): ReviewRow => ({
  review_id: streamId.slice(riskReview.type.length + 1),
  number: state.number,
  status: state.status,
  priority: state.priority,
  subject_kind: state.subject.kind,
  subject_id: state.subject.id,
  team_ids: state.teamIds,
  property_ids: state.propertyIds,
  lenses: state.lenses.map(({ lens }) => lens),
  reviewer_ids: [...new Set(state.lenses.flatMap(({ reviewerId }) => reviewerId ?? []))],
  risk_ids: state.risks.map(({ riskId }) => riskId),
  highest_band: highestBandOf(state),
  valid_until: state.decision?.validUntil ?? null,
  opened_at: openedAt,
  updated_at: recordedAt,
  document: state,
});

export const reviewRow: InlineView<ReviewRow, ReviewEvent> = {
  table: 'risk.review_row',
  streamType: riskReview.type,
  source: import.meta.url,
  evolve: (row, event) => {
    const before: Review = row?.document ?? riskReview.initial;
    return rowOf(riskReview.evolve(before, event) as ReviewState, event, row?.opened_at ?? event.recordedAt);
  },
};
