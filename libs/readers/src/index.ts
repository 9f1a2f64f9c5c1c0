export { eventSchemas } from './catalogue/event-schemas.js';
export { readersConsumers } from './consumers.js';
export { type AskedEvents, type AskedVersion, checkedEvents, type CheckedEvents } from './feed/asked.js';
export { type CloudEvent, cloudEventOf, schemaPath } from './feed/cloud-event.js';
export { EventFeed, type FeedBatch, type FeedBeginning, type FeedItem, type FeedWish } from './feed/event-feed.js';
export { type EventSelection, MOST_TYPES, queryOf } from './feed/selection.js';
export { ReadersModule } from './readers.module.js';
