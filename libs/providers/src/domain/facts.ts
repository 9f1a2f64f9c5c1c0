import type { LocalDate } from '#libs/vocabulary';
import type { ChecklistItem, IntegrationStep } from './policy.js';

/** Price of an hour of one kind of work, in minor units. */
export interface CardRate {
  /** What is done, e.g. `Design`. */
  readonly work: string;
  readonly minorPerHour: number;
}

export interface RateCard {
  readonly currency: string;
  readonly rates: readonly CardRate[];
}

/** Every fact of an agency and its payload. Who did it stands in the event's meta. */
export interface ProviderFacts {
  ProviderInvited: {
    readonly number: number;
    readonly name: string;
    readonly teamId: string;
    /** Somebody of the agency, by id. */
    readonly contactId: string | null;
    readonly rateCard: RateCard | null;
    readonly checklist: readonly ChecklistItem[];
    readonly policyVersion: number;
  };
  ProviderReviewStarted: Record<string, never>;
  EvidenceSubmitted: {
    readonly item: ChecklistItem;
    readonly link: string | null;
    readonly text: string | null;
  };
  ChecklistItemVerified: { readonly item: ChecklistItem; readonly note: string | null };
  ChecklistItemRejected: { readonly item: ChecklistItem; readonly reason: string };
  ProviderApproved: {
    readonly validFrom: LocalDate;
    readonly validUntil: LocalDate;
    /** True when it was approved before. */
    readonly renewal: boolean;
    readonly policyVersion: number;
  };
  ProviderRejected: { readonly reason: string };
  /** `lastDay`: the last day of which work counts. */
  ProviderSuspended: { readonly reason: string; readonly lastDay: LocalDate };
  ProviderResumed: { readonly reason: string | null; readonly validFrom: LocalDate; readonly validUntil: LocalDate };
  /** `daysBefore`: which of the policy's reminders it is. */
  ProviderRenewalDue: { readonly validUntil: LocalDate; readonly daysBefore: number };
  ProviderExpired: { readonly validUntil: LocalDate };
  /** `lastDay`: as with a suspension. */
  OffboardingStarted: { readonly reason: string; readonly lastDay: LocalDate };
  AccessGranted: { readonly accessId: string; readonly system: string };
  AccessRevoked: { readonly accessId: string };
  ProviderOffboarded: Record<string, never>;
  IntegrationStepDone: {
    readonly step: IntegrationStep;
    readonly personId: string | null;
    readonly note: string | null;
  };
}
export type ProviderEventType = keyof ProviderFacts;
export type ProviderEvent = {
  [T in ProviderEventType]: { readonly type: T; readonly data: ProviderFacts[T] };
}[ProviderEventType];
