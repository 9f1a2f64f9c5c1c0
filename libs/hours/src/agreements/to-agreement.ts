import { type ApiContext, type Money, moneyOf, readerOf, toGlobalId } from '#libs/api-kit';
import { localDate, type PeopleLoaders } from '#libs/people';
import { type Side, sides } from '#libs/vocabulary';
import type { GraphQLResolveInfo } from 'graphql';
import {
  agreement,
  agreementLabel,
  type AgreementState,
  type Consent,
  type Grant,
  periodOf,
  type Rate,
  type Rollover,
  type Signature,
  type TermsVersion,
  termsFor,
} from '../domain/index.js';
import { toMoneyReaders } from '../looked-up.js';
import { openConsentOf } from '../months/to-allotment.js';
import type { AgreementRow } from './agreement-row.js';
import {
  AgreementConsentType,
  type AgreementGrantType,
  AgreementObject,
  type AgreementRateType,
  type AgreementRolloverType,
  type AgreementSignatureType,
  type AgreementTermsType,
} from './agreement.type.js';

/** A row as it is read back. */
export type StoredAgreement = Omit<AgreementRow, 'drafted_at' | 'updated_at'> & {
  readonly workspace_id: string;
  readonly version: number;
  readonly position: string;
  readonly drafted_at: Date;
  readonly updated_at: Date;
};

const noPool = { personId: null, percent: null, dailyMinutes: null, calendarTeamId: null };

function shownGrant(grant: Grant): AgreementGrantType {
  if (grant.kind === 'POOL') return { ...noPool, minutesPerMonth: grant.minutesPerMonth };
  const { percent, dailyMinutes } = grant;
  const personId = toGlobalId('Person', grant.personId);
  return {
    minutesPerMonth: null,
    personId,
    percent,
    dailyMinutes,
    calendarTeamId: toGlobalId('Team', grant.calendarId),
  };
}

function shownRollover(rollover: Rollover): AgreementRolloverType {
  const none = { carries: false, capPercent: null, capMinutes: null, expiresAfterMonths: null };
  if (rollover.kind === 'NONE') return none;
  const { expiresAfterMonths } = rollover;
  if (rollover.kind === 'FULL') return { ...none, carries: true, expiresAfterMonths };
  const { cap } = rollover;
  const most = 'percent' in cap ? { capPercent: cap.percent } : { capMinutes: cap.minutes };
  return { ...none, carries: true, expiresAfterMonths, ...most };
}

const shownTerms = ({ version, effectiveFromPeriod, terms }: TermsVersion): AgreementTermsType => ({
  version,
  effectiveFromPeriod,
  grant: shownGrant(terms.grant),
  overageMode: terms.overage.mode,
  overageFactorPercent: terms.overage.factorPercent,
  rollover: shownRollover(terms.rollover),
  debtAllowed: terms.debtAllowed,
  billing: terms.billing,
  thresholds: terms.thresholds,
  graceWorkingDays: terms.graceWorkingDays,
  granularityMinutes: terms.granularityMinutes,
});

const shownRates = ({ rates, currency }: AgreementState): AgreementRateType[] =>
  rates.map(({ minorPerHour, ...kind }) => ({ ...kind, perHour: moneyOf(minorPerHour, currency) }));

/** The price of a rate is shown apart: not everybody who sees what is wanted sees money. */
function shownConsent(consent: Consent, currency: string): AgreementConsentType {
  const { minorPerHour, ...terms } = consent.terms as Partial<Rate>;
  const perHour: Money | null = minorPerHour === undefined ? null : moneyOf(minorPerHour, currency);
  const shown = { ...openConsentOf({ ...consent, terms }), perHour: toMoneyReaders(() => perHour) };
  return Object.assign(new AgreementConsentType(), shown);
}

type Named = (context: ApiContext, info: GraphQLResolveInfo, id: string) => ReturnType<PeopleLoaders['person']>;

const shownSignature = (side: Side, { personId, onBehalfOf }: Signature, person: Named): AgreementSignatureType => ({
  side,
  by: (_args, context, info) => person(context, info, personId),
  onBehalfOf: (_args, context, info) => (onBehalfOf === null ? null : person(context, info, onBehalfOf)),
});

function lookedUp({ signatures, consumerTeamId, provider }: AgreementState, people: PeopleLoaders) {
  const person: Named = (context, info, id) => people.person(readerOf(info), context, id);
  const known: Pick<AgreementObject, 'signatures' | 'consumerTeam' | 'providerTeam'> = {
    signatures: sides.flatMap((side) => {
      const signed = signatures[side];
      return signed ? [shownSignature(side, signed, person)] : [];
    }),
    consumerTeam: (_args, context, info) => people.team(readerOf(info), context, consumerTeamId),
    providerTeam: (_args, context, info) => people.team(readerOf(info), context, provider.teamId),
  };
  return known;
}

/** An agreement as the API shows it; `now` says which of its terms are in force. */
export function toAgreement(row: StoredAgreement, people: PeopleLoaders, now: string): AgreementObject {
  const { document: state, agreement_id: agreementId } = row;
  const versions = state.versions.map(shownTerms);
  const current = termsFor(state, periodOf(localDate(now, state.timeZone))).agreementVersion;
  const { number, status, timeZone, currency, validFrom, validTo, rateCardVersion, provider } = state;
  return Object.assign(new AgreementObject(), {
    number,
    status,
    timeZone,
    currency,
    validFrom,
    validTo,
    rateCardVersion,
    id: toGlobalId('Agreement', agreementId),
    version: row.version,
    reference: agreementLabel(number),
    providerKind: provider.kind,
    agencyId: provider.kind === 'EXTERNAL' ? toGlobalId('Provider', provider.id) : null,
    terms: versions.find(({ version }) => version === current),
    termsVersions: versions,
    rates: toMoneyReaders(() => shownRates(state)),
    openConsents: state.consents.open.map((consent) => shownConsent(consent, currency)),
    ...lookedUp(state, people),
    draftedAt: row.drafted_at,
    updatedAt: row.updated_at,
    agreementId,
    workspaceId: row.workspace_id,
    streamId: `${agreement.type}-${agreementId}`,
  });
}
