/** Figures of outcomes without the noise of binary fractions: whole numbers of a common unit. */

interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point. */
  readonly scale: number;
}

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** The decimal that a finite number is written as: 48.8 is 488 tenths, whatever its bits say. */
function decimalOf(value: number): Decimal {
  const [, whole = '0', fraction = '', exponent = '0'] =
    /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * powerOfTen(-scale), scale: 0 };
}

/** Digits behind the point, as the number is written. */
export const decimalsOf = (value: number): number => decimalOf(value).scale;

/** Whole numbers in one unit, and how many of it make 1. */
export function inCommonUnit(values: readonly number[]): { units: bigint[]; perOne: bigint } {
  const decimals = values.map(decimalOf);
  const scale = Math.max(0, ...decimals.map((one) => one.scale));
  const units = decimals.map((one) => one.digits * powerOfTen(scale - one.scale));
  return { units, perOne: powerOfTen(scale) };
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** `part` of `whole` in percent with one decimal, halves away from zero; null for a part of nothing. */
export function percentOf(part: bigint, whole: bigint): number | null {
  if (whole === 0n) return null;
  const divisor = magnitude(whole);
  const tenths = (magnitude(part) * 2000n + divisor) / (2n * divisor);
  const isNegative = part < 0n !== whole < 0n && tenths > 0n;
  return Number(isNegative ? -tenths : tenths) / 10;
}
