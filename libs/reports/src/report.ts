import type { Fold, Instant, Position } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { Section } from './sections.js';

/** Days of the workspace, both included. */
export interface Window {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What a report stands on; beside it, presenting knows nothing: no clock, no database. */
export interface Circumstances {
  readonly workspace: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly window: Window;
  /** The last position that was read. */
  readonly position: Position;
  /** What time it is, or was, in the workspace there, and which local day. */
  readonly instant: Instant;
  readonly day: LocalDate;
}

/** What a fold leaves to be presented: a state for each key of a keyed one. */
export type Folded<Key, State> = ReadonlyMap<Key, State>;

interface About {
  /** As it is asked for, e.g. `risk-exposure`. */
  readonly name: string;
  readonly title: string;
  /** One sentence for the list of reports and the head of the page. */
  readonly about: string;
}

/** A report over a fold that keeps one state for each key. */
export interface KeyedReport<Key, State> extends About {
  readonly fold: Extract<Fold<Key, State>, { kind: 'keyed' }>;
  present(states: Folded<Key, State>, circumstances: Circumstances): readonly Section[];
}

/** A report over a fold that keeps one state. */
export interface WholeReport<State> extends About {
  readonly fold: Exclude<Fold<never, State>, { kind: 'keyed' }>;
  present(state: State, circumstances: Circumstances): readonly Section[];
}

/** A report whose states nobody but itself looks into. */
export interface Report extends About {
  readonly fold: Fold<unknown, unknown>;
  /** @param folded what the fold left: a map of a keyed one */
  present(folded: unknown, circumstances: Circumstances): readonly Section[];
}

/**
 * Declares a report: which facts, how they are folded, how the result is shown. Everything in it is pure; the default export of a file
 * `reports/<name>.report.ts` is found by itself.
 */
export function defineReport<Key, State>(report: KeyedReport<Key, State>): Report;
export function defineReport<State>(report: WholeReport<State>): Report;
export function defineReport(report: About & { readonly fold: object; present: Presenting }): Report {
  return {
    ...report,
    fold: report.fold as Report['fold'],
    present: (folded, at) => report.present(folded as never, at),
  };
}

type Presenting = (folded: never, circumstances: Circumstances) => readonly Section[];
