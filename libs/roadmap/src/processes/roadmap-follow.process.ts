import type { ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { request, type RequestEvent, requestLabel, type RequestState } from '#libs/requests';
import type { Pool } from 'pg';
import { v5 as uuidV5 } from 'uuid';
import { byProcess, decideOnItem } from '../decisions.js';
import { followRequest, type NamedRequest, type RequestChange, requestPlaces } from '../domain/index.js';

const NAME = 'roadmap-follow';
const SUGGESTIONS = '5b0f1f0e-2f39-5e0a-9c1d-4c1a0b7d6e52';

type Followed = Extract<
  RequestEvent,
  { readonly type: 'DateAgreed' | 'RequestLaunched' | 'RequestWithdrawn' | 'RequestDeclined' }
>;
const FOLLOWED: readonly Followed['type'][] = ['DateAgreed', 'RequestLaunched', 'RequestWithdrawn', 'RequestDeclined'];

type Known = Exclude<RequestState, { readonly status: 'unknown' }>;
/** One suggestion for each request and fact, in each of its items. */
const suggestionIdOf = (requestId: string, eventId: string): string => uuidV5(`${requestId} ${eventId}`, SUGGESTIONS);

/** Statuses in which each fact still speaks for its request. */
const holds: Readonly<Record<Followed['type'], (status: Known['status']) => boolean>> = {
  DateAgreed: (status) => !['LAUNCHED', 'CLOSED', 'WITHDRAWN', 'DECLINED', 'MERGED'].includes(status),
  RequestLaunched: (status) => status === 'LAUNCHED' || status === 'CLOSED',
  RequestWithdrawn: (status) => status === 'WITHDRAWN',
  RequestDeclined: (status) => status === 'DECLINED',
};

/** What the fact means for the items of its request; null where the request has gone on since and another fact speaks for it. */
function changeOf({ type, data }: Followed, { status, agreedDate }: Known): RequestChange | null {
  if (!holds[type](status)) return null;
  switch (type) {
    case 'DateAgreed':
      return agreedDate?.date === data.date ? { why: 'DATE_MOVED', date: data.date } : null;
    case 'RequestLaunched':
      return { why: 'LAUNCHED_LATE', date: data.localDate };
    case 'RequestWithdrawn':
      return { why: 'WITHDRAWN', how: 'WITHDRAWN' };
    case 'RequestDeclined':
      return { why: 'WITHDRAWN', how: 'DECLINED' };
  }
}

/** The items the request is linked to; stores nothing. */
async function itemsOf(tools: ProcessTools, requestId: string): Promise<readonly string[]> {
  let items: readonly string[] = [];
  const stream = { aggregate: requestPlaces, id: requestId, expect: 'latest' } as const;
  await tools.log.decideOne(tools.command('seeItems'), stream, (places) => {
    items = places.items.map(({ itemId }) => itemId);
    return [];
  });
  return items;
}

/**
 * RoadmapFollow of 2.5: when a request is dated or launched after the window of an item it is linked to, or comes to nothing, the item is
 * advised of it. Nothing moves by it: somebody answers.
 */
export const roadmapFollow = (pool: Pick<Pool, 'query'>): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'RoadmapFollow: suggests another window or confidence when a linked request is dated, launched late or ended.',
  types: FOLLOWED,
  async react(event, tools) {
    const fact = event as Recorded<Followed>;
    const requestId = fact.streamId.slice(request.type.length + 1);
    const items = await itemsOf(tools, requestId);
    if (items.length === 0) return;
    const circumstances = byProcess(NAME, await workspaceZone(pool, fact.workspaceId));
    const suggestionId = suggestionIdOf(requestId, fact.eventId);
    for (const itemId of items) {
      const target = { itemId, command: tools.command('suggestMove', itemId), circumstances };
      await decideOnItem(tools.log, target, (item, { others }) => {
        const known: RequestState = others.read(request, requestId);
        if (known.status === 'unknown') return [];
        const change = changeOf(fact, known);
        const named: NamedRequest = { requestId, suggestionId, label: requestLabel(known.number) };
        return change ? followRequest(item, named, change) : [];
      });
    }
  },
});
