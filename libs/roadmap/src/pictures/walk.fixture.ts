import fc from 'fast-check';
import { type ItemEvent, itemIdOf, roadmapItem, type RoadmapEvent } from '../domain/index.js';
import { anyWalk, walkThrough } from '../domain/walk.spec-kit.js';
import type { Cast, RoadmapApi } from '../roadmap.fixture.js';
import { commandsOf, idOf, localised } from './quarter.fixture.js';

/** The facts of a walk as they are stored, and where the log stood after each command. */
export interface StoredWalk {
  readonly events: readonly RoadmapEvent[];
  readonly positions: readonly number[];
}

interface Stored {
  readonly position: number;
  readonly event_id: string;
  readonly actor: string;
}

/** Stores what somebody did to six items, command by command. */
export async function storeWalk(api: RoadmapApi, cast: Cast, log: readonly RoadmapEvent[]): Promise<StoredWalk> {
  const events: RoadmapEvent[] = [];
  const positions: number[] = [];
  for (const command of commandsOf(log)) {
    const [{ recordedAt, streamId }] = command as [RoadmapEvent];
    await api.setClock(cast.workspaceId, recordedAt);
    const itemId = idOf(cast, itemIdOf(streamId)!);
    const facts = command.map(({ type, data }) => localised({ type, data } as ItemEvent, (name) => idOf(cast, name)));
    await api.happened(cast.workspaceId, { aggregate: roadmapItem, id: itemId }, facts);
    const stored = await lastOf(api, cast, `${roadmapItem.type}-${itemId}`, facts.length);
    facts.forEach((fact, index) => {
      const { event_id: eventId, position, actor: actorId } = stored[index]!;
      const kept = { streamId: `${roadmapItem.type}-${itemId}`, eventId, position };
      const event = command[index]!;
      events.push({ ...event, ...fact, ...kept, meta: { ...event.meta, actorId } });
    });
    positions.push(stored.at(-1)!.position);
  }
  await api.readable();
  return { events, positions };
}

/** The last facts of a stream, oldest first. */
async function lastOf(api: RoadmapApi, { workspaceId }: Cast, streamId: string, count: number): Promise<Stored[]> {
  const { rows } = await api.owner.query<Stored>(
    `select position::int, event_id, meta->>'actorId' as actor from log.event
     where workspace_id = $1 and stream_id = $2 order by version desc limit $3`,
    [workspaceId, streamId, count],
  );
  return rows.toReversed();
}

/** The same walks every time: the longest of many. */
export const someWalks = (count: number): RoadmapEvent[][] =>
  fc
    .sample(anyWalk, { numRuns: count * 20, seed: 20260108 })
    .map((steps) => walkThrough(steps)[0].log)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, count);
