import type { Aggregate, Recorded } from '#libs/event-log';
import type { DoneBy, LocalDate } from '#libs/vocabulary';
import type { ProviderEvent, ProviderFacts, RateCard } from './facts.js';
import type { ChecklistItem, IntegrationStep } from './policy.js';

export const providerStatuses = [
  'INVITED',
  'IN_REVIEW',
  'APPROVED',
  'SUSPENDED',
  'EXPIRED',
  'REJECTED',
  'OFFBOARDING',
  'OFFBOARDED',
] as const;
export type ProviderStatus = (typeof providerStatuses)[number];

export const itemStatuses = ['OPEN', 'SUBMITTED', 'VERIFIED', 'REJECTED'] as const;
/** OPEN: no evidence; SUBMITTED: it waits for a reviewer. */
export type ItemStatus = (typeof itemStatuses)[number];

/** Who did something, and when (RFC 3339, UTC). */
export interface Done {
  readonly by: DoneBy;
  readonly at: string;
}

export interface Evidence extends Done {
  readonly link: string | null;
  readonly text: string | null;
}

export interface ItemState {
  readonly item: ChecklistItem;
  readonly status: ItemStatus;
  /** In the order they were handed in. */
  readonly evidence: readonly Evidence[];
  /** The last word of a reviewer on the evidence as it stands; null while there is none. */
  readonly verdict: (Done & { readonly note: string | null }) | null;
}

export interface Access {
  readonly id: string;
  readonly system: string;
  readonly granted: Done;
  readonly revoked: Done | null;
}

export interface StepDone extends Done {
  readonly step: IntegrationStep;
  readonly personId: string | null;
  readonly note: string | null;
}

/** Days on which its people may work here, both included. */
export interface Validity {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

export interface KnownProvider {
  readonly status: ProviderStatus;
  readonly number: number;
  readonly name: string;
  readonly teamId: string;
  readonly contactId: string | null;
  readonly rateCard: RateCard | null;
  readonly checklist: readonly ItemState[];
  /** Days of which work counts, in the order of time. */
  readonly validity: readonly Validity[];
  /** Where the latest approval ends, suspended or not; null before the first. */
  readonly approvedUntil: LocalDate | null;
  /** How often it was approved. */
  readonly approvals: number;
  readonly accesses: readonly Access[];
  readonly steps: readonly StepDone[];
  /** Why it was rejected, suspended or is leaving; null otherwise. */
  readonly reason: string | null;
  /** Reminders that were given of the approval's end, in days before it. */
  readonly reminded: readonly number[];
  readonly invitedAt: string;
}
/** An agency as its facts tell it; `unknown` before it was invited. */
export type Provider = { readonly status: 'unknown' } | KnownProvider;

type Of<T extends ProviderEvent['type']> = Recorded<Extract<ProviderEvent, { type: T }>>;

const doneBy = ({ meta, recordedAt }: Recorded): Done => ({
  by: { personId: meta.actorId, onBehalfOf: meta.onBehalfOf ?? null },
  at: recordedAt,
});

const invited = ({
  data: { checklist, policyVersion: _policy, ...data },
  recordedAt,
}: Of<'ProviderInvited'>): KnownProvider => ({
  ...data,
  status: 'INVITED',
  checklist: checklist.map((item) => ({ item, status: 'OPEN', evidence: [], verdict: null })),
  validity: [],
  approvedUntil: null,
  approvals: 0,
  accesses: [],
  steps: [],
  reason: null,
  reminded: [],
  invitedAt: recordedAt,
});

const onItem = (
  state: KnownProvider,
  item: ChecklistItem,
  change: (known: ItemState) => Partial<ItemState>,
): KnownProvider => ({
  ...state,
  checklist: state.checklist.map((known) => (known.item === item ? { ...known, ...change(known) } : known)),
});

/** Days that overlap are one stretch; a new end takes the place of the old one. */
function extended(
  validity: readonly Validity[],
  { validFrom, validUntil }: Pick<ProviderFacts['ProviderApproved'], 'validFrom' | 'validUntil'>,
): Validity[] {
  const last = validity.at(-1);
  if (!last || last.until < validFrom) return [...validity, { from: validFrom, until: validUntil }];
  return [...validity.slice(0, -1), { from: last.from, until: validUntil }];
}

/** Its people worked here until `lastDay` at most. */
const cutAt = (validity: readonly Validity[], lastDay: LocalDate): Validity[] =>
  validity
    .filter(({ from }) => from <= lastDay)
    .map(({ from, until }) => ({ from, until: until < lastDay ? until : lastDay }));

type Changing = Exclude<ProviderEvent, { type: 'ProviderInvited' }>;
type Changes = {
  readonly [T in Changing['type']]: (state: KnownProvider, event: Of<T>) => KnownProvider;
};

const changes: Changes = {
  ProviderReviewStarted: (state) => ({ ...state, status: 'IN_REVIEW' }),
  EvidenceSubmitted: (state, event) =>
    onItem(state, event.data.item, ({ evidence }) => {
      const { link, text } = event.data;
      return { status: 'SUBMITTED', evidence: [...evidence, { ...doneBy(event), link, text }], verdict: null };
    }),
  ChecklistItemVerified: (state, event) =>
    onItem(state, event.data.item, () => ({
      status: 'VERIFIED',
      verdict: { ...doneBy(event), note: event.data.note },
    })),
  ChecklistItemRejected: (state, event) =>
    onItem(state, event.data.item, () => ({
      status: 'REJECTED',
      verdict: { ...doneBy(event), note: event.data.reason },
    })),
  ProviderApproved: (state, { data }) => ({
    ...state,
    status: 'APPROVED',
    reason: null,
    reminded: [],
    approvals: state.approvals + 1,
    validity: extended(state.validity, data),
    approvedUntil: data.validUntil,
  }),
  ProviderRejected: (state, { data }) => ({ ...state, status: 'REJECTED', reason: data.reason }),
  ProviderSuspended: (state, { data }) => ({
    ...state,
    status: 'SUSPENDED',
    reason: data.reason,
    validity: cutAt(state.validity, data.lastDay),
  }),
  ProviderResumed: (state, { data }) => ({
    ...state,
    status: 'APPROVED',
    reason: null,
    validity: extended(state.validity, data),
  }),
  ProviderRenewalDue: (state, { data }) => ({ ...state, reminded: [...state.reminded, data.daysBefore] }),
  ProviderExpired: (state) => ({ ...state, status: 'EXPIRED', reason: null }),
  OffboardingStarted: (state, { data }) => ({
    ...state,
    status: 'OFFBOARDING',
    reason: data.reason,
    validity: cutAt(state.validity, data.lastDay),
  }),
  AccessGranted: (state, event) => {
    const { accessId: id, system } = event.data;
    return { ...state, accesses: [...state.accesses, { id, system, granted: doneBy(event), revoked: null }] };
  },
  AccessRevoked: (state, event) => ({
    ...state,
    accesses: state.accesses.map((one) => (one.id === event.data.accessId ? { ...one, revoked: doneBy(event) } : one)),
  }),
  ProviderOffboarded: (state) => ({ ...state, status: 'OFFBOARDED' }),
  IntegrationStepDone: (state, event) => ({
    ...state,
    steps: [...state.steps, { ...doneBy(event), ...event.data }],
  }),
};

/** The agency's aggregate. */
export const provider: Aggregate<Provider, ProviderEvent> = {
  type: 'provider',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    if (event.type === 'ProviderInvited') return invited(event);
    if (state.status === 'unknown') return state;
    return (changes[event.type] as (state: KnownProvider, event: Recorded<ProviderEvent>) => KnownProvider)(
      state,
      event,
    );
  },
};
