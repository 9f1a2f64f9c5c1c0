import { ValidationFailed } from '#libs/event-log';
import { type LocalDate, requireRoom, upcomingDate } from '#libs/vocabulary';
import { openItems } from './checklist.js';
import { daysEarlier, monthsLater, type ProviderContext } from './context.js';
import type { ProviderEvent } from './facts.js';
import type { KnownProvider, Provider, ProviderStatus, Validity } from './provider-state.js';
import { AccessNotRevoked, ApprovalExpired, ChecklistOpen } from './refusals.js';
import { reasonOf, requireProvider, textOf } from './rules-kit.js';

export interface ApproveInput {
  readonly validUntil: string;
}

export interface ReasonInput {
  readonly reason: string;
}

/** Ids of accesses that are not confirmed to be revoked. */
export const openAccesses = ({ accesses }: KnownProvider): string[] =>
  accesses.filter(({ revoked }) => revoked === null).map(({ id }) => id);

/**
 * Its people may work here from today on. The same again renews the approval, before its end as well as after it.
 * @throws InvalidState, DateInPast, ValidationFailed beyond twelve months, ChecklistOpen
 */
export function approveProvider(provider: Provider, input: ApproveInput, ctx: ProviderContext): ProviderEvent[] {
  const known = requireProvider(provider, ctx, ['IN_REVIEW', 'APPROVED', 'EXPIRED']);
  const { maxValidityMonths, limits, version: policyVersion } = ctx.policy;
  const path = ['input', 'validUntil'];
  const validUntil = upcomingDate(input.validUntil, ctx.today, path);
  const latest = monthsLater(ctx.today, maxValidityMonths);
  if (validUntil > latest)
    throw new ValidationFailed(`At most ${maxValidityMonths} months: ${latest} or earlier.`, path);
  const open = openItems(known);
  if (open.length > 0) throw new ChecklistOpen(open);
  requireRoom(known.approvals + 1, limits.maxApprovals, { what: 'approvals of one provider' });
  const data = { validFrom: ctx.today, validUntil, renewal: known.approvals > 0, policyVersion };
  return [{ type: 'ProviderApproved', data }];
}

/** Turned down, for good. @throws InvalidState, ReasonRequired, PiiNotAllowed, AccessNotRevoked */
export function rejectProvider(provider: Provider, { reason }: ReasonInput, ctx: ProviderContext): ProviderEvent[] {
  const known = requireProvider(provider, ctx, ['INVITED', 'IN_REVIEW']);
  const why = reasonOf(reason, 'what speaks against them', ctx);
  const open = openAccesses(known);
  if (open.length > 0) throw new AccessNotRevoked(open);
  return [{ type: 'ProviderRejected', data: { reason: why } }];
}

/** Nobody of them works here until they are resumed. @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function suspendProvider(provider: Provider, { reason }: ReasonInput, ctx: ProviderContext): ProviderEvent[] {
  requireProvider(provider, ctx, ['APPROVED']);
  const data = { reason: reasonOf(reason, 'what has happened', ctx), lastDay: ctx.today };
  return [{ type: 'ProviderSuspended', data }];
}

/** The approval counts again, as long as it holds. @throws InvalidState, ApprovalExpired, PiiNotAllowed, LimitReached */
export function resumeProvider(
  provider: Provider,
  input: { readonly reason?: string | null },
  ctx: ProviderContext,
): ProviderEvent[] {
  const { approvedUntil, validity } = requireProvider(provider, ctx, ['SUSPENDED']);
  const validUntil = approvedUntil ?? ctx.today;
  if (validUntil < ctx.today) throw new ApprovalExpired(validUntil);
  const reason = textOf(input.reason, 'reason', ctx);
  requireRoom(validity.length + 1, ctx.policy.limits.maxApprovals, { what: 'stretches of approved days' });
  return [{ type: 'ProviderResumed', data: { reason, validFrom: ctx.today, validUntil } }];
}

/** Days on which something has to be said about the end of an approval: reminders, and the day after its last one. */
export const dueDays = (until: LocalDate, { reminderDays }: ProviderContext['policy']): LocalDate[] => [
  ...reminderDays.map((days) => daysEarlier(until, days)),
  daysEarlier(until, -1),
];

/**
 * What the calendar says to an approval: the reminder that is due (the latest alone, once each), or its end. No fact otherwise, and
 * none for who is gone.
 */
export function watchApproval(provider: Provider, _input: object, ctx: ProviderContext): ProviderEvent[] {
  if (provider.status !== 'APPROVED' && provider.status !== 'SUSPENDED') return [];
  const { approvedUntil: until } = provider;
  if (until === null) return [];
  if (until < ctx.today) return [{ type: 'ProviderExpired', data: { validUntil: until } }];
  const due = ctx.policy.reminderDays.filter((days) => daysEarlier(until, days) <= ctx.today);
  const daysBefore = Math.min(...due);
  if (due.length === 0 || provider.reminded.some((days) => days <= daysBefore)) return [];
  return [{ type: 'ProviderRenewalDue', data: { validUntil: until, daysBefore } }];
}

const countable: readonly ProviderStatus[] = ['APPROVED', 'EXPIRED', 'OFFBOARDING'];

/**
 * The approved days that hold `day`, or else the latest: work of these days may be recorded, also after the approval's end. Null while
 * nothing counts.
 */
export function windowOf(provider: Provider, day: LocalDate): Validity | null {
  if (provider.status === 'unknown' || !countable.includes(provider.status)) return null;
  const { validity } = provider;
  return validity.find(({ from, until }) => from <= day && day <= until) ?? validity.at(-1) ?? null;
}

/** True when its people may begin something on that day. */
export function isOnboarded(provider: Provider, day: LocalDate): boolean {
  const window = provider.status === 'APPROVED' ? windowOf(provider, day) : null;
  return window !== null && window.from <= day && day <= window.until;
}
