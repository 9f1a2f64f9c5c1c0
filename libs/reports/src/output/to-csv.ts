import { majorOf } from '../format.js';
import type { Presented } from '../run-report.js';
import type { Cell, Column, Figure, Section } from '../sections.js';
import { sheetOf } from './sheet.js';
import { type Origin, standingInWords } from './standing.js';

type Line = readonly Cell[];

/** Numbers as a spreadsheet counts with them: money as a decimal number, everything else as it is. */
const valueOf = (value: Cell, { kind, currency }: Pick<Column, 'kind' | 'currency'>): Cell =>
  kind === 'money' && typeof value === 'number' && currency !== undefined ? majorOf(value, currency) : value;

const headOf = ({ name, kind, currency }: Column): string => {
  if (kind === 'money') return `${name} (${currency ?? ''})`;
  return kind === 'minutes' || kind === 'percent' ? `${name} (${kind})` : name;
};

const figureLine = (figure: Figure): Line => [
  figure.label,
  valueOf(figure.value, figure),
  figure.kind === 'money' ? (figure.currency ?? null) : figure.kind,
  figure.n ?? null,
  figure.note ?? null,
];

function linesOf(section: Section): Line[] {
  if (section.section === 'figures')
    return [['figure', 'value', 'unit', 'n', 'note'], ...section.figures.map(figureLine)];
  if (section.section !== 'table') return [];
  const { columns, rows, foot } = section;
  const line = (row: readonly Cell[]): Line => columns.map((column, index) => valueOf(row[index] ?? null, column));
  return [columns.map(headOf), ...rows.map(line), ...(foot ? [line(foot)] : [])];
}

/**
 * One block a section that holds figures: its title, its columns, its lines, an empty line. Charts and remarks are left out: their
 * figures are those of the tables.
 */
export function toCsv(presented: readonly Presented[], origin: Origin): string {
  const blocks = presented.flatMap(({ report, sections }) =>
    sections.flatMap((section) => {
      const lines = linesOf(section);
      return lines.length === 0 || section.section === 'note'
        ? []
        : [sheetOf([[`${report.title}: ${section.title}`], ...lines])];
    }),
  );
  return [...blocks, sheetOf(standingInWords(presented[0]!, origin).map((line) => [line]))].join('\r\n');
}
