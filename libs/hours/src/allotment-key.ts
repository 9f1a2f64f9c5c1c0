import { allotmentId } from './domain/index.js';

/** What an own id of a month looks like: the agreement's, a dash, the month. */
export const allotmentKeyFormat = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{4}-(0[1-9]|1[0-2])$/;

/** A month of an agreement. */
export interface AllotmentKey {
  readonly agreementId: string;
  readonly period: string;
}

/** The parts of a month's own id, as `GlobalId('Allotment', …)` lets it through. */
export const allotmentKeyOf = (id: string): AllotmentKey => ({ agreementId: id.slice(0, 36), period: id.slice(37) });

export const allotmentKeyText = ({ agreementId, period }: AllotmentKey): string => allotmentId(agreementId, period);

/** What an own id of a time entry looks like: the agreement's, a dash, the one its recorder gave it. */
export const timeEntryKeyFormat = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The parts of an entry's own id, as `GlobalId('TimeEntry', …)` lets it through. */
export const timeEntryKeyOf = (id: string): { readonly agreementId: string; readonly entryId: string } => ({
  agreementId: id.slice(0, 36),
  entryId: id.slice(37),
});
