import { InvalidState, NotFound } from '#libs/event-log';
import type { Circumstances } from '#libs/vocabulary';
import { PeriodClosed, PeriodNotReservable } from './refusals.js';
import type { Allotment, AllotmentState, AllotmentStatus } from './state.js';
import { holdsIn, type PeriodTerms } from './terms.js';

/** All a rule may know beside the state and the input. `today` is the local day in the agreement's zone (`localDayOf`). */
export interface HoursContext extends Circumstances {
  /** The agreement as it stands for the month at hand (`termsFor`). */
  readonly terms: PeriodTerms;
}

/** @throws NotFound for a month nobody opened */
export function requireOpened(month: Allotment): AllotmentState {
  if (month.status === 'unknown') throw new NotFound('month of this agreement');
  return month;
}

/**
 * A month in one of the statuses a command allows.
 * @throws NotFound, PeriodClosed, InvalidState
 */
export function requireStatus(
  month: Allotment,
  allowed: readonly AllotmentStatus[],
  useInstead: string | null = null,
): AllotmentState {
  const opened = requireOpened(month);
  if (opened.status === 'CLOSED') throw new PeriodClosed(opened.period, useInstead);
  if (!allowed.includes(opened.status)) throw new InvalidState(opened.status, allowed);
  return opened;
}

/** Before its close. */
export const requireLive = (month: Allotment, useInstead: string | null = null): AllotmentState =>
  requireStatus(month, ['PLANNED', 'OPEN', 'CLOSING'], useInstead);

/** A month that takes time. */
export const requireWorkable = (month: Allotment, useInstead: string | null = null): AllotmentState =>
  requireStatus(month, ['OPEN', 'CLOSING'], useInstead);

/**
 * A month that takes reservations.
 * @throws PeriodNotReservable
 */
export function requireReservable(month: Allotment, period: string, { terms }: HoursContext): AllotmentState {
  if (month.status !== 'PLANNED' && month.status !== 'OPEN') throw new PeriodNotReservable(period, month.status);
  if (!holdsIn(terms, month.period)) throw new PeriodNotReservable(period, 'AGREEMENT_ENDED');
  return month;
}
