export * from './columns.js';
export * from './refusals.js';
export * from './mapping.js';
export * from './import-request.js';
export { withoutGuard } from './texts.js';
