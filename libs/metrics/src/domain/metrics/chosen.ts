import type { Instant } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { MeasuringCircumstances } from '../circumstances.js';
import type { Dossiers, RequestDossier } from '../dossiers.js';
import { addDays, daysBetween, isWithin, type Window } from '../window.js';

export type Launched = RequestDossier & { readonly launch: NonNullable<RequestDossier['launch']> };
export type Submitted = RequestDossier & { readonly submitted: NonNullable<RequestDossier['submitted']> };
export type Approved = Submitted & { readonly approvedAt: Instant };

export const requestsOf = ({ requests }: Dossiers): RequestDossier[] => [...requests.values()];

/** Whether an instant’s day lies in the window. */
export function happened(
  { from, until }: Window,
  { startOf }: MeasuringCircumstances,
): (at: Instant | null | undefined) => boolean {
  const [begins, ends] = [startOf(from), startOf(addDays(until, 1))];
  return (at) => at !== null && at !== undefined && begins <= at && at < ends;
}

/** Requests whose launch stands, and was in the window. */
export const launchedIn = (dossiers: Dossiers, window: Window): Launched[] =>
  requestsOf(dossiers).filter((one): one is Launched => one.launch !== null && isWithin(one.launch.on, window));

/** Requests that both sides had signed for the first time in the window. */
export function approvedIn(dossiers: Dossiers, window: Window, circumstances: MeasuringCircumstances): Approved[] {
  const within = happened(window, circumstances);
  return requestsOf(dossiers).filter((one): one is Approved => one.submitted !== null && within(one.approvedAt));
}

/** Days of the calendar from the submission to a day, in the workspace’s zone. */
export const daysSince = ({ submitted }: Submitted, day: LocalDate, { dayOf }: MeasuringCircumstances): number =>
  daysBetween(dayOf(submitted.at), day);

export const isSubmitted = <One extends RequestDossier>(one: One): one is One & Submitted => one.submitted !== null;
