import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
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
  toGlobalId,
} from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { graphql, type GraphQLSchema } from 'graphql';
import { peopleBench, type PeopleBench } from './people.fixture.js';
import { PeopleModule } from './people.module.js';
import { authenticator, peopleSecurity } from './security.js';

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

export interface Call {
  readonly token: string;
  /** Uuid of the person to act for. */
  readonly onBehalfOf?: string;
  readonly variables?: Record<string, unknown>;
}

/** The schema of this context alone, over a database of its own, called as the transports call it. */
export class PeopleApi {
  constructor(
    readonly bench: PeopleBench,
    readonly schema: GraphQLSchema,
    readonly close: () => Promise<void>,
  ) {}

  async run(source: string, { token, onBehalfOf, variables }: Call) {
    const headers = onBehalfOf === undefined ? {} : { 'on-behalf-of': toGlobalId('Person', onBehalfOf) };
    const viewer = await authenticator(this.bench.pool)(token, headers);
    return graphql({
      schema: this.schema,
      source,
      ...(variables && { variableValues: variables }),
      contextValue: { viewer, requestId: 'r-1', logEpoch: 'e1', loaders: new Map() },
    });
  }

  /** The only root field's answer; fails on a top-level error. */
  async answer<Shape>(source: string, call: Call): Promise<Shape> {
    const { data, errors } = await this.run(source, call);
    if (errors) throw errors[0] ?? new Error('errors');
    return Object.values(data ?? {})[0] as Shape;
  }
}

export const peopleApi = async (): Promise<PeopleApi> => {
  const bench = await peopleBench();

  @Global()
  @Module({
    providers: [
      { provide: EventLog, useValue: bench.log },
      { provide: CursorCodec, useValue: new CursorCodec(randomBytes(32)) },
    ],
    exports: [EventLog, CursorCodec],
  })
  class Surroundings {}

  @Module({
    imports: [
      Surroundings,
      ApiKitModule,
      CqrsModule.forRoot(),
      PeopleModule.register(bench.pool),
      GraphQLModule.forRoot({
        driver: SchemaOnlyDriver,
        autoSchemaFile: true,
        sortSchema: true,
        buildSchemaOptions: buildSchemaOptions(),
        transformSchema: (schema: GraphQLSchema) => secureSchema(schema, peopleSecurity),
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
  const { schema } = app.get(GraphQLSchemaHost);
  return new PeopleApi(bench, schema, async () => {
    await app.close();
    await bench.drop();
  });
};
