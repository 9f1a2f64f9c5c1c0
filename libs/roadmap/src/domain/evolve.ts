import type { Aggregate, Recorded } from '#libs/event-log';
import { withGateFact } from '#libs/vocabulary';
import { type ItemEvent, type ItemFacts, signatureOf } from './facts.js';
import { type Item, type ItemState, noAgreements } from './state.js';
import { limits } from './values.js';

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

const withoutLink = ({ links }: ItemState, requestId: string): LinksOf =>
  links.filter((link) => link.requestId !== requestId);
type LinksOf = ItemState['links'];

type DependenciesOf = ItemState['dependencies'];
const withoutDependency = ({ dependencies }: ItemState, gone: ItemFacts['DependencyRemoved']): DependenciesOf =>
  dependencies.filter(({ toId, type }) => toId !== gone.toId || type !== gone.type);

type SuggestionsOf = ItemState['suggestions'];
const suggested = ({ suggestions }: ItemState, data: ItemFacts['MoveSuggested']): SuggestionsOf => {
  const others = suggestions.filter(({ suggestionId }) => suggestionId !== data.suggestionId);
  return [...others, { ...data, answer: null }].slice(-limits.suggestions);
};

const answered = ({ suggestions }: ItemState, data: ItemFacts['SuggestionAnswered']): SuggestionsOf => {
  const { suggestionId, ...answer } = data;
  return suggestions.map((one) => (one.suggestionId === suggestionId ? { ...one, answer } : one));
};

/** One case a fact and no default: the compiler lists what is missing. */
// oxlint-disable-next-line complexity -- one short case for each fact
function changed(item: ItemState, event: ItemEvent): Partial<ItemState> {
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
    case 'RequestLinked':
      return { links: [...withoutLink(item, event.data.requestId), event.data] };
    case 'RequestUnlinked':
      return { links: withoutLink(item, event.data.requestId) };
    case 'DependencyAdded':
      return { dependencies: [...withoutDependency(item, event.data), event.data] };
    case 'DependencyRemoved':
      return { dependencies: withoutDependency(item, event.data) };
    case 'MoveSuggested':
      return { suggestions: suggested(item, event.data) };
    case 'SuggestionAnswered':
      return { suggestions: answered(item, event.data) };
    case 'RiskReviewRequired':
    case 'RiskGateFactRecorded':
      return { gate: withGateFact(item.gate, event) };
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
  if (item.status !== 'unknown') return { ...item, ...changed(item, event) };
  return event.type === 'ItemProposed' ? proposed(event.data) : item;
}

/** The RoadmapItem aggregate: `roadmap-item-<uuid>`. */
export const roadmapItem: Aggregate<Item, ItemEvent> = {
  type: 'roadmap-item',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve: (item, event: Recorded<ItemEvent>) => evolve(item, event),
};
