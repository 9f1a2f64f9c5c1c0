export * from './actor.js';
export * from './free-text.js';
export * from './gate.js';
export * from './local-date.js';
export * from './policy.js';
export * from './refusals.js';
export * from './values.js';
