/** A table of a backup; `where` picks its rows, all unless told. */
export interface KeptTable {
  /** With its schema: `log.event`. */
  readonly table: string;
  readonly where?: string;
}

const ofProcesses = (name: string, version: string): string =>
  `exists (select from log.consumer c where c.kind = 'process' and c.name = ${name} and c.version = ${version})`;

/**
 * What of the log's own tables cannot be computed anew. Processes keep their place, or they would do everything a second time; who writes
 * read models begins at the start of the log.
 */
export const keptLogTables: readonly KeptTable[] = [
  { table: 'log.event' },
  { table: 'log.stream' },
  { table: 'log.command' },
  { table: 'log.epoch_begin' },
  { table: 'log.counter' },
  { table: 'log.sandbox_clock' },
  { table: 'log.instant_mark' },
  { table: 'log.clock_mark' },
  { table: 'log.consumer', where: `kind = 'process'` },
  { table: 'log.parked', where: ofProcesses('parked.consumer', 'parked.version') },
  { table: 'log.timer' },
  { table: 'log.fired_timer' },
  { table: 'log.seal_key' },
  { table: 'log.seal' },
  { table: 'log.seal_secret' },
];
