import type { Fact } from '#libs/event-log';
import type { ReviewFacts } from './domain/index.js';
import { PROPERTY_SENTENCES } from './summary-properties.js';
import { RISK_SENTENCES, type RiskSentences } from './summary-risks.js';
import { because, counted, lensWord, lensWords, listed, quoted, spoken } from './words.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

const NAMES = { REQUEST: 'a request', ROADMAP_ITEM: 'a roadmap item', PROPERTY: 'a web property' } as const;
const ABOUT = { ...NAMES, TOOL_EVALUATION: 'a tool', PROVIDER: 'an agency' } as const;

const UNSIGNED: Readonly<Record<ReviewFacts['LensUnsigned']['cause'], string>> = {
  SCOPE_CHANGED: 'the scope changed',
  NEW_RISK: 'there is a new risk',
  ACCEPTANCE_REVOKED: 'a risk is no longer accepted',
  REOPENED: 'the review was opened again',
};

const REOPENED: Readonly<Record<ReviewFacts['ReviewReopened']['cause'], string>> = {
  SCOPE_CHANGED: 'the scope changed',
  ACCEPTANCE_REVOKED: 'a risk is no longer accepted',
  BY_HAND: 'somebody wanted it',
};

const ANSWERS = { YES: 'yes', NO: 'no', NOT_APPLICABLE: 'that it does not arise' } as const;

const withTouches = (touches: readonly string[]): string =>
  touches.length === 0 ? '' : `, because it touches ${listed(touches.map(spoken))}`;

const ofReviews: Sentences<Omit<ReviewFacts, keyof RiskSentences>> = {
  ReviewOpened: ({ number, subject, lenses, cause, priority }) =>
    `RR-${number} was opened about ${ABOUT[subject.kind]} with ${lensWords(lenses.map(({ lens }) => lens))}` +
    `${withTouches(cause.touches)}${priority === 'FAST' ? '; it is urgent' : ''}`,
  LensesAdded: ({ lenses, cause }) =>
    `${lensWords(lenses.map(({ lens }) => lens))} came to it${withTouches(cause.touches)}`,
  ReviewHastened: ({ targetHours }) =>
    `The work became urgent: the review is to be answered within ${counted(targetHours, 'working hour')}`,
  ChecklistExtended: ({ lens, items }) => `${lensWord(lens)} asks ${counted(items.length, 'question')} now`,
  ReviewScopeChanged: ({ touches, parts }) =>
    `The scope of the work changed: ${listed([...touches, ...parts].map(spoken)) || 'in general'}`,
  ReviewerAssigned: ({ lens, previousReviewerId }) =>
    previousReviewerId === null ? `${lensWord(lens)} has a reviewer` : `${lensWord(lens)} has another reviewer`,
  LensQuestionAnswered: ({ lens, itemId, answer, evidence }) =>
    `${lensWord(lens)} answers ${quoted(itemId)} with ${ANSWERS[answer]}${because(evidence)}`,
  LensSigned: ({ lens }) => `${lensWord(lens)} was signed`,
  LensUnsigned: ({ lens, cause }) => `${lensWord(lens)} has to be signed anew: ${UNSIGNED[cause]}`,
  ReviewCleared: ({ validUntil, highestBand }) =>
    `The review was cleared until ${validUntil}; the highest risk is ${highestBand}`,
  ReviewClearedWithConditions: ({ validUntil, highestBand, conditions }) =>
    `The review was cleared until ${validUntil} on ${counted(conditions.length, 'condition')}: ` +
    `${listed(conditions.map(({ text }) => quoted(text)))}; the highest risk is ${highestBand}`,
  ConditionMet: ({ conditionId, evidence }) => `Condition ${conditionId} is met: ${quoted(evidence)}`,
  ReviewBlocked: ({ reason, unblockWhen }) =>
    `The review was blocked: ${quoted(reason)}; it needs ${quoted(unblockWhen)}`,
  ReviewReopened: ({ cause, reason }) => `The review is open again: ${REOPENED[cause]}${because(reason)}`,
  ReviewExpired: ({ cause, validUntil }) =>
    cause === 'VALIDITY'
      ? `What was decided held until ${validUntil}`
      : 'The decision rested on an acceptance that ended',
  ReviewCancelled: ({ reason }) => `The review ended with what it was about: ${quoted(reason)}`,
};

const SENTENCES = { ...ofReviews, ...RISK_SENTENCES, ...PROPERTY_SENTENCES };

/** What happened, in one sentence that a person understands, e.g. `K4 was rated 15 (HIGH) as it is now.` */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof typeof SENTENCES] as (data: object) => string)(data)}.`;
