import type { Samples } from '#test/kit/golden';
import type { AgencyTeamEvent, ProviderEvent, PurchaseOrderEvent } from './domain/index.js';

const uuid = (last: string): string => `2f1e0d9c-8b7a-5c6d-9e4f-3a2b1c0d9e${last}`;
const [theo, enno, studio, agency] = [uuid('01'), uuid('02'), uuid('03'), uuid('04')];

/** One of each fact, in an order in which they could have happened to one agency, but for the rejection. */
export const providerSamples: Samples<ProviderEvent> = {
  ProviderInvited: {
    number: 1,
    name: 'Studio North',
    teamId: studio,
    contactId: enno,
    rateCard: { currency: 'EUR', rates: [{ work: 'Design', minorPerHour: 11_000 }] },
    checklist: ['NDA', 'INSURANCE'],
    policyVersion: 1,
  },
  ProviderReviewStarted: {},
  EvidenceSubmitted: { item: 'NDA', link: 'https://docs.example/nda.pdf', text: 'Signed.' },
  ChecklistItemVerified: { item: 'NDA', note: 'Seen.' },
  ChecklistItemRejected: { item: 'INSURANCE', reason: 'It has run out.' },
  IntegrationStepDone: { step: 'POINT_PERSON', personId: enno, note: 'Mondays.' },
  AccessGranted: { accessId: 'X1', system: 'Content management' },
  ProviderApproved: { validFrom: '2026-02-09', validUntil: '2026-12-31', renewal: false, policyVersion: 1 },
  ProviderSuspended: { reason: 'Leaked key.', lastDay: '2026-03-02' },
  ProviderResumed: { reason: 'Rotated.', validFrom: '2026-03-09', validUntil: '2026-12-31' },
  ProviderRenewalDue: { validUntil: '2026-12-31', daysBefore: 30 },
  ProviderExpired: { validUntil: '2026-12-31' },
  OffboardingStarted: { reason: 'The contract ends.', lastDay: '2027-01-04' },
  AccessRevoked: { accessId: 'X1' },
  ProviderOffboarded: {},
  ProviderRejected: { reason: 'Uninsured.' },
};

export const orderSamples: Samples<PurchaseOrderEvent> = {
  CeilingSet: { minorUnits: 500_000, currency: 'EUR', previous: { minorUnits: 100_000, currency: 'EUR' } },
  SpendBooked: { agreementId: uuid('05'), entryId: 'entry-1', amount: 9167 },
};

export const teamSamples: Samples<AgencyTeamEvent> = {
  AgencyTeamTaken: { teamId: studio, providerId: agency },
  AgencyTeamFreed: { providerId: agency },
};

export const samples = { ...providerSamples, ...orderSamples, ...teamSamples };
export const actorId = theo;
