export { EmbeddedPostgresError, type EmbeddedPostgresProblem } from './errors.js';
export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export type { PostgresCrash } from './supervisor.js';
export { attachEmbeddedPostgres } from './attach.js';
