import { NotFound } from '#libs/event-log';
import { owedReason, requireRoom, type Side } from '#libs/vocabulary';
import { requireLead, requireOtherPerson } from './consent.js';
import { type HoursContext, requireLive, requireStatus } from './context.js';
import { change, type Step } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { maxMonthMinutes } from './money.js';
import { OveragePending, wholeNumber } from './refusals.js';
import type { Allotment, AllotmentState, PendingOverage } from './state.js';

export interface RequestOverageInput {
  readonly requestId: string;
  readonly minutes: number;
  readonly reason?: string | null;
}

/** Overage that waits, of one month. */
export const maxPendingOverage = 200;

const reasonRule = { path: ['input', 'reason'], max: 4000 };

export const nextOverageId = ({ counters }: AllotmentState): string => `O${counters.overages + 1}`;

/**
 * Somebody asks for minutes beyond the month's pool, bound to one request.
 * @throws ValidationFailed, ReasonRequired, OveragePending, LimitReached, PeriodClosed, InvalidState
 */
export function requestOverage(month: Allotment, input: RequestOverageInput): AllotmentEvent[] {
  const { requestId } = input;
  const minutes = wholeNumber(input.minutes, { min: 1, max: maxMonthMinutes, path: ['input', 'minutes'] });
  const reason = owedReason(input.reason, 'why this request needs overage', reasonRule);
  const open = requireStatus(month, ['PLANNED', 'OPEN']);
  const waiting = open.overages.find((one) => one.requestId === requestId && one.kind === 'PLANNED');
  if (waiting) throw new OveragePending(waiting.overageId);
  requireRoom(open.overages.length + 1, maxPendingOverage, { what: 'overages that wait for both leads' });
  return change(open, () => [
    fact('OverageRaised', { overageId: nextOverageId(open), requestId, minutes, kind: 'PLANNED', reason }),
  ]);
}

export interface OverageInput {
  readonly overageId: string;
  readonly side: Side;
}

/** @throws NotFound */
function requirePending(month: AllotmentState, overageId: string): PendingOverage {
  const overage = month.overages.find((one) => one.overageId === overageId);
  if (!overage) throw new NotFound('overage that waits', ['input', 'overageId']);
  return overage;
}

export const approvedOverage = (
  { overageId, requestId, minutes }: Pick<PendingOverage, 'overageId' | 'requestId' | 'minutes'>,
  { terms }: HoursContext,
  automatic: boolean,
): AllotmentEvent =>
  fact('OverageApproved', { overageId, requestId, minutes, factorPercent: terms.overage.factorPercent, automatic });

/**
 * One side signs; with the second signature the minutes are set aside for the request, its uncovered ones first.
 * @throws NotFound, Forbidden, SideAlreadySigned, BothSidesBySamePerson, PeriodClosed
 */
export function approveOverage(month: Allotment, input: OverageInput, ctx: HoursContext): AllotmentEvent[] {
  const { overageId, side } = input;
  const live = requireLive(month);
  const overage = requirePending(live, overageId);
  requireLead(side, ctx, 'overage.approve');
  if (overage.signed) requireOtherPerson(side, overage.signed, ctx);
  const { personId: byId, onBehalfOf = null } = ctx.actor;
  const signed = fact('OverageApprovedBySide', { overageId, side, byId, onBehalfOf });
  if (!overage.signed) return [signed];
  const approved: Step = () => [signed, approvedOverage(overage, ctx, false)];
  return change(live, approved);
}

/**
 * Either lead says no. Of uncovered time a decision is due then: write off or carry as debt.
 * @throws NotFound, ReasonRequired, Forbidden, PeriodClosed
 */
export function declineOverage(
  month: Allotment,
  input: OverageInput & { readonly reason?: string | null },
  ctx: HoursContext,
): AllotmentEvent[] {
  const live = requireLive(month);
  requirePending(live, input.overageId);
  requireLead(input.side, ctx, 'overage.approve');
  const reason = owedReason(input.reason, 'why there is no overage', reasonRule);
  const { overageId, side } = input;
  return [fact('OverageDeclined', { overageId, side, byId: ctx.actor.personId, reason })];
}

export interface OverageCallInput {
  readonly overageId: string;
  readonly call: 'REMINDED' | 'ESCALATED';
}

/** Says of overage that it still waits: each of the two once, and nothing when it is gone or the month is closed. */
export function callForOverage(month: Allotment, { overageId, call }: OverageCallInput): AllotmentEvent[] {
  if (month.status === 'unknown' || month.status === 'CLOSED') return [];
  const waiting = month.overages.find((one) => one.overageId === overageId);
  if (!waiting || waiting.said === call || waiting.said === 'ESCALATED') return [];
  return [fact(call === 'REMINDED' ? 'OverageReminded' : 'OverageEscalated', { overageId })];
}
