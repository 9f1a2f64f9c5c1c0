import { historyConsumer, historyOfView } from '#libs/event-log';
import { conversationRow } from '../conversation/conversation-row.js';
import { requestsModel } from '../events.js';
import { requestRow } from '../request-row.js';
import { settingsRow } from '../settings/settings-rows.js';

/** Requests as they stood. */
export const requestPast = historyOfView(requestRow, 'document');

/** Labels and custom fields as they were defined. */
export const settingsPast = historyOfView(settingsRow);

/** Who followed a request. */
export const conversationPast = historyOfView(conversationRow);

/** The consumer that keeps them all. */
export const requestHistory = historyConsumer({
  name: 'request-history',
  about: 'Keeps every version of a request’s row, so that requests and lists of them can be shown as of any time.',
  folds: [requestPast, settingsPast, conversationPast],
  events: requestsModel.events,
});
