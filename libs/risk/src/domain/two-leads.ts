import { Forbidden } from '#libs/event-log';
import { type Circumstances, hasRole, isSamePerson, type Side } from '#libs/vocabulary';
import { BothSidesBySamePerson, SideAlreadySigned } from './refusals.js';
import type { Signature } from './values.js';

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
