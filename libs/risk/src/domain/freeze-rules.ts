import { InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { type Circumstances, type LocalDate, owedReason, requireRoom, type Side, upcomingDate } from '#libs/vocabulary';
import { requireSpan } from './calendar.js';
import { signatureOf, textRule } from './context.js';
import { type Freeze, type FreezeEvent, type KnownFreeze, standingOf, yesesTo } from './freeze.js';
import { AlreadyRegistered, FreezeAlreadyOverridden } from './refusals.js';
import { requireLead, requireOtherPerson } from './two-leads.js';

/** Properties of one freeze. */
export const maxFrozen = 200;
/** Requests let through one freeze, asked for or granted. */
export const maxOverrides = 500;

/** @throws NotFound, InvalidState */
function requireStanding(state: Freeze, today: LocalDate): KnownFreeze {
  if (state.status === 'unknown') throw new NotFound('freeze', ['input', 'freezeId']);
  const standing = standingOf(state, today);
  if (standing === 'OVER' || standing === 'ENDED') throw new InvalidState(standing, ['AHEAD', 'IN_FORCE']);
  return state;
}

export interface DeclareFreezeInput {
  /** Ids of the properties it covers. */
  readonly properties: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly reason?: string | null;
}

/**
 * From the first to the last day nothing is launched on these properties (P49).
 * @throws AlreadyRegistered, ValidationFailed, DateInPast where its last day is over, ReasonRequired, LimitReached
 */
export function declareFreeze(
  state: Freeze,
  input: DeclareFreezeInput,
  { today }: Pick<Circumstances, 'today'>,
): FreezeEvent[] {
  if (state.status !== 'unknown') throw new AlreadyRegistered('freeze');
  const properties = [...new Set(input.properties)];
  const path = ['input', 'propertyIds'];
  if (properties.length === 0) throw new ValidationFailed('Name at least one property.', path);
  requireRoom(properties.length, maxFrozen, { what: 'properties in one freeze', path });
  const reason = owedReason(input.reason, 'why nothing is launched', textRule('reason'));
  const span = requireSpan(input.from, input.to);
  upcomingDate(span.to, today, ['input', 'to']);
  return [{ type: 'FreezeDeclared', data: { properties, ...span, reason } }];
}

/**
 * From today on it holds no longer; every property it covers learns it in the same append.
 * @throws NotFound, InvalidState when it is over, ReasonRequired
 */
export function endFreeze(
  state: Freeze,
  input: { readonly reason?: string | null },
  { today }: Pick<Circumstances, 'today'>,
): FreezeEvent[] {
  requireStanding(state, today);
  const reason = owedReason(input.reason, 'why launches are free again', textRule('reason'));
  return [{ type: 'FreezeEnded', data: { on: today, reason } }];
}

export interface OverrideFreezeInput {
  readonly freezeId: string;
  readonly requestId: string;
  readonly side: Side;
  readonly reason?: string | null;
}

/**
 * A lead lets one request through; with the lead of the other side it is so.
 * @throws NotFound, InvalidState when it is over, Forbidden, ReasonRequired, FreezeAlreadyOverridden, SideAlreadySigned, BothSidesBySamePerson, LimitReached
 */
export function overrideFreeze(state: Freeze, input: OverrideFreezeInput, ctx: Circumstances): FreezeEvent[] {
  const freeze = requireStanding(state, ctx.today);
  const { requestId, side } = input;
  requireLead(side, ctx, 'freeze.override');
  if (freeze.overridden.includes(requestId)) throw new FreezeAlreadyOverridden(input.freezeId, requestId);
  const reason = owedReason(input.reason, 'why this cannot wait', textRule('reason'));
  const [first] = yesesTo(freeze, requestId);
  if (first) requireOtherPerson(side, first, ctx);
  else requireRoom(Object.keys(freeze.given).length + 1, maxOverrides, { what: 'overrides of one freeze' });
  const by = signatureOf(ctx.actor);
  const given: FreezeEvent = { type: 'FreezeOverrideGivenBySide', data: { requestId, side, by, reason } };
  if (!first) return [given];
  return [
    given,
    { type: 'FreezeOverridden', data: { requestId, by: [first.by, by], reasons: [first.reason, reason] } },
  ];
}
