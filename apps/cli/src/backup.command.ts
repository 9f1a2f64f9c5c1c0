import { backup, rowsOf } from '#libs/event-log';
import { Command, CommandRunner } from 'nest-commander';
import { keptTables } from '../../api/src/tables.js';
import { Installation } from './installation.js';
import { print } from './print.js';
import { programVersion } from './program-version.js';
import { interruptible, progress } from './progress.js';

@Command({
  name: 'backup',
  arguments: '<folder>',
  description: 'Copy the log, and whatever else cannot be computed from it, to a new folder; writers go on meanwhile.',
})
export class BackupCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([folder = '']: string[]): Promise<void> {
    const program = await programVersion();
    await interruptible(
      async ({ signal }) =>
        this.installation.withOwner(async (owner) => {
          const bar = progress(0, { unit: 'rows' });
          const options = { folder, tables: keptTables, program, signal };
          const made = await backup(owner, options, ({ rows, total }) => bar.at(rows, total)).finally(() => bar.end());
          const size = (made.bytes / 1024 ** 2).toFixed(1);
          print(`${rowsOf(made)} rows (${size} MiB) are in ${folder}, as they were at ${made.takenAt}.`);
          print(`It holds secrets of the service: keep it as you keep the database.`);
        }),
      () => `Interrupted: nothing was left in ${folder}.`,
    );
  }
}
