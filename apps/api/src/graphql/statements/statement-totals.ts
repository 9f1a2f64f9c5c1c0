import { hoursText, minutesText, moneyText } from './amounts.js';
import { html, type Html } from './html.js';
import type { FileMoney, FileTotals } from './statement-document.js';

const sumRow = (name: string, minutes: number, amount: FileMoney): Html | null =>
  minutes === 0 && amount.minorUnits === 0
    ? null
    : html`<tr>
        <th scope="row">${name}</th>
        <td>${minutesText(minutes)}</td>
        <td>${hoursText(minutes)}</td>
        <td>${moneyText(amount)}</td>
      </tr>`;

/** What the months come to, by what paid for them. */
export const totalsTable = (totals: FileTotals, caption: string): Html =>
  html` <table class="totals">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col"></th>
        <th scope="col">Minutes</th>
        <th scope="col">Hours</th>
        <th scope="col">Amount</th>
      </tr>
    </thead>
    <tbody>
      ${sumRow('Retainer', totals.retainerMinutes, totals.retainerAmount)}
      ${sumRow('From the month’s pool', totals.baseMinutes, totals.baseAmount)}
      ${sumRow('Overage', totals.overageMinutes, totals.overageAmount)}
      ${sumRow('Carried as debt', totals.debtMinutes, totals.debtAmount)}
      ${sumRow('Credits', totals.creditMinutes, totals.creditAmount)}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Billed</th>
        <td>${minutesText(totals.billedMinutes)}</td>
        <td>${hoursText(totals.billedMinutes)}</td>
        <td>${totals.amount && moneyText(totals.amount)}</td>
      </tr>
    </tfoot>
  </table>`;
