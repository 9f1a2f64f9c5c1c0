import { because, hours, leadOf, listed, noted, quoted, sideOf, spoken } from './sentence-words.js';
import { DELIVERY_SENTENCES, RECORD_SENTENCES } from './sentences.js';
import {
  type RequestEvent,
  type RequestEventType,
  type RequestFacts,
  requestLabel,
  type TouchKind,
} from './domain/index.js';

const touches = ({ added, removed }: RequestFacts['TouchesChanged']): string =>
  [
    ...(added.length > 0 ? [`touches ${listed(added.map(({ touch }) => touch))}`] : []),
    ...(removed.length > 0 ? [`no longer touches ${listed(removed.map(({ touch }) => touch))}`] : []),
  ].join('; ');

const kindsOf = (of: readonly { readonly touch: TouchKind }[]): string => listed(of.map(({ touch }) => touch));

/** Every fact as a sentence about the request, without its full stop. Nobody is named: who did it stands beside it. */
const SENTENCES: { readonly [T in RequestEventType]: (data: RequestFacts[T]) => string } = {
  RequestDrafted: ({ number, title }) => `${requestLabel(number)} was drafted: ${quoted(title)}`,
  BriefRevised: ({ revision, cause, completeness }) =>
    `The brief is at revision ${revision} (${spoken(cause)}) and ${completeness} % complete`,
  TouchesSuggested: ({ suggestions }) =>
    suggestions.length > 0
      ? `Words of the brief suggest that it touches ${kindsOf(suggestions)}`
      : 'No words of the brief suggest a touch',
  TouchSuggestionDismissed: ({ touch, why }) => `It does not touch ${spoken(touch)}${because(why)}`,
  TouchesChanged: (data) => `It ${touches(data)}`,
  HiddenWorkFlagged: ({ factors }) =>
    factors.length > 0
      ? `It holds work that does not meet the eye: ${kindsOf(factors)}`
      : 'It holds no hidden work any more',
  RequestSubmitted: ({ revision }) => `It was handed to engineering with revision ${revision} of the brief`,
  RequestTriaged: ({ priorityClass, roughMinutes }) =>
    `It was taken up with priority ${spoken(priorityClass)}, about ${hours(roughMinutes)}`,
  OwnerAssigned: ({ previousOwnerId, reason }) =>
    `It has ${previousOwnerId === null ? 'an owner' : 'another owner'}${because(reason)}`,
  DateAgreed: ({ date, previous, reason }) =>
    `Both sides count on ${date}${previous === null ? '' : ` instead of ${previous}`}${because(reason)}`,
  QuestionAsked: ({ blocking, text }) => `A ${blocking ? 'blocking ' : ''}question was asked: ${quoted(text)}`,
  QuestionAnswered: ({ answerText }) => `A question was answered: ${quoted(answerText)}`,
  QuestionResolved: ({ understood }) =>
    understood ? 'A question was resolved' : 'An answer did not help; the question is open again',
  ConcernRaised: ({ severity, text }) =>
    `A ${severity === 'BLOCKING' ? 'blocking ' : ''}concern was raised: ${quoted(text)}`,
  ConcernResolved: ({ resolution }) => `A concern was resolved: ${quoted(resolution)}`,
  CoAuthorAdded: ({ side }) => `It has another co-author from ${sideOf(side)}`,
  EstimateSubmitted: ({ optimistic, likely, pessimistic }) =>
    `It was estimated at ${hours(likely)} (${hours(optimistic)} to ${hours(pessimistic)})`,
  EstimateInvalidated: ({ cause }) => `The estimate does not stand any more: ${spoken(cause)}`,
  EstimateConfirmed: () => 'The estimate was confirmed for the scope as it is now',
  ApprovalGiven: ({ side }) => `The ${leadOf(side)} approved it`,
  RequestApproved: ({ totalReserved, overageMinutes, left = [] }) =>
    `Both sides have approved it; ${hours(totalReserved)} are reserved` +
    (overageMinutes === 0 ? '' : `, ${hours(overageMinutes)} of them overage`) +
    left.map((month) => `; ${month.leftMinutes} of ${month.ofMinutes} minutes left in ${month.period}`).join(''),
  RequestDeclined: ({ reason, note, reviveWhen }) =>
    `It was declined: ${noted(reason, note)}${reviveWhen ? `. It may come back when ${quoted(reviveWhen)}` : ''}`,
  RequestWithdrawn: ({ reason, note }) => `It was withdrawn: ${noted(reason, note)}`,
  RequestRevived: ({ reason }) => `It is a draft again${because(reason)}`,
  RequestHeld: ({ reason, reviewDate }) => `It rests until ${reviewDate}: ${quoted(reason)}`,
  RequestHoldReviewDue: ({ reviewDate }) => `It rests and was to be looked at again on ${reviewDate}`,
  RequestResumed: ({ reason }) => `It goes on${because(reason)}`,
  ...DELIVERY_SENTENCES,
  ...RECORD_SENTENCES,
};

/** What happened, in one sentence that a person understands, e.g. `It rests until 2026-02-02: “No budget”.` */
export const summaryOf = ({ type, data }: RequestEvent): string =>
  `${(SENTENCES[type] as (data: RequestEvent['data']) => string)(data)}.`;
