import { withGateFact } from '#libs/vocabulary';
import type { ItemEvent, ItemEventType, ItemFacts } from './facts.js';
import type { ItemState } from './state.js';
import { limits } from './values.js';

/** Facts of what an item is tied to: requests, other items, suggestions that follow from requests, its risk review. */
const tieTypes = [
  'RequestLinked',
  'RequestUnlinked',
  'DependencyAdded',
  'DependencyRemoved',
  'MoveSuggested',
  'SuggestionAnswered',
  'RiskReviewRequired',
  'RiskGateFactRecorded',
] as const satisfies readonly ItemEventType[];
export type TieEvent = Extract<ItemEvent, { readonly type: (typeof tieTypes)[number] }>;

const names: ReadonlySet<string> = new Set(tieTypes);
export const isTie = (event: ItemEvent): event is TieEvent => names.has(event.type);

const withoutLink = ({ links }: ItemState, requestId: string): ItemState['links'] =>
  links.filter((link) => link.requestId !== requestId);

const withoutDependency = (item: ItemState, gone: ItemFacts['DependencyRemoved']): ItemState['dependencies'] =>
  item.dependencies.filter(({ toId, type }) => toId !== gone.toId || type !== gone.type);

function suggested({ suggestions }: ItemState, data: ItemFacts['MoveSuggested']): ItemState['suggestions'] {
  const others = suggestions.filter(({ suggestionId }) => suggestionId !== data.suggestionId);
  return [...others, { ...data, answer: null }].slice(-limits.suggestions);
}

function answered({ suggestions }: ItemState, data: ItemFacts['SuggestionAnswered']): ItemState['suggestions'] {
  const { suggestionId, ...answer } = data;
  return suggestions.map((one) => (one.suggestionId === suggestionId ? { ...one, answer } : one));
}

/** One case a fact and no default: the compiler lists what is missing. */
// oxlint-disable-next-line complexity -- one short case for each fact
export function tied(item: ItemState, event: TieEvent): Partial<ItemState> {
  switch (event.type) {
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
  }
}
