import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestChange } from './decisions.js';
import type { RequestReader } from './request-reader.js';
import { RequestObject } from './types/request.type.js';
import { Warning } from './types/warning.type.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<RequestPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.request?.(context, info)) ?? null;
const warned: FieldMiddleware<RequestPayload> = ({ source }) => source.warnings?.() ?? [];

@ObjectType({ description: 'What became of a command on a request.' })
export class RequestPayload extends MutationPayload {
  /** Put together when it is asked for. */
  @Field(() => RequestObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The request after the command; null when it was refused.',
  })
  @Needs('request.read')
  request?: Lazy<RequestObject | null>;

  /** Read from the facts of the command, so that a repetition tells the same. */
  @Field(() => [Warning], {
    middleware: [warned],
    description: 'What was carried out all the same and is worth a look; empty as a rule.',
  })
  warnings?: () => Promise<Warning[]>;
}

/** The answer to a command that was carried out. */
export function requestPayload(
  change: RequestChange,
  requests: RequestReader,
  warnings: () => Promise<Warning[]>,
): RequestPayload {
  const { position, replayed } = change;
  const request: Lazy<RequestObject | null> = (context, info) => requests.after(change, readerOf(info), context);
  return Object.assign(new RequestPayload(), { position, replayed, request, warnings });
}
