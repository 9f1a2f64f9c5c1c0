import type { FileMoney } from './statement-document.js';

/** Digits after the point, as the currency has them: 2 for EUR, 0 for JPY. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount as a decimal text without loss, e.g. `-76.39`. */
export function decimalOf({ minorUnits, currency }: FileMoney): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minorUnits < 0 ? `-${whole}` : whole;
}

/** An amount for the eye, e.g. `−1,076.39 EUR`. */
export function moneyText(money: FileMoney): string {
  const digits = digitsOf(money.currency);
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // A text, so that it is not rounded to what a double holds.
  return `${minus(format.format(decimalOf(money) as `${number}`))} ${money.currency}`;
}

const minus = (text: string): string => text.replace('-', '\u2212');

/** Minutes for the eye, e.g. `5,970`. */
export const minutesText = (minutes: number): string => minus(new Intl.NumberFormat('en').format(minutes));

/** Minutes as hours and minutes, e.g. `99:30 h`. */
export function hoursText(minutes: number): string {
  const whole = Math.abs(minutes);
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} h`;
  return minutes < 0 ? `\u2212${text}` : text;
}
