import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';
import { EntryAlreadyReversed, EntryNotFound } from './refusals.js';
import type { Instant } from '#libs/event-log';
import type { Activity, Draw, Pool, Price, ReversalReason, Standing } from './values.js';

/** What the month knows of an entry only by its name: written with the entry, in a stream of its own (see state.ts). */
export interface BookedEntry extends Price {
  readonly entryId: string;
  /** The month whose pool it drew from. */
  readonly period: Period;
  readonly requestId: string | null;
  readonly personId: string;
  readonly workedOn: LocalDate;
  /** The local day it was recorded on: the owner may take it back for some working days. */
  readonly bookedOn: LocalDate;
  readonly minutes: number;
  readonly activity: Activity;
  readonly billable: boolean;
  readonly note: string | null;
  readonly startedAt?: Instant;
  readonly role?: string;
  readonly correctsEntryId?: string;
  readonly draw: Draw;
  readonly originalPeriod?: Period;
}

/** How an entry stood when it was taken back, and why that happened. */
export interface TakenBack {
  readonly reversalId: string;
  readonly draw: Standing;
  readonly reason: ReversalReason;
}

/** Minutes and minor units credited from one pool, positive. */
export interface Credited {
  readonly minutes: number;
  readonly amount: number;
}

export interface TimeEntryFacts {
  EntryBooked: BookedEntry;
  EntryReversed: TakenBack;
  EntryCredited: { readonly period: Period; readonly creditId: string; readonly pool: Pool } & Credited;
}

type TimeEntryEventType = keyof TimeEntryFacts;
export type TimeEntryEvent = {
  [T in TimeEntryEventType]: { readonly type: T; readonly data: TimeEntryFacts[T] };
}[TimeEntryEventType];

export interface KnownEntry extends BookedEntry {
  readonly status: 'BOOKED' | 'REVERSED';
  readonly credited: Readonly<Record<Pool, Credited>>;
  readonly takenBack: TakenBack | null;
}
/** One entry of an agreement; `unknown` while its id is free. */
export type TimeEntry = { readonly status: 'unknown' } | KnownEntry;

const nothing: Credited = { minutes: 0, amount: 0 };

function evolveKnown(entry: KnownEntry, event: TimeEntryEvent): KnownEntry | undefined {
  switch (event.type) {
    case 'EntryBooked':
      return entry;
    case 'EntryReversed':
      return { ...entry, status: 'REVERSED', takenBack: event.data };
    case 'EntryCredited': {
      const { pool, minutes, amount } = event.data;
      const before = entry.credited[pool];
      const after = { minutes: before.minutes + minutes, amount: before.amount + amount };
      return { ...entry, credited: { ...entry.credited, [pool]: after } };
    }
  }
}

/** How one fact changes an entry. Total. */
export function evolveEntry(entry: TimeEntry, event: TimeEntryEvent): TimeEntry {
  if (entry.status !== 'unknown') return evolveKnown(entry, event) ?? entry;
  if (event.type !== 'EntryBooked') return entry;
  const credited = { BASE: nothing, OVERAGE: nothing, DEBT: nothing };
  return { ...event.data, status: 'BOOKED', credited, takenBack: null };
}

/** The aggregate of one time entry; its id is {@link timeEntryId}. */
export const timeEntry: Aggregate<TimeEntry, TimeEntryEvent> = {
  type: 'time-entry',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (entry, event: Recorded<TimeEntryEvent>) => evolveEntry(entry, event),
};

/** An entry id is unique over all months of an agreement. */
export const timeEntryId = (agreementId: string, entryId: string): string => `${agreementId}-${entryId}`;

/**
 * An entry that counts in a month.
 * @throws EntryNotFound, EntryAlreadyReversed
 */
export function requireBooked(entry: TimeEntry, entryId: string, period: Period): KnownEntry {
  if (entry.status === 'unknown' || entry.period !== period) throw new EntryNotFound(entryId);
  if (entry.status === 'REVERSED') throw new EntryAlreadyReversed(entryId);
  return entry;
}
