import type { HeldRole } from '#libs/api-kit';
import type { Instant } from '#libs/event-log';
import { sideOfRole } from '#libs/people';
import { otherSide, type Side, sides } from '#libs/vocabulary';
import { countsOn } from '../decisions.js';
import { type AgreementState, type AllotmentState, type Consent, type Rate, termsFor } from '../domain/index.js';
import { type AutomaticOverage, entryKey, type Moments, statementKey } from './waiting-row.js';

export const waitingKinds = [
  'AGREEMENT',
  'AGREEMENT_CONSENT',
  'OVERAGE',
  'CONSENT',
  'UNCOVERED',
  'STATEMENT',
  'DISPUTE',
  'AUTOMATIC_OVERAGE',
] as const;
export type WaitingKind = (typeof waitingKinds)[number];

/** Something that waits for a lead of one side. */
export interface WaitingItem {
  readonly kind: WaitingKind;
  readonly side: Side;
  readonly agreementId: string;
  readonly period: string | null;
  /** Its name in the month or agreement. */
  readonly itemId: string | null;
  readonly requestId: string | null;
  readonly minutes: number | null;
  readonly entryIds: readonly string[];
  readonly what: string | null;
  readonly since: Instant;
  readonly remindedAt: Instant | null;
  readonly escalatedAt: Instant | null;
}

export interface AgreementAtHand {
  readonly agreementId: string;
  readonly draftedAt: Instant;
  readonly consentsSince: Moments;
  readonly state: AgreementState;
}

export interface MonthAtHand {
  readonly state: AllotmentState;
  readonly moments: Moments;
  readonly automatic: AutomaticOverage | null;
  readonly updatedAt: Instant;
}

type Item = Partial<WaitingItem> & Pick<WaitingItem, 'kind' | 'since'> & { readonly of: readonly Side[] };

const LEADS = ['MARKETING_LEAD', 'ENGINEERING_LEAD'];

/** The sides somebody signs for under an agreement. */
export function sidesOf(agreement: AgreementState, roles: readonly HeldRole[]): Side[] {
  const counting = roles.filter((held) => LEADS.includes(held.role) && countsOn(agreement, held));
  return sides.filter((side) => counting.some(({ role }) => sideOfRole(role) === side));
}

function ofConsent(kind: WaitingKind, since: Instant, { consentId, action, terms, side }: Consent): Item {
  // What a rate would be is shown with the agreement, to those who see money.
  const { minorPerHour: _price, ...wanted } = terms as Partial<Rate>;
  return { kind, since, itemId: consentId, what: `${action} ${JSON.stringify(wanted)}`, of: [otherSide[side]] };
}

function ofAgreement({ state, draftedAt, consentsSince }: AgreementAtHand): Item[] {
  const consents = state.consents.open.map((one) =>
    ofConsent('AGREEMENT_CONSENT', consentsSince[one.consentId]?.since ?? draftedAt, one),
  );
  if (state.status !== 'DRAFT') return consents;
  const unsigned = sides.filter((side) => !state.signatures[side]);
  return [{ kind: 'AGREEMENT', since: draftedAt, of: unsigned }, ...consents];
}

const overagesOf = ({ state, moments, updatedAt }: MonthAtHand): Item[] =>
  state.overages.map(({ overageId: itemId, requestId, minutes, reason, signed }) => ({
    kind: 'OVERAGE',
    since: updatedAt,
    ...moments[itemId],
    itemId,
    requestId,
    minutes,
    what: reason,
    of: signed ? [otherSide[signed.side]] : sides,
  }));

/** Uncovered time for which no overage waits: it is decided by the leads themselves. */
function uncoveredOf({ state, moments, updatedAt }: MonthAtHand, debtAllowed: boolean): Item[] {
  const asked = new Set(state.overages.filter(({ kind }) => kind === 'UNCOVERED').map(({ requestId }) => requestId));
  const due = state.beyond.filter(({ requestId, uncovered }) => uncovered > 0 && !asked.has(requestId ?? ''));
  return due.map(({ entryId, requestId, uncovered }) => ({
    kind: 'UNCOVERED',
    since: moments[entryKey(entryId)]?.since ?? updatedAt,
    requestId,
    minutes: uncovered,
    entryIds: [entryId],
    of: debtAllowed ? sides : ['PROVIDER'],
  }));
}

function closingOf({ state, moments, updatedAt }: MonthAtHand): Item[] {
  const { statement, disputes } = state;
  const disputed = disputes.map(({ disputeId, lineId, entryId, reason }): Item => ({
    kind: 'DISPUTE',
    since: moments[disputeId]?.since ?? updatedAt,
    itemId: disputeId,
    entryIds: [entryId],
    what: `${lineId}: ${reason}`,
    of: sides,
  }));
  if (!statement || statement.accepted || disputes.length > 0) return disputed;
  const since = moments[statementKey]?.since ?? updatedAt;
  return [{ kind: 'STATEMENT', since, itemId: String(statement.number), of: ['CONSUMER'] }];
}

function ofMonth(month: MonthAtHand, agreement: AgreementState): Item[] {
  const { state, moments, automatic, updatedAt } = month;
  if (state.status === 'CLOSED') return [];
  const { debtAllowed } = termsFor(agreement, state.period);
  const consents = state.consents.open.map((one) =>
    ofConsent('CONSENT', moments[one.consentId]?.since ?? updatedAt, one),
  );
  const told: Item[] = automatic ? [{ kind: 'AUTOMATIC_OVERAGE', of: sides, ...automatic }] : [];
  return [...overagesOf(month), ...consents, ...uncoveredOf(month, debtAllowed), ...closingOf(month), ...told];
}

const nothing = { itemId: null, requestId: null, minutes: null, entryIds: [], what: null };

const shownFor =
  (mine: readonly Side[], place: Pick<WaitingItem, 'agreementId' | 'period'>) =>
  ({ of, remindedAt = null, escalatedAt = null, ...item }: Item): WaitingItem[] =>
    mine
      .filter((side) => of.includes(side))
      .map((side) => ({ ...nothing, ...item, remindedAt, escalatedAt, side, ...place }));

const olderFirst = (a: WaitingItem, b: WaitingItem): number => (a.since < b.since ? -1 : Number(a.since > b.since));

/** What waits for somebody with these roles, the oldest first. */
export function waitingFor(
  roles: readonly HeldRole[],
  agreements: readonly AgreementAtHand[],
  months: readonly MonthAtHand[],
): WaitingItem[] {
  const items = agreements.flatMap((agreement) => {
    const { agreementId, state } = agreement;
    const mine = sidesOf(state, roles);
    const own = ofAgreement(agreement).flatMap(shownFor(mine, { agreementId, period: null }));
    const ofMonths = months
      .filter((month) => month.state.agreementId === agreementId)
      .flatMap((month) => ofMonth(month, state).flatMap(shownFor(mine, { agreementId, period: month.state.period })));
    return [...own, ...ofMonths];
  });
  return items.sort(olderFirst);
}
