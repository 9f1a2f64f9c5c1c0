import { toGlobalId } from '#libs/api-kit';
import {
  type Decision,
  type GateOutcome,
  highestBandOf,
  type LensState,
  openLensPoints,
  openRiskPoints,
  type ReviewState,
  type ReviewStatus,
  riskReview,
  signingPoints,
} from '../domain/index.js';
import { toRisk } from '../risks/to-risk.js';
import type { ReviewLookups } from './review-lookups.js';
import type { ReviewRow } from './review-row.js';
import { subjectGlobalId } from './review-subjects.js';
import {
  type LensQuestionType,
  type ReviewDecisionType,
  type ReviewLensType,
  RiskReviewObject,
} from './review.type.js';

/** A row as it is read back. */
export type StoredReview = Omit<ReviewRow, 'opened_at' | 'asked_at' | 'answered_at' | 'updated_at' | 'valid_until'> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly position: string;
  readonly opened_at: Date;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  readonly updated_at: Date;
};

/** Who looks, and on which local day. */
export interface ReviewScene {
  readonly today: string;
  readonly lookups: ReviewLookups;
}

export const reviewReference = (number: number): string => `RR-${number}`;

const OUTCOMES: Readonly<Partial<Record<ReviewStatus, GateOutcome>>> = {
  CLEARED: 'CLEARED',
  CONDITIONAL: 'CONDITIONAL',
  BLOCKED: 'BLOCKED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'CANCELLED',
};

/** What it says to a launch; one that decided and is open again says STALE. */
export const gateOutcomeOf = ({ status, decision }: ReviewState): GateOutcome | null =>
  OUTCOMES[status] ?? (decision ? 'STALE' : null);

const standing: readonly ReviewStatus[] = ['CLEARED', 'CONDITIONAL', 'BLOCKED'];

const shownDecision = (decision: Decision, status: ReviewStatus): ReviewDecisionType => ({
  stands: standing.includes(status),
  validUntil: decision.validUntil,
  highestBand: decision.highestBand,
  conditions: decision.conditions.map((condition) => ({ ...condition })),
  blockedBecause: decision.blocked?.reason ?? null,
  unblockWhen: decision.blocked?.unblockWhen ?? null,
});

function shownLens(state: ReviewState, lens: LensState, { lookups, today }: ReviewScene): ReviewLensType {
  const { reviewerId, answers } = lens;
  const shown = ({
    itemId,
    text,
    evidence,
  }: Awaited<ReturnType<typeof lookups.questions>>[number]): LensQuestionType => ({
    itemId,
    text,
    needsEvidence: evidence,
    answer: answers[itemId]?.answer ?? null,
    evidence: answers[itemId]?.evidence ?? null,
  });
  return {
    lens: lens.lens,
    reviewerId: reviewerId && toGlobalId('Person', reviewerId),
    reviewer: (_args, context, info) => (reviewerId === null ? null : lookups.person(context, info, reviewerId)),
    signed: lens.signed,
    checklist: async (_args, context, info) => (await lookups.questions(context, info, { lens, today })).map(shown),
    openPoints: lens.signed ? [] : signingPoints(state, lens),
  };
}

function lookedUp(row: StoredReview, { lookups }: ReviewScene) {
  const { document: state } = row;
  const shown: Pick<RiskReviewObject, 'subject' | 'answerDueAt' | 'answerBreached' | 'teams'> = {
    subject: (_args, context, info) => lookups.node(context, info, subjectGlobalId(state.subject)),
    answerDueAt: (_args, context, info) => lookups.answerDueAt(context, info, row),
    answerBreached: (_args, context, info) => lookups.answerBreached(context, info, row),
    teams: (_args, context, info) => lookups.teams(context, info, state.teamIds),
  };
  return shown;
}

function shownRisks(row: StoredReview, { today, lookups }: ReviewScene) {
  const { number, status, risks } = row.document;
  const scene = { reviewId: row.review_id, reviewNumber: number, reviewStatus: status, version: row.version, today };
  return risks.map((risk) => toRisk(scene, risk, lookups.risks));
}

/** A review as the API shows it. */
export function toReview(row: StoredReview, scene: ReviewScene): RiskReviewObject {
  const { document: state, review_id: reviewId } = row;
  const { number, status, subject, priority, targetHours, decision } = state;
  return Object.assign(new RiskReviewObject(), {
    number,
    status,
    priority,
    targetHours,
    id: toGlobalId('RiskReview', reviewId),
    version: row.version,
    reference: reviewReference(number),
    subjectKind: subject.kind,
    subjectId: subjectGlobalId(subject),
    propertyIds: state.propertyIds.map((id) => toGlobalId('Property', id)),
    lenses: state.lenses.map((lens) => shownLens(state, lens, scene)),
    risks: shownRisks(row, scene),
    highestBand: highestBandOf(state),
    overdue: row.overdue,
    openPoints: [...openLensPoints(state), ...openRiskPoints(state, scene.today)],
    decision: decision && shownDecision(decision, status),
    gateOutcome: gateOutcomeOf(state),
    answeredAt: row.answered_at,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...lookedUp(row, scene),
    workspaceId: row.workspace_id,
    streamId: `${riskReview.type}-${reviewId}`,
  });
}
