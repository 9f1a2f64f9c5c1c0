import { toGlobalId } from '#libs/api-kit';
import { EventLog, Horizon } from '#libs/event-log';
import { schemaApp } from '#test/kit/graphql-api';
import { graphql, type GraphQLSchema } from 'graphql';
import { peopleBench, type PeopleBench } from './people.fixture.js';
import { PeopleModule } from './people.module.js';
import { authenticator, peopleSecurity } from './security.js';

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
  const app = await schemaApp({
    modules: [PeopleModule.register(bench.pool)],
    surroundings: [
      { provide: EventLog, useValue: bench.log },
      { provide: Horizon, useValue: new Horizon({ pool: bench.pool }) },
    ],
    security: peopleSecurity,
  });
  return new PeopleApi(bench, app.schema, async () => {
    await app.close();
    await bench.drop();
  });
};
