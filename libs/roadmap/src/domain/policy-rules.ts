import { type Circumstances, type Side, upcomingDate } from '#libs/vocabulary';
import { requireLead, requireOtherPerson, signing } from './context.js';
import { wholeNumber } from './days.js';
import type { PlanningEvent, PlanningPolicy, PlanningTerms, PolicyProposal } from './policy.js';
import { sameJson } from './same-json.js';

export interface PlanningPolicyInput {
  /** The side that is spoken for. */
  readonly side: Side;
  /** Today or later: what was measured stays measured as it was (P44). */
  readonly effectiveFrom: string;
  readonly terms: PlanningTerms;
}

const bounds: Readonly<Record<keyof PlanningTerms, { min: number; max: number }>> = {
  minJointSessions: { min: 1, max: 53 },
  windowDays: { min: 28, max: 730 },
  maxGapDays: { min: 1, max: 365 },
};

/** @throws ValidationFailed */
function termsOf(terms: PlanningTerms): PlanningTerms {
  const checked = (field: keyof PlanningTerms) =>
    wholeNumber(terms[field], { ...bounds[field], path: ['input', 'terms', field] });
  return {
    minJointSessions: checked('minJointSessions'),
    windowDays: checked('windowDays'),
    maxGapDays: checked('maxGapDays'),
  };
}

const wants = (
  proposal: PolicyProposal | null,
  wish: Pick<PolicyProposal, 'effectiveFrom' | 'terms'>,
): proposal is PolicyProposal =>
  proposal !== null && proposal.effectiveFrom === wish.effectiveFrom && sameJson(proposal.terms, wish.terms);

/**
 * A lead sets the cadence of planning: the first one's wish waits, and the same wish of the other side's lead puts it into force with
 * the next number. Another wish takes the place of what waits.
 * @throws Forbidden, ValidationFailed, DateInPast, SideAlreadyAgreed, BothSidesBySamePerson
 */
export function setPlanningPolicy(
  { proposal, versions }: PlanningPolicy,
  input: PlanningPolicyInput,
  ctx: Circumstances,
): PlanningEvent[] {
  const { side } = input;
  requireLead(side, ctx, 'roadmap.policy');
  const effectiveFrom = upcomingDate(input.effectiveFrom, ctx.today, ['input', 'effectiveFrom']);
  const wish = { effectiveFrom, terms: termsOf(input.terms) };
  if (!wants(proposal, wish)) return [{ type: 'PlanningPolicyProposed', data: { ...wish, side, ...signing(ctx) } }];
  const signed = { CONSUMER: null, PROVIDER: null, [proposal.side]: proposal.by };
  requireOtherPerson(side, signed, ctx);
  const version = (versions.at(-1)?.version ?? 0) + 1;
  const byIds = [proposal.by.personId, ctx.actor.personId] as const;
  return [{ type: 'PlanningPolicySet', data: { version, ...wish, byIds } }];
}
