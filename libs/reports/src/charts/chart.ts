import type { Kind } from '../sections.js';

/** In what order of weight a series is painted: `plain` is what is expected, `strong` what it is about, `alarm` what went over. */
export type Tone = 'plain' | 'strong' | 'alarm' | 'quiet';

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One for each category; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** One bar a category and series, beside each other or on top of each other. */
export interface BarChart {
  readonly form: 'bars';
  readonly kind: Kind;
  readonly currency?: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly stacked: boolean;
  /** The bars lie, one below the other: for categories with long names. */
  readonly lying?: boolean;
  /** A line across: what the bars are held against. */
  readonly mark?: { readonly name: string; readonly value: number };
}

/** Values over days; `steps` where a value holds until the next one. */
export interface LineChart {
  readonly form: 'lines';
  readonly kind: Kind;
  /** Days, ascending. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  readonly steps: boolean;
}

export interface Point {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Points of two values above 0, by their orders of magnitude; on the diagonal both are equal. */
export interface ScatterChart {
  readonly form: 'scatter';
  readonly kind: 'minutes';
  /** What the diagonal stands for. */
  readonly diagonal: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly Point[];
}

export interface HeatCell {
  readonly column: number;
  readonly row: number;
  readonly text: string;
  /** 0 the palest, 3 the darkest. */
  readonly heat: 0 | 1 | 2 | 3;
  /** Nothing stands there: painted as ground. */
  readonly empty: boolean;
}

export interface HeatChart {
  readonly form: 'heat';
  readonly x: string;
  readonly y: string;
  readonly columns: readonly string[];
  /** From the bottom up. */
  readonly rows: readonly string[];
  readonly cells: readonly HeatCell[];
  /** What each heat stands for, the palest first. */
  readonly legend: readonly string[];
}

/** From one day to another; several of a row follow or overlap each other. */
export interface Span {
  readonly from: string;
  /** Not before `from`. */
  readonly to: string;
  readonly tone: Tone;
  /** Written beside the last span of its row. */
  readonly label?: string;
}

export interface RangeRow {
  readonly name: string;
  readonly spans: readonly Span[];
}

export interface RangeChart {
  readonly form: 'ranges';
  /** From the top down. */
  readonly rows: readonly RangeRow[];
  /** Spans of a row lie on each other, the quiet one below; else they follow each other. */
  readonly overlaid: boolean;
  /** What each tone stands for. */
  readonly legend: readonly { readonly tone: Tone; readonly name: string }[];
}

export type Chart = BarChart | LineChart | ScatterChart | HeatChart | RangeChart;
