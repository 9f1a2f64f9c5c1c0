import type { Samples } from '#test/kit/golden';
import type { AgreementEvent, AgreementTerms, AllotmentEvent, Draw, Price, TimeEntryEvent } from './domain/index.js';
import { closingSamples } from './events-closing.samples.fixture.js';

const uuid = (last: string): string => `3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e${last}`;
const [cmo, cto, backend, marketing] = [uuid('01'), uuid('02'), uuid('03'), uuid('04')];
const [engineering, request, other, agreementId] = [uuid('05'), uuid('06'), uuid('07'), uuid('08')];

const terms: AgreementTerms = {
  grant: { kind: 'POOL', minutesPerMonth: 4800 },
  overage: { mode: 'APPROVAL', factorPercent: 150 },
  rollover: { kind: 'CAPPED', cap: { percent: 25 }, expiresAfterMonths: 1 },
  debtAllowed: true,
  billing: 'ACTUALS',
  thresholds: [75, 90, 100],
  graceWorkingDays: 3,
  granularityMinutes: 1,
};
const grant = {
  kind: 'DEDICATED',
  personId: backend,
  percent: 50,
  calendarId: engineering,
  dailyMinutes: 480,
} as const;
const price: Price = { rate: 9000, factorPercent: 150, billing: 'ACTUALS' };
const draw: Draw = {
  lots: [{ expiresAfterPeriod: '2026-02', minutes: 30 }],
  base: 240,
  overage: 30,
  uncovered: 150,
  overageId: 'O1',
};
const lots = [{ expiresAfterPeriod: '2026-02', minutes: 60 }];
const none: Draw = { lots: [], base: 0, overage: 0, uncovered: 0 };
const work = { requestId: request, personId: backend, note: 'Form', activity: 'BUILD' } as const;
const entry = { requestId: request, minutes: 60 };

/** One of each fact, in an order in which they could have happened to one agreement. */
export const agreementSamples: Samples<AgreementEvent> = {
  AgreementDrafted: {
    number: 1,
    consumerTeamId: marketing,
    provider: { kind: 'TEAM', id: engineering, teamId: engineering },
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    validFrom: '2026-01',
    validTo: null,
    terms,
    rates: [{ activity: null, role: null, minorPerHour: 9000, effectiveFrom: '2026-01-01' }],
  },
  AgreementSigned: { side: 'CONSUMER', byId: cmo, onBehalfOf: null },
  AgreementActivated: { version: 1 },
  AgreementConsentGiven: {
    consentId: 'C1',
    action: 'AMEND_AGREEMENT',
    terms: { effectiveFromPeriod: '2026-04', changes: { grant } },
    side: 'PROVIDER',
    byId: cto,
    onBehalfOf: null,
  },
  AgreementConsentWithdrawn: { consentId: 'C1' },
  AgreementAmended: {
    version: 2,
    effectiveFromPeriod: '2026-04',
    changes: { grant, debtAllowed: true },
    terms: { ...terms, grant },
  },
  RateSet: { activity: 'QA', role: 'ENGINEER', minorPerHour: 8000, effectiveFrom: '2026-05-01', rateCardVersion: 2 },
  AgreementEnded: { lastPeriod: '2026-12' },
};

/** One of each fact, in an order in which they could have happened to one month. */
export const allotmentSamples: Samples<AllotmentEvent> = {
  PeriodOpened: {
    agreementId,
    agreementVersion: 1,
    period: '2026-02',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    grantedMinutes: 4800,
    rateCardVersion: 1,
  },
  PeriodAmended: { agreementVersion: 2, grantedMinutes: 4200, previous: 4800, pendingMinutes: 0 },
  BalanceCarriedIn: { fromPeriod: '2026-01', lots, debtMinutes: 30, reductionMinutes: 0 },
  ReductionApplied: { debtMinutes: 30, grantMinutes: 0 },
  PeriodStarted: { billing: 'ACTUALS', retainerRate: null },
  ConsentGiven: {
    consentId: 'C1',
    action: 'ADJUST_GRANT',
    terms: { minutes: -600 },
    side: 'CONSUMER',
    byId: cmo,
    onBehalfOf: cto,
  },
  ConsentWithdrawn: { consentId: 'C1' },
  MinutesReserved: { requestId: request, minutes: 600, baseMinutes: 600, overageMinutes: 0, availableAfter: 3630 },
  ReservationAdjusted: { requestId: request, minutes: 660, baseMinutes: 660, overageMinutes: 0, availableAfter: 3570 },
  ReservationMovedOut: { requestId: request, minutes: 60, toPeriod: '2026-03' },
  ReservationMovedIn: {
    requestId: other,
    minutes: 120,
    baseMinutes: 120,
    overageMinutes: 0,
    availableAfter: 3510,
    moved: 120,
    fromPeriod: '2026-01',
  },
  GrantAdjusted: { minutes: -600, cause: 'LEADS', reason: 'Less to do.' },
  ShortfallRaised: { pendingMinutes: 90, movable: [{ requestId: other, minutes: 120 }] },
  OverageRaised: { overageId: 'O1', requestId: request, minutes: 30, kind: 'PLANNED', reason: 'The form grew.' },
  OverageReminded: { overageId: 'O1' },
  OverageEscalated: { overageId: 'O1' },
  OverageResized: { overageId: 'O1', minutes: 60, previous: 30 },
  OverageApprovedBySide: { overageId: 'O1', side: 'CONSUMER', byId: cmo, onBehalfOf: null },
  OverageApproved: { overageId: 'O1', requestId: request, minutes: 60, factorPercent: 150, automatic: false },
  TimeRecorded: {
    ...price,
    ...work,
    entryId: 'F17',
    workedOn: '2026-02-25',
    minutes: 420,
    billable: true,
    draw,
    startedAt: '2026-02-25T08:00:00Z',
    role: 'ENGINEER',
    amount: 42_750,
    correctsEntryId: 'F16',
    reason: 'She is away.',
  },
  LateTimeRecorded: {
    ...price,
    ...work,
    entryId: 'F18',
    workedOn: '2026-01-30',
    minutes: 60,
    billable: false,
    draw: none,
    amount: 0,
    originalPeriod: '2026-01',
    reason: 'It was forgotten.',
  },
  BudgetThresholdCrossed: { percent: 75, usedMinutes: 4410, capacityMinutes: 5880 },
  UncoveredTimeCovered: { ...entry, entryId: 'F17', from: 'OVERAGE', lots: [], overageId: 'O1' },
  UncoveredTimeWrittenOff: { ...entry, entryId: 'F17', minutes: 45 },
  UncoveredTimeCarriedAsDebt: { ...entry, entryId: 'F17', minutes: 45 },
  WorkStopped: { requestId: request, uncoveredMinutes: 150 },
  TimeReversed: {
    ...price,
    ...entry,
    entryId: 'F17-reversed',
    reversesEntryId: 'F17',
    minutes: 420,
    billable: true,
    draw: { ...draw, uncovered: 0, overage: 90, writtenOff: 45, debt: 45 },
    amount: -56_250,
    reason: 'WRONG_DURATION',
    note: 'It was less.',
  },
  PriorPeriodAdjusted: {
    ...price,
    creditId: 'K1',
    originalPeriod: '2026-01',
    originalEntryId: 'T14',
    requestId: other,
    pool: 'BASE',
    minutes: -60,
    amount: -9000,
    reason: 'Engineering’s own upgrade.',
  },
  ReservationReleased: { requestId: request, minutes: 60, cause: 'REQUEST_ACCEPTED' },
  OverageWithdrawn: { overageId: 'O2' },
  OverageDeclined: { overageId: 'O3', side: 'PROVIDER', byId: cto, reason: 'Nobody is there.' },
  ...closingSamples({ request, cmo, backend }),
};

/** One of each fact, in an order in which they could have happened to one entry. */
export const entrySamples: Samples<TimeEntryEvent> = {
  EntryBooked: {
    ...price,
    ...work,
    entryId: 'F17',
    period: '2026-02',
    workedOn: '2026-02-25',
    bookedOn: '2026-02-25',
    minutes: 420,
    billable: true,
    startedAt: '2026-02-25T08:00:00Z',
    role: 'ENGINEER',
    correctsEntryId: 'F16',
    draw,
    originalPeriod: '2026-01',
  },
  EntryCredited: { period: '2026-03', creditId: 'K2', pool: 'OVERAGE', minutes: 30, amount: 6750 },
  EntryReversed: {
    reversalId: 'F17-reversed',
    draw: { ...draw, uncovered: 0, overage: 90, writtenOff: 45, debt: 45 },
    reason: 'WRONG_DURATION',
  },
};

export const samples = { ...agreementSamples, ...allotmentSamples, ...entrySamples };
export const actorId = cto;
