import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { ProviderEvent, ProviderFacts } from './facts.js';
import type { ChecklistItem } from './policy.js';
import type { Done, ItemState, KnownProvider, Provider, Validity } from './provider-state.js';

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
