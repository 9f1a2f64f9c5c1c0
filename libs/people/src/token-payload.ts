import { Field, ObjectType } from '@nestjs/graphql';
import { type Caller, MutationPayload } from '#libs/api-kit';
import { PeopleReads } from './people-reads.js';
import { Token, toToken } from './types.js';

@ObjectType({ description: 'What became of a command on a token.' })
export class TokenPayload extends MutationPayload {
  @Field(() => Token, { nullable: true, description: 'The token as it is now.' })
  token?: Token | null;
}

/** What a command on a token answers with. */
export interface TokenChange {
  readonly tokenId: string;
  readonly position: number | null;
  readonly replayed: boolean;
}

/** The payload of a command on a token, with the token read after it. */
export const tokenPayload = async (
  reads: PeopleReads,
  { viewer }: Caller,
  { tokenId, position, replayed }: TokenChange,
): Promise<TokenPayload> => {
  const [token] = await reads.tokens(viewer.workspaceId, [tokenId]);
  return { token: token ? toToken(token) : null, position, replayed };
};
