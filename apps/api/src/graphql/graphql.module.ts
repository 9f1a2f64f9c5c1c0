import { buildSchemaOptions } from '#libs/api-kit';
import { Module } from '@nestjs/common';
import { AbstractGraphQLDriver, type GqlModuleOptions, GraphQLModule } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { Drain } from '../http/drain.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { Apollo } from './apollo.js';
import { CsvExports } from './csv/csv-exports.js';
import { ExportTurns } from './csv/export-turns.js';
import { EventStreams } from './event-stream.js';
import { Gate } from './gate.js';
import { HttpTransport } from './http-transport.js';
import { Measures } from './measures.js';
import { OpenStreams } from './open-streams.js';
import { OperationPipeline } from './pipeline.js';
import { SocketProtocol } from './socket-protocol.js';
import { describeCommonArguments } from './schema/describe.js';
import { Sockets } from './sockets.js';
import { StatementFiles } from './statements/statement-files.js';
import { Subscriptions } from './subscription.js';

/** Lets Nest build the schema and nothing else: the transports are ours, on one pipeline. */
class SchemaDriver extends AbstractGraphQLDriver {
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}

/** The API on `/graphql`. `ApiParts` must be provided under API_PARTS by a global module. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<GqlModuleOptions>({
      driver: SchemaDriver,
      inject: [API_PARTS],
      useFactory: (parts: ApiParts) => schemaOptions(parts.secureSchema),
    }),
  ],
  providers: [
    Drain,
    Gate,
    OperationPipeline,
    Measures,
    Subscriptions,
    OpenStreams,
    EventStreams,
    Apollo,
    HttpTransport,
    ExportTurns,
    CsvExports,
    StatementFiles,
    SocketProtocol,
    Sockets,
  ],
  exports: [Drain, Gate, Measures, OpenStreams, OperationPipeline],
})
export class GraphqlModule {}

/** How the schema is built: from the code, in memory, sorted, then secured. */
export const schemaOptions = (secureSchema: ApiParts['secureSchema']): GqlModuleOptions => ({
  autoSchemaFile: true,
  sortSchema: true,
  buildSchemaOptions: buildSchemaOptions(),
  transformSchema: (schema: GraphQLSchema) => secureSchema(describeCommonArguments(schema)),
});
