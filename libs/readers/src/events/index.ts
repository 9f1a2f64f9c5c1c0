import { EventPages } from './event-pages.js';
import { EventReader } from './event-reader.js';
import { EventsView } from './events.view.js';

export { EventPages, EventReader };

/** Use-cases of this folder. */
export const eventsParts = [EventPages, EventReader, EventsView];
