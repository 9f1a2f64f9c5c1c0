import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import type { Running, ServerPlan } from '../server.js';
import { RequestEntity, RequestHistoryEntity } from './entities.js';
import { SubmitResolver } from './submit.resolver.js';
import { SubmitService } from './submit.service.js';
import { TokenGuard } from './token.guard.js';

/** `submitRequest` as plain Nest and TypeORM would have it, with everything that is known to be slow in them left out. */
export async function open({ databaseUrl: url, pool }: ServerPlan): Promise<Running> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({
        type: 'postgres',
        url,
        entities: [RequestEntity, RequestHistoryEntity],
        extra: { max: pool },
      }),
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        autoSchemaFile: true,
        playground: false,
        graphiql: false,
        introspection: false,
        includeStacktraceInErrorResponses: false,
        context: (req: unknown) => ({ req }),
      }),
    ],
    providers: [SubmitResolver, SubmitService, TokenGuard],
  })
  class CrudModule {}

  const adapter = new FastifyAdapter({ genReqId: () => randomUUID() });
  const app = await NestFactory.create<NestFastifyApplication>(CrudModule, adapter, {
    logger: false,
    abortOnError: false,
  });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
  return { app, close: () => app.close() };
}
