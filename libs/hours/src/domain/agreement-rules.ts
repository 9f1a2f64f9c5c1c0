import { InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { type Circumstances, otherSide, type Period, requireRoom, type Side } from '#libs/vocabulary';
import type { Agreement, AgreementEvent, AgreementFacts, AgreementState, Parties } from './agreement.js';
import { firstDayOf, isTimeZone, monthOf, periodOf } from './calendar.js';
import { consentTo, type JointWish, requireLead, requireOtherPerson, takeBackConsent } from './consent.js';
import { type Money, minorIn } from './money.js';
import { AmendmentInPast } from './refusals.js';
import type { Allotment } from './state.js';
import type { AgreementTerms } from './terms.js';
import { agreementLimits, requireRate, requireTerms } from './terms-input.js';
import type { Rate } from './values.js';

export interface DraftAgreementInput extends Parties {
  readonly terms: AgreementTerms;
  /** One rate at least for everything, in force when the agreement begins. */
  readonly rates: readonly Rate[];
}

const said = <T extends keyof AgreementFacts>(type: T, data: AgreementFacts[T]) => ({ type, data });

function requireCard(rates: readonly Rate[], validFrom: Period): readonly Rate[] {
  const path = ['input', 'rates'];
  requireRoom(rates.length, agreementLimits.rates, { what: 'rates', path });
  const card = rates.map((rate, index) => requireRate(rate, [...path, String(index)]));
  const start = firstDayOf(validFrom);
  if (!card.some(({ activity, role, effectiveFrom }) => !activity && !role && effectiveFrom <= start))
    throw new ValidationFailed('Give a rate for everything, in force when the agreement begins.', path);
  return card;
}

/**
 * Writes an agreement down; it holds once both sides have signed it.
 * @throws ValidationFailed, LimitReached, InvalidState
 */
export function draftAgreement(agreement: Agreement, input: DraftAgreementInput): AgreementEvent[] {
  if (agreement.status !== 'unknown') throw new InvalidState(agreement.status, ['unknown']);
  const { number, consumerTeamId, provider, timeZone, currency } = input;
  const validFrom = monthOf(input.validFrom, ['input', 'validFrom']);
  const validTo = input.validTo === null ? null : monthOf(input.validTo, ['input', 'validTo']);
  if (validTo !== null && validTo < validFrom)
    throw new ValidationFailed('The agreement ends before it begins.', ['input', 'validTo']);
  if (!isTimeZone(timeZone))
    throw new ValidationFailed('Write an IANA zone, e.g. Europe/Berlin.', ['input', 'timeZone']);
  if (!/^[A-Z]{3}$/.test(currency)) throw new ValidationFailed('Write a currency such as EUR.', ['input', 'currency']);
  const parties = { number, consumerTeamId, provider, timeZone, currency, validFrom, validTo };
  const terms = requireTerms(input.terms);
  return [said('AgreementDrafted', { ...parties, terms, rates: requireCard(input.rates, validFrom) })];
}

/** One side's yes to a change of the agreement. @throws Forbidden, SideAlreadySigned, BothSidesBySamePerson, LimitReached */
function agreeTo({ consents }: AgreementState, wish: JointWish, ctx: Circumstances) {
  const { given, complete } = consentTo(consents, wish, ctx);
  return { given: said('AgreementConsentGiven', given.data), complete };
}

function requireStatus(agreement: Agreement, status: 'DRAFT' | 'ACTIVE'): AgreementState {
  if (agreement.status === 'unknown') throw new NotFound('agreement');
  if (agreement.status !== status) throw new InvalidState(agreement.status, [status]);
  return agreement;
}

/**
 * One side signs; the second signature, by another person, makes it hold.
 * @throws NotFound, InvalidState, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function signAgreement(agreement: Agreement, { side }: { readonly side: Side }, ctx: Circumstances) {
  const { signatures } = requireStatus(agreement, 'DRAFT');
  requireLead(side, ctx, 'agreement.sign');
  for (const signed of [side, otherSide[side]]) {
    const by = signatures[signed];
    if (by) requireOtherPerson(side, { side: signed, by }, ctx);
  }
  const { personId: byId, onBehalfOf = null } = ctx.actor;
  const facts: AgreementEvent[] = [said('AgreementSigned', { side, byId, onBehalfOf })];
  if (signatures[otherSide[side]]) facts.push(said('AgreementActivated', { version: 1 }));
  return facts;
}

/**
 * A month that has begun is not amended. `months` are those opened from `period` on: named by the decision, so that none begins meanwhile.
 * @throws AmendmentInPast
 */
function requirePlanned(period: Period, months: readonly Allotment[], today: string): void {
  const path = ['input', 'effectiveFromPeriod'];
  if (period <= periodOf(today)) throw new AmendmentInPast(period, 'OPEN', path);
  requireNotBegun(months, path);
}

function requireNotBegun(months: readonly Allotment[], path: readonly string[]): void {
  for (const month of months)
    if (month.status !== 'unknown' && month.status !== 'PLANNED')
      throw new AmendmentInPast(month.period, month.status, path);
}

export interface AmendAgreementInput {
  readonly effectiveFromPeriod: Period;
  readonly changes: Partial<AgreementTerms>;
  readonly side: Side;
}

/**
 * Both sides change the terms from a planned month on; months that are opened already are amended with it (`amendPeriod`).
 * @throws AmendmentInPast, ValidationFailed, LimitReached, InvalidState, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function amendAgreement(
  { agreement, months }: { readonly agreement: Agreement; readonly months: readonly Allotment[] },
  input: AmendAgreementInput,
  ctx: Circumstances,
): AgreementEvent[] {
  const active = requireStatus(agreement, 'ACTIVE');
  const { changes, side } = input;
  if (Object.keys(changes).length === 0) throw new ValidationFailed('Name what changes.', ['input']);
  const effectiveFromPeriod = monthOf(input.effectiveFromPeriod, ['input', 'effectiveFromPeriod']);
  requirePlanned(effectiveFromPeriod, months, ctx.today);
  const last = active.versions.at(-1);
  if (!last || effectiveFromPeriod < last.effectiveFromPeriod)
    throw new ValidationFailed('A later amendment is agreed; amend from its month on.', [
      'input',
      'effectiveFromPeriod',
    ]);
  requireRoom(active.versions.length + 1, agreementLimits.versions, { what: 'amendments' });
  const terms = requireTerms({ ...last.terms, ...changes });
  const wish = { action: 'AMEND_AGREEMENT', terms: { effectiveFromPeriod, changes }, side } as const;
  const { given, complete } = agreeTo(active, wish, ctx);
  if (!complete) return [given];
  return [given, said('AgreementAmended', { version: last.version + 1, effectiveFromPeriod, changes, terms })];
}

export interface SetRateInput extends Omit<Rate, 'minorPerHour'> {
  /** Money for one hour. */
  readonly perHour: Money;
  readonly side: Side;
}

/**
 * Both sides set a rate from a day on that lies in a planned month.
 * @throws AmendmentInPast, CurrencyMismatch, ValidationFailed, LimitReached, InvalidState, Forbidden, SideAlreadySigned,
 * BothSidesBySamePerson
 */
export function setRate(
  { agreement, months }: { readonly agreement: Agreement; readonly months: readonly Allotment[] },
  { perHour, side, ...kind }: SetRateInput,
  ctx: Circumstances,
): AgreementEvent[] {
  const active = requireStatus(agreement, 'ACTIVE');
  const minorPerHour = minorIn(active.currency, perHour, ['input', 'perHour', 'currency']);
  const rate = requireRate({ ...kind, minorPerHour }, ['input']);
  requirePlanned(periodOf(rate.effectiveFrom), months, ctx.today);
  requireRoom(active.rates.length + 1, agreementLimits.rates, { what: 'rates' });
  const { given, complete } = agreeTo(active, { action: 'SET_RATE', terms: rate, side }, ctx);
  if (!complete) return [given];
  return [given, said('RateSet', { ...rate, rateCardVersion: active.rateCardVersion + 1 })];
}

/**
 * Both sides end the agreement with a month that has not begun or has just begun; what is opened beyond it takes no time any more.
 * `months` are those opened after it: named by the decision, so that none begins meanwhile.
 * @throws AmendmentInPast, ValidationFailed, InvalidState, Forbidden, SideAlreadySigned, BothSidesBySamePerson
 */
export function endAgreement(
  { agreement, months }: { readonly agreement: Agreement; readonly months: readonly Allotment[] },
  input: { readonly lastPeriod: Period; readonly side: Side },
  ctx: Circumstances,
): AgreementEvent[] {
  const active = requireStatus(agreement, 'ACTIVE');
  const lastPeriod = monthOf(input.lastPeriod, ['input', 'lastPeriod']);
  if (lastPeriod < periodOf(ctx.today)) throw new AmendmentInPast(lastPeriod, 'CLOSING', ['input', 'lastPeriod']);
  requireNotBegun(months, ['input', 'lastPeriod']);
  if (lastPeriod < active.validFrom || (active.validTo !== null && lastPeriod > active.validTo))
    throw new ValidationFailed('The agreement does not hold in this month.', ['input', 'lastPeriod']);
  const wish = { action: 'END_AGREEMENT', terms: { lastPeriod }, side: input.side } as const;
  const { given, complete } = agreeTo(active, wish, ctx);
  return complete ? [given, said('AgreementEnded', { lastPeriod })] : [given];
}

/** @throws NotFound, Forbidden */
export function withdrawAgreementConsent(
  agreement: Agreement,
  input: { readonly consentId: string },
  ctx: Circumstances,
): AgreementEvent[] {
  if (agreement.status === 'unknown') throw new NotFound('agreement');
  return [said('AgreementConsentWithdrawn', takeBackConsent(agreement.consents, input, ctx).data)];
}
