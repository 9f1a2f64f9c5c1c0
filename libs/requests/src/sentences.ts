import type { GateFactData } from '#libs/vocabulary';
import type { DeliveryFacts, RecordFacts } from './domain/index.js';
import { because, hours, listed, noted, quoted, sideOf, spoken } from './sentence-words.js';

type Sentences<F> = { readonly [T in keyof F]: (data: F[T]) => string };

const saved = (minutes: number | null): string => (minutes === null ? '' : `, saving about ${hours(minutes)}`);
const count = (n: number, one: string, more: string): string => (n === 1 ? `one ${one}` : `${n} ${more}`);

const free = (released: DeliveryFacts['RequestAccepted']['releasedMinutes']): string => {
  const minutes = released.reduce((sum, month) => sum + month.minutes, 0);
  return minutes === 0 ? '' : `; ${hours(minutes)} of what was reserved are free again`;
};

const gateWords: Readonly<Record<GateFactData['outcome'], string>> = {
  CLEARED: 'lets a launch pass',
  CONDITIONAL: 'lets a launch pass on conditions',
  BLOCKED: 'forbids a launch',
  STALE: 'has to decide anew: what it decided about changed',
  EXPIRED: 'has to decide anew: its decision expired',
  CANCELLED: 'was cancelled',
};

const passes = ({ outcome, validUntil, conditions }: GateFactData): string => {
  if (outcome !== 'CLEARED' && outcome !== 'CONDITIONAL') return '';
  const open = conditions.filter(({ met }) => !met).length;
  return `${open > 0 ? ` (${count(open, 'is', 'are')} not met)` : ''}${validUntil === null ? '' : ` until ${validUntil}`}`;
};

/** Sentences from the start of work to its end; see `SENTENCES`. */
export const DELIVERY_SENTENCES: Sentences<DeliveryFacts> = {
  WorkStarted: () => 'Work on it has begun',
  RequestDelivered: ({ notes }) => `It was delivered: ${quoted(notes)}`,
  CriterionVerified: ({ criterionId, evidence }) => `Criterion ${criterionId} holds${because(evidence)}`,
  CriterionRejected: ({ criterionId, cause, note }) => `Criterion ${criterionId} does not hold: ${noted(cause, note)}`,
  RequestAccepted: ({ releasedMinutes }) => `It was accepted: every criterion holds${free(releasedMinutes)}`,
  RequestReturnedToWork: ({ reason }) => `It went back to work: ${quoted(reason)}`,
  TrackingVerified: ({ evidence }) => `Its tracking was verified${because(evidence)}`,
  TrackingWaived: ({ reason }) => `It goes without verified tracking: ${quoted(reason)}`,
  RequestLaunched: ({ localDate }) => `It was launched on ${localDate}`,
  LaunchRolledBack: ({ reason, note, failed }) =>
    `The launch was rolled back${failed ? '' : ', as the experiment ended'}: ${noted(reason, note)}`,
  OutcomeWaived: ({ reason }) => `Its outcome will not be measured: ${quoted(reason)}`,
  RequestClosed: ({ note }) => `It was closed${because(note)}`,
  RequestReopened: ({ cause, note, expectedMinutes }) =>
    `It was taken up again, about ${hours(expectedMinutes)}: ${noted(cause, note)}`,
  RequestMerged: ({ note }) => `Another request stands for it now${because(note)}`,
  DuplicateMergedIn: () => 'Another request of the same was merged into it',
  ExpediteRequested: ({ hardDate, costOfDelay, reason, displacesNothing }) =>
    `Marketing asked to put it first for ${hardDate} (cost of delay ${spoken(costOfDelay)}): ${quoted(reason)}` +
    (displacesNothing === null ? '' : `. Nobody has to wait for it: ${quoted(displacesNothing)}`),
  ExpediteDeclined: ({ reason }) => `It does not go first: ${quoted(reason)}`,
  RequestExpedited: ({ quotaUsed, quota }) => `It goes first; ${quotaUsed} of ${quota} this month`,
  Displaced: ({ oldDate, newDate }) =>
    `It has to wait for an urgent one: ${newDate}${oldDate === null ? '' : ` instead of ${oldDate}`}`,
  ExperimentDeclared: ({ hypothesis, endsOn }) => `It is an experiment until ${endsOn}: ${quoted(hypothesis)}`,
  AlternativeProposed: ({ summary, minutes, estimatedSavedMinutes }) =>
    `Another way was proposed, about ${hours(minutes)}${saved(estimatedSavedMinutes)}: ${quoted(summary)}`,
  AlternativeAccepted: () => 'The other way was taken',
  AlternativeRejected: ({ reason }) => `The other way was not taken: ${quoted(reason)}`,
  PropertiesLinked: ({ properties }) =>
    properties.length === 0 ? 'It concerns no web property' : `It concerns ${properties.map(quoted).join(', ')}`,
  PathPlanned: ({ milestones }) => `Its path has ${count(milestones.length, 'milestone', 'milestones')}`,
  SuccessViewSet: ({ side, text }) => `For ${sideOf(side)} it is a success when ${quoted(text)}`,
};

/** Sentences of what is written down beside the way; see `SENTENCES`. */
export const RECORD_SENTENCES: Sentences<RecordFacts> = {
  OutcomeTargetSet: ({ metric, target, windowDays }) =>
    target.kind === 'RELATIVE'
      ? `It is to change ${quoted(metric)} by ${target.value > 0 ? '+' : ''}${target.value} % within ${windowDays} days`
      : `It is to bring ${quoted(metric)} to ${target.value} within ${windowDays} days`,
  OutcomeMeasured: ({ value, measuredAt, source }) => `Measured on ${measuredAt}: ${value} (${quoted(source)})`,
  BugReported: ({ severity, text }) => `A ${spoken(severity)} bug was found: ${quoted(text)}`,
  BugResolved: ({ resolution }) => `A bug was resolved: ${quoted(resolution)}`,
  DebtIncurred: ({ what, paybackDate }) => `A debt was taken on, to be paid back by ${paybackDate}: ${quoted(what)}`,
  DebtPaid: ({ note }) => `A debt was paid back${because(note)}`,
  EvidenceAttached: ({ quote, count: said }) => `Customers say ${quoted(quote)} (${said})`,
  ExperimentProposed: ({ hypothesis, timeBoxDays, side }) =>
    `To try it out for ${count(timeBoxDays, 'day', 'days')} was proposed by ${sideOf(side)}: ${quoted(hypothesis)}`,
  ExperimentEnded: ({ outcome, note }) => `The experiment ended: ${noted(outcome, note)}`,
  SuccessJudged: ({ side, verdict, note }) => `Success in the eyes of ${sideOf(side)}: ${noted(verdict, note)}`,
  ChecklistAnswered: ({ itemId, answer, note }) => `Checklist, ${spoken(itemId)}: ${noted(answer, note)}`,
  LabelsChanged: ({ added, removed }) =>
    `Its labels changed: ${[...(added.length > 0 ? [`${added.length} more`] : []), ...(removed.length > 0 ? [`${removed.length} fewer`] : [])].join(', ')}`,
  CustomFieldsSet: ({ values }) => `Filled in anew: ${count(values.length, 'field', 'fields')}`,
  FirstResponseDue: ({ dueAt }) => `A first response is due by ${dueAt}`,
  FirstResponseBreached: ({ targetMinutes }) => `No first response within ${hours(targetMinutes)} of work`,
  AnswerDue: ({ questionId, dueAt }) => `An answer to ${questionId} is due by ${dueAt}`,
  AnswerBreached: ({ questionId, targetMinutes }) =>
    `No answer to ${questionId} within ${hours(targetMinutes)} of work`,
  ConversationStalled: ({ days }) => `Nobody has said anything for ${days} days`,
  RiskReviewRequired: ({ lenses }) => `A review of its risk has to let it pass before a launch: ${listed(lenses)}`,
  RiskGateFactRecorded: (data) => `The review of its risk ${gateWords[data.outcome]}${passes(data)}`,
};
