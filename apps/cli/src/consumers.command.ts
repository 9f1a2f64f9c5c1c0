import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { uuid } from './check.js';
import { CommandGroup } from './group.js';
import { Installation } from './installation.js';
import { print, printTable } from './print.js';

@SubCommand({
  name: 'list',
  description: 'Show everybody who follows the log: position, lag, last failure, parked streams.',
})
export class ConsumersListCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    await this.installation.withService(async ({ consumers }) => {
      const rows = (await consumers.status()).map(
        ({ name, version, kind, state, position, lag, parkedStreams, failure }) => ({
          name,
          version,
          kind,
          state,
          position,
          lag,
          parked: parkedStreams,
          failure,
        }),
      );
      printTable(rows, 'No consumer has run yet.');
    });
  }
}

@SubCommand({
  name: 'retry',
  arguments: '<consumer> <workspace> <stream>',
  description: 'Let a consumer go on with a parked stream.',
})
export class ConsumersRetryCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run([consumer = '', workspace = '', streamId = '']: string[]): Promise<void> {
    const workspaceId = uuid('The workspace', workspace);
    await this.installation.withService(({ consumers }) =>
      consumers.retryParked({ name: consumer }, workspaceId, streamId),
    );
    print('Asked for; the consumer goes on as soon as a worker runs.');
  }
}

@Command({
  name: 'consumers',
  description: 'Those who follow the log: how they stand, and retrying what they parked.',
  subCommands: [ConsumersListCommand, ConsumersRetryCommand],
})
export class ConsumersCommand extends CommandGroup {}
