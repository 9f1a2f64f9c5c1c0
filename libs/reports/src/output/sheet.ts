import { stringify } from 'csv-stringify/sync';

/** What spreadsheets take for the beginning of a formula, and what is put before it. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20']/u;

/** A text that no spreadsheet runs: one that begins like a formula gets a `'` before it, and so does one that begins with `'`. */
export const guardedText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Lines of RFC 4180; texts are guarded, numbers are as they are, null is nothing. */
export const sheetOf = (rows: readonly (readonly (string | number | boolean | null)[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: 'windows', cast: { string: guardedText, boolean: String } },
  );
