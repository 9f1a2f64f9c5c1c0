export * from './refusal.js';
export * from './event.js';
export * from './aggregate.js';
