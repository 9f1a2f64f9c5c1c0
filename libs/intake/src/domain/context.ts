import { ValidationFailed } from '#libs/event-log';
import type { Circumstances, Side } from '#libs/vocabulary';
import type { IntakePolicy } from './policy.js';

/** All a rule may know besides the state and the input: time, caller and policy come in as data. */
export interface IntakeContext extends Circumstances {
  readonly policy: IntakePolicy;
}

/** The team somebody acts from; nulls for somebody in no team. */
export interface Origin {
  readonly teamId: string | null;
  readonly side: Side | null;
}

/** @throws ValidationFailed for a number that is not whole, or not between 1 and `max` */
export function wholeMinutes(value: number, max: number, path: readonly string[]): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new ValidationFailed(`Whole minutes, 1 to ${max}.`, path);
}
