import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Caller, Expect, expectedVersion, GlobalId, Needs } from '#libs/api-kit';
import { IsBoolean } from 'class-validator';
import { PeopleReads } from './people-reads.js';
import { type TokenChange, TokenPayload, tokenPayload } from './token-payload.js';
import { Tokens } from './tokens.js';

@InputType({ description: 'Which token ends.' })
export class RevokeTokenInput {
  @GlobalId('Token', { description: 'The token.' })
  tokenId: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the tokens minted with it end too; false to replace a token that nobody else has seen.',
  })
  @IsBoolean()
  withMinted: boolean;
}

export class RevokeToken extends Command<TokenChange> {
  constructor(
    readonly input: RevokeTokenInput,
    readonly expect: Expect,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(RevokeToken)
export class RevokeTokenHandler implements ICommandHandler<RevokeToken> {
  constructor(private readonly tokens: Tokens) {}

  async execute({ input: { tokenId, withMinted }, expect, caller }: RevokeToken): Promise<TokenChange> {
    const owner = caller.grant === 'own' ? caller.viewer.personId : null;
    const revoked = { tokenId, withMinted, owner, expect: expectedVersion(expect) };
    return { ...(await this.tokens.revoke(caller.command, revoked)), tokenId };
  }
}

@Resolver()
export class RevokeTokenMutation {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => TokenPayload, { description: 'Ends a token, from the next request on.' })
  @Needs('token.revoke')
  async revokeToken(
    @Args('input') input: RevokeTokenInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<TokenPayload> {
    return tokenPayload(this.reads, caller, await this.commands.execute(new RevokeToken(input, expect, caller)));
  }
}
