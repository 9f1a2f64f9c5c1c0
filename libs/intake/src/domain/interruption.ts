import type { Aggregate } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';

export const interruptionKinds = ['QUESTION', 'FAVOUR', 'INCIDENT'] as const;
export type InterruptionKind = (typeof interruptionKinds)[number];

export const interruptionStatuses = ['LOGGED', 'CONVERTED', 'WRITTEN_OFF'] as const;
export type InterruptionStatus = (typeof interruptionStatuses)[number];

export interface InterruptionFacts {
  InterruptionLogged: {
    /** Who was interrupted: nobody else logs it (P77). */
    readonly personId: string;
    /** The team of that person, for the totals; null for somebody in no team. */
    readonly teamId: string | null;
    readonly kind: InterruptionKind;
    readonly minutes: number;
    readonly topic: string;
    readonly fromTeamId: string;
    readonly occurredOn: LocalDate;
    /** The entry of the reference that has the answer. */
    readonly referenceEntryId?: string;
    /** A favour of this length should be a request (P28). */
    readonly conversionSuggested: boolean;
    readonly policyVersion: number;
  };
  InterruptionConvertedToRequest: { readonly requestId: string };
  InterruptionConvertedToQuestion: { readonly requestId: string; readonly questionId: string };
  InterruptionWrittenOff: { readonly reason: string };
}
export type InterruptionEventType = keyof InterruptionFacts;
export type InterruptionEvent = {
  [T in InterruptionEventType]: { readonly type: T; readonly data: InterruptionFacts[T] };
}[InterruptionEventType];

export interface KnownInterruption extends Omit<InterruptionFacts['InterruptionLogged'], 'policyVersion'> {
  readonly status: InterruptionStatus;
  readonly loggedAt: string;
  readonly requestId: string | null;
  readonly questionId: string | null;
  readonly writtenOffBecause: string | null;
}

export type Interruption = { readonly status: 'unknown' } | KnownInterruption;

export const interruption: Aggregate<Interruption, InterruptionEvent> = {
  type: 'interruption',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    if (event.type === 'InterruptionLogged') {
      const { policyVersion: _policyVersion, ...logged } = event.data;
      const open = { requestId: null, questionId: null, writtenOffBecause: null };
      return { ...logged, ...open, status: 'LOGGED', loggedAt: event.recordedAt };
    }
    return state.status === 'unknown' ? state : ended(state, event);
  },
};

function ended(
  state: KnownInterruption,
  event: Exclude<InterruptionEvent, { type: 'InterruptionLogged' }>,
): KnownInterruption {
  switch (event.type) {
    case 'InterruptionConvertedToRequest':
    case 'InterruptionConvertedToQuestion':
      return { ...state, status: 'CONVERTED', ...event.data };
    case 'InterruptionWrittenOff':
      return { ...state, status: 'WRITTEN_OFF', writtenOffBecause: event.data.reason };
  }
}
