import { csvLine } from '../csv/cells.js';
import { decimalOf } from './amounts.js';
import type { FileLine, StatementDocument } from './statement-document.js';

type Month = StatementDocument['months'][number];

/** The columns of the file, in order, and what stands in them. Amounts: whole minor units, and the same as a number for the eye. */
const COLUMNS: readonly (readonly [string, (line: FileLine, month: Month) => unknown])[] = [
  ['period', (_line, { period }) => period],
  ['lineId', ({ lineId }) => lineId],
  ['kind', ({ kind }) => kind],
  ['entryId', ({ entryId }) => entryId],
  ['workedOn', ({ workedOn }) => workedOn],
  ['person', ({ person }) => person?.name],
  ['request', ({ request }) => request?.reference],
  ['requestTitle', ({ request }) => request?.title],
  ['activity', ({ activity }) => activity],
  ['note', ({ note }) => note],
  ['originalPeriod', ({ originalPeriod }) => originalPeriod],
  ['billedPeriod', ({ billedPeriod }) => billedPeriod],
  ['pool', ({ pool }) => pool],
  ['minutes', ({ minutes }) => minutes],
  ['percent', ({ percent }) => percent],
  ['rateMinorUnits', ({ rate }) => rate.minorUnits],
  ['amountMinorUnits', ({ amount }) => amount.minorUnits],
  ['amount', ({ amount }) => Number(decimalOf(amount))],
  ['currency', ({ amount }) => amount.currency],
  ['statementNumber', (_line, { number }) => number],
  ['contentHash', (_line, { contentHash }) => contentHash],
];

/** Every line of every month; sums are the reader's own. */
export const statementCsv = ({ months }: Pick<StatementDocument, 'months'>): string =>
  [
    csvLine(COLUMNS.map(([name]) => name)),
    ...months.flatMap((month) => month.lines.map((line) => csvLine(COLUMNS.map(([, value]) => value(line, month))))),
  ].join('');
