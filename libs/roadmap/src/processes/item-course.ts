import type { EventLog, Recorded } from '#libs/event-log';
import { riskRules, type ScopeChange } from '#libs/risk';
import { type Item, type ItemEvent, type ItemEventType, itemScopeHash, roadmapItem } from '../domain/index.js';

/** Facts that can make an item's scope another one (R5). */
export const itemScopeFacts: readonly ItemEventType[] = ['ItemRevised', 'RequestLinked', 'RequestUnlinked'];

const PAGE = 1000;

/** What one fact did to the scope of an item. */
export interface ItemScopeStep extends ScopeChange {
  /** Reviews that had to say yes by then. */
  readonly required: readonly string[];
}

/** The item before and after one of its facts, folded from the log: later facts are not in it. */
async function around(
  log: Pick<EventLog, 'readStream'>,
  { workspaceId, streamId, version }: Recorded,
): Promise<[Item, Item]> {
  let before = roadmapItem.initial;
  let after = roadmapItem.initial;
  for (let afterVersion = 0; afterVersion < version; afterVersion += PAGE) {
    const upToVersion = Math.min(afterVersion + PAGE, version);
    for (const event of await log.readStream({ workspaceId, streamId, afterVersion, upToVersion, limit: PAGE })) {
      before = after;
      after = roadmapItem.evolve(before, event as Recorded<ItemEvent>);
    }
  }
  return [before, after];
}

/** Null where the fact left the scope as it was. What it is meant to bring and the requests it brings concern every lens. */
export async function itemScopeStepOf(
  log: Pick<EventLog, 'readStream'>,
  event: Recorded,
): Promise<ItemScopeStep | null> {
  const [was, is] = await around(log, event);
  if (was.status === 'unknown' || is.status === 'unknown') return null;
  const [from, to] = [itemScopeHash(was), itemScopeHash(is)];
  if (from === to) return null;
  const isElsewhereAlone = itemScopeHash({ ...is, propertyIds: was.propertyIds }) === from;
  const parts = isElsewhereAlone ? (['PROPERTIES'] as const) : riskRules.scopeParts;
  return { from, to, touches: [], parts, required: Object.keys(is.gate) };
}
