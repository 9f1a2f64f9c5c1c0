export { backup, type BackupOptions, type BackupProgress, type BackupResult } from './backup.js';
export { keptLogTables } from './kept-log-tables.js';
export { type BackupFile, BackupRefused, checkFiles, type Manifest, readManifest, rowsOf } from './manifest.js';
export { requireEmpty, requireSameProgram, restore, type RestoreOptions } from './restore.js';
