import { ValidationFailed } from '#libs/event-log';

/** The most requests a minute anybody may expect. */
export const maxRpm = 1_000_000_000;

/** @throws ValidationFailed */
export function requireRpm(value: number, path: readonly string[], min = 1): number {
  if (!Number.isSafeInteger(value) || value < min || value > maxRpm) {
    throw new ValidationFailed(`Write whole requests a minute, from ${min} to ${maxRpm}.`, path);
  }
  return value;
}
