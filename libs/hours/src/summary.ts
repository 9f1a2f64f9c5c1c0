import type { Fact } from '#libs/event-log';
import {
  type AgreementFacts,
  agreementLabel,
  type AgreementTerms,
  type ConsentFacts,
  type JointAction,
} from './domain/index.js';
import { MONTH_SENTENCES } from './summary-months.js';
import { ENTRY_SENTENCES } from './summary-entries.js';
import { leadOf, listed, quoted } from './words.js';

type Sentences<Facts> = { readonly [T in keyof Facts]: (data: Facts[T]) => string };

const WISHES: Readonly<Record<JointAction, string>> = {
  ADJUST_GRANT: 'adjusting the month',
  ADJUST_RESERVATION: 'changing a reservation',
  MOVE_RESERVATION: 'moving a reservation',
  CARRY_DEBT: 'taking uncovered minutes from the next month',
  CREDIT_ENTRY: 'crediting an entry',
  RESOLVE_DISPUTE: 'settling a dispute',
  AMEND_AGREEMENT: 'other terms',
  SET_RATE: 'another rate',
  END_AGREEMENT: 'ending the agreement',
};

const wanted = ({ side, action, consentId }: ConsentFacts['ConsentGiven']): string =>
  `The ${leadOf(side)} said yes to ${WISHES[action]} (${consentId})`;
const unwanted = ({ consentId }: ConsentFacts['ConsentWithdrawn']): string => `The yes ${consentId} was taken back`;

const TERMS: Readonly<Record<keyof AgreementTerms, string>> = {
  grant: 'the hours of a month',
  overage: 'overage',
  rollover: 'what is carried over',
  debtAllowed: 'debt',
  billing: 'billing',
  thresholds: 'thresholds',
  graceWorkingDays: 'days of grace',
  granularityMinutes: 'steps of recording',
};

const changed = (changes: Partial<AgreementTerms>): string =>
  listed(Object.keys(changes).map((key) => TERMS[key as keyof AgreementTerms]));

/** What a rate is for; how much it is stays with those who may see money. */
const rated = ({ activity, role }: Pick<AgreementFacts['RateSet'], 'activity' | 'role'>): string => {
  const kinds = [activity, role].flatMap((word) => (word === null ? [] : quoted(word)));
  return kinds.length === 0 ? 'everything' : kinds.join(' by ');
};

const ofAgreements: Sentences<AgreementFacts> = {
  AgreementDrafted: ({ number, validFrom }) => `${agreementLabel(number)} was drafted, to hold from ${validFrom} on`,
  AgreementSigned: ({ side }) => `The ${leadOf(side)} signed it`,
  AgreementActivated: () => 'It holds: both sides have signed',
  AgreementAmended: ({ effectiveFromPeriod, changes }) =>
    `From ${effectiveFromPeriod} on it says otherwise about ${changed(changes)}`,
  RateSet: ({ effectiveFrom, ...kind }) => `There is another rate for ${rated(kind)} from ${effectiveFrom} on`,
  AgreementEnded: ({ lastPeriod }) => `It ends with ${lastPeriod}`,
  AgreementConsentGiven: wanted,
  AgreementConsentWithdrawn: unwanted,
};

const ofConsents: Sentences<ConsentFacts> = { ConsentGiven: wanted, ConsentWithdrawn: unwanted };

const SENTENCES = { ...ofAgreements, ...ofConsents, ...MONTH_SENTENCES, ...ENTRY_SENTENCES };

/** What happened, in one sentence that a person understands, e.g. `The CMO signed O1.` No sentence tells an amount of money. */
export const summaryOf = ({ type, data }: Fact): string =>
  `${(SENTENCES[type as keyof typeof SENTENCES] as (data: object) => string)(data)}.`;
