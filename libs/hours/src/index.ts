export { hoursConsumers } from './consumers.js';
/** The rules and facts of agreements, months and entries as plain functions: for whoever tries them out in memory, or fills a log. */
export * as hoursRules from './domain/index.js';
export { type HoursFact, hoursEvents, hoursModel } from './events.js';
export { HoursModule } from './hours.module.js';
export { Hours1764000000601 } from './migrations/1-hours.js';
export { toldTypes } from './what-if/told-types.js';
