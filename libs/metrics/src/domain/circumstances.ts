import type { Instant } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import type { Stretch } from './dossiers.js';

/** Whose working time counts: that of a team; without one, that of a side. */
export interface Workers {
  readonly side: Side;
  readonly teamId: string | null;
}

/** How both sides keep planning together, as of a day. */
export interface CadenceKept {
  readonly jointSessions: number;
  readonly largestGapDays: number;
  readonly ok: boolean;
}

/** What a measurement needs beside dossiers. */
export interface MeasuringCircumstances {
  /** The instant as of which it is measured, and its day in the workspace’s zone. */
  readonly now: Instant;
  readonly day: LocalDate;
  /** The day of an instant in the workspace’s zone. */
  readonly dayOf: (instant: Instant) => LocalDate;
  /** The first instant of a day there. */
  readonly startOf: (day: LocalDate) => Instant;
  /** Whole working minutes by the calendar of those who work; pauses left out. */
  readonly workingMinutes: (workers: Workers, from: Instant, to: Instant, pauses: readonly Stretch[]) => number;
  /** Null before anything stands on the roadmap. */
  readonly cadence: (on: LocalDate) => CadenceKept | null;
}
