import type { Cell, Kind } from './sections.js';

/** Minor units there are in one of a currency, as a power of ten. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const number = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const formats = { 0: number(0), 1: number(1), 2: number(2), 3: number(3) } as const;

/** Minor units as a decimal number of the currency, e.g. 2061000 → 20610. */
export const majorOf = (minor: number, currency: string): number => minor / 10 ** digitsOf(currency);

/** Below zero with a sign that is as wide as a plus. */
const signed = (text: string): string => text.replace(/^-/, '−');

/** Minutes as hours and minutes: `225 h`, `5 h 30`, `−1 h`. */
function hours(minutes: number): string {
  const whole = Math.abs(minutes);
  if (whole === 0) return '0';
  const [h, m] = [Math.floor(whole / 60), whole % 60];
  const sign = minutes < 0 ? '−' : '';
  if (h === 0) return `${sign}${formats[0].format(m)} min`;
  return `${sign}${formats[0].format(h)} h${m === 0 ? '' : ` ${String(Math.round(m)).padStart(2, '0')}`}`;
}

type Counted = Exclude<Kind, 'text' | 'date' | 'month'>;

const counted: Readonly<Record<Counted, (value: number, currency: string) => string>> = {
  minutes: hours,
  money: (value, currency) => {
    const digits = digitsOf(currency);
    return signed(number(digits).format(value / 10 ** digits));
  },
  percent: (value) => signed(`${number(Number.isInteger(value * 10) ? 1 : 2).format(value)} %`),
  days: (value) => signed(formats[Number.isInteger(value) ? 0 : 1].format(value)),
  count: (value) => signed(formats[Number.isInteger(value) ? 0 : 1].format(value)),
  score: (value) => signed(formats[0].format(value)),
  ratio: (value) => signed(formats[3].format(value)),
  number: (value) => signed(plain.format(value)),
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-02` → `Feb 2026`, `2026-02-09` → `9 Feb 2026`. */
export function calendarWords(text: string): string {
  const [year = '', month = '', day] = text.split('-');
  const name = `${MONTHS[Number(month) - 1] ?? month} ${year}`;
  return day === undefined ? name : `${Number(day)} ${name}`;
}

/** A day without its year: `9 Feb`. */
export const shortDay = (day: string): string => calendarWords(day).replace(/ \d{4}$/, '');

/** A value as people read it; a dash for none. Money without its currency: that stands in the head of its column. */
export function spoken(
  value: Cell,
  { kind, currency = 'EUR' }: { readonly kind: Kind; readonly currency?: string },
): string {
  if (value === null) return '–';
  if (typeof value === 'number' && isCounted(kind)) return counted[kind](value, currency);
  return kind === 'text' || typeof value === 'number' ? String(value) : calendarWordsOf(value, kind);
}

const isCounted = (kind: Kind): kind is Counted => kind in counted;

/** Text in a column of numbers is no date. */
const calendarWordsOf = (text: string, kind: Kind): string => (isCounted(kind) ? text : calendarWords(text));

/** The unit to write beside a single figure; '' where the value says it itself. */
export const unitOf = ({ kind, currency }: { readonly kind: Kind; readonly currency?: string }): string =>
  kind === 'money' ? (currency ?? '') : kind === 'days' ? 'days' : '';

/** Numbers stand to the right. */
export const isNumeric = (kind: Kind): boolean => isCounted(kind);

/** A month without its year where it stands beside others: `Feb`. */
export const shortMonth = (month: string): string => calendarWords(month);
