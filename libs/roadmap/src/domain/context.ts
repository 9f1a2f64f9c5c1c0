import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import { type Circumstances, hasRole, isSamePerson, owedReason, type Side } from '#libs/vocabulary';
import { BothSidesBySamePerson, SideAlreadyAgreed } from './refusals.js';
import type { Item, ItemState } from './state.js';
import { type ItemStatus, leadOf, limits, type Signature } from './values.js';

/** @throws NotFound for an item nobody proposed */
export function requireKnown(item: Item, path?: readonly string[]): ItemState {
  if (item.status === 'unknown') throw new NotFound('roadmap item', path);
  return item;
}

/**
 * An item in one of the statuses a command allows.
 * @throws NotFound, InvalidState
 */
export function requireStatus(item: Item, ...allowed: readonly ItemStatus[]): ItemState {
  const known = requireKnown(item);
  if (!allowed.includes(known.status)) throw new InvalidState(known.status, allowed);
  return known;
}

/** A reason owed by `reason` of the input. @throws ReasonRequired, ValidationFailed, PiiNotAllowed */
export const reasonOf = (reason: string | null | undefined, what: string): string =>
  owedReason(reason, what, { path: ['input', 'reason'], max: limits.text });

/** Two signatures need two persons, counting whom a deputy stands for. @throws SideAlreadyAgreed, BothSidesBySamePerson */
export function requireOtherPerson(
  side: Side,
  signed: Readonly<Record<Side, Signature | null>>,
  { actor }: Circumstances,
): void {
  const mine = signed[side];
  if (mine) throw new SideAlreadyAgreed(side, mine.personId);
  const other = signed[side === 'CONSUMER' ? 'PROVIDER' : 'CONSUMER'];
  if (other && isSamePerson(actor, other)) throw new BothSidesBySamePerson(side);
}

/** Only a lead, or their deputy, decides for a side. @throws Forbidden */
export function requireLead(side: Side, { actor }: Circumstances, right: string): void {
  if (!hasRole(actor, leadOf[side])) throw new Forbidden(right, `Only ${leadOf[side]} speaks for this side.`);
}

/** Who signs, as facts say it. */
export const signing = ({ actor }: Circumstances) => ({
  byId: actor.personId,
  onBehalfOf: actor.onBehalfOf ?? null,
});
