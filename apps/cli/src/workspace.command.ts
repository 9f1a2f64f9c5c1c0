import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { instant } from './check.js';
import { CommandGroup } from './group.js';
import { Installation } from './installation.js';
import { print, printTable } from './print.js';

interface CreateOptions {
  readonly name: string;
  readonly zone: string;
  readonly sandbox?: string | true;
}

@SubCommand({
  name: 'create',
  description: 'Make a workspace with its first administrator, and print the administrator’s token.',
})
export class WorkspaceCreateCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], { name, zone, sandbox }: CreateOptions): Promise<void> {
    await this.installation.withService(async (service) => {
      const clock = typeof sandbox === 'string' ? { startsAt: instant(sandbox) } : {};
      const workspace = await this.installation
        .workspaces(service)
        .create({ name, timeZone: zone, sandbox: sandbox !== undefined, ...clock });
      const token = await this.installation.firstAdministrator(service, workspace.workspaceId);
      print(`workspace  ${workspace.workspaceId}  ${workspace.name}${workspace.sandbox ? '  (sandbox)' : ''}`);
      print(`token      ${token}`);
    });
  }

  @Option({ flags: '-n, --name <name>', description: 'What it is called.', required: true })
  parseName(value: string): string {
    return value;
  }

  @Option({ flags: '-z, --zone <zone>', description: 'IANA zone of its days.', defaultValue: 'UTC' })
  parseZone(value: string): string {
    return value;
  }

  @Option({
    flags: '--sandbox [instant]',
    description: 'Give it a test clock that starts at this instant (RFC 3339), or now.',
  })
  parseSandbox(value: string): string {
    return value;
  }
}

@SubCommand({ name: 'list', description: 'List all workspaces.' })
export class WorkspaceListCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(): Promise<void> {
    await this.installation.withService(async (service) => {
      const workspaces = await this.installation.workspaces(service).list();
      printTable(
        workspaces.map(({ workspaceId, name, sandbox, timeZone }) => ({
          workspace: workspaceId,
          name,
          sandbox,
          zone: timeZone,
        })),
        'No workspace yet.',
      );
    });
  }
}

@Command({
  name: 'workspace',
  description: 'Workspaces: make and list them.',
  subCommands: [WorkspaceCreateCommand, WorkspaceListCommand],
})
export class WorkspaceCommand extends CommandGroup {}
