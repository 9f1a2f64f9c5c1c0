export { eventSchemas } from './catalogue/event-schemas.js';
export { readersConsumers } from './consumers.js';
export { type CloudEvent, cloudEventOf, schemaPath } from './feed/cloud-event.js';
export { type EventSelection, MOST_TYPES, queryOf } from './feed/selection.js';
export { ReadersModule } from './readers.module.js';
