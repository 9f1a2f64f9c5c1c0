import { Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import {
  AbstractGraphQLDriver,
  Args,
  ArgsType,
  Field,
  GraphQLModule,
  GraphQLSchemaHost,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
  registerEnumType,
} from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MaxLength } from 'class-validator';
import { graphql, parse, subscribe } from 'graphql';
import type { ExecutionResult, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Command } from '#libs/event-log';
import { Forbidden, InvalidState, Refusal, StaleVersion } from '#libs/event-log';
import { Caller, Ctx, Reader, readerOf } from './caller.js';
import { Connection, ConnectionArgs, pageRequest } from './connection/connection.js';
import type { Page } from './connection/connection.js';
import type { ApiContext, Grant, GrantOf, Viewer } from './context.js';
import { Expect, expectedVersion } from './expect.js';
import type { FilterValue } from './filters/compile.js';
import { defineFilter, defineOrder } from './filters/define.js';
import type { OrderValue } from './filters/define.js';
import { filterBy } from './filters/fields.js';
import { GlobalId, IdArg, toGlobalId } from './global-id.js';
import { InputPipe, RefusalFilter } from './input-pipe.js';
import { loaderOf } from './loaders.js';
import { ApiKitModule, buildSchemaOptions } from './module.js';
import { Needs } from './needs.js';
import { Node, NodeResolvers } from './node.js';
import { MutationPayload } from './payload.js';
import { Problem, registerProblem } from './problems.js';
import { secureSchema } from './secure-schema.js';
import { sql } from './sql.js';

/** A small API that uses every piece of the kit once; the specs run operations against it. */
export const THING = '11111111-1111-4111-8111-111111111111';
export const OTHER_THING = '22222222-2222-4222-8222-222222222222';
export const FOREIGN_THING = '33333333-3333-4333-8333-333333333333';

export const member: Viewer = {
  personId: '44444444-4444-4444-8444-444444444444',
  workspaceId: '55555555-5555-4555-8555-555555555555',
  tokenId: '66666666-6666-4666-8666-666666666666',
  roles: [{ role: 'MEMBER', teamId: null }],
};
export const reader: Viewer = { ...member, roles: [{ role: 'READER', teamId: null }] };
export const guest: Viewer = { ...member, roles: [{ role: 'GUEST', teamId: null }] };

/** What the fixture's resolvers saw, newest last. */
export const seen: { commands: Command[]; batches: (readonly string[])[]; inputs: unknown[] } = {
  commands: [],
  batches: [],
  inputs: [],
};

type LazyText = (args: object, context: ApiContext, info: GraphQLResolveInfo) => string;
const lazyText: LazyText = (_args, context, info) => `${context.requestId} ${readerOf(info).grant}`;

@ObjectType({ implements: () => Node })
export class Thing extends Node {
  @Field(() => String, { nullable: true })
  name: string;

  @Field(() => Int, { nullable: true })
  @Needs('thing.secret')
  secret: number;

  @Field(() => Int)
  @Needs('thing.secret')
  rigidSecret: number;

  @Field(() => String, { nullable: true })
  lazy: LazyText;

  @Field(() => String, { nullable: true })
  @Needs('thing.secret')
  lazySecret: LazyText;
}

@ObjectType({ implements: () => Problem })
class TooFewHoursProblem extends Problem {
  @Field(() => Int)
  available: number;

  @Field(() => Int)
  requested: number;
}
registerProblem('TOO_FEW_HOURS', TooFewHoursProblem);

export const Colour = { RED: 'RED', BLUE: 'BLUE' } as const;
registerEnumType(Colour, { name: 'Colour' });

/** Every kind of field once; the specs of filters compile it against a real table. */
export const thingFilter = defineFilter('ThingFilter', {
  id: filterBy.id('Thing', 'id', 'Its id.'),
  name: filterBy.text('name', 'Its name.'),
  minutes: filterBy.int('minutes', 'Its length in minutes.'),
  colour: filterBy.enumeration({ name: 'Colour', values: Colour }, 'colour', 'Its colour.'),
  done: filterBy.boolean('done', 'Whether it is done.'),
  at: filterBy.instant('at', 'When.'),
  day: filterBy.date('day', 'On which day.'),
  parts: filterBy.collection({
    description: 'Its parts.',
    elementName: 'ThingPart',
    from: sql`jsonb_array_elements(parts) AS part(value)`,
    fields: {
      kind: filterBy.text(sql`(part.value->>'kind')`, 'Kind of the part.'),
      weight: filterBy.float(sql`(part.value->>'weight')::float8`, 'Weight in kg.'),
    },
  }),
});

export const thingOrder = defineOrder(
  'ThingOrder',
  {
    name: { column: 'name', nulls: 'never', description: 'By name.' },
    minutes: { column: 'minutes', description: 'By length; without one last.' },
  },
  [{ name: 'ASC' }],
);

@InputType()
class ChangeThingInput {
  @GlobalId('Thing')
  thingId: string;

  @GlobalId('Thing', { each: true, nullable: true })
  otherIds?: string[];

  @Field(() => String)
  @MaxLength(20)
  name: string;
}

@ObjectType()
class ChangeThingPayload extends MutationPayload {
  @Field(() => Thing, { nullable: true })
  thing?: Thing;
}

@ObjectType()
class ThingConnection extends Connection('Thing', () => Thing) {}

@ArgsType()
class ThingListArgs extends ConnectionArgs {
  @thingFilter.Arg()
  filter?: FilterValue | null;

  @thingOrder.Arg()
  order?: OrderValue[] | null;
}

const thing = (id: string): Thing => ({
  id: toGlobalId('Thing', id),
  name: `name of ${id.slice(0, 1)}`,
  secret: 7,
  rigidSecret: 8,
  lazy: lazyText,
  lazySecret: lazyText,
});

const refusals: Record<string, () => unknown> = {
  stale: () => new StaleVersion(`thing-${THING}`, 3, 5),
  state: () => new InvalidState('DRAFT', ['OPEN']),
  hours: () => new Refusal('TOO_FEW_HOURS', 'LIMIT', 'Too few hours.', { available: 120, requested: 300 }),
  odd: () => new Refusal('ODD', 'PRECONDITION', 'Something odd.', { figure: 1 }, { retryable: true }),
  own: () => new Forbidden('thing.change'),
  bug: () => new TypeError('select * from secret_table'),
};

@Resolver(() => Thing)
class ThingResolver {
  constructor(nodes: NodeResolvers) {
    nodes.register({
      type: 'Thing',
      right: 'thing.read',
      streamType: 'thing',
      load: (ids) => Promise.resolve(ids.map((id) => (id === FOREIGN_THING ? null : thing(id)))),
    });
  }

  @Query(() => Thing, { nullable: true })
  @Needs('thing.read')
  thing(@IdArg('Thing') id: string): Thing {
    return thing(id);
  }

  @Query(() => [Thing])
  @Needs('thing.read')
  things(@Args('text', { type: () => String, nullable: true }) text: string | null): Thing[] {
    if (text && text in refusals) throw refusals[text]?.();
    return [thing(THING), thing(OTHER_THING)];
  }

  @Query(() => ThingConnection)
  @Needs('thing.read')
  thingList(@Args() { filter, order, ...page }: ThingListArgs): Page<Thing> {
    seen.inputs.push({ where: thingFilter.where(filter).text, keys: thingOrder.keys(order), page: pageRequest(page) });
    const edges = [THING, OTHER_THING].map((id) => ({ cursor: `at ${id}`, node: thing(id) }));
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      get totalCount() {
        seen.inputs.push('counted');
        return Promise.resolve(2);
      },
    };
  }

  @Query(() => String)
  @Needs.anyone()
  greeting(): string {
    return 'hello';
  }

  @Query(() => String)
  @Needs.signedIn()
  me(@Reader() reader: Reader): string {
    return `${reader.viewer.personId} ${reader.grant}`;
  }

  @ResolveField(() => String, { nullable: true })
  name(@Parent() parent: Thing, @Ctx() context: ApiContext): Promise<string> {
    const batch = async (ids: readonly string[]): Promise<string[]> => {
      seen.batches.push(ids);
      return ids.map((id) => `name of ${id}`);
    };
    return loaderOf(context, ThingResolver, batch).load(parent.id);
  }

  @ResolveField(() => String, { nullable: true })
  @Needs('thing.secret')
  note(@Reader() caller: Reader): string {
    return `noted for ${caller.grant}`;
  }

  @Subscription(() => String, { resolve: (value: string) => value })
  @Needs('thing.secret')
  async *noted(@Reader() caller: Reader): AsyncGenerator<string> {
    yield await Promise.resolve(`first for ${caller.grant}`);
  }

  @Mutation(() => ChangeThingPayload)
  @Needs('thing.change')
  async changeThing(
    @Args('input') input: ChangeThingInput,
    @Args('expect') expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ChangeThingPayload> {
    seen.commands.push(caller.command);
    seen.inputs.push({ input, expected: expectedVersion(expect), grant: caller.grant });
    await Promise.resolve();
    if (input.name in refusals) throw refusals[input.name]?.();
    return { thing: thing(input.thingId), position: 42 };
  }
}

/** The object of a payload as a resolver of its own, which must not run for a refused command. */
@Resolver(() => ChangeThingPayload)
class ChangeThingPayloadResolver {
  @ResolveField(() => ID, { nullable: true })
  thingId(@Parent() payload: ChangeThingPayload): string {
    if (!payload.thing) throw new Error('asked for the thing of a refused command');
    return payload.thing.id;
  }
}

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

const matrix: Record<string, Record<string, Grant>> = {
  MEMBER: { 'thing.read': 'all', 'thing.change': 'own', 'thing.secret': 'own' },
  READER: { 'thing.read': 'all' },
};

export const grantOf: GrantOf = (viewer, right) => matrix[viewer.roles[0]?.role ?? '']?.[right] ?? null;

@Module({
  imports: [
    ApiKitModule,
    GraphQLModule.forRoot({
      driver: SchemaOnlyDriver,
      autoSchemaFile: true,
      sortSchema: true,
      buildSchemaOptions: buildSchemaOptions(),
      transformSchema: (schema: GraphQLSchema) => secureSchema(schema, { grantOf }),
    }),
  ],
  providers: [
    ThingResolver,
    ChangeThingPayloadResolver,
    { provide: APP_PIPE, useClass: InputPipe },
    { provide: APP_FILTER, useClass: RefusalFilter },
  ],
})
class ThingsModule {}

export interface Things {
  readonly schema: GraphQLSchema;
  /** Errors that reached the framework's log. */
  readonly logged: unknown[];
  /** Opens a subscription as the viewer. */
  open(source: string, viewer: Viewer | null): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
  /** Runs one operation as the viewer. */
  run(source: string, context?: Partial<ApiContext>, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  close(): Promise<void>;
}

export async function startThings(): Promise<Things> {
  const logged: unknown[] = [];
  const ignore = (): void => undefined;
  const logger = { log: ignore, warn: ignore, error: (message: unknown) => void logged.push(message) };
  const app: INestApplication = await NestFactory.create(ThingsModule, new FastifyAdapter(), { logger });
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost);
  const contextOf = (more?: Partial<ApiContext>): ApiContext => ({
    viewer: member,
    requestId: 'r-1',
    logEpoch: 'e1',
    loaders: new Map(),
    ...more,
  });
  return {
    schema,
    logged,
    open: async (source, viewer) =>
      subscribe({ schema, document: parse(source), contextValue: contextOf({ viewer }) }) as ReturnType<Things['open']>,
    run: (source, context, variableValues) =>
      graphql({ schema, source, ...(variableValues && { variableValues }), contextValue: contextOf(context) }),
    close: () => app.close(),
  };
}
