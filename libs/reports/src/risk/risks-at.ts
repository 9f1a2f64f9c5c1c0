import { riskRules } from '#libs/risk';
import type { LocalDate } from '#libs/vocabulary';
import { atEndOf, type Course, type Courses, ofAggregate } from '../folds/courses.js';

type ReviewCourse = Course<riskRules.Review, riskRules.ReviewEvent>;

/** Every review's course. */
export const reviewsOf = (courses: Courses): readonly ReviewCourse[] => [
  ...ofAggregate(courses, riskRules.riskReview).values(),
];

/** The risks that counted at the end of a local day. */
export function risksAt(reviews: readonly ReviewCourse[], day: LocalDate, zone: string): riskRules.Risk[] {
  const known = reviews.flatMap((review): riskRules.ReviewState[] => {
    const state = atEndOf(review, day, zone)?.state;
    return state === undefined || state.status === 'unknown' ? [] : [state];
  });
  return riskRules.standingRisks(known);
}

/** Risks with the same number everywhere: the review they were found by, and their own. */
export const scoreOf = (risk: riskRules.Risk, stage: riskRules.Stage): number | null =>
  riskRules.ratingAt(risk, stage)?.score ?? null;
