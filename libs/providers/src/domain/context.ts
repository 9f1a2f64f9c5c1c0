import type { Circumstances, LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';
import type { ProviderPolicy } from './policy.js';

/** All a rule may know besides the state and the input: time, caller and policy come in as data. `today` is the workspace's. */
export interface ProviderContext extends Circumstances {
  readonly policy: ProviderPolicy;
  /** Teams the actor works in as an agency's person: theirs is the agency of one of these. */
  readonly agencyTeamIds: readonly string[];
}

/** The day so many months later, the last of the month where there is no such day. */
export const monthsLater = (day: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(day).add({ months }).toString();

/** The day so many days earlier. */
export const daysEarlier = (day: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(day).subtract({ days }).toString();
