import type { TimeEntryFacts } from './domain/index.js';
import { minutesOf, spoken } from './words.js';

/** Sentences about one time entry. */
export const ENTRY_SENTENCES: { readonly [T in keyof TimeEntryFacts]: (data: TimeEntryFacts[T]) => string } = {
  EntryBooked: ({ minutes, activity, workedOn, billable, correctsEntryId }) =>
    `${minutesOf(minutes)} of ${spoken(activity)} on ${workedOn} were recorded${billable ? '' : ', not billable'}` +
    (correctsEntryId === undefined ? '' : `, in place of ${correctsEntryId}`),
  EntryReversed: ({ reason }) => `It was taken back: ${spoken(reason)}`,
  EntryCredited: ({ minutes, pool, period }) => `${minutesOf(minutes)} of ${spoken(pool)} were credited in ${period}`,
};
