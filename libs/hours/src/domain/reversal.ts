import { Forbidden, ValidationFailed } from '#libs/event-log';
import { actsFor, hasRole, type LocalDate, optionalText } from '#libs/vocabulary';
import { type HoursContext, requireWorkable } from './context.js';
import { after, change } from './course.js';
import { mergeLots } from './evolve-kit.js';
import { type AllotmentEvent, type AllotmentFact, fact } from './facts.js';
import { lineAmount } from './money.js';
import type { Allotment, AllotmentState } from './state.js';
import { recordTime, type RecordTimeInput } from './time.js';
import { type KnownEntry, requireBooked, type TimeEntry, type TimeEntryEvent } from './time-entry.js';
import { reversalReasons, type ReversalReason, type Standing } from './values.js';

export interface ReverseTimeInput {
  readonly entryId: string;
  readonly reason: ReversalReason;
  readonly note?: string | null;
  /** The last day on which the person may take back their own entry: two working days after it was recorded. */
  readonly ownUntil: LocalDate;
}

/** The entry's minutes as they stand: its draw, and what became of it in the month since (covering, decisions, settlement). */
export function standingOf(month: Pick<AllotmentState, 'beyond'>, { entryId, draw }: KnownEntry): Standing {
  const beyond = month.beyond.find((one) => one.entryId === entryId);
  if (!beyond) return { ...draw, writtenOff: 0, debt: 0 };
  const { overage, uncovered, writtenOff, debt } = beyond;
  return {
    ...draw,
    lots: mergeLots(draw.lots, beyond.lots),
    base: draw.base + beyond.base,
    overage,
    uncovered,
    writtenOff,
    debt,
  };
}

function requireReverser(entry: KnownEntry, { ownUntil }: ReverseTimeInput, { actor, today }: HoursContext): void {
  if (hasRole(actor, 'ENGINEERING_LEAD')) return;
  if (!actsFor(actor, entry.personId) || today > ownUntil)
    throw new Forbidden('time.reverse', `The person until ${ownUntil}, or ENGINEERING_LEAD, takes this entry back.`);
}

/** The fact that takes an entry back: mirrors it as it stands. */
export function reversalOf(
  month: AllotmentState,
  entry: KnownEntry,
  input: Pick<ReverseTimeInput, 'reason' | 'note'>,
): AllotmentFact<'TimeReversed'> {
  const { entryId, requestId, minutes, billable, rate, factorPercent, billing } = entry;
  const price = { rate, factorPercent, billing };
  const draw = standingOf(month, entry);
  const amount =
    lineAmount('BASE', draw.base, price) +
    lineAmount('OVERAGE', draw.overage, price) +
    lineAmount('DEBT', draw.debt, price);
  return fact('TimeReversed', {
    entryId: reversalIdOf(entryId),
    reversesEntryId: entryId,
    requestId,
    minutes,
    billable,
    draw,
    ...price,
    amount: amount === 0 ? 0 : -amount,
    reason: input.reason,
    note: optionalText(input.note, { path: ['input', 'note'], max: 4000 }),
  });
}

const takenBack = ({ data }: AllotmentFact<'TimeReversed'>): TimeEntryEvent => ({
  type: 'EntryReversed',
  data: { reversalId: data.entryId, draw: data.draw, reason: data.reason },
});

/** The id of an entry's reversal; `~` is in no entry id. */
export const reversalIdOf = (entryId: string): string => `${entryId}~reversal`;

/** The streams a reversal decides on. */
export interface Reversing {
  readonly month: Allotment;
  /** The entry to be taken back. */
  readonly original: TimeEntry;
}

export interface Reversed {
  readonly month: AllotmentEvent[];
  readonly original: TimeEntryEvent[];
}

function reversing({ month, original }: Reversing, input: ReverseTimeInput, ctx: HoursContext) {
  const open = requireWorkable(month, 'recordPriorPeriodAdjustment');
  const entry = requireBooked(original, input.entryId, open.period);
  if (Object.values(entry.credited).some(({ minutes }) => minutes > 0))
    throw new ValidationFailed('This entry was credited after a dispute; credit its rest.', ['input', 'entryId']);
  requireReverser(entry, input, ctx);
  if (!reversalReasons.includes(input.reason)) throw new ValidationFailed('Unknown reason.', ['input', 'reason']);
  return { open, entry, reversal: reversalOf(open, entry, input) };
}

/**
 * Takes an entry back in full, once (H3): every pool gets back what it gave.
 * @throws PeriodClosed, InvalidState, EntryNotFound, EntryAlreadyReversed, Forbidden, ValidationFailed
 */
export function reverseTime(streams: Reversing, input: ReverseTimeInput, ctx: HoursContext): Reversed {
  const { open, reversal } = reversing(streams, input, ctx);
  return {
    month: change(open, () => [reversal]),
    original: [takenBack(reversal)],
  };
}

export interface CorrectTimeInput extends ReverseTimeInput {
  /** How it should have been; its request may no longer be chargeable. */
  readonly correct: RecordTimeInput;
}

export interface Corrected extends Reversed {
  readonly entry: TimeEntryEvent[];
}

/**
 * Takes an entry back and records it as it should have been, in one. Minutes go back to the pool only once the new entry has drawn its
 * own, so that a correction covers nobody else's time in between.
 * @throws what reverseTime and recordTime throw
 */
export function correctTime(
  streams: Reversing & { readonly entry: TimeEntry },
  input: CorrectTimeInput,
  ctx: HoursContext,
): Corrected {
  const { open, reversal } = reversing(streams, input, ctx);
  const request = input.correct.request && { ...input.correct.request, chargeable: true };
  const without = after(open, [reversal]);
  const next = recordTime({ month: without, entry: streams.entry }, { ...input.correct, request }, ctx);
  const month = next.month.map((one) =>
    one.type === 'TimeRecorded' ? fact('TimeRecorded', { ...one.data, correctsEntryId: input.entryId }) : one,
  );
  return {
    month: [reversal, ...month],
    original: [takenBack(reversal)],
    entry: next.entry.map((one) =>
      one.type === 'EntryBooked' ? { ...one, data: { ...one.data, correctsEntryId: input.entryId } } : one,
    ),
  };
}
