import { EventPages } from './event-pages.js';
import { EventReader } from './event-reader.js';
import { EventsView } from './events.view.js';
import { WhyReader } from './why-reader.js';
import { WhyView } from './why.view.js';

export { EventPages, EventReader };

/** Use-cases of this folder. */
export const eventsParts = [EventPages, EventReader, EventsView, WhyReader, WhyView];
