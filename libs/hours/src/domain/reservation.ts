import { Forbidden, ValidationFailed } from '#libs/event-log';
import { hasRole, type Period, type Side } from '#libs/vocabulary';
import { account, availableOf, openOf } from './balance.js';
import { consentTo } from './consent.js';
import { type HoursContext, requireLive, requireOpened, requireReservable } from './context.js';
import { after, change } from './course.js';
import { type AllotmentEvent, fact, type ReleaseCause, type ReservationSet } from './facts.js';
import { maxMonthMinutes } from './money.js';
import { AllotmentExhausted, wholeNumber } from './refusals.js';
import type { Allotment, AllotmentState } from './state.js';

export interface ReserveInput {
  readonly period: Period;
  readonly requestId: string;
  /** The request's new total in the month, worked minutes included. */
  readonly minutes: number;
}

const minutesPath = ['input', 'minutes'];

/**
 * What a new total means: base first, the rest from the request's own earmark.
 * @throws AllotmentExhausted when the month has too little
 */
export function reservationOf(month: AllotmentState, requestId: string, minutes: number): ReservationSet {
  const own = account(month, requestId);
  const [open, available] = [openOf(own), availableOf(month)];
  const toWork = Math.max(0, minutes - own.base - own.overage);
  const need = Math.max(0, toWork - open - own.earmark);
  if (need > available) throw new AllotmentExhausted(month.period, available, { requested: minutes, need });
  const baseMinutes = Math.min(toWork, available + open);
  return {
    requestId,
    minutes,
    baseMinutes,
    overageMinutes: toWork - baseMinutes,
    availableAfter: available + open - baseMinutes,
  };
}

/**
 * Reserves inside the second approval of a request; rights are the approval's.
 * @throws PeriodNotReservable, AllotmentExhausted, ValidationFailed
 */
export function reserveMinutes(month: Allotment, input: ReserveInput, ctx: HoursContext): AllotmentEvent[] {
  wholeNumber(input.minutes, { min: 1, max: maxMonthMinutes, path: minutesPath });
  const open = requireReservable(month, input.period, ctx);
  return change(open, (state) => [fact('MinutesReserved', reservationOf(state, input.requestId, input.minutes))]);
}

export interface AdjustReservationInput extends ReserveInput {
  readonly side: Side;
}

/**
 * Both leads set a request's total anew, up or down.
 * @throws PeriodNotReservable, AllotmentExhausted, ValidationFailed, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function adjustReservation(
  month: Allotment,
  input: AdjustReservationInput,
  ctx: HoursContext,
): AllotmentEvent[] {
  const { requestId, minutes, side } = input;
  wholeNumber(minutes, { min: 0, max: maxMonthMinutes, path: minutesPath });
  const open = requireReservable(month, input.period, ctx);
  const set = fact('ReservationAdjusted', reservationOf(open, requestId, minutes));
  const wish = { action: 'ADJUST_RESERVATION', terms: { requestId, minutes }, side } as const;
  const { given, complete } = consentTo(open.consents, wish, ctx);
  return complete ? [given, ...change(open, () => [set])] : [given];
}

export interface MoveReservationInput {
  readonly requestId: string;
  /** Minutes to move, of those not worked yet. */
  readonly minutes: number;
  readonly toPeriod: Period;
  readonly side: Side;
}

/** Facts of the two months a move touches. */
export interface MovedReservation {
  readonly from: AllotmentEvent[];
  readonly to: AllotmentEvent[];
}

/**
 * Both leads move minutes of a request to another month of the agreement.
 * @throws PeriodNotReservable, AllotmentExhausted, ValidationFailed, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function moveReservation(
  months: { readonly from: Allotment; readonly to: Allotment },
  input: MoveReservationInput,
  ctx: HoursContext,
): MovedReservation {
  const { requestId, minutes, toPeriod, side } = input;
  const from = requireLive(months.from);
  const to = requireReservable(months.to, toPeriod, ctx);
  if (to.period === from.period) throw new ValidationFailed('Choose another month.', ['input', 'toPeriod']);
  const open = openOf(account(from, requestId));
  wholeNumber(minutes, { min: 1, max: open, path: minutesPath });
  const there = account(to, requestId);
  const total = there.base + there.overage + openOf(there) + there.earmark + minutes;
  const set = reservationOf(to, requestId, total);
  const wish = { action: 'MOVE_RESERVATION', terms: { requestId, minutes, toPeriod }, side } as const;
  const { given, complete } = consentTo(from.consents, wish, ctx);
  if (!complete) return { from: [given], to: [] };
  return {
    from: [
      given,
      ...change(after(from, [given]), () => [fact('ReservationMovedOut', { requestId, minutes, toPeriod })]),
    ],
    to: change(to, () => [fact('ReservationMovedIn', { ...set, moved: minutes, fromPeriod: from.period })]),
  };
}

export interface ReleaseInput {
  readonly requestId: string;
  readonly cause: ReleaseCause;
}

/**
 * Sets free what a request reserved and did not work. A reservation worked to its last minute ends as well, with 0 minutes: else a later
 * reversal would reserve them again for a request that is over. Nothing where it holds none, or the month is closed.
 * @throws NotFound for a month nobody opened
 */
export function releaseReservation(month: Allotment, { requestId, cause }: ReleaseInput): AllotmentEvent[] {
  const opened = requireOpened(month);
  const own = account(opened, requestId);
  if (opened.status === 'CLOSED' || own.reserved === 0) return [];
  return change(opened, () => [fact('ReservationReleased', { requestId, minutes: openOf(own), cause })]);
}

/**
 * Either lead gives back what a request holds, e.g. to end a shortfall.
 * @throws Forbidden, NotFound, PeriodClosed
 */
export function releaseByLead(
  month: Allotment,
  { requestId }: { readonly requestId: string },
  ctx: HoursContext,
): AllotmentEvent[] {
  const { actor } = ctx;
  if (!hasRole(actor, 'MARKETING_LEAD') && !hasRole(actor, 'ENGINEERING_LEAD'))
    throw new Forbidden('reservation.release', 'Only the leads of the two teams give back what is reserved.');
  return releaseReservation(requireLive(month), { requestId, cause: 'LEADS' });
}
