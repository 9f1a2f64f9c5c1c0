import { NotFound, ValidationFailed } from '#libs/event-log';
import { optionalText, owedReason, plainText, requireRoom } from '#libs/vocabulary';
import {
  type Assignment,
  EVERY_PROPERTY,
  heldAs,
  propertyKeyOf,
  type Responsibilities,
  type ResponsibilityEvent,
  samePlace,
} from './responsibility.js';

/** The most entries on one property. */
export const MAX_HELD = 500;
/** Characters of a property's name or address, and of a reason. */
export const MAX_PROPERTY = 300;
const MAX_REASON = 4000;

const reasonRule = { path: ['input', 'reason'], max: MAX_REASON };

/** The property as it is kept. @throws ValidationFailed for a text that is empty, too long or names nothing (`https://`) */
export function propertyNamed(property: string, path: readonly string[]): string {
  const name = plainText(property, { path, max: MAX_PROPERTY });
  if (propertyKeyOf(name) === '')
    throw new ValidationFailed(`Name a web property, or ${EVERY_PROPERTY} for all of them.`, path);
  return name;
}

export interface ResponsibilityInput extends Assignment {
  readonly property: string;
  readonly reason?: string | null;
}

/**
 * Gives a party a role. There is one who is accountable for a property and a type: another one takes the place of the former, and
 * that needs a reason. Who has the role already keeps it, and nothing is stored.
 * @throws ReasonRequired, LimitReached, ValidationFailed, PiiNotAllowed
 */
export function setResponsibility(state: Responsibilities, input: ResponsibilityInput): ResponsibilityEvent[] {
  const property = propertyNamed(input.property, ['input', 'property']);
  const { requestType, role, party } = input;
  const assignment = { requestType, role, party };
  if (heldAs(state, assignment)) return [];
  const held = state.status === 'known' ? state.held : [];
  const former = role === 'ACCOUNTABLE' ? held.find((one) => samePlace(one, assignment)) : undefined;
  const reason = former
    ? owedReason(input.reason, 'somebody else is accountable until now', reasonRule)
    : optionalText(input.reason, reasonRule);
  if (!former) requireRoom(held.length + 1, MAX_HELD, { what: 'responsibilities on one property' });
  return [{ type: 'ResponsibilitySet', data: { property, ...assignment, reason, replaced: former?.party ?? null } }];
}

/** Takes a role from a party. @throws NotFound, ReasonRequired, ValidationFailed, PiiNotAllowed */
export function removeResponsibility(state: Responsibilities, input: ResponsibilityInput): ResponsibilityEvent[] {
  const { requestType, role, party } = input;
  const held = heldAs(state, { requestType, role, party });
  if (!held || state.status === 'unknown') throw new NotFound('responsibility');
  const reason = owedReason(input.reason, 'this responsibility ends', reasonRule);
  return [{ type: 'ResponsibilityRemoved', data: { property: state.property, requestType, role, party, reason } }];
}
