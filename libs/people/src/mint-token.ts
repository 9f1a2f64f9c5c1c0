import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Caller, GlobalId, Needs } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { isRight, ROLES, type Right, type Role } from './domain/rights.js';
import { minterOf } from './domain/viewer.js';
import { RoleName } from './enums.js';
import { ShortText, subjectOf } from './inputs.js';
import { PeopleReads } from './people-reads.js';
import { daysFromNow, type MintedToken, Tokens } from './tokens.js';
import { TokenPayload, tokenPayload } from './token-payload.js';
import { fullViewer } from './viewer-lookup.js';

@InputType({ description: 'A new token: never stronger than the one it is minted with.' })
export class MintTokenInput {
  @GlobalId('Person', {
    nullable: true,
    description:
      'For whom; the caller unless told. For others an administrator mints, and only what the administrator may do.',
  })
  personId?: string | null;

  @ShortText({ description: 'What it is for, e.g. `laptop`: 1 to 200 characters.' })
  label: string;

  @Field(() => [RoleName], {
    nullable: true,
    description:
      'The roles it uses at most; left out: those of the minting token, or for others the roles they hold now.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ROLES.length)
  @IsIn(ROLES, { each: true })
  roles?: Role[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The rights it is cut to, e.g. `["request.read"]`; left out: those of the minting token.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  scopes?: string[] | null;

  @Field(() => Int, { description: 'Days until it ends, 1 to 365; not later than the minting token.' })
  @IsInt()
  @Min(1)
  @Max(365)
  expiresInDays: number;
}

@ObjectType({ description: 'A minted token.' })
export class MintTokenPayload extends TokenPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The token in clear, e.g. `twl_…`: shown this once, stored nowhere; null when it was shown before.',
  })
  secret?: string | null;
}

const scopesOf = (names: readonly string[] | null | undefined): Right[] | null => {
  if (names === null || names === undefined) return null;
  const unknown = names.findIndex((name) => !isRight(name));
  if (unknown < 0) return names.filter(isRight);
  throw new ValidationFailed('There is no such right.', ['input', 'scopes', String(unknown)], 'SCOPE_UNKNOWN');
};

export class MintToken extends Command<MintedToken> {
  constructor(
    readonly input: MintTokenInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(MintToken)
export class MintTokenHandler implements ICommandHandler<MintToken> {
  constructor(private readonly tokens: Tokens) {}

  async execute({ input, caller }: MintToken): Promise<MintedToken> {
    const asked = {
      personId: subjectOf(caller, input.personId, 'token.mint'),
      label: input.label,
      roles: input.roles ?? null,
      scopes: scopesOf(input.scopes),
      expiresAt: daysFromNow(input.expiresInDays),
    };
    return this.tokens.mint(caller.command, asked, minterOf(fullViewer(caller.viewer)));
  }
}

@Resolver()
export class MintTokenMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => MintTokenPayload, { description: 'Mints a token. Its secret is in this answer and nowhere else.' })
  @Needs('token.mint')
  async mintToken(@Args('input') input: MintTokenInput, @Caller() caller: Caller): Promise<MintTokenPayload> {
    const minted = await this.commands.execute(new MintToken(input, caller));
    return Object.assign(await tokenPayload(this.reads, caller, minted), { secret: minted.token });
  }
}
