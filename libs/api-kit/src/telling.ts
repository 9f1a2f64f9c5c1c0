import type { Recorded } from '#libs/event-log';

/** How a context tells the facts of one kind of streams. */
export interface Telling {
  /** Type of the streams, e.g. `request`. */
  readonly streamType: string;
  /** One sentence that a person understands, of an event in its newest form; it tells no amount of money. */
  readonly summaryOf: (event: Recorded) => string;
  /** False where it is nobody else's business who did it; true unless told. */
  readonly tellsOfPersons?: (type: string) => boolean;
}

const tellings = new Map<string, Telling>();

/** Makes the sentences of a context known to whoever tells of events without knowing what they mean. */
export function registerTelling(telling: Telling): void {
  const known = tellings.get(telling.streamType);
  if (known && known.summaryOf !== telling.summaryOf)
    throw new Error(`Streams ${telling.streamType} are told in two ways.`);
  tellings.set(telling.streamType, telling);
}

/** How facts of these streams are told; undefined where nobody said. */
export const tellingOf = (streamType: string): Telling | undefined => tellings.get(streamType);
