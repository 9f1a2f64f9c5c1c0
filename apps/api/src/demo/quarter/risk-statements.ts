import type { Reference } from './quarter.js';

export type Level = readonly [likelihood: number, impact: number];

/** A risk as it was found, and how it was made smaller. */
export interface Statement {
  readonly lens: string;
  readonly title: string;
  readonly cause: string;
  readonly event: string;
  readonly consequence: string;
  readonly inherent: Level;
  /** What is done about it before the launch; nothing where it is avoided or accepted. */
  readonly mitigation?: { readonly title: string; readonly on: string; readonly current: Level };
}

/** The table of demo-quarter.md 5.6, in plain words; by request, in the order in which they were found. */
export const found: Readonly<Record<Reference, Readonly<Record<string, Statement>>>> = {
  'REQ-1': {
    K1: {
      lens: 'PRIVACY',
      title: 'Personalisation API exposes profile fields',
      cause: 'The API answers with the whole profile',
      event: 'somebody reads fields the page does not show',
      consequence: 'customers’ profiles are public',
      inherent: [4, 5],
      mitigation: { title: 'Field allow-list, signed tokens', on: '2026-02-20', current: [1, 5] },
    },
    K2: {
      lens: 'THIRD_PARTY',
      title: 'E-mail platform outage stalls onboarding',
      cause: 'The second step waits for a mail',
      event: 'the e-mail platform is away',
      consequence: 'new customers cannot go on',
      inherent: [3, 3],
      mitigation: { title: 'Retry queue', on: '2026-02-20', current: [2, 3] },
    },
    K3: {
      lens: 'PRIVACY',
      title: 'Consent for behavioural data not recorded',
      cause: 'The flow learns from clicks before anybody agreed',
      event: 'a customer asks for the consent we have',
      consequence: 'we have none, and a fine is due',
      inherent: [3, 4],
      mitigation: { title: 'Consent event', on: '2026-02-13', current: [1, 4] },
    },
  },
  'REQ-3': {
    K4: {
      lens: 'PAYMENT',
      title: 'Card data touches our server',
      cause: 'The form posts the card to us',
      event: 'card data is stored or logged',
      consequence: 'we lose the right to take cards',
      inherent: [3, 5],
      mitigation: { title: 'hosted card fields', on: '2026-03-03', current: [1, 5] },
    },
    K5: {
      lens: 'PAYMENT',
      title: 'Retry charges twice',
      cause: 'A slow answer makes the page try again',
      event: 'a customer pays twice',
      consequence: 'money has to be given back, and trust is gone',
      inherent: [3, 4],
      mitigation: { title: 'Idempotency key', on: '2026-02-20', current: [1, 4] },
    },
    K6: {
      lens: 'SECURITY',
      title: 'Forged provider webhook',
      cause: 'The address of the webhook can be guessed',
      event: 'somebody tells us that they have paid',
      consequence: 'seats are given away for nothing',
      inherent: [2, 4],
      mitigation: { title: 'Signature check', on: '2026-02-24', current: [1, 4] },
    },
  },
  'REQ-4': {
    K7: {
      lens: 'SECURITY',
      title: 'Referral fraud through weak sign-in',
      cause: 'Nothing but a mail address makes an account',
      event: 'somebody invites themselves a hundred times',
      consequence: 'we pay for customers who are none',
      inherent: [5, 4],
    },
    K8: {
      lens: 'PRIVACY',
      title: 'Friend’s address kept without consent',
      cause: 'The code is sent to an address a customer typed',
      event: 'the address stays with us',
      consequence: 'people are in our files who never agreed',
      inherent: [3, 3],
      mitigation: { title: 'Not stored', on: '2026-02-27', current: [1, 3] },
    },
  },
  'REQ-5': {
    K9: {
      lens: 'PEAK_TRAFFIC',
      title: 'Site down during the peak',
      cause: 'Everybody comes within the same hour',
      event: 'the site does not answer any more',
      consequence: 'the trend goes by without us, and the shop is down with it',
      inherent: [4, 4],
      mitigation: { title: 'Caching, load test 6,000 rpm', on: '2026-01-29', current: [2, 4] },
    },
  },
  'REQ-8': {
    K10: {
      lens: 'PRIVACY',
      title: 'Opt-in flag lost in CRM sync',
      cause: 'The CRM overwrites what it does not know',
      event: 'an opt-in is lost',
      consequence: 'subscribers get nothing, or mails they did not ask for',
      inherent: [2, 4],
    },
  },
};
