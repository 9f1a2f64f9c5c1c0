import { EventFeed } from './event-feed.js';
import { EventStream } from './event-stream.subscription.js';

export { EventFeed };

/** Use-cases of this folder. */
export const feedParts = [EventFeed, EventStream];
