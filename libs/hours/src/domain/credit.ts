import { InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { hasRole, owedReason, type Side } from '#libs/vocabulary';
import { consentTo } from './consent.js';
import { type HoursContext, requireWorkable } from './context.js';
import { after, change } from './course.js';
import { type AllotmentEvent, fact } from './facts.js';
import { lineAmount } from './money.js';
import { CreditExceedsOriginal, EntryNotFound } from './refusals.js';
import { standingOf } from './reversal.js';
import type { Allotment, AllotmentState } from './state.js';
import { type KnownEntry, requireBooked, type TimeEntry, type TimeEntryEvent } from './time-entry.js';
import type { Pool } from './values.js';

/** Minutes and minor units of one pool, positive. */
interface CreditPart {
  readonly pool: Pool;
  readonly minutes: number;
  readonly amount: number;
}

/** Dearest first; base before debt, which costs the same. */
const dearestFirst: readonly Pool[] = ['OVERAGE', 'BASE', 'DEBT'];

/** What was billed for an entry and not credited yet, pool by pool. `month` is the one it drew from, as it was settled (H10). */
export function creditable(month: AllotmentState, entry: KnownEntry): CreditPart[] {
  const standing = standingOf(month, entry);
  const billed: Record<Pool, number> = { BASE: standing.base, OVERAGE: standing.overage, DEBT: standing.debt };
  return dearestFirst.map((pool) => {
    const credited = entry.credited[pool];
    return {
      pool,
      minutes: billed[pool] - credited.minutes,
      amount: lineAmount(pool, billed[pool], entry) - credited.amount,
    };
  });
}

/** The last credit of a pool takes what rounding left; no credit takes more than is left. */
function partOf({ pool, minutes: left, amount: rest }: CreditPart, wanted: number, entry: KnownEntry): CreditPart {
  const minutes = Math.min(left, wanted);
  const amount = minutes === left ? rest : Math.min(rest, lineAmount(pool, minutes, entry));
  return { pool, minutes, amount };
}

/**
 * Splits a credit over the pools of an entry.
 * @throws CreditExceedsOriginal
 */
function creditParts(month: AllotmentState, entry: KnownEntry, minutes: number): CreditPart[] {
  const left = creditable(month, entry);
  const most = left.reduce((sum, part) => sum + part.minutes, 0);
  if (minutes > most) throw new CreditExceedsOriginal(entry.entryId, most, minutes);
  let wanted = minutes;
  const parts = left.map((part) => {
    const taken = partOf(part, wanted, entry);
    wanted -= taken.minutes;
    return taken;
  });
  return parts.filter((part) => part.minutes > 0);
}

export interface Credits {
  readonly month: AllotmentEvent[];
  readonly entry: TimeEntryEvent[];
}

/** A credit of `minutes` on an entry, written into `month`; the price is that of the month it was billed in. */
export function creditOn(
  { month, original, entry }: { month: AllotmentState; original: AllotmentState; entry: KnownEntry },
  { minutes, reason }: { minutes: number; reason: string },
): Credits {
  const { entryId, requestId, rate, factorPercent, billing } = entry;
  const parts = creditParts(original, entry, minutes).map((part, index) => ({
    ...part,
    creditId: `${month.period}-K${month.counters.credits + index + 1}`,
  }));
  const facts = parts.map(({ pool, creditId, minutes, amount }) =>
    fact('PriorPeriodAdjusted', {
      creditId,
      originalPeriod: original.period,
      originalEntryId: entryId,
      requestId,
      pool,
      minutes: -minutes,
      rate,
      factorPercent,
      billing,
      amount: amount === 0 ? 0 : -amount,
      reason,
    }),
  );
  return {
    month: change(month, () => facts),
    entry: parts.map((part) => ({ type: 'EntryCredited', data: { period: month.period, ...part } })),
  };
}

export interface PriorPeriodInput {
  readonly entryId: string;
  /** Negative: minutes that should not have been billed. Missing time comes by recordLateTime. */
  readonly minutes: number;
  readonly reason?: string | null;
  /** The side that speaks, where FINANCE does not. */
  readonly side: Side | null;
}

/** The streams a credit decides on: the month that shows it, the closed month of the entry, the entry. */
export interface Crediting {
  readonly month: Allotment;
  readonly original: Allotment;
  readonly entry: TimeEntry;
}

function requireCreditable({ month, original, entry }: Crediting, { entryId, minutes }: PriorPeriodInput) {
  const open = requireWorkable(month, 'recordPriorPeriodAdjustment');
  if (original.status === 'unknown') throw new EntryNotFound(entryId);
  if (!Number.isSafeInteger(minutes) || minutes >= 0)
    throw new ValidationFailed('Write negative whole minutes: a credit takes back.', ['input', 'minutes']);
  const booked = requireBooked(entry, entryId, original.period);
  if (original.status !== 'CLOSED') throw new InvalidState(original.status, ['CLOSED']);
  return { month: open, original, entry: booked };
}

/**
 * Corrects a closed month forward: a credit in this one, at the price that was billed (H10). FINANCE decides, or both leads.
 * @throws PeriodClosed, InvalidState, EntryNotFound, EntryAlreadyReversed, CreditExceedsOriginal, ReasonRequired, Forbidden,
 * SideAlreadySigned, BothSidesBySamePerson
 */
export function recordPriorPeriodAdjustment(streams: Crediting, input: PriorPeriodInput, ctx: HoursContext): Credits {
  const known = requireCreditable(streams, input);
  const reason = owedReason(input.reason, 'why this is credited', { path: ['input', 'reason'], max: 4000 });
  const credit = { minutes: -input.minutes, reason };
  const credits = creditOn(known, credit);
  if (hasRole(ctx.actor, 'FINANCE')) return credits;
  if (input.side === null) throw new NotFound('side you sign for', ['input', 'side']);
  const terms = { entryId: input.entryId, minutes: input.minutes };
  const wish = { action: 'CREDIT_ENTRY', terms, side: input.side } as const;
  const { given, complete } = consentTo(known.month.consents, wish, ctx);
  if (!complete) return { month: [given], entry: [] };
  const signed = creditOn({ ...known, month: after(known.month, [given]) }, credit);
  return { month: [given, ...signed.month], entry: signed.entry };
}
