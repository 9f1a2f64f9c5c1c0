import type { hoursRules } from '#libs/hours';
import type { interruption } from '#libs/intake';
import type { Recorded } from '#libs/event-log';
import type { EntryDossier, InterruptionDossier } from '../domain/dossiers.js';
import { dossierFold } from './fold-kit.js';

const noEntry: EntryDossier = {
  requestId: null,
  workedOn: '',
  minutes: 0,
  credited: 0,
  activity: '',
  billable: false,
  reversed: false,
};

type EntryEvent = hoursRules.TimeEntryEvent;

/** One dossier a time entry: its own stream says all that months do of it. */
export const entryDossier = dossierFold<EntryDossier, EntryEvent, EntryEvent['type']>({
  name: 'metrics.time-entry',
  streamType: 'time-entry',
  source: import.meta.url,
  empty: noEntry,
  changes: {
    EntryBooked: (_row, { data: { requestId, workedOn, minutes, activity, billable } }) => ({
      requestId,
      workedOn,
      minutes,
      activity,
      billable,
    }),
    EntryReversed: () => ({ reversed: true }),
    EntryCredited: ({ credited }, { data }) => ({ credited: credited + data.minutes }),
  },
});

type InterruptionEvent = Parameters<typeof interruption.evolve>[1] extends Recorded<infer Event> ? Event : never;

/** One dossier an interruption, without whom it was of. */
export const interruptionDossier = dossierFold<
  InterruptionDossier,
  InterruptionEvent,
  'InterruptionLogged' | 'InterruptionConvertedToRequest'
>({
  name: 'metrics.interruption',
  streamType: 'interruption',
  source: import.meta.url,
  empty: { kind: 'QUESTION', minutes: 0, on: '', becameRequest: false },
  changes: {
    InterruptionLogged: (_row, { data: { kind, minutes, occurredOn } }) => ({ kind, minutes, on: occurredOn }),
    InterruptionConvertedToRequest: () => ({ becameRequest: true }),
  },
});
