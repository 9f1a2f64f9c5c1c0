/** Four places are kept, halves away from 0: no reader needs more, and equal figures are equal. */
export function rounded(value: number, places = 4): number {
  const unit = 10 ** places;
  const shifted = Number((Math.abs(value) * unit).toPrecision(15));
  const figure = (Math.sign(value) * Math.round(shifted)) / unit;
  return figure === 0 ? 0 : figure;
}

/** Null of nothing. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));
export const percent = (part: number, whole: number): number | null => ratio(100 * part, whole);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number | null => ratio(sum(values), values.length);

const sorted = (values: readonly number[]): number[] => values.toSorted((one, other) => one - other);

/** The middle one, or the mean of the two in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  const all = sorted(values);
  const middle = all.length / 2;
  const high = all[Math.floor(middle)];
  if (high === undefined) return null;
  return Number.isInteger(middle) ? rounded((all[middle - 1]! + high) / 2) : high;
}

/** Nearest rank: the smallest value that so many of 100 do not exceed; null of nothing. */
export const nearestRank = (values: readonly number[], of100: number): number | null =>
  sorted(values)[Math.ceil((of100 * values.length) / 100) - 1] ?? null;

/** (current − baseline) / baseline in percent with two places; null against 0. */
export const changePercent = (current: number, baseline: number): number | null =>
  baseline === 0 ? null : rounded((100 * (current - baseline)) / Math.abs(baseline), 2);
