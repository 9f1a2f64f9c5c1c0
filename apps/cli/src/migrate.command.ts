import { Command, CommandRunner } from 'nest-commander';
import { Installation } from './installation.js';
import { print } from './print.js';

@Command({
  name: 'migrate',
  description: 'Bring the database up to date; safe to run at any time, by several at once.',
})
export class MigrateCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    const role = await this.installation.migrate();
    print(
      role === null
        ? 'Up to date. The service works as the user of its address.'
        : `Up to date. The service works as ${role}.`,
    );
  }
}
