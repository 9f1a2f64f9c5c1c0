import type { Aggregate, Recorded } from '#libs/event-log';
import type { Period, Side } from '#libs/vocabulary';
import { type ConsentFacts, type Consents, noConsents, withConsent, withoutConsent } from './consent.js';
import { signatureOf } from './facts.js';
import type { AgreementTerms, PeriodTerms } from './terms.js';
import type { Rate, Signature } from './values.js';

/** A team of the house, or an agency: `id` is that of the team or of the agency, `teamId` the team whose people do the work. */
export interface Provider {
  readonly kind: 'TEAM' | 'EXTERNAL';
  readonly id: string;
  readonly teamId: string;
}

/** Who has an agreement with whom, and what no amendment changes. */
export interface Parties {
  readonly number: number;
  readonly consumerTeamId: string;
  readonly provider: Provider;
  readonly timeZone: string;
  readonly currency: string;
  readonly validFrom: Period;
  readonly validTo: Period | null;
}

/** Every fact of an agreement and its payload. */
export interface AgreementFacts {
  /** As the consents of a month: the second of one id comes with what it leads to. */
  AgreementConsentGiven: ConsentFacts['ConsentGiven'];
  AgreementConsentWithdrawn: ConsentFacts['ConsentWithdrawn'];
  AgreementDrafted: Parties & { readonly terms: AgreementTerms; readonly rates: readonly Rate[] };
  AgreementSigned: { readonly side: Side; readonly byId: string; readonly onBehalfOf: string | null };
  /** Two sides, two persons: months are opened from now on. */
  AgreementActivated: { readonly version: number };
  AgreementAmended: {
    readonly version: number;
    readonly effectiveFromPeriod: Period;
    readonly changes: Partial<AgreementTerms>;
    /** The whole terms after the change. */
    readonly terms: AgreementTerms;
  };
  RateSet: Rate & { readonly rateCardVersion: number };
  AgreementEnded: { readonly lastPeriod: Period };
}

export type AgreementEventType = keyof AgreementFacts;
export type AgreementEvent = {
  [T in AgreementEventType]: { readonly type: T; readonly data: AgreementFacts[T] };
}[AgreementEventType];

export interface TermsVersion {
  readonly version: number;
  readonly effectiveFromPeriod: Period;
  readonly terms: AgreementTerms;
}

export interface AgreementState extends Parties {
  readonly status: 'DRAFT' | 'ACTIVE' | 'ENDED';
  /** In the order they were agreed; the last one that is in force counts. */
  readonly versions: readonly TermsVersion[];
  readonly rates: readonly Rate[];
  readonly rateCardVersion: number;
  readonly signatures: Readonly<Partial<Record<Side, Signature>>>;
  readonly consents: Consents;
}
/** An agreement as its facts tell it; `unknown` before it was drafted. */
export type Agreement = { readonly status: 'unknown' } | AgreementState;

const drafted = ({ terms, rates, ...parties }: AgreementFacts['AgreementDrafted']): AgreementState => ({
  ...parties,
  status: 'DRAFT',
  versions: [{ version: 1, effectiveFromPeriod: parties.validFrom, terms }],
  rates,
  rateCardVersion: 1,
  signatures: {},
  consents: noConsents,
});

function rateSet(agreement: AgreementState, data: AgreementFacts['RateSet']): AgreementState {
  const { rateCardVersion, ...rate } = data;
  return { ...agreement, rateCardVersion, rates: [...agreement.rates, rate] };
}

function evolveKnown(agreement: AgreementState, event: AgreementEvent): AgreementState | undefined {
  switch (event.type) {
    case 'AgreementDrafted':
      return agreement;
    case 'AgreementSigned':
      return { ...agreement, signatures: { ...agreement.signatures, [event.data.side]: signatureOf(event.data) } };
    case 'AgreementActivated':
      return { ...agreement, status: 'ACTIVE' };
    case 'AgreementAmended': {
      const { version, effectiveFromPeriod, terms } = event.data;
      return { ...agreement, versions: [...agreement.versions, { version, effectiveFromPeriod, terms }] };
    }
    case 'RateSet':
      return rateSet(agreement, event.data);
    case 'AgreementEnded':
      return { ...agreement, status: 'ENDED', validTo: event.data.lastPeriod };
    case 'AgreementConsentGiven':
      return { ...agreement, consents: withConsent(agreement.consents, event.data) };
    case 'AgreementConsentWithdrawn':
      return { ...agreement, consents: withoutConsent(agreement.consents, event.data.consentId) };
  }
}

/** How one fact changes an agreement. Total. */
export function evolveAgreement(agreement: Agreement, event: AgreementEvent): Agreement {
  if (agreement.status !== 'unknown') return evolveKnown(agreement, event) ?? agreement;
  return event.type === 'AgreementDrafted' ? drafted(event.data) : agreement;
}

/** The AllotmentAgreement aggregate. */
export const agreement: Aggregate<Agreement, AgreementEvent> = {
  type: 'agreement',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (state, event: Recorded<AgreementEvent>) => evolveAgreement(state, event),
};

/** As people say it: `AG-1`. */
export const agreementLabel = (number: number): string => `AG-${number}`;

/** The terms in force in a month: the latest agreed of those effective by then. */
export function termsFor(agreement: AgreementState, period: Period): PeriodTerms {
  const { versions, rates, rateCardVersion, timeZone, currency, validFrom, validTo } = agreement;
  const { terms, version } = versions.reduce((best, one) => (one.effectiveFromPeriod <= period ? one : best));
  const card = { rates, rateCardVersion, timeZone, currency };
  return { ...terms, ...card, agreementVersion: version, firstPeriod: validFrom, lastPeriod: validTo };
}
