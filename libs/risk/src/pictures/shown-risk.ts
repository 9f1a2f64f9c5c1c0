import { type Sql, sql, toGlobalId } from '#libs/api-kit';
import { type Rating, type Subject } from '../domain/index.js';
import { riskKeyText } from '../ids.js';
import type { RiskRatingType } from '../risks/rating.type.js';
import type { RiskFigures } from './review-version.js';
import { type RiskOnPictureType } from './risk-on-picture.type.js';

/** A risk as pictures read it: with the review it belongs to, both as they stood. */
export interface ShownRisk {
  readonly review_id: string;
  readonly number: number;
  readonly subject_kind: Subject['kind'];
  readonly subject_id: string;
  readonly risk: RiskFigures;
}

/** Of a version `v` and the place `nth` of a risk in it, counted from 1. */
export const shownRiskColumns: Sql = sql`v.review_id, v.number, v.subject_kind, v.subject_id, v.risks -> (nth::int - 1) AS risk`;

const nodeTypes = {
  REQUEST: 'Request',
  ROADMAP_ITEM: 'RoadmapItem',
  TOOL_EVALUATION: 'ToolEvaluation',
  PROVIDER: 'Provider',
  PROPERTY: 'Property',
} as const satisfies Record<Subject['kind'], string>;

/** Global id of what is reviewed. */
export const subjectNodeId = (kind: Subject['kind'], id: string): string => toGlobalId(nodeTypes[kind], id);

export const reviewReference = (number: number): string => `RR-${number}`;

const shownRating = (rating: Rating | null): RiskRatingType | null => rating && { ...rating };

export function toRiskOnPicture({ review_id: reviewId, number, risk, ...subject }: ShownRisk): RiskOnPictureType {
  const { riskId, inherent, current, residualTarget, owner: _owner, lens, ...figures } = risk;
  return {
    ...figures,
    id: toGlobalId('Risk', riskKeyText({ reviewId, riskId })),
    reference: riskId,
    lens,
    reviewId: toGlobalId('RiskReview', reviewId),
    reviewReference: reviewReference(number),
    subjectKind: subject.subject_kind,
    subjectId: subjectNodeId(subject.subject_kind, subject.subject_id),
    inherent: shownRating(inherent),
    current: shownRating(current),
    residualTarget: shownRating(residualTarget),
  };
}
