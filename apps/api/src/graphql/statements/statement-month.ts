import { hoursText, minutesText, moneyText } from './amounts.js';
import { html, type Html, type Piece } from './html.js';
import type {
  FileAgreement,
  FileMonth,
  FileMovement,
  FileRate,
  FileTerms,
  StatementDocument,
} from './statement-document.js';
import { linesTable } from './statement-lines.js';
import { totalsTable } from './statement-totals.js';

type Month = StatementDocument['months'][number];

const statuses: Readonly<Record<string, string>> = {
  PROVISIONAL: 'Provisional: not issued, may still change',
  ISSUED: 'Issued, waiting to be accepted',
  ACCEPTED: 'Accepted',
  CLOSED: 'Closed for good',
};

/** An instant to the minute, in words of the file's one zone. */
const instantText = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));

const pair = (name: string, value: Piece): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function acceptance({ issue, acceptBy }: FileMonth, timeZone: string): Html | null {
  if (!issue) return null;
  const { issuedAt, acceptedAt, acceptedBy, acceptedOnBehalfOf } = issue;
  const by = acceptedBy?.name ?? 'nobody objected in time';
  const standingFor = acceptedOnBehalfOf ? ` for ${acceptedOnBehalfOf.name ?? 'a lead'}` : '';
  const accepted = acceptedAt
    ? `${by}${standingFor}, ${instantText(acceptedAt, timeZone)}`
    : `open; silence until ${acceptBy ?? ''} is acceptance`;
  return html`${pair('Issued', instantText(issuedAt, timeZone))}${pair('Accepted by', accepted)}`;
}

const facts = (month: FileMonth, { timeZone }: FileAgreement): Html =>
  html` <dl class="facts">
    ${pair('Status', statuses[month.status] ?? month.status)}
    ${month.businessDate && pair('Restated', `by the days of the work, as far as ${month.businessDate}`)}
    ${month.number && pair('Number', month.number)} ${acceptance(month, timeZone)}
    ${pair('Content', html`<code>${month.contentHash}</code>`)}
    ${pair('Position', html`<code>${month.asOfPosition}</code>`)}
  </dl>`;

const rateText = ({ activity, role, effectiveFrom, perHour }: FileRate): string => {
  const kind = [activity, role].filter((one) => one !== null).join(', ');
  return `${moneyText(perHour)} an hour${kind && ` (${kind})`} from ${effectiveFrom}`;
};

function rolloverText({ carries, capPercent, capMinutes, expiresAfterMonths }: FileTerms['rollover']): string {
  if (!carries) return 'unused minutes expire';
  const most =
    capPercent === null ? capMinutes && `${minutesText(capMinutes)} minutes` : `${capPercent} % of the grant`;
  return `unused minutes go on${most ? `, at most ${most}` : ''}, for ${expiresAfterMonths ?? 0} month(s)`;
}

/** The terms that held in the month, and the rates set until its end. */
function terms({ period }: FileMonth, { termsVersions, rates }: FileAgreement): Html | null {
  const held = termsVersions.findLast(({ effectiveFromPeriod }) => effectiveFromPeriod <= period) ?? termsVersions[0];
  if (!held) return null;
  const known = (rates ?? []).filter(({ effectiveFrom }) => effectiveFrom.slice(0, 7) <= period);
  return html`<dl class="facts">
    ${pair('Billing', held.billing === 'RETAINER' ? 'the month as a whole' : 'what was worked')}
    ${pair(
      'Rates',
      html`<ul>
        ${known.map((rate) => html`<li>${rateText(rate)}</li>`)}
      </ul>`,
    )}
    ${pair('Overage', `${held.overageFactorPercent} % of the rate`)} ${pair('Rollover', rolloverText(held.rollover))}
  </dl>`;
}

const movements: readonly (readonly [keyof FileMovement, string])[] = [
  ['grantedMinutes', 'Granted'],
  ['adjustedMinutes', 'Adjusted'],
  ['carriedInMinutes', 'Carried in'],
  ['creditedMinutes', 'Credited back'],
  ['debtAppliedMinutes', 'Used up by the month before'],
  ['consumedMinutes', 'Consumed'],
  ['rolledOverMinutes', 'Rolled over'],
  ['expiredMinutes', 'Expired'],
  ['leftMinutes', 'Left'],
  ['overageMinutes', 'Overage, beside the pool'],
  ['debtMinutes', 'Carried as debt, beside the pool'],
  ['writtenOffMinutes', 'Written off, not billed'],
  ['uncoveredMinutes', 'Not decided about'],
];
const always: ReadonlySet<string> = new Set([
  'grantedMinutes',
  'carriedInMinutes',
  'consumedMinutes',
  'overageMinutes',
]);
const taking: ReadonlySet<string> = new Set([
  'debtAppliedMinutes',
  'consumedMinutes',
  'rolledOverMinutes',
  'expiredMinutes',
]);

const movementTable = (movement: FileMovement): Html =>
  html` <table class="movement">
    <caption>
      Minutes of the month
    </caption>
    <thead>
      <tr>
        <th scope="col"></th>
        <th scope="col">Minutes</th>
        <th scope="col">Hours</th>
      </tr>
    </thead>
    <tbody>
      ${movements
        .filter(([key]) => movement[key] !== 0 || always.has(key))
        .map(([key, name]) => {
          const minutes = taking.has(key) && movement[key] !== 0 ? -movement[key] : movement[key];
          return html`<tr>
            <th scope="row">${name}</th>
            <td>${minutesText(minutes)}</td>
            <td>${hoursText(minutes)}</td>
          </tr>`;
        })}
    </tbody>
  </table>`;

/** One month: where it stands, its terms, its minutes, its lines by request, and what they come to. */
export const monthSection = (month: Month, agreement: FileAgreement): Html =>
  html` <section class="month">
    <h2>${month.period}</h2>
    ${facts(month, agreement)}
    <h3>Terms</h3>
    ${terms(month, agreement)} ${movementTable(month.movement)} ${linesTable(month)}
    ${totalsTable(month.totals, `Totals of ${month.period}`)}
  </section>`;
