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
  /** A risk of it has to be looked at again, and nobody has. */
  readonly overdue: boolean;
  readonly opened_at: string;
  /** Since when its first decision is waited for: since it was opened, or hurried. */
  readonly asked_at: string;
  /** When it was decided first. */
  readonly answered_at: string | null;
  readonly updated_at: string;
  readonly document: ReviewState;
}

const decisions: readonly string[] = ['ReviewCleared', 'ReviewClearedWithConditions', 'ReviewBlocked'];

type Moments = Pick<ReviewRow, 'opened_at' | 'asked_at' | 'answered_at'>;

const momentsOf = (row: ReviewRow | null, { type, recordedAt }: Recorded): Moments => {
  const before = row ?? { opened_at: recordedAt, asked_at: recordedAt, answered_at: null };
  return {
    opened_at: before.opened_at,
    asked_at: type === 'ReviewHastened' ? recordedAt : before.asked_at,
    answered_at: before.answered_at ?? (decisions.includes(type) ? recordedAt : null),
  };
};

const rowOf = (state: ReviewState, { streamId, recordedAt }: Recorded, moments: Moments): ReviewRow => ({
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
  overdue: state.status !== 'CANCELLED' && state.risks.some(({ saidDue }) => saidDue.length > 0),
  ...moments,
  updated_at: recordedAt,
  document: state,
});

export const reviewRow: InlineView<ReviewRow, ReviewEvent> = {
  table: 'risk.review_row',
  streamType: riskReview.type,
  source: import.meta.url,
  evolve: (row, event) => {
    const before: Review = row?.document ?? riskReview.initial;
    return rowOf(riskReview.evolve(before, event) as ReviewState, event, momentsOf(row, event));
  },
};
