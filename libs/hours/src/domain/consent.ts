import { canonicalHash, Forbidden, NotFound } from '#libs/event-log';
import { type Circumstances, hasRole, isSamePerson, requireRoom, type Side } from '#libs/vocabulary';
import { BothSidesBySamePerson, SideAlreadySigned } from './refusals.js';
import type { Signature } from './values.js';

/** What both leads have to want: the first command writes the consent down, the same command of the other side carries it out. */
export type JointAction =
  | 'ADJUST_GRANT'
  | 'ADJUST_RESERVATION'
  | 'MOVE_RESERVATION'
  | 'CARRY_DEBT'
  | 'CREDIT_ENTRY'
  | 'RESOLVE_DISPUTE'
  | 'AMEND_AGREEMENT'
  | 'SET_RATE'
  | 'END_AGREEMENT';

export interface ConsentFacts {
  /** The second of one id comes with the facts it leads to. */
  ConsentGiven: {
    readonly consentId: string;
    readonly action: JointAction;
    readonly terms: object;
    readonly side: Side;
    readonly byId: string;
    readonly onBehalfOf: string | null;
  };
  ConsentWithdrawn: { readonly consentId: string };
}

/** One side said yes; the other has not. */
export interface Consent {
  readonly consentId: string;
  readonly action: JointAction;
  /** Hash of what was consented to, whatever the order of its fields: stored facts come back with another one. */
  readonly key: string;
  readonly terms: object;
  readonly side: Side;
  readonly by: Signature;
}

export interface Consents {
  readonly issued: number;
  readonly open: readonly Consent[];
}

export const noConsents: Consents = { issued: 0, open: [] };

/** Consents that wait for the other side, of one month or agreement. */
export const maxOpenConsents = 50;

const keyOf = canonicalHash;

const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'MARKETING_LEAD', PROVIDER: 'ENGINEERING_LEAD' };

/**
 * Only a lead, or their deputy, signs for a side.
 * @throws Forbidden
 */
export function requireLead(side: Side, { actor }: Circumstances, right: string): void {
  if (!hasRole(actor, leadOf[side])) throw new Forbidden(right, `Only ${leadOf[side]} signs for this side.`);
}

/** @throws SideAlreadySigned, BothSidesBySamePerson */
export function requireOtherPerson(
  side: Side,
  signed: { readonly side: Side; readonly by: Signature },
  { actor }: Circumstances,
): void {
  if (signed.side === side) throw new SideAlreadySigned(side, signed.by.personId);
  if (isSamePerson(actor, signed.by)) throw new BothSidesBySamePerson(side);
}

export interface JointWish {
  readonly action: JointAction;
  readonly terms: object;
  readonly side: Side;
}

/**
 * One side's yes. `complete` when the other side wanted the same before: then the caller adds what follows from it.
 * @throws Forbidden, SideAlreadySigned, BothSidesBySamePerson, LimitReached
 */
export function consentTo(consents: Consents, wish: JointWish, ctx: Circumstances) {
  requireLead(wish.side, ctx, 'hours.consent');
  const key = keyOf(wish.terms);
  const first = consents.open.find((one) => one.action === wish.action && one.key === key);
  if (first) requireOtherPerson(wish.side, first, ctx);
  else requireRoom(consents.open.length + 1, maxOpenConsents, { what: 'consents that wait for the other side' });
  const given: { type: 'ConsentGiven'; data: ConsentFacts['ConsentGiven'] } = {
    type: 'ConsentGiven',
    data: {
      consentId: first?.consentId ?? `C${consents.issued + 1}`,
      ...wish,
      byId: ctx.actor.personId,
      onBehalfOf: ctx.actor.onBehalfOf ?? null,
    },
  };
  return { given, complete: first !== undefined };
}

/**
 * The side that said yes thinks better of it.
 * @throws NotFound, Forbidden
 */
export function takeBackConsent(consents: Consents, { consentId }: { consentId: string }, ctx: Circumstances) {
  const consent = consents.open.find((one) => one.consentId === consentId);
  if (!consent) throw new NotFound('consent', ['input', 'consentId']);
  requireLead(consent.side, ctx, 'hours.consent');
  return { type: 'ConsentWithdrawn', data: { consentId } } as const;
}

/** How a consent changes what is open: the first opens it, the second settles it. */
export function withConsent(consents: Consents, data: ConsentFacts['ConsentGiven']): Consents {
  const { consentId, action, terms, side, byId, onBehalfOf } = data;
  if (consents.open.some((one) => one.consentId === consentId)) return withoutConsent(consents, consentId);
  const by = { personId: byId, onBehalfOf };
  return {
    issued: consents.issued + 1,
    open: [...consents.open, { consentId, action, key: keyOf(terms), terms, side, by }],
  };
}

export const withoutConsent = (consents: Consents, consentId: string): Consents => ({
  ...consents,
  open: consents.open.filter((one) => one.consentId !== consentId),
});
