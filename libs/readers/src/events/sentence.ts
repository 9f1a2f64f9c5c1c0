import { tellingOf } from '#libs/api-kit';
import type { EventCatalogue, Recorded } from '#libs/event-log';

/** What happened, as the event's own context tells it; null where it says nothing. */
export function sentenceOf(catalogue: EventCatalogue, event: Recorded): string | null {
  const newest = catalogue.lift(event);
  const streamType = catalogue.streamTypeOf(event);
  const telling = streamType === null ? undefined : tellingOf(streamType);
  return newest && telling ? telling.summaryOf(newest) : null;
}
