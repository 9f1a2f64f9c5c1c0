import { type ApiContext, ConnectionArgs, Ctx, mapPage, Needs, NodeResolvers, type Page, Reader } from '#libs/api-kit';
import { PeopleLoaders, Person } from '#libs/people';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { savedFilter } from '../domain/index.js';
import { SavedFilter, SavedFilterConnection, toSavedFilter } from './saved-filter.type.js';
import { SavedFilterReader } from './saved-filter-reader.js';

/** Saved filters as a list, and behind `node`. */
@Resolver(() => SavedFilter)
export class SavedFilters {
  constructor(
    private readonly filters: SavedFilterReader,
    private readonly people: PeopleLoaders,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'SavedFilter',
      right: 'filter.save',
      streamType: savedFilter.type,
      load: async (ids, reader) => (await filters.many(reader, ids)).map((row) => row && toSavedFilter(row)),
    });
  }

  @Query(() => SavedFilterConnection, { description: 'Your saved filters and those that are shared, by name.' })
  @Needs('filter.save')
  async savedFilters(@Args() args: ConnectionArgs, @Reader() reader: Reader): Promise<Page<SavedFilter>> {
    return mapPage(await this.filters.page(reader, args), toSavedFilter);
  }

  @ResolveField(() => Person, { nullable: true, description: 'The person whose it is.' })
  @Needs('people.read')
  owner(@Parent() { owner_id }: SavedFilter, @Reader() reader: Reader, @Ctx() context: ApiContext) {
    return this.people.person(reader, context, owner_id);
  }
}
