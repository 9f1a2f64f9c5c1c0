import { historyConsumer, historyOfView } from '#libs/event-log';
import { intakeEvents } from '../events.js';
import { ideaRow } from './idea-row.js';

/** Ideas as they stood. */
export const ideaPast = historyOfView(ideaRow);

/** The consumer that keeps them. */
export const ideaHistory = historyConsumer({
  name: 'idea-history',
  about: 'Keeps every version of an idea’s row, so that ideas and lists of them can be shown as of any time.',
  folds: [ideaPast],
  events: intakeEvents,
});
