import { type Recorded, viewOfState } from '#libs/event-log';
import {
  currentOf,
  isAcknowledged,
  type Rating,
  type ReviewState,
  type Risk,
  type RiskOwner,
  riskReview,
  type Treatment,
} from '../domain/index.js';
import { type PlaceCode, placeCode } from './place-codes.js';

/** What pictures show of a risk. */
export interface RiskFigures {
  readonly riskId: string;
  readonly lens: string;
  readonly title: string;
  readonly inherent: Rating | null;
  readonly current: Rating | null;
  readonly residualTarget: Rating | null;
  readonly treatment: Treatment | null;
  readonly owner: RiskOwner | null;
  /** The last day its acceptance holds. */
  readonly acceptedUntil: string | null;
  /** The requesting side knows of it, as serious as it is. */
  readonly acknowledged: boolean;
  /** How often it became fact. */
  readonly occurrences: number;
}

/**
 * `risk.review_version`: a review after each of its appends, as far as pictures of risk need it. Lists have an element for each risk, in
 * one order: what is counted stands beside `risks`, so that no statement opens 10,000 documents to count.
 */
export interface ReviewVersionRow {
  readonly review_id: string;
  readonly number: number;
  readonly status: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly team_ids: readonly string[];
  readonly property_ids: readonly string[];
  readonly updated_at: string;
  readonly inherent: readonly (PlaceCode | null)[];
  readonly current: readonly (PlaceCode | null)[];
  readonly residual_target: readonly (PlaceCode | null)[];
  /** How often each became fact. */
  readonly occurrences: readonly number[];
  readonly risks: readonly RiskFigures[];
}

const figuresOf = (risk: Risk): RiskFigures => {
  const current = currentOf(risk);
  const { riskId, lens, title, inherent, residualTarget, treatment, owner, acceptance, occurrences } = risk;
  return {
    riskId,
    lens,
    title,
    inherent,
    current,
    residualTarget,
    treatment,
    owner,
    acceptedUntil: acceptance?.expiresOn ?? null,
    acknowledged: current !== null && isAcknowledged(risk, current.band),
    occurrences: occurrences.length,
  };
};

const codeOf = (rating: Rating | null): PlaceCode | null => rating && placeCode(rating);

const rowOf = (state: ReviewState, { streamId, recordedAt }: Recorded): ReviewVersionRow => ({
  review_id: streamId.slice(riskReview.type.length + 1),
  number: state.number,
  status: state.status,
  subject_kind: state.subject.kind,
  subject_id: state.subject.id,
  team_ids: state.teamIds,
  property_ids: state.propertyIds,
  updated_at: recordedAt,
  inherent: state.risks.map(({ inherent }) => codeOf(inherent)),
  current: state.risks.map((risk) => codeOf(currentOf(risk))),
  residual_target: state.risks.map(({ residualTarget }) => codeOf(residualTarget)),
  occurrences: state.risks.map(({ occurrences }) => occurrences.length),
  risks: state.risks.map(figuresOf),
});

/** Every version stays: a matrix of the past is read as the present one is. */
export const reviewVersion = viewOfState({
  table: 'risk.review_version',
  aggregate: riskReview,
  keeps: 'every',
  source: import.meta.url,
  // The first fact of every review opens it.
  rowOf: (state, event) => rowOf(state as ReviewState, event),
});
