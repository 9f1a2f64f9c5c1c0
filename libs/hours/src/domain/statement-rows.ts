import type { Position } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { standingOf } from './reversal.js';
import type { AllotmentState } from './state.js';
import { type Statement, type StatementItem, statementOfItems } from './statement-items.js';
import type { KnownEntry } from './time-entry.js';
import type { Pool, Standing } from './values.js';

/** An entry as rows keep it, and where in the log it was booked and taken back. */
export interface EntryInLog {
  readonly entry: KnownEntry;
  readonly bookedAt: Position;
  readonly reversedAt: Position | null;
}

/** A credit as its entry keeps it; minutes and amount positive. */
export interface CreditInLog {
  readonly entry: KnownEntry;
  readonly creditId: string;
  /** The month that shows it. */
  readonly period: Period;
  readonly pool: Pool;
  readonly minutes: number;
  readonly amount: number;
  readonly at: Position;
}

interface Placed {
  readonly at: Position;
  readonly item: StatementItem;
}

const poolMinutes = ({ base, overage, debt }: Standing) => ({ BASE: base, OVERAGE: overage, DEBT: debt });
const negative = (number: number): number => (number === 0 ? 0 : -number);

/** What an entry that was taken back gave, it had given before: its standing then is that of both lines. */
function workItem(entry: KnownEntry, month: AllotmentState): StatementItem {
  const standing = entry.takenBack?.draw ?? standingOf(month, entry);
  return { kind: 'WORK', work: entry, originalPeriod: entry.originalPeriod ?? null, minutes: poolMinutes(standing) };
}

/** A correction takes back and records in one decision, in this order, whichever of its two entries the log numbered first. */
function reversalItems({ entry, reversedAt }: EntryInLog, corrections: ReadonlyMap<string, Position>): Placed[] {
  if (!entry.takenBack || reversedAt === null) return [];
  const minutes = poolMinutes(entry.takenBack.draw);
  const at = Math.min(reversedAt, corrections.get(entry.entryId) ?? reversedAt);
  return [{ at, item: { kind: 'REVERSAL', work: entry, originalPeriod: entry.originalPeriod ?? null, minutes } }];
}

function creditItem({ entry, creditId, pool, minutes, amount }: CreditInLog, isOwn: boolean): StatementItem {
  const { requestId, rate, factorPercent, billing, entryId: originalEntryId, period: originalPeriod } = entry;
  const price = { rate, factorPercent, billing };
  const taken = { minutes: -minutes, amount: negative(amount) };
  return {
    kind: 'CREDIT',
    credit: { creditId, originalPeriod, originalEntryId, requestId, pool, ...price, ...taken },
    work: isOwn ? entry : null,
  };
}

const correctionsOf = (entries: readonly EntryInLog[]): ReadonlyMap<string, Position> =>
  new Map(
    entries.flatMap(({ entry: { correctsEntryId }, bookedAt }) =>
      correctsEntryId === undefined ? [] : [[correctsEntryId, bookedAt] as const],
    ),
  );

/** What items are made of. */
export interface Gathered {
  readonly entries: readonly EntryInLog[];
  readonly credits: readonly CreditInLog[];
  /** The month whose pool an entry drew from. */
  readonly monthOf: (entry: KnownEntry) => AllotmentState;
  /** Whether a credit on this entry is one on an entry of the statement itself. */
  readonly isOwn: (entry: KnownEntry) => boolean;
}

/** Entries and credits in the order of recording, given in any order. */
export function itemsInOrder({ entries, credits, monthOf, isOwn }: Gathered): StatementItem[] {
  const corrections = correctionsOf(entries);
  // Sorting keeps the order of equals: what was taken back stands before what was recorded in its place.
  const placed: Placed[] = [
    ...entries.flatMap((one) => reversalItems(one, corrections)),
    ...entries.map(({ entry, bookedAt }) => ({ at: bookedAt, item: workItem(entry, monthOf(entry)) })),
    ...credits.map((credit) => ({ at: credit.at, item: creditItem(credit, isOwn(credit.entry)) })),
  ].sort((a, b) => a.at - b.at);
  return placed.map(({ item }) => item);
}

/**
 * The statement of a month from what is kept of it: the month as it stands, every entry that draws from it and every credit it shows,
 * in any order. The same lines in the same order, with the same totals, as `statementOf` its whole history.
 */
export function statementFromRows(
  month: AllotmentState,
  entries: readonly EntryInLog[],
  credits: readonly CreditInLog[],
): Statement {
  const isOwn = ({ period }: KnownEntry) => period === month.period;
  return statementOfItems(month, itemsInOrder({ entries, credits, monthOf: () => month, isOwn }));
}
