import type { Chart } from './charts/chart.js';

/**
 * How a value is written, and in what it is counted: minutes as hours and minutes, money in minor units of its currency, percent with
 * one decimal, days of the calendar, plain counts, ratios with three decimals; a number has its unit beside it.
 */
export type Kind =
  'text' | 'date' | 'month' | 'minutes' | 'money' | 'percent' | 'days' | 'count' | 'score' | 'ratio' | 'number';

/** A cell: text of the kinds that are written, a number of those that are counted; null where there is none. */
export type Cell = string | number | null;

export interface Figure {
  readonly label: string;
  readonly value: Cell;
  readonly kind: Kind;
  /** ISO 4217; of money alone. */
  readonly currency?: string;
  /** How many subjects it is made of, where it is a figure about several. */
  readonly n?: number;
  /** What a reader has to know beside it, e.g. `3 launches are too young to count`. */
  readonly note?: string;
}

export interface FiguresSection {
  readonly section: 'figures';
  readonly title: string;
  readonly figures: readonly Figure[];
}

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly currency?: string;
}

export interface TableSection {
  readonly section: 'table';
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sums, or whatever stands under the columns. */
  readonly foot?: readonly Cell[];
}

export interface ChartSection {
  readonly section: 'chart';
  readonly title: string;
  /** One sentence that says what there is to see; stands above the chart, and in place of it where none can be drawn. */
  readonly says: string;
  readonly chart: Chart;
}

/** A remark in whole sentences. */
export interface NoteSection {
  readonly section: 'note';
  readonly text: string;
}

export type Section = FiguresSection | TableSection | ChartSection | NoteSection;

export const figures = (title: string, ...of: readonly Figure[]): FiguresSection => ({
  section: 'figures',
  title,
  figures: of,
});
export const table = (title: string, of: Omit<TableSection, 'section' | 'title'>): TableSection => ({
  section: 'table',
  title,
  ...of,
});
export const chart = (title: string, says: string, drawn: Chart): ChartSection => ({
  section: 'chart',
  title,
  says,
  chart: drawn,
});
export const note = (text: string): NoteSection => ({ section: 'note', text });
