import type { MeasuringCircumstances } from './circumstances.js';
import type { Dossiers } from './dossiers.js';
import type { LocalDate } from '#libs/vocabulary';
import type { Window } from './window.js';

/** Who may see a figure: minutes of work are for those who may see minutes (core.md 2.6). */
export type Sight = 'ALL' | 'MINUTES';

/** A second figure of a metric. */
export interface Part {
  /** Names it inside of its metric, e.g. `p85`. */
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
  readonly sight: Sight;
}

/** A subject that cannot be counted yet. */
export interface Immature {
  /** E.g. `REQ-3`, or the month `2026-03`. */
  readonly subject: string;
  /** From this day on it can; null: nobody knows. */
  readonly matureOn: LocalDate | null;
  readonly soFar: number | null;
}

/** The same figure for one subject, or for one class of them. */
export interface Case {
  /** E.g. `REQ-1` or `LANDING_PAGE, small`. */
  readonly subject: string;
  readonly value: number | null;
  readonly n: number;
  readonly note: string | null;
}

/** What a measurement comes to. */
export interface Measured {
  readonly value: number | null;
  /** Subjects the value is made of. */
  readonly n: number;
  readonly immature: readonly Immature[];
  readonly parts: readonly Part[];
  readonly cases: readonly Case[];
}

export const directions = ['UP', 'DOWN'] as const;
/** Which way is better. */
export type Direction = (typeof directions)[number];

/** How a metric is measured, under a version. A version is never changed: another one follows it. */
export interface MetricDefinition {
  readonly version: number;
  /** The exact query over events, in words. */
  readonly text: string;
  /** With fewer subjects a value says little. */
  readonly minSample: number;
  readonly measure: (dossiers: Dossiers, window: Window, circumstances: MeasuringCircumstances) => Measured;
}

/** A metric that is computed from events. */
export interface EventMetric {
  /** As the pages number it, e.g. `M3`. */
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly sight: Sight;
  /** Who may see the figures of single subjects; as `sight` unless told. Held against what is known of one, a share of minutes is minutes. */
  readonly casesSight?: Sight;
  /** By version, the one in force last. */
  readonly definitions: readonly [MetricDefinition, ...MetricDefinition[]];
}

/** A measurement of which only some is to be said. */
export const measured = (value: number | null, n: number, more: Partial<Measured> = {}): Measured => ({
  value,
  n,
  immature: [],
  parts: [],
  cases: [],
  ...more,
});

export const part = (key: string, name: string, unit: string, value: number | null): Part => ({
  key,
  name,
  unit,
  value,
  sight: 'ALL',
});

/** A second figure in minutes of work. */
export const minutesPart = (key: string, name: string, value: number | null): Part => ({
  ...part(key, name, 'min', value),
  sight: 'MINUTES',
});

export const requestLabel = ({ number }: { readonly number: number }): string => `REQ-${number}`;
