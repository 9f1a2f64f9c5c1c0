import type { TouchKind } from './values.js';

/** Words that sound like a wish and cannot be tested (P7). */
export const vagueWords: readonly string[] = [
  'a lot',
  'appealing',
  'appropriate',
  'as soon as possible',
  'asap',
  'attractive',
  'awesome',
  'beautiful',
  'better',
  'clean',
  'cool',
  'easily',
  'easy',
  'engaging',
  'etc',
  'eye-catching',
  'fancy',
  'fast',
  'faster',
  'flexible',
  'fresh',
  'good',
  'great',
  'intuitive',
  'modern',
  'nice',
  'nicer',
  'optimal',
  'pop',
  'prettier',
  'pretty',
  'quick',
  'quickly',
  'robust',
  'seamless',
  'sexy',
  'simple',
  'sleek',
  'slick',
  'smooth',
  'soon',
  'state of the art',
  'stunning',
  'user friendly',
  'user-friendly',
  'wow',
];

export const targetWords: readonly string[] = ['boost', 'decrease', 'grow', 'improve', 'increase', 'raise', 'reduce'];

/** Base forms; the lint also knows their -s, -ed and -ing. A criterion with none of them is a noun, not a test. */
export const commonVerbs: readonly string[] =
  `accept access add allow answer appear apply are arrive ask be become block break buy call can cannot change charge check choose
  click close collect come complete confirm contain continue convert copy count create deliver describe differ display do does
  download edit enter exist expire explain export fail fill find fire fit follow get give go grow guide handle happen has have hide
  hold import improve include increase install is jump keep know land last lead leave let link list load log look lower make mark
  match may measure meet merge move must need offer open order pass pay play point post prevent print process receive record
  redirect reduce refuse register reject remain remove render reply report require reset respond return run save say scroll see
  select send set shall should show sign skip sort start stay stop store submit support switch take tell test track trigger try
  turn update upload use validate verify view wait want warn will work write`
    .split(/\s+/)
    .filter((word) => word !== '');

/** Words that make a touch likely. A hint for people, never a decision. */
export const touchWords: Readonly<Record<TouchKind, readonly string[]>> = {
  PAYMENTS: ['billing', 'card number', 'checkout', 'credit card', 'payment', 'payments', 'refund', 'shopping cart'],
  PERSONAL_DATA: [
    'customer data',
    'date of birth',
    'e-mail address',
    'email address',
    'home address',
    'newsletter sign-up',
    'newsletter signup',
    'opt-in',
    'personal data',
    'phone number',
    'user profile',
  ],
  THIRD_PARTY_INTEGRATION: ['api key', 'plugin', 'third party', 'third-party', 'webhook', 'webhooks'],
  AUTHENTICATION: ['log in', 'login', 'password', 'sign in', 'sign-in', 'single sign-on', 'sso', 'two-factor'],
  PUBLIC_PEAK: ['black friday', 'cyber monday', 'flash sale', 'going viral', 'super bowl', 'tv spot'],
  NEW_VENDOR: ['new provider', 'new supplier', 'new tool', 'new vendor'],
  LEGAL_CLAIMS: [
    'clinically proven',
    'guarantee',
    'guaranteed',
    'lowest price',
    'money back',
    'prize draw',
    'sweepstake',
  ],
  DATA_MIGRATION: ['data migration', 'legacy data', 'migrate', 'migration'],
};
