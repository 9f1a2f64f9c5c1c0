import { hoursText, minutesText, moneyText } from './amounts.js';
import { html, type Html } from './html.js';
import type { FileLine, FileMoney, FileMonth, StatementDocument } from './statement-document.js';

const kinds: Readonly<Record<string, string>> = { REVERSAL: 'taken back', CREDIT: 'credit', RETAINER: 'retainer' };

function what({ kind, originalPeriod, billedPeriod, note, activity }: FileLine, period: string): Html {
  const marks = [
    activity,
    kinds[kind] ?? null,
    originalPeriod && `of ${originalPeriod}`,
    billedPeriod !== period ? `billed in ${billedPeriod}` : null,
  ].filter((mark) => mark !== null);
  return html`${marks.join(', ')}${note && html`<p class="note">${note}</p>`}`;
}

const lineRow = (line: FileLine, period: string): Html =>
  html`<tr>
    <td>${line.workedOn}</td>
    <td>${line.entryId}</td>
    <td>${line.person?.name ?? null}</td>
    <td>${what(line, period)}</td>
    <td>${line.pool}</td>
    <td>${minutesText(line.minutes)}</td>
    <td>${moneyText(line.rate)}</td>
    <td>${line.percent} %</td>
    <td>${moneyText(line.amount)}</td>
  </tr>`;

interface Group {
  readonly title: string;
  readonly lines: FileLine[];
}

/** Lines by request in the order they first come up; the retainer and work without a request stand for themselves. */
function groupsOf(lines: readonly FileLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const key = line.kind === 'RETAINER' ? 'retainer' : (line.requestId ?? '');
    const group = groups.get(key) ?? { title: titleOf(line), lines: [] };
    groups.set(key, group);
    group.lines.push(line);
  }
  return [...groups.values()];
}

function titleOf({ kind, requestId, request }: FileLine): string {
  if (kind === 'RETAINER') return 'The month as a whole';
  if (requestId === null) return 'Without a request';
  return request ? `${request.reference} ${request.title}` : 'A request you may not read';
}

const sumOf = (lines: readonly FileLine[], currency: string): { minutes: number; amount: FileMoney } => ({
  minutes: lines.reduce((sum, { minutes }) => sum + minutes, 0),
  amount: { minorUnits: lines.reduce((sum, { amount }) => sum + amount.minorUnits, 0), currency },
});

function groupBody({ title, lines }: Group, { period, currency }: FileMonth): Html {
  const { minutes, amount } = sumOf(lines, currency);
  return html`<tbody>
    <tr class="group">
      <th scope="rowgroup" colspan="9">${title}</th>
    </tr>
    ${lines.map((line) => lineRow(line, period))}
    <tr class="subtotal">
      <th scope="row" colspan="5">Subtotal</th>
      <td>${minutesText(minutes)}</td>
      <td colspan="2">${hoursText(minutes)}</td>
      <td>${moneyText(amount)}</td>
    </tr>
  </tbody>`;
}

const columns = ['Day', 'Entry', 'Who', 'What', 'Paid from', 'Minutes', 'Rate', 'Billed', 'Amount'];

/** Lines by request, with what each of them comes to. */
export const linesTable = (month: StatementDocument['months'][number]): Html =>
  html` <table class="lines">
    <caption>
      Lines
    </caption>
    <thead>
      <tr>
        ${columns.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    ${groupsOf(month.lines).map((group) => groupBody(group, month))}
  </table>`;
