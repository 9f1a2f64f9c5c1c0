import { Forbidden } from '#libs/event-log';
import { type Circumstances, hasRole, type Side, sides } from '#libs/vocabulary';
import { reasonOf, requireOtherPerson, requireStatus, signing } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import { AgreementMissing, CampaignWorthinessUnassessed, DependencyLater } from './refusals.js';
import type { Item, ItemState } from './state.js';
import { isOrdering, leadOf } from './values.js';

/** The lead of the side, or a product manager who stands on it (2.6). */
const maySign = (side: Side, { actor }: Circumstances): boolean =>
  hasRole(actor, leadOf[side]) || (hasRole(actor, 'PRODUCT_MANAGER') && actor.side === side);

/**
 * One side says yes to the item as it is planned: another window takes both back, a promised one keeps them.
 * @throws NotFound, InvalidState, Forbidden, SideAlreadyAgreed, BothSidesBySamePerson
 */
export function agreeItem(state: Item, { side }: { readonly side: Side }, ctx: Circumstances): ItemEvent[] {
  const { agreements } = requireStatus(state, 'PLANNED', 'COMMITTED');
  if (!maySign(side, ctx)) {
    throw new Forbidden('roadmap.agree', `Only ${leadOf[side]} or a product manager of that side agrees for it.`);
  }
  requireOtherPerson(side, agreements, ctx);
  return [fact('ItemAgreed', { side, ...signing(ctx) })];
}

export interface CommitStates {
  readonly item: Item;
  /** Every item of `neededBy`, by id. */
  readonly itemOf: (itemId: string) => Item;
}

/** What an item needs or follows: the streams a commitment also rests on. */
export function neededBy(item: Item): string[] {
  const dependencies = item.status === 'unknown' ? [] : item.dependencies;
  return [...new Set(dependencies.filter(({ type }) => isOrdering(type)).map(({ toId }) => toId))];
}

/** @throws CampaignWorthinessUnassessed, AgreementMissing (I3) */
function requireAgreed({ lane, worthiness, agreements }: ItemState): void {
  if ((lane === 'PRODUCT' || lane === 'MARKETING') && !worthiness) throw new CampaignWorthinessUnassessed();
  if (lane !== 'SHARED' && worthiness?.verdict !== 'WORTHY') return;
  const [first, ...others] = sides.filter((side) => agreements[side] === null);
  if (first) throw new AgreementMissing(first, [first, ...others]);
}

/**
 * PLANNED → COMMITTED: promised. A SHARED or campaign-worthy item has both sides' agreement (I3); marketing has assessed one of the
 * product or marketing lane; nothing it needs or follows is put off to LATER.
 * @throws NotFound, InvalidState, CampaignWorthinessUnassessed, AgreementMissing, DependencyLater
 */
export function commitItem(states: CommitStates): ItemEvent[] {
  const item = requireStatus(states.item, 'PLANNED');
  requireAgreed(item);
  const later = neededBy(item).filter((id) => {
    const needed = states.itemOf(id);
    return needed.status !== 'unknown' && needed.horizon === 'LATER';
  });
  if (later.length > 0) throw new DependencyLater(later);
  return item.window ? [fact('ItemCommitted', { window: item.window })] : [];
}

/** COMMITTED → PLANNED; counts in plan stability, and both sides agree anew. @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed */
export function uncommitItem(state: Item, input: { readonly reason: string }): ItemEvent[] {
  requireStatus(state, 'COMMITTED');
  return [fact('ItemUncommitted', { reason: reasonOf(input.reason, 'the promise is taken back') })];
}

/** COMMITTED → IN_DELIVERY. @throws NotFound, InvalidState */
export function startItem(state: Item): ItemEvent[] {
  requireStatus(state, 'COMMITTED');
  return [fact('ItemStarted', {})];
}
