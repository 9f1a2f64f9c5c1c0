import {
  allOf,
  type ApiContext,
  ConnectionArgs,
  Ctx,
  CursorCodec,
  defineFilter,
  defineOrder,
  filterBy,
  type FilterValue,
  keysetPage,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
  sql,
} from '#libs/api-kit';
import { PeopleLoaders, Person, Team } from '#libs/people';
import { RequestTypeEnum } from '#libs/requests';
import { Args, ArgsType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { propertyNamed } from '../domain/index.js';
import { Responsibilities } from './responsibilities.js';
import {
  PropertyResponsibilities,
  PropertyResponsibilitiesConnection,
  ResponsibilityRoleEnum,
  ResponsibleParty,
  RoleAnswer,
  type StoredResponsibilities,
  toParty,
  toResponsibilities,
} from './responsibility.type.js';

const partyId = (kind: 'TEAM' | 'PERSON') =>
  sql`CASE WHEN entry.party ->> 'kind' = ${kind} THEN (entry.party ->> 'id')::uuid END`;

const propertyFilter = defineFilter('PropertyResponsibilitiesFilter', {
  property: filterBy.text('property', 'Name or address of the property.'),
  accountable: filterBy.boolean('accountable', 'Whether somebody is accountable for requests of all types on it.'),
  updatedAt: filterBy.instant('updated_at', 'When it last changed.'),
  responsibilities: filterBy.collection({
    description: 'Who does what.',
    elementName: 'Responsibility',
    from: sql`jsonb_to_recordset(held) AS entry("requestType" text, role text, party jsonb)`,
    fields: {
      requestType: filterBy.enumeration(
        { name: 'RequestType', values: RequestTypeEnum },
        sql`entry."requestType"`,
        'For which type; absent: for all types.',
      ),
      role: filterBy.enumeration(
        { name: 'ResponsibilityRole', values: ResponsibilityRoleEnum },
        'entry.role',
        'The role.',
      ),
      teamId: filterBy.id('Team', partyId('TEAM'), 'The team that has it.'),
      personId: filterBy.id('Person', partyId('PERSON'), 'The person who has it.'),
    },
  }),
});

const propertyOrder = defineOrder(
  'PropertyResponsibilitiesOrder',
  {
    property: { column: 'property_key', nulls: 'never', description: 'By the property’s name or address.' },
    updatedAt: { column: 'updated_at', nulls: 'never', description: 'By its last change.' },
  },
  [{ property: 'ASC' }],
);

@ArgsType()
export class ResponsibilityMapArgs extends ConnectionArgs {
  @propertyFilter.Arg()
  filter?: FilterValue | null;

  @propertyOrder.Arg()
  order?: OrderValue[] | null;
}

/** The responsibility map as a list, the answer for one property and type, and behind `node`. */
@Resolver()
export class ResponsibilityMap {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly map: Responsibilities,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'PropertyResponsibilities',
      right: 'request.read',
      streamType: 'responsibility',
      load: (ids, reader) => map.many(reader, ids),
    });
  }

  @Query(() => PropertyResponsibilitiesConnection, {
    description: 'Web properties and who does what on them, by name unless told.',
  })
  @Needs('request.read')
  async responsibilityMap(
    @Args() args: ResponsibilityMapArgs,
    @Reader() { viewer }: Reader,
  ): Promise<Page<PropertyResponsibilities>> {
    const page = await keysetPage<StoredResponsibilities>({
      db: this.pool,
      table: 'alignment.responsibility_row',
      columns: ['property_id', 'version', 'property', 'held', 'updated_at'],
      where: allOf([sql`workspace_id = ${viewer.workspaceId}::uuid`, propertyFilter.where(args.filter)]),
      order: propertyOrder.keys(args.order),
      repeats: !args.filter,
      id: 'property_id',
      args,
      cursors: this.cursors,
      scope: viewer.workspaceId,
    });
    return mapPage(page, toResponsibilities);
  }

  @Query(() => [RoleAnswer], {
    description:
      'Who does what for requests of a type on a property: four answers, one for each role, each from the most specific entry that ' +
      'names somebody. VALIDATION_FAILED for a property that names nothing.',
  })
  @Needs('request.read')
  async whoDoesWhat(
    @Args('property', { type: () => String, description: 'Name or address of the property, e.g. `shop.example`.' })
    property: string,
    @Args('type', { type: () => RequestTypeEnum, description: 'Kind of work.' }) type: string,
    @Reader() { viewer }: Reader,
  ): Promise<RoleAnswer[]> {
    const answers = await this.map.whoDoesWhat(viewer.workspaceId, propertyNamed(property, ['property']), type);
    return answers.map(({ role, level, parties }) => ({ role, level, parties: parties.map(toParty) }));
  }
}

/** The team or the person behind a party. */
@Resolver(() => ResponsibleParty)
export class ResponsiblePartyFields {
  constructor(private readonly people: PeopleLoaders) {}

  @ResolveField(() => Team, { nullable: true, description: 'The team; null for a person.' })
  @Needs('people.read')
  team(@Parent() { party }: ResponsibleParty, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return party.kind === 'TEAM' ? this.people.team(reader, context, party.id) : null;
  }

  @ResolveField(() => Person, { nullable: true, description: 'The person; null for a team.' })
  @Needs('people.read')
  person(@Parent() { party }: ResponsibleParty, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return party.kind === 'PERSON' ? this.people.person(reader, context, party.id) : null;
  }
}
