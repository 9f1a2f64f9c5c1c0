import { ValidationFailed } from '#libs/event-log';

/** @throws ValidationFailed unless it is a whole number of the range, both ends included */
export function requireWhole(value: number, range: { min: number; max: number }, path: readonly string[]): void {
  if (Number.isSafeInteger(value) && value >= range.min && value <= range.max) return;
  throw new ValidationFailed(`A whole number from ${range.min} to ${range.max}.`, path);
}
