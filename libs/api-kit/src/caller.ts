import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { unauthenticated } from './api-errors.js';
import { securedCall } from './context.js';
import type { ApiContext, Caller as CallerType, Reader as ReaderType } from './context.js';

const infoOf = (host: ExecutionContext): GraphQLResolveInfo =>
  GqlExecutionContext.create(host).getInfo<GraphQLResolveInfo>();

/** The reader of a field call, where there is no decorator: fields resolved by a function of their parent. */
export function readerOf(info: GraphQLResolveInfo): ReaderType {
  const call = securedCall(info);
  if (!call?.viewer || !call.grant) throw unauthenticated();
  return { viewer: call.viewer, grant: call.grant };
}

function callerOf(info: GraphQLResolveInfo): CallerType {
  const command = securedCall(info)?.command;
  if (!command) throw new Error(`${info.parentType.name}.${info.fieldName} is no secured mutation: it has no command.`);
  return { ...readerOf(info), command };
}

/** The operation's context. */
export const Ctx = createParamDecorator((_: undefined, host: ExecutionContext): ApiContext =>
  GqlExecutionContext.create(host).getContext<ApiContext>(),
);

/** In a query, subscription or object field: who asks, and how far the field's right reaches. */
export const Reader = createParamDecorator((_: undefined, host: ExecutionContext): ReaderType =>
  readerOf(infoOf(host)),
);
export type Reader = ReaderType;

/** In a mutation: who asks, how far the right reaches, and where the command comes from. UNAUTHENTICATED without a viewer. */
export const Caller = createParamDecorator((_: undefined, host: ExecutionContext): CallerType =>
  callerOf(infoOf(host)),
);
export type Caller = CallerType;
