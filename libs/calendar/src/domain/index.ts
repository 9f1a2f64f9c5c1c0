export * from './values.js';
export * from './working-calendar.js';
export * from './working-time.js';
export * from './working-week.js';
export * from './holidays.js';
export * from './absences.js';
export * from './refusals.js';
export * from './context.js';
