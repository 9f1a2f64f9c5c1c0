import type { Fact } from '#libs/event-log';
import { type ProviderFacts, providerLabel } from './domain/index.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

/** Longest piece of somebody's own words in a sentence, in characters. */
const LONGEST = 160;

/** Their own words, cut where they are long. */
const quoted = (text: string): string => {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim().replace(/\.$/, ''));
  const line = characters
    .slice(0, LONGEST - 1)
    .join('')
    .trimEnd();
  return `“${characters.length > LONGEST ? `${line}…` : characters.join('')}”`;
};

const because = (text: string | null): string => (text === null ? '' : `: ${quoted(text)}`);
const ITEMS = {
  NDA: 'The non-disclosure agreement',
  DATA_PROCESSING_AGREEMENT: 'The data-processing agreement',
  SECURITY_CONTACT: 'The named security contact',
  SSO_ONLY_ACCESS: 'Access by single sign-on only',
  LEAST_PRIVILEGE_ACCESS: 'Least-privilege repository access',
  SECURE_CODING: 'The secure-coding statement',
  INCIDENT_NOTICE: 'The notice of incidents within 24 hours',
  INSURANCE: 'The insurance',
  SUB_PROCESSORS: 'The list of sub-processors',
  OFFBOARDING_PLAN: 'The offboarding plan',
} as const;
const STEPS = {
  SYNC_INVITATION: 'Its people are invited to the sync',
  POINT_PERSON: 'It has a point person',
  CODE_REVIEW_PARTNER: 'It has a partner for code reviews',
  REFERENCE_ACCESS: 'Its people can read the reference',
} as const;

const SENTENCES: Sentences<ProviderFacts> = {
  ProviderInvited: ({ number, name }) => `${providerLabel(number)} was invited: ${quoted(name)}`,
  ProviderReviewStarted: () => 'Its review began',
  EvidenceSubmitted: ({ item, text }) => `${ITEMS[item]}: evidence was handed in${because(text)}`,
  ChecklistItemVerified: ({ item, note }) => `${ITEMS[item]} was verified${because(note)}`,
  ChecklistItemRejected: ({ item, reason }) => `${ITEMS[item]} was not accepted: ${quoted(reason)}`,
  ProviderApproved: ({ validFrom, validUntil, renewal }) =>
    `It was approved ${renewal ? 'again ' : ''}from ${validFrom} to ${validUntil}`,
  ProviderRejected: ({ reason }) => `It was rejected: ${quoted(reason)}`,
  ProviderSuspended: ({ reason }) => `It was suspended: ${quoted(reason)}`,
  ProviderResumed: ({ reason, validUntil }) => `It may work again, until ${validUntil}${because(reason)}`,
  ProviderRenewalDue: ({ validUntil }) => `Its approval ends on ${validUntil}: time to renew it`,
  ProviderExpired: ({ validUntil }) => `Its approval ended on ${validUntil}`,
  OffboardingStarted: ({ reason, lastDay }) => `It leaves, ${lastDay} is its last day: ${quoted(reason)}`,
  AccessGranted: ({ accessId, system }) => `${accessId}: its people can get into ${quoted(system)}`,
  AccessRevoked: ({ accessId }) => `${accessId} is revoked`,
  ProviderOffboarded: () => 'It is gone',
  IntegrationStepDone: ({ step, note }) => `${STEPS[step]}${because(note)}`,
};

/** What happened, in one sentence that a person understands, e.g. `It was suspended: “Leaked key”.` */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof typeof SENTENCES] as (data: object) => string)(data)}.`;
