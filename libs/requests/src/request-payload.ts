import { Field, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import type { RequestChange } from './decisions.js';
import type { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';

type Lazy<T> = (args: object, context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

@ObjectType({ description: 'What became of a command on a request.' })
export class RequestPayload extends MutationPayload {
  /** Read when it is asked for, in one statement with every other request the operation asks for. */
  @Field(() => RequestObject, { nullable: true, description: 'The request after the command; null when it was refused.' })
  @Needs('request.read')
  request?: Lazy<RequestObject | null>;
}

/** The answer to a command that was carried out. */
export function requestPayload({ requestId, position, replayed }: RequestChange, requests: RequestReader): RequestPayload {
  const request: Lazy<RequestObject | null> = (_args, context, info) => requests.one(readerOf(info), context, requestId);
  return Object.assign(new RequestPayload(), { position, replayed, request });
}
