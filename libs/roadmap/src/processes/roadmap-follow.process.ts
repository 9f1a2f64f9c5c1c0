import type { ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import { request, type RequestEvent, type RequestEventType, requestLabel, type RequestState } from '#libs/requests';
import type { Pool } from 'pg';
import { v5 as uuidV5 } from 'uuid';
import { byProcess, decideOnItem } from '../decisions.js';
import { followRequest, type NamedRequest, type RequestChange, requestPlaces } from '../domain/index.js';

const NAME = 'roadmap-follow';
const SUGGESTIONS = '5b0f1f0e-2f39-5e0a-9c1d-4c1a0b7d6e52';

const FOLLOWED = [
  'DateAgreed',
  'RequestLaunched',
  'LaunchRolledBack',
  'RequestWithdrawn',
  'RequestDeclined',
  'RequestRevived',
] as const satisfies readonly RequestEventType[];
type Followed = Extract<RequestEvent, { readonly type: (typeof FOLLOWED)[number] }>;

type Known = Exclude<RequestState, { readonly status: 'unknown' }>;
/** One suggestion for each request and fact, in each of its items. */
const suggestionIdOf = (requestId: string, eventId: string): string => uuidV5(`${requestId} ${eventId}`, SUGGESTIONS);

const isOut = ({ status }: Known): boolean => status === 'LAUNCHED' || status === 'CLOSED';
const isEnded = ({ status }: Known): boolean => ['WITHDRAWN', 'DECLINED', 'MERGED'].includes(status);
const isOpen = (known: Known): boolean => !isOut(known) && !isEnded(known);

/** Whether a fact still speaks for its request; where it does not, the request has gone on and another fact does. */
const holds: Readonly<Record<Followed['type'], (known: Known) => boolean>> = {
  DateAgreed: isOpen,
  RequestLaunched: isOut,
  LaunchRolledBack: isOpen,
  RequestWithdrawn: ({ status }) => status === 'WITHDRAWN',
  RequestDeclined: ({ status }) => status === 'DECLINED',
  RequestRevived: (known) => !isEnded(known),
};

/** What the facts mean whose data say nothing more. */
const meaning = {
  LaunchRolledBack: { why: null, how: 'rolled back' },
  RequestWithdrawn: { why: 'WITHDRAWN', how: 'withdrawn' },
  RequestDeclined: { why: 'WITHDRAWN', how: 'declined' },
  RequestRevived: { why: null, how: 'taken up again' },
} as const satisfies Readonly<Partial<Record<Followed['type'], RequestChange>>>;

/** What a fact means for the items of its request; null where it speaks for the request no more. */
function changeOf({ type, data }: Followed, known: Known): RequestChange | null {
  if (!holds[type](known)) return null;
  if (type === 'RequestLaunched') return { why: 'LAUNCHED_LATE', date: data.localDate };
  if (type !== 'DateAgreed') return meaning[type];
  return known.agreedDate?.date === data.date ? { why: 'DATE_MOVED', date: data.date } : null;
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
