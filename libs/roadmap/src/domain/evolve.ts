import type { Aggregate, Recorded } from '#libs/event-log';
import { isTie, tied, type TieEvent } from './evolve-ties.js';
import { type ItemEvent, type ItemFacts, signatureOf } from './facts.js';
import { type Item, type ItemState, noAgreements } from './state.js';

const proposed = (data: ItemFacts['ItemProposed']): ItemState => ({
  ...data,
  status: 'PROPOSED',
  horizon: null,
  window: null,
  confidence: null,
  agreements: noAgreements,
  worthiness: null,
  links: [],
  dependencies: [],
  suggestions: [],
  gate: {},
  shippedOn: null,
  measured: null,
});

const agreed = ({ agreements }: ItemState, { side, ...signed }: ItemFacts['ItemAgreed']): Partial<ItemState> => ({
  agreements: { ...agreements, [side]: signatureOf(signed) },
});

const rescheduled = (item: ItemState, { to, horizon }: ItemFacts['ItemRescheduled']): Partial<ItemState> => ({
  window: to,
  horizon,
  agreements: item.status === 'PLANNED' ? noAgreements : item.agreements,
});

const assessed = (data: ItemFacts['CampaignWorthinessAssessed']): Partial<ItemState> => ({
  worthiness: { verdict: data.verdict, reason: data.reason, by: signatureOf(data) },
});

/** One case a fact and no default: the compiler lists what is missing. */
// oxlint-disable-next-line complexity -- one short case for each fact
function changed(item: ItemState, event: Exclude<ItemEvent, TieEvent>): Partial<ItemState> {
  switch (event.type) {
    case 'ItemProposed':
      return {};
    case 'ItemRevised':
      return event.data;
    case 'ItemPlanned':
      return { status: 'PLANNED', ...event.data };
    case 'ConfidenceSet':
      return { confidence: event.data };
    case 'ItemAgreed':
      return agreed(item, event.data);
    case 'ItemCommitted':
      return { status: 'COMMITTED' };
    case 'ItemUncommitted':
      return { status: 'PLANNED', agreements: noAgreements };
    case 'ItemStarted':
      return { status: 'IN_DELIVERY' };
    case 'ItemRescheduled':
      return rescheduled(item, event.data);
    case 'CampaignWorthinessAssessed':
      return assessed(event.data);
    case 'VisibilitySet':
      return event.data;
    case 'ItemShipped':
      return { status: 'SHIPPED', shippedOn: event.data.localDate };
    case 'ShipmentReverted':
      return { status: 'IN_DELIVERY', shippedOn: null };
    case 'ItemMeasured':
      return { status: 'MEASURED', measured: event.data };
    case 'ItemDropped':
      return { status: 'DROPPED' };
    case 'ItemRevived':
      return { status: 'PROPOSED', window: null, horizon: null, agreements: noAgreements };
  }
}

/** How one fact changes an item. Total: what does not fit leaves it as it is, a fact of a newer program too. */
export function evolve(item: Item, event: ItemEvent): Item {
  if (item.status !== 'unknown') return { ...item, ...(isTie(event) ? tied(item, event) : changed(item, event)) };
  return event.type === 'ItemProposed' ? proposed(event.data) : item;
}

/** The RoadmapItem aggregate: `roadmap-item-<uuid>`. */
export const roadmapItem: Aggregate<Item, ItemEvent> = {
  type: 'roadmap-item',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (item, event: Recorded<ItemEvent>) => evolve(item, event),
};
