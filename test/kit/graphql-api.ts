import { randomBytes } from 'node:crypto';
import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AbstractGraphQLDriver, GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  ApiKitModule,
  buildSchemaOptions,
  CursorCodec,
  InputPipe,
  RefusalFilter,
  secureSchema,
  type Security,
} from '#libs/api-kit';
import type { GraphQLSchema } from 'graphql';

/** Builds the schema and serves it to nobody: tests call it in the process. */
class SchemaOnlyDriver extends AbstractGraphQLDriver {
  override start(): Promise<void> {
    return Promise.resolve();
  }

  override stop(): Promise<void> {
    return Promise.resolve();
  }

  override generateSchema(options: Parameters<AbstractGraphQLDriver['generateSchema']>[0]): Promise<GraphQLSchema> {
    return super.generateSchema(options) as Promise<GraphQLSchema>;
  }
}

export interface SchemaApp {
  readonly schema: GraphQLSchema;
  close(): Promise<void>;
}

export interface SchemaAppOptions {
  /** The contexts under test. */
  readonly modules: readonly (Type | DynamicModule)[];
  /** What they stand on, by class. */
  readonly surroundings: readonly { readonly provide: Type | (abstract new () => object); readonly useValue: object }[];
  readonly security: Security;
}

/** The secured schema of some contexts, as the service would serve it, without a transport. */
export const schemaApp = async ({ modules, surroundings, security }: SchemaAppOptions): Promise<SchemaApp> => {
  const given = [...surroundings, { provide: CursorCodec, useValue: new CursorCodec(randomBytes(32)) }];

  @Global()
  @Module({ providers: given as Provider[], exports: given.map(({ provide }) => provide) })
  class Surroundings {}

  @Module({
    imports: [
      Surroundings,
      ApiKitModule,
      CqrsModule.forRoot(),
      ...modules,
      GraphQLModule.forRoot({
        driver: SchemaOnlyDriver,
        autoSchemaFile: true,
        sortSchema: true,
        buildSchemaOptions: buildSchemaOptions(),
        transformSchema: (schema: GraphQLSchema) => secureSchema(schema, security),
      }),
    ],
    providers: [
      { provide: APP_PIPE, useClass: InputPipe },
      { provide: APP_FILTER, useClass: RefusalFilter },
    ],
  })
  class Api {}

  const app = await NestFactory.create(Api, new FastifyAdapter(), { logger: false });
  await app.init();
  return { schema: app.get(GraphQLSchemaHost).schema, close: () => app.close() };
};
