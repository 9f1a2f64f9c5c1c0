import { verify } from '#libs/event-log';
import { Command, CommandRunner, Option } from 'nest-commander';
import { uuid } from './check.js';
import { Installation } from './installation.js';
import { print } from './print.js';

@Command({
  name: 'verify',
  description: 'Recompute every chain of the log and name the first break; exit code 1 when there is one.',
})
export class VerifyCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: { workspace?: string }): Promise<void> {
    const progress = ({ events, atMost }: { events: number; atMost: number }): void => {
      if (process.stderr.isTTY) process.stderr.write(`\r${events} of at most ${atMost} events `);
    };
    const only = options.workspace === undefined ? {} : { workspaceId: uuid('The workspace', options.workspace) };
    const result = await this.installation.withOwner((owner) => verify(owner, only, progress));
    if (process.stderr.isTTY) process.stderr.write('\n');
    print(`${result.events} events in ${result.streams} streams, ${result.broken} broken.`);
    if (result.first === null) return;
    const { kind, workspaceId, streamId, version, position, message } = result.first;
    print(
      `First break: ${kind} at position ${position ?? '(none)'}, ${streamId} version ${version}, workspace ${workspaceId}: ${message}`,
    );
    process.exitCode = 1;
  }

  @Option({ flags: '-w, --workspace <uuid>', description: 'Only this workspace.' })
  parseWorkspace(value: string): string {
    return value;
  }
}
