import type { Lens } from './values.js';

/** A question of a lens; those that matter most come first, for the short list takes them from the front. */
export interface ChecklistItem {
  readonly itemId: string;
  readonly text: string;
  /** A yes needs something to show. */
  readonly evidence: boolean;
}

const ask = (itemId: string, text: string): ChecklistItem => ({ itemId, text, evidence: false });
const show = (itemId: string, text: string): ChecklistItem => ({ itemId, text, evidence: true });

export const defaultChecklists: Readonly<Record<Lens, readonly ChecklistItem[]>> = {
  PAYMENT: [
    show('card-data', 'Card data never reaches our servers.'),
    ask('charged-once', 'A repeated attempt cannot charge twice.'),
    ask('refund', 'A refund is possible, and somebody owns it.'),
    ask('reconciled', 'What was paid is compared with what the provider reports.'),
  ],
  SECURITY: [
    ask('access', 'Only those who need it can reach the data.'),
    ask('secrets', 'Keys and passwords are kept out of code and pages.'),
    show('input', 'What comes from outside is checked before it is used.'),
    ask('logging', 'Misuse would be noticed.'),
  ],
  PRIVACY: [
    ask('purpose', 'The purpose of every personal field is written down.'),
    show('consent', 'Consent is recorded before the data is used.'),
    ask('deletion', 'A person can be deleted.'),
    ask('minimal', 'Nothing is collected that is not needed.'),
  ],
  THIRD_PARTY: [
    ask('outage', 'We know what happens while the provider is down.'),
    show('contract', 'The contract covers the data that leaves us.'),
    ask('exit', 'There is a way out of the provider.'),
  ],
  PEAK_TRAFFIC: [
    show('load-test', 'A load test reached the expected peak.'),
    ask('fallback', 'There is a lighter page for when it is too much.'),
    ask('watch', 'Somebody watches during the peak.'),
  ],
  LEGAL: [
    show('claims', 'Every claim can be proven.'),
    ask('terms', 'Terms and imprint fit the offer.'),
    ask('counsel', 'Whoever answers for legal matters has read it.'),
  ],
  RELIABILITY: [
    show('backup', 'A backup was restored in a test.'),
    ask('rollback', 'The change can be taken back.'),
    ask('rehearsed', 'The migration was rehearsed on a copy.'),
  ],
};
