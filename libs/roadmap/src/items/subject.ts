import { registerSubject } from '#libs/risk';
import { type Item, itemScopeHash, roadmapItem } from '../domain/index.js';

registerSubject({
  kind: 'ROADMAP_ITEM',
  what: 'roadmap item',
  aggregate: roadmapItem,
  recordsGate: true,
  show(id, state) {
    const item = state as Item;
    if (item.status === 'unknown') return null;
    const { marketing, engineering, product } = item.owners;
    const owners = [marketing, product, engineering].filter((owner) => owner !== null);
    const view = {
      kind: 'ROADMAP_ITEM' as const,
      id,
      teamIds: [...new Set(owners.map(({ teamId }) => teamId))],
      propertyIds: item.propertyIds,
      // Who wants it: marketing and product; whoever answers for it as an engineer builds it.
      requesterIds: [marketing, product].flatMap((owner) => owner?.personId ?? []),
      engineerIds: engineering ? [engineering.personId] : [],
      scopeHash: itemScopeHash(item),
      ended: item.status === 'DROPPED',
    };
    // What it touches is said by the requests it brings: they have reviews of their own.
    return {
      view,
      scope: { touches: [] },
      // As about the item itself: any team of a side until it is known whose it is.
      speaks: ({ side, teamId }) => {
        const owner = side === 'CONSUMER' ? marketing : engineering;
        return owner === null || owner.teamId === teamId;
      },
    };
  },
});
