/** The byte order mark by which some spreadsheets know UTF-8. */
export const BOM = '\uFEFF';

/** What spreadsheets take for the beginning of a formula, and what is put before it. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20']/u;
const GUARD = "'";

/**
 * A text that no spreadsheet runs: one that begins like a formula gets a `'` before it, and so does one that begins with `'`, so that
 * whoever takes one leading `'` away has the text as it was.
 */
export const guarded = (text: string): string => (formula.test(text) ? GUARD + text : text);

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return guarded(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
};

const quoted = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line of RFC 4180: numbers and booleans as they are, nothing for null, lists and objects as JSON. */
export const csvLine = (values: readonly unknown[]): string =>
  `${values.map((value) => quoted(textOf(value))).join(',')}\r\n`;

/** The value at a path of response keys; null where something above it is. */
export const valueAt = (row: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null),
    row,
  );
