import { daysFromNow, operatorCommand, type Right, type Role } from '#libs/people';
import { splitGlobalId } from '#libs/api-kit';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { Installation } from './installation.js';
import { print } from './print.js';

interface MintOptions {
  readonly workspace: string;
  readonly person: string;
  readonly label: string;
  readonly days: number;
  readonly roles?: string[];
  readonly scopes?: string[];
}

const list = (value: string): string[] => value.split(',').map((word) => word.trim());

@SubCommand({ name: 'mint', description: 'Mint a token for a person; it is printed once and stored hashed.' })
export class TokenMintCommand extends CommandRunner {
  constructor(private readonly installation: Installation) {
    super();
  }

  async run(_arguments: string[], options: MintOptions): Promise<void> {
    const { workspace: workspaceId, person, label, days, roles, scopes } = options;
    const asked = {
      personId: splitGlobalId(person)?.id ?? person,
      label,
      roles: (roles as Role[] | undefined) ?? null,
      scopes: (scopes as Right[] | undefined) ?? null,
      expiresAt: daysFromNow(days),
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

  @Option({ flags: '-d, --days <days>', description: 'Days until it ends.', defaultValue: 30 })
  parseDays(value: string): number {
    return Number(value);
  }

  @Option({
    flags: '-r, --roles <roles>',
    description: 'Roles it uses at most, separated by commas; all of the person’s unless told.',
  })
  parseRoles(value: string): string[] {
    return list(value);
  }

  @Option({
    flags: '-s, --scopes <rights>',
    description: 'Rights it is cut to, separated by commas; not cut unless told.',
  })
  parseScopes(value: string): string[] {
    return list(value);
  }
}

@Command({ name: 'token', description: 'Tokens: mint them.', subCommands: [TokenMintCommand] })
export class TokenCommand extends CommandRunner {
  run(): Promise<void> {
    return Promise.resolve(this.command.help());
  }
}
