import { type ApiContext, Ctx, loaderOf, Needs, preparedRowsOf, Reader, sql } from '#libs/api-kit';
import { presentOnly, RequestObject } from '#libs/requests';
import { Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { propertyIdOf } from '../ids.js';
import { PropertyReader } from './property-reader.js';
import { PropertyObject } from './property.type.js';

@ObjectType({ description: 'A web property as a request links it.' })
export class LinkedProperty {
  @Field(() => String, { description: 'The name it links, e.g. `www.example`.' })
  name: string;

  @Field(() => PropertyObject, {
    nullable: true,
    description: 'The property of that name; null while nobody registered it.',
  })
  property: PropertyObject | null;
}

/** Which of a request's properties are registered. */
@Resolver(() => RequestObject)
export class RequestPropertiesField {
  constructor(
    private readonly pool: pg.Pool,
    private readonly properties: PropertyReader,
  ) {}

  @ResolveField(() => [LinkedProperty], {
    complexity: 5,
    description: 'The web properties it concerns, and what is registered of them, in their order; at most 50.',
  })
  @Needs('property.read')
  async registeredProperties(
    @Parent() request: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<LinkedProperty[]> {
    presentOnly(request, 'registeredProperties');
    const names = await this.namesOf(context, request.workspaceId, request.requestId);
    const found = names.map(async (name) => {
      return { name, property: await this.properties.one(reader, context, propertyIdOf(name)) };
    });
    return Promise.all(found);
  }

  private namesOf(context: ApiContext, workspaceId: string, requestId: string): Promise<readonly string[]> {
    const loader = loaderOf<string, readonly string[]>(context, 'risk.propertyNames', async (ids) => {
      const rows = await preparedRowsOf<{ request_id: string; properties: readonly string[] }>(
        this.pool,
        sql`SELECT request_id, properties FROM requests.request_row
          WHERE workspace_id = ${workspaceId}::uuid AND request_id = ANY(${[...ids]}::uuid[])`,
      );
      const byId = new Map(rows.map((row) => [row.request_id, row.properties]));
      return ids.map((id) => byId.get(id) ?? []);
    });
    return loader.clear(requestId).load(requestId);
  }
}
