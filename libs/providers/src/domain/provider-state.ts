import type { DoneBy, LocalDate } from '#libs/vocabulary';
import type { RateCard } from './facts.js';
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
