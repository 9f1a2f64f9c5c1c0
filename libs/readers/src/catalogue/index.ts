import { EventTypes } from './event-types.view.js';

/** Use-cases of this folder. */
export const catalogueParts = [EventTypes];
