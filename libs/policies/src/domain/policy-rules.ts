import { canonicalHash, Forbidden } from '#libs/event-log';
import {
  type Circumstances,
  hasRole,
  isSamePerson,
  optionalText,
  type PolicyKind,
  requireRoom,
  type Side,
  upcomingDate,
} from '#libs/vocabulary';
import type { PolicyEvent } from './facts.js';
import {
  BothSidesBySamePerson,
  PolicyNotProposed,
  PolicyProposalWaits,
  PolicyUnchanged,
  SideAlreadyWants,
} from './refusals.js';
import { policyOn, type Proposal, versionsOf, type WorkspacePolicy } from './workspace-policy.js';

/** Versions of one policy: all are read with each decision that goes by it. */
export const MOST_VERSIONS = 100;

/** What somebody wants, of which kind. */
export interface PolicyWish<T> {
  readonly kind: PolicyKind<T>;
  /** Today or later: what was decided stays decided as it was (P44). */
  readonly effectiveFrom: string;
  readonly value: T;
  readonly reason?: string | null | undefined;
}

export interface LeadsWish<T> extends PolicyWish<T> {
  /** The side that is spoken for. */
  readonly side: Side;
}

type Wish<T> = Pick<Proposal<T>, 'effectiveFrom' | 'value' | 'reason'>;

const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'MARKETING_LEAD', PROVIDER: 'ENGINEERING_LEAD' };

/** Stored facts come back with another order of keys. */
const sameJson = (a: unknown, b: unknown): boolean => canonicalHash(a) === canonicalHash(b);

const isWanted = <T>(proposal: WorkspacePolicy['proposal'], wish: Wish<T>): proposal is Proposal<T> =>
  proposal?.effectiveFrom === wish.effectiveFrom && sameJson(proposal.value, wish.value);

const signing = ({ actor }: Circumstances) => ({ byId: actor.personId, onBehalfOf: actor.onBehalfOf ?? null });

/** @throws DateInPast, PolicyUnchanged, LimitReached, ValidationFailed, PiiNotAllowed */
function wishOf<T>(state: WorkspacePolicy, asked: PolicyWish<T>, { today }: Circumstances): Wish<T> {
  const { kind } = asked;
  const effectiveFrom = upcomingDate(asked.effectiveFrom, today, ['input', 'effectiveFrom']);
  const value = kind.requireValid(asked.value);
  const reason = optionalText(asked.reason, { path: ['input', 'reason'], max: 4000 });
  const there = policyOn(state, kind, effectiveFrom);
  if (sameJson(there.value, value)) throw new PolicyUnchanged(kind.kind, there.version);
  requireRoom(versionsOf(state, kind).length + 1, MOST_VERSIONS, { what: 'versions of one policy' });
  return { effectiveFrom, value, reason };
}

/** Only a lead, or their deputy, speaks for a side. @throws Forbidden */
function requireLead(side: Side, { actor }: Circumstances): void {
  if (!hasRole(actor, leadOf[side])) throw new Forbidden('policy.set', `Only ${leadOf[side]} speaks for this side.`);
}

/** @throws SideAlreadyWants, BothSidesBySamePerson */
function requireOtherPerson(side: Side, proposal: Proposal<unknown>, { actor }: Circumstances): void {
  if (proposal.side === side) throw new SideAlreadyWants(side, proposal.by.personId);
  if (isSamePerson(actor, proposal.by)) throw new BothSidesBySamePerson(side);
}

/**
 * A lead sets a policy: the first lead's wish waits, and the same wish of the other side's lead puts it into force with the next number.
 * Another wish takes the place of what waits. What a reviewer proposed needs both leads.
 * @throws Forbidden, DateInPast, PolicyUnchanged, LimitReached, SideAlreadyWants, BothSidesBySamePerson; what the kind refuses
 */
export function setPolicy<T>(state: WorkspacePolicy, asked: LeadsWish<T>, ctx: Circumstances): PolicyEvent[] {
  const { side, kind } = asked;
  requireLead(side, ctx);
  const wish = wishOf(state, asked, ctx);
  const { proposal } = state;
  if (!isWanted(proposal, wish) || proposal.side === null) {
    const data = { kind: kind.kind, ...wish, reason: wish.reason ?? reasonOfSame(proposal, wish), side };
    return [{ type: 'PolicyProposed', data: { ...data, ...signing(ctx) } }];
  }
  requireOtherPerson(side, proposal, ctx);
  const version = versionsOf(state, kind).length + 1;
  const byIds = [proposal.by.personId, ctx.actor.personId] as const;
  const reason = proposal.reason ?? wish.reason;
  return [{ type: 'PolicySet', data: { kind: kind.kind, version, ...wish, reason, setOn: ctx.today, byIds } }];
}

/** Whoever takes up what a reviewer proposed takes up why as well. */
const reasonOfSame = <T>(proposal: WorkspacePolicy['proposal'], wish: Wish<T>): string | null =>
  isWanted(proposal, wish) ? proposal.reason : null;

/**
 * Somebody who sets no policy proposes one to both leads; never over the head of a lead whose wish waits.
 * @throws DateInPast, PolicyUnchanged, LimitReached, PolicyProposalWaits; what the kind refuses
 */
export function proposePolicy<T>(state: WorkspacePolicy, asked: PolicyWish<T>, ctx: Circumstances): PolicyEvent[] {
  const wish = wishOf(state, asked, ctx);
  const { proposal } = state;
  // A wish whose day is over can be put into force by nobody.
  if (proposal !== null && proposal.side !== null && proposal.effectiveFrom >= ctx.today)
    throw new PolicyProposalWaits(asked.kind.kind, { side: proposal.side, byId: proposal.by.personId });
  return [{ type: 'PolicyProposed', data: { kind: asked.kind.kind, ...wish, side: null, ...signing(ctx) } }];
}

/**
 * What waits is taken back by whoever proposed it, or turned down by a lead of either side.
 * @throws PolicyNotProposed, Forbidden
 */
export function withdrawPolicyProposal(
  { proposal }: WorkspacePolicy,
  { kind }: Pick<PolicyKind<unknown>, 'kind'>,
  ctx: Circumstances,
): PolicyEvent[] {
  if (proposal === null) throw new PolicyNotProposed(kind);
  const { actor } = ctx;
  if (!isSamePerson(actor, proposal.by) && !hasRole(actor, ...Object.values(leadOf)))
    throw new Forbidden('policy.propose', 'Only who proposed it, or a lead, takes this back.');
  return [{ type: 'PolicyProposalWithdrawn', data: { kind, ...signing(ctx) } }];
}
