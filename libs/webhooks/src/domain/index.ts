export * from './facts.js';
export * from './refusals.js';
export * from './schedule.js';
export * from './terms.js';
export * from './url.js';
export * from './webhook.js';
export * from './webhook-rules.js';
