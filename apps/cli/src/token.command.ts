import { daysFromNow, operatorCommand, RIGHTS, ROLES } from '#libs/people';
import { splitGlobalId } from '#libs/api-kit';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { days, uuid, words } from './check.js';
import { CommandGroup } from './group.js';
import { Installation } from './installation.js';
import { print } from './print.js';

interface MintOptions {
  readonly workspace: string;
  readonly person: string;
  readonly label: string;
  readonly days: string;
  readonly roles?: string;
  readonly scopes?: string;
}

@SubCommand({ name: 'mint', description: 'Mint a token for a person; it is printed once and stored hashed.' })
export class TokenMintCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: MintOptions): Promise<void> {
    const workspaceId = uuid('The workspace', options.workspace);
    const asked = {
      personId: uuid('The person', splitGlobalId(options.person)?.id ?? options.person),
      label: options.label,
      roles: options.roles === undefined ? null : words('roles', ROLES, options.roles),
      scopes: options.scopes === undefined ? null : words('rights', RIGHTS, options.scopes),
      expiresAt: daysFromNow(days(options.days)),
    };
    await this.installation.withService(async (service) => {
      const command = operatorCommand({ workspaceId, operation: 'mintToken', input: asked });
      const { token } = await this.installation.tokens(service).mint(command, asked, null);
      print(String(token));
    });
  }

  @Option({ flags: '-w, --workspace <uuid>', description: 'The workspace.', required: true })
  parseWorkspace(value: string): string {
    return value;
  }

  @Option({ flags: '-p, --person <id>', description: 'The person: uuid, or id as the API shows it.', required: true })
  parsePerson(value: string): string {
    return value;
  }

  @Option({ flags: '-l, --label <label>', description: 'What it is for.', defaultValue: 'command line' })
  parseLabel(value: string): string {
    return value;
  }

  @Option({ flags: '-d, --days <days>', description: 'Days until it ends.', defaultValue: '30' })
  parseDays(value: string): string {
    return value;
  }

  @Option({
    flags: '-r, --roles <roles>',
    description: 'Roles it uses at most, separated by commas; all of the person’s unless told.',
  })
  parseRoles(value: string): string {
    return value;
  }

  @Option({
    flags: '-s, --scopes <rights>',
    description: 'Rights it is cut to, separated by commas; not cut unless told.',
  })
  parseScopes(value: string): string {
    return value;
  }
}

@Command({ name: 'token', description: 'Tokens: mint them.', subCommands: [TokenMintCommand] })
export class TokenCommand extends CommandGroup {}
