import type { Samples } from '#test/kit/golden';
import type { AllotmentEvent, ClosingFacts } from './domain/index.js';

type ClosingEvent = Extract<AllotmentEvent, { readonly type: keyof ClosingFacts | 'OverageLapsed' }>;

interface People {
  readonly request: string;
  readonly cmo: string;
  readonly backend: string;
}

/** One of each fact of a month's end, in order. */
export const closingSamples = ({ request, cmo, backend }: People): Samples<ClosingEvent> => ({
  ClosingBegun: { graceEndsOn: '2026-03-04' },
  GraceEnded: {},
  DecisionsAsked: { uncoveredMinutes: 90, disputeIds: ['S1'] },
  OverageRebased: { entryId: 'F14', requestId: request, minutes: 30, lots: [] },
  OverageLapsed: { overageId: null, requestId: request, minutes: 15, was: 'APPROVED' },
  StatementIssued: {
    number: 1,
    lines: [
      {
        lineId: 'F14:OVERAGE',
        kind: 'WORK',
        entryId: 'F14',
        requestId: request,
        personId: backend,
        workedOn: '2026-02-20',
        activity: 'BUILD',
        originalPeriod: null,
        pool: 'OVERAGE',
        minutes: 150,
        rate: 9000,
        percent: 150,
        amount: 33_750,
      },
    ],
    totals: {
      baseMinutes: 0,
      overageMinutes: 150,
      debtMinutes: 0,
      retainerMinutes: 0,
      creditMinutes: 0,
      billedMinutes: 150,
      baseAmount: 0,
      overageAmount: 33_750,
      debtAmount: 0,
      retainerAmount: 0,
      creditAmount: 0,
      amount: 33_750,
      currency: 'EUR',
    },
    acceptBy: '2026-03-11',
  },
  LineDisputed: {
    disputeId: 'S1',
    lineId: 'F14:OVERAGE',
    entryId: 'F14',
    reason: 'This was engineering’s own upgrade.',
    byId: cmo,
  },
  DisputeResolved: { disputeId: 'S1', outcome: 'UPHELD', creditMinutes: 60, reason: 'It was.' },
  StatementVoided: { number: 1 },
  StatementAccepted: { number: 2, byId: cmo, on: '2026-03-05' },
  MinutesExpired: { minutes: 30 },
  PeriodClosed: {
    consumed: 5430,
    overage: 540,
    unused: 660,
    rolledOver: 630,
    expired: 30,
    debtOut: 45,
    amount: 936_000,
    lotsOut: [{ expiresAfterPeriod: '2026-03', minutes: 630 }],
    nextPeriod: '2026-03',
  },
});
