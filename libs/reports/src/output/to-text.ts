import { isNumeric, spoken, unitOf } from '../format.js';
import type { Presented } from '../run-report.js';
import type { Column, Figure, Section, TableSection } from '../sections.js';
import { type Origin, standingInWords } from './standing.js';

const WIDTH = 100;
const GAP = 2;

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** Words broken at the width of a terminal. */
function wrapped(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

/** Texts give way when a table is wider than the terminal, the widest first; numbers never do. */
function fitted(widths: readonly number[], columns: readonly Column[]): number[] {
  const fit = [...widths];
  const total = (): number => fit.reduce((sum, width) => sum + width + GAP, -GAP);
  while (total() > WIDTH) {
    const texts = fit.map((width, index) => (columns[index]!.kind === 'text' ? width : 0));
    const widest = Math.max(...texts);
    if (widest <= 8) break;
    fit[texts.indexOf(widest)] = widest - 1;
  }
  return fit;
}

/** Heads of two words take two lines: no column is wider than its values for the sake of its name. */
function headLines(columns: readonly Column[]): string[][] {
  const heads = columns.map(({ name, kind, currency }) => (kind === 'money' ? `${name} ${currency ?? ''}` : name));
  const split = heads.map((head) => {
    const at = head.indexOf(' ');
    return at < 0 ? ['', head] : [head.slice(0, at), head.slice(at + 1)];
  });
  const lines = [split.map(([first]) => first!), split.map(([, second]) => second!)];
  return lines.filter((line) => line.some((word) => word !== ''));
}

function tableLines({ columns, rows, foot }: TableSection): string[] {
  const heads = headLines(columns);
  const shown = (row: TableSection['rows'][number]): string[] =>
    columns.map((column, index) => {
      const value = row[index] ?? null;
      return value === 'Total' ? value : spoken(value, column);
    });
  const body = rows.map(shown);
  const last = foot ? [shown(foot).map((text, index) => (foot[index] === null ? '' : text))] : [];
  const all = [...heads, ...body, ...last];
  const widths = fitted(
    columns.map((_, index) => Math.max(...all.map((line) => line[index]!.length))),
    columns,
  );
  const lineOf = (line: readonly string[]): string =>
    line
      .map((text, index) => {
        const short = cut(text, widths[index]!);
        return isNumeric(columns[index]!.kind) ? short.padStart(widths[index]!) : short.padEnd(widths[index]!);
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + GAP, -GAP));
  return [...heads.map(lineOf), rule, ...body.map(lineOf), ...(last.length > 0 ? [rule, ...last.map(lineOf)] : [])];
}

function figureLines(figures: readonly Figure[]): string[] {
  const texts = figures.map((figure) => `${spoken(figure.value, figure)} ${unitOf(figure)}`.trim());
  const [labels, values] = [figures.map(({ label }) => label), texts].map((all) =>
    Math.max(...all.map(({ length }) => length)),
  );
  return figures.map(({ label, n, note }, index) => {
    const beside = [n === undefined ? '' : `n = ${n}`, note ?? ''].filter((part) => part !== '').join(', ');
    return `${label.padEnd(labels!)}  ${texts[index]!.padStart(values!)}  ${beside}`.trimEnd();
  });
}

function sectionLines(section: Section): string[] {
  if (section.section === 'note') return [wrapped(section.text)];
  if (section.section === 'figures') return [section.title, '', ...figureLines(section.figures)];
  return section.section === 'table'
    ? [section.title, '', ...tableLines(section)]
    : [section.title, '', wrapped(section.says)];
}

/** Reports for a terminal of 100 columns; what charts show stands as the sentence above them. */
export function toText(presented: readonly Presented[], origin: Origin): string {
  const blocks = presented.flatMap(({ report, sections }) => [
    [report.title.toUpperCase(), wrapped(report.about)],
    ...sections.map(sectionLines),
  ]);
  const end = standingInWords(presented[0]!, origin).map(wrapped);
  return `${[...blocks, end].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
