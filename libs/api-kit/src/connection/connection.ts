import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { badUserInput, limitExceeded } from '../api-errors.js';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 250;

/** The paging arguments of every list. Extend it to give a list arguments of its own. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, from the start or after \`after\`: ${DEFAULT_PAGE} unless told, at most ${MAX_PAGE}.`,
  })
  @IsOptional()
  @IsInt()
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  @IsOptional()
  @IsString()
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many, from the end or before \`before\`; at most ${MAX_PAGE}. Not together with \`first\`.`,
  })
  @IsOptional()
  @IsInt()
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  @IsOptional()
  @IsString()
  before?: string | null;
}

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, {
    description: 'True when more comes after this page; going backward: when there was a `before`.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description: 'True when something comes before this page; going forward: when there was an `after`.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first object; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last object; null on an empty page.' })
  endCursor: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** Whether any of these fields of a connection is a cursor. */
export const asksForCursor = (fields: ReadonlySet<string>): boolean =>
  ['cursor', 'startCursor', 'endCursor'].some((name) => fields.has(name));

/** One page of a list. `totalCount` is a getter that runs its own statement when read: never spread a page. */
export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: Promise<number>;
}

/**
 * The connection type of an object type and its edge type:
 * `@ObjectType() class ThingConnection extends Connection('Thing', () => Thing) {}`.
 */
export function Connection<T>(name: string, nodeType: () => Type<T>): Type<Page<T>> {
  @ObjectType(`${name}Edge`, { description: 'One object of a list and its place in it.' })
  class EdgeType implements Edge<T> {
    @Field(() => String, {
      description: 'Opaque place in the list, for `after` and `before`; good for this order only.',
    })
    cursor: string;

    @Field(nodeType, { description: 'The object.' })
    node: T;
  }

  @ObjectType({ isAbstract: true })
  class ConnectionType implements Page<T> {
    @Field(() => [EdgeType], { description: 'The objects of this page with their cursors, in order.' })
    edges: EdgeType[];

    @Field(() => [nodeType()], { description: 'The objects of this page, in order.' })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Whether there is more, and from where.' })
    pageInfo: PageInfo;

    @Field(() => Int, { complexity: 10, description: 'How many there are on all pages; counted only when asked for.' })
    totalCount: Promise<number>;
  }
  return ConnectionType;
}

/** What the paging arguments ask for, checked. */
export interface PageRequest {
  readonly backward: boolean;
  readonly size: number;
  readonly after: string | null;
  readonly before: string | null;
}

/** LIMIT for more than a page can hold; BAD_USER_INPUT for a negative size, or `first` and `last` together. */
export function pageRequest({ first, after, last, before }: ConnectionArgs): PageRequest {
  const backward = typeof last === 'number';
  if (backward && typeof first === 'number') throw badUserInput('Ask for `first` or `last`, not both.');
  return { backward, size: checkedSize(last ?? first ?? DEFAULT_PAGE), after: after ?? null, before: before ?? null };
}

function checkedSize(size: number): number {
  if (!Number.isInteger(size) || size < 0) throw badUserInput('A page cannot hold less than nothing.');
  if (size > MAX_PAGE) throw limitExceeded(`A page holds at most ${MAX_PAGE}.`, MAX_PAGE);
  return size;
}

/** An edge of another object in the same place. */
class MappedEdge<T> implements Edge<T> {
  constructor(
    readonly node: T,
    private readonly place: Edge<unknown>,
  ) {}

  get cursor(): string {
    return this.place.cursor;
  }
}

/** The same page of other objects, e.g. rows made into GraphQL objects; the count and the cursors stay lazy. */
export function mapPage<A, B>(page: Page<A>, map: (node: A) => B): Page<B> {
  const edges = page.edges.map((edge) => new MappedEdge(map(edge.node), edge));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: page.pageInfo,
    get totalCount() {
      return page.totalCount;
    },
  };
}
