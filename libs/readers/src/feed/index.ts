import { EventFeed } from './event-feed.js';

export { EventFeed };

/** Use-cases of this folder. */
export const feedParts = [EventFeed];
