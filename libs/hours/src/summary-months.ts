import type { AllotmentFacts, ConsentFacts, Draw, ReleaseCause } from './domain/index.js';
import type { ClosingFacts } from './domain/facts-closing.js';
import { because, counted, leadOf, listed, minutesOf, quoted, spoken } from './words.js';

type Facts = Omit<AllotmentFacts, keyof ConsentFacts>;
type Sentences<T> = { readonly [K in keyof T]: (data: T[K]) => string };

const RELEASED: Readonly<Record<ReleaseCause, string>> = {
  REQUEST_ACCEPTED: 'the request was accepted',
  REQUEST_WITHDRAWN: 'the request was withdrawn',
  REQUEST_DECLINED: 'the request was declined',
  REQUEST_HELD: 'the request rests for too long',
  PLAN_CHANGED: 'a new plan leaves the month out',
  GRACE_ENDED: 'the days of grace are over',
  AGREEMENT_ENDED: 'the agreement ends before this month',
  LEADS: 'the leads wanted it',
};

/** Where minutes came from. */
const drawn = ({ base, overage, uncovered }: Draw): string => {
  const parts = [
    ...(base > 0 ? [`${base} from the month`] : []),
    ...(overage > 0 ? [`${overage} from overage`] : []),
    ...(uncovered > 0 ? [`${uncovered} covered by nothing`] : []),
  ];
  return parts.length === 0 ? ', not billable' : `: ${listed(parts)}`;
};

const left = (availableAfter: number): string => `, ${minutesOf(availableAfter)} left`;
const signed = (minutes: number): string => `${minutes > 0 ? '+' : '−'}${minutesOf(Math.abs(minutes))}`;

const ofClosing: Sentences<ClosingFacts> = {
  ClosingBegun: ({ graceEndsOn }) => `The month is over; its time may come in until ${graceEndsOn}`,
  GraceEnded: () => 'The days of grace are over',
  DecisionsAsked: ({ uncoveredMinutes, disputeIds }) =>
    `Both leads were asked to decide: ${minutesOf(uncoveredMinutes)} uncovered, ${counted(disputeIds.length, 'dispute')} open`,
  OverageRebased: ({ entryId, minutes }) =>
    `${minutesOf(minutes)} of ${entryId} are billed as base: the month had that many left`,
  StatementIssued: ({ number, totals, acceptBy }) =>
    `Statement ${number} was issued over ${minutesOf(totals.billedMinutes)}, to be accepted by ${acceptBy}`,
  StatementVoided: ({ number }) => `Statement ${number} does not stand any more`,
  StatementAccepted: ({ number, byId }) =>
    byId === null ? `Statement ${number} counts as accepted: nobody objected` : `Statement ${number} was accepted`,
  LineDisputed: ({ disputeId, lineId, reason }) => `Line ${lineId} is disputed (${disputeId}): ${quoted(reason)}`,
  DisputeResolved: ({ disputeId, outcome, creditMinutes, reason }) =>
    (outcome === 'UPHELD'
      ? `Dispute ${disputeId} was upheld, ${minutesOf(creditMinutes)} are credited`
      : `Dispute ${disputeId} was rejected`) + because(reason),
  MinutesExpired: ({ minutes }) => `${minutesOf(minutes)} expired`,
  PeriodClosed: ({ consumed, overage, rolledOver, expired }) =>
    `The month was closed: ${minutesOf(consumed)} used, ${overage} of overage, ${rolledOver} carried over, ${expired} expired`,
};

/** Sentences about one month, without its consents. */
export const MONTH_SENTENCES: Sentences<Facts> = {
  ...ofClosing,
  PeriodOpened: ({ period, grantedMinutes }) => `${period} was opened with ${minutesOf(grantedMinutes)}`,
  PeriodAmended: ({ grantedMinutes, previous }) =>
    `An amendment grants ${minutesOf(grantedMinutes)} instead of ${previous}`,
  PeriodStarted: () => 'The month has begun',
  BalanceCarriedIn: ({ fromPeriod, lots, debtMinutes }) =>
    `${minutesOf(lots.reduce((sum, { minutes }) => sum + minutes, 0))} came over from ${fromPeriod}` +
    (debtMinutes > 0 ? `, ${minutesOf(debtMinutes)} are owed` : ''),
  GrantAdjusted: ({ minutes, reason }) => `The month was adjusted by ${signed(minutes)}${because(reason)}`,
  ReductionApplied: ({ debtMinutes, grantMinutes }) =>
    `${minutesOf(debtMinutes + grantMinutes)} that became free were taken from the month`,
  ShortfallRaised: ({ pendingMinutes, movable }) =>
    `${minutesOf(pendingMinutes)} are missing; ${counted(movable.length, 'reservation')} could be moved`,
  BudgetThresholdCrossed: ({ percent, usedMinutes, capacityMinutes }) =>
    `${percent} % of the month are used: ${usedMinutes} of ${minutesOf(capacityMinutes)}`,
  MinutesReserved: ({ minutes, availableAfter }) => `${minutesOf(minutes)} were reserved${left(availableAfter)}`,
  ReservationAdjusted: ({ minutes, availableAfter }) =>
    `A reservation is now ${minutesOf(minutes)}${left(availableAfter)}`,
  ReservationMovedOut: ({ minutes, toPeriod }) => `${minutesOf(minutes)} of a reservation were moved to ${toPeriod}`,
  ReservationMovedIn: ({ moved, fromPeriod, availableAfter }) =>
    `${minutesOf(moved)} of a reservation came from ${fromPeriod}${left(availableAfter)}`,
  ReservationReleased: ({ minutes, cause }) => `${minutesOf(minutes)} are free again: ${RELEASED[cause]}`,
  TimeRecorded: ({ entryId, minutes, draw }) => `${minutesOf(minutes)} were recorded as ${entryId}${drawn(draw)}`,
  LateTimeRecorded: ({ entryId, minutes, draw, originalPeriod }) =>
    `${minutesOf(minutes)} of ${originalPeriod} were recorded late as ${entryId}${drawn(draw)}`,
  TimeReversed: ({ reversesEntryId, minutes, reason }) =>
    `${reversesEntryId} of ${minutesOf(minutes)} was taken back: ${spoken(reason)}`,
  PriorPeriodAdjusted: ({ originalEntryId, originalPeriod, minutes, pool, reason }) =>
    `${minutesOf(Math.abs(minutes))} of ${originalEntryId} in ${originalPeriod} were credited (${spoken(pool)})${because(reason)}`,
  UncoveredTimeCovered: ({ entryId, minutes, from }) =>
    `${minutesOf(minutes)} of ${entryId} are covered by ${from === 'BASE' ? 'the month' : 'overage'} now`,
  UncoveredTimeWrittenOff: ({ entryId, minutes }) => `${minutesOf(minutes)} of ${entryId} were written off`,
  UncoveredTimeCarriedAsDebt: ({ entryId, minutes }) => `${minutesOf(minutes)} of ${entryId} reduce the next month`,
  WorkStopped: ({ uncoveredMinutes }) =>
    `Work on a request has to rest: ${minutesOf(uncoveredMinutes)} of it are covered by nothing`,
  OverageRaised: ({ overageId, minutes, kind, reason }) =>
    kind === 'PLANNED'
      ? `${overageId} asks for ${minutesOf(minutes)} of overage${because(reason)}`
      : `${overageId} waits for both leads: ${minutesOf(minutes)} are covered by nothing`,
  OverageResized: ({ overageId, minutes, previous }) =>
    `${overageId} is ${minutesOf(minutes)} now instead of ${previous}`,
  OverageWithdrawn: ({ overageId }) => `${overageId} is not needed any more`,
  OverageApprovedBySide: ({ overageId, side }) => `The ${leadOf(side)} approved ${overageId}`,
  OverageApproved: ({ overageId, minutes, automatic }) =>
    automatic
      ? `${overageId} of ${minutesOf(minutes)} is approved by the agreement itself`
      : `Both leads have approved ${overageId} of ${minutesOf(minutes)}`,
  OverageDeclined: ({ overageId, side, reason }) => `The ${leadOf(side)} declined ${overageId}: ${quoted(reason)}`,
  OverageLapsed: ({ overageId, minutes, was }) =>
    was === 'PENDING'
      ? `${overageId ?? 'Overage'} of ${minutesOf(minutes)} was not decided and lapsed`
      : `${minutesOf(minutes)} of approved overage were not used and lapsed`,
  OverageReminded: ({ overageId }) => `${overageId} waits for a signature since a working day`,
  OverageEscalated: ({ overageId }) => `${overageId} waits for a signature since three working days`,
};
