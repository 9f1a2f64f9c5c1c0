export { hoursConsumers } from './consumers.js';
export { hoursEvents, hoursModel } from './events.js';
export { HoursModule } from './hours.module.js';
export { Hours1764000000601 } from './migrations/1-hours.js';
