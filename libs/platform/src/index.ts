export * from './settings.js';
export { type Environment, withoutPassword } from './setting.js';
export * from './database/create.js';
export * from './database/errors.js';
export * from './database/migrate.js';
export { columnTypes, connect, connectionOptions, openPool, type PoolOptions } from './database/pool.js';
export { appRole, usableRole } from './database/role.js';
