import type { LogModel } from './event-log.js';
import type { Recorded } from './event.js';
import { streamId } from './event.js';
import { eventsOfStretches, type Stretch, type StretchSource } from './postgres/stretches.js';

/** Stretches of streams of one type in one workspace. */
export interface StretchesQuery {
  readonly workspaceId: string;
  /** Events after the version `after` (0: from the beginning) up to `upTo`, of the aggregate with this id, without the type. An id may be named more than once. */
  readonly stretches: readonly { readonly id: string; readonly after: number; readonly upTo: number }[];
  /** Only these leave the database; all unless told. */
  readonly types?: readonly string[];
}

interface EventSource {
  readonly pool: StretchSource['pool'];
  readonly model: Pick<LogModel, 'catalogue'>;
}

/** By stream id, a list for each stretch's stream: lifted, and without events of a newer program. */
export async function liftedEvents(
  source: StretchSource & EventSource,
  stretches: readonly Stretch[],
): Promise<Map<string, Recorded[]>> {
  const found = new Map(stretches.map(({ streamId: id }) => [id, [] as Recorded[]]));
  for await (const events of eventsOfStretches(source, stretches)) {
    for (const event of events) {
      const lifted = source.model.catalogue.lift(event);
      if (lifted) found.get(event.streamId)!.push(lifted);
    }
  }
  return found;
}

/** See `Past.eventsBetween`. */
export async function eventsBetween(
  source: EventSource,
  streamType: string,
  { stretches, ...query }: StretchesQuery,
): Promise<Recorded[][]> {
  const wanted = stretches.map(({ id, after, upTo }) => ({
    streamId: streamId({ type: streamType, id }),
    after,
    upTo,
  }));
  const position = Number.MAX_SAFE_INTEGER;
  const found = await liftedEvents({ ...source, ...query, position }, covering(wanted));
  return wanted.map(({ streamId: id, after, upTo }) =>
    (found.get(id) ?? []).filter(({ version }) => version > after && version <= upTo),
  );
}

/** Each stream once, from the first to the last version that any stretch asks for. */
function covering(wanted: readonly Stretch[]): Stretch[] {
  const streams = new Map<string, Stretch>();
  for (const stretch of wanted.filter(({ after, upTo }) => after < upTo)) {
    const { after, upTo } = streams.get(stretch.streamId) ?? stretch;
    const whole = { after: Math.min(after, stretch.after), upTo: Math.max(upTo, stretch.upTo) };
    streams.set(stretch.streamId, { streamId: stretch.streamId, ...whole });
  }
  return [...streams.values()];
}
