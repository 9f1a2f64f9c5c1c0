import type { hoursRules } from '#libs/hours';
import type { BilledAgreement } from './months.js';

/** What lines of statements come to that have something in common. */
export interface LineSum {
  readonly key: string;
  readonly minutes: number;
  /** Minor units. */
  readonly amount: number;
}

/** Sums of all lines of an agreement by something they say, the greatest first. */
export function sumLines(
  { months }: BilledAgreement,
  keyOf: (line: hoursRules.StatementLine) => string,
): readonly LineSum[] {
  const sums = new Map<string, LineSum>();
  for (const line of months.flatMap(({ statement }) => statement.lines)) {
    const key = keyOf(line);
    const { minutes, amount } = sums.get(key) ?? { minutes: 0, amount: 0 };
    sums.set(key, { key, minutes: minutes + line.minutes, amount: amount + line.amount });
  }
  return [...sums.values()].sort((a, b) => b.minutes - a.minutes);
}
