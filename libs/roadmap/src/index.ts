export { calendarFile, type CalendarDate } from './feeds/calendar.js';
export { isFeedToken } from './feeds/calendar-feeds.js';
export { calendarChangedAt, calendarDates, type CalendarScope } from './feeds/calendar-reader.js';
export { roadmapConsumers } from './consumers.js';
/** The rules and facts of the roadmap, its dependencies, planning sessions and their cadence as plain functions. */
export * as roadmapRules from './domain/index.js';
export { type RoadmapFact, roadmapEvents, roadmapModel } from './events.js';
export { Roadmap1764000000751 } from './migrations/1-roadmap.js';
export { Roadmap1764000000752 } from './migrations/2-edges-of-generations.js';
export { RoadmapModule } from './roadmap.module.js';
