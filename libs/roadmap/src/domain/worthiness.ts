import { Forbidden } from '#libs/event-log';
import { type Circumstances, hasRole, optionalText } from '#libs/vocabulary';
import { reasonOf, requireStatus, signing } from './context.js';
import { fact, type ItemEvent } from './facts.js';
import type { Item, ItemState } from './state.js';
import { limits, type Verdict } from './values.js';

export interface WorthinessInput {
  readonly verdict: Verdict;
  /** Owed for NOT_WORTHY. */
  readonly reason?: string | null;
}

/**
 * Marketing says whether an item is worth a campaign (P41); later assessments take the place of earlier ones.
 * @throws NotFound, InvalidState, Forbidden, ReasonRequired, PiiNotAllowed
 */
export function assessCampaignWorthiness(state: Item, input: WorthinessInput, ctx: Circumstances): ItemEvent[] {
  requireStatus(state, 'PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED', 'MEASURED');
  if (!hasRole(ctx.actor, 'MARKETING_MEMBER', 'MARKETING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'))
    throw new Forbidden('roadmap.assess', 'Marketing assesses what is worth a campaign, or who stands beside it.');
  const { verdict } = input;
  const reason =
    verdict === 'NOT_WORTHY'
      ? reasonOf(input.reason, 'this is not worth a campaign')
      : optionalText(input.reason, { path: ['input', 'reason'], max: limits.text });
  return [fact('CampaignWorthinessAssessed', { verdict, reason, ...signing(ctx) })];
}

/** What marketing can build on, and what it missed. Ids in the order of numbers. */
export interface CampaignWorthyItems {
  readonly worthy: readonly string[];
  readonly notWorthy: readonly string[];
  /** Neither shipped nor dropped, and nobody has looked at it. */
  readonly unassessed: readonly string[];
  /** Shipped before anybody had looked at it. */
  readonly shippedUnassessed: readonly string[];
}

type Entry = readonly [itemId: string, item: ItemState];

/** The `campaignWorthy` list; dropped items are not in it. */
export function campaignWorthy(items: ReadonlyMap<string, ItemState>): CampaignWorthyItems {
  const kept = [...items].filter(([, { status }]) => status !== 'DROPPED');
  kept.sort(([, a], [, b]) => a.number - b.number);
  const idsOf = (is: (item: ItemState) => boolean) =>
    kept.filter(([, item]: Entry) => is(item)).map(([itemId]) => itemId);
  const isShipped = ({ status }: ItemState) => status === 'SHIPPED' || status === 'MEASURED';
  return {
    worthy: idsOf(({ worthiness }) => worthiness?.verdict === 'WORTHY'),
    notWorthy: idsOf(({ worthiness }) => worthiness?.verdict === 'NOT_WORTHY'),
    unassessed: idsOf((item) => !item.worthiness && !isShipped(item)),
    shippedUnassessed: idsOf((item) => !item.worthiness && isShipped(item)),
  };
}
