import { Injectable } from '@nestjs/common';
import { Args, Context, Field, ID, Info, InterfaceType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { limitExceeded } from './api-errors.js';
import { securedCall } from './context.js';
import type { ApiContext, Reader } from './context.js';
import { splitGlobalId } from './global-id.js';
import { Needs } from './needs.js';
import { StaleVersionProblem } from './problems.js';

/** The most nodes one call of `nodes` looks up. */
export const MAX_NODES = 250;

@InterfaceType({ description: 'Any object with an id of its own.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque global id, e.g. `UmVxdWVzdDox`; the same forever.' })
  id: string;
}

export interface NodeSource {
  /** Name of the GraphQL type; the class implements `Node`. */
  readonly type: string;
  /** The right that reading it needs. */
  readonly right: string;
  /** Type of the streams behind it, so that a stale version can show the current object. */
  readonly streamType?: string;
  /** What an own id looks like; a uuid unless said otherwise. */
  readonly format?: RegExp;
  /** The objects in the order of the ids; null for one that is not there or not in the reader's workspace. */
  load(ids: readonly string[], reader: Reader, context: ApiContext): Promise<readonly (object | null)[]>;
}

interface Wanted {
  readonly source: NodeSource;
  readonly id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which context answers for which type; contexts register in their module's start. */
@Injectable()
export class NodeResolvers {
  private readonly sources = new Map<string, NodeSource>();

  register(source: NodeSource): void {
    if (this.sources.has(source.type)) throw new Error(`Two node sources for ${source.type}.`);
    this.sources.set(source.type, source);
  }

  /** The objects of global ids in their order; unknown, foreign and forbidden ones are null. One load for each type. */
  async byGlobalIds(ids: readonly string[], info: GraphQLResolveInfo, context: ApiContext): Promise<(object | null)[]> {
    return this.load(
      ids.map((id) => this.wanted(splitGlobalId(id))),
      info,
      context,
    );
  }

  /** The object behind a stream, for a stale version. */
  async byStream(streamId: string, info: GraphQLResolveInfo, context: ApiContext): Promise<object | null> {
    const candidates = [...this.sources.values()].flatMap(({ type, streamType }) => {
      if (streamType === undefined || !streamId.startsWith(`${streamType}-`)) return [];
      return this.wanted({ type, id: streamId.slice(streamType.length + 1) }) ?? [];
    });
    const [object] = await this.load([candidates[0] ?? null], info, context);
    return object ?? null;
  }

  private wanted(parts: { type: string; id: string } | null): Wanted | null {
    const source = parts ? this.sources.get(parts.type) : undefined;
    return parts && source && (source.format ?? UUID).test(parts.id) ? { source, id: parts.id } : null;
  }

  private async load(
    wanted: readonly (Wanted | null)[],
    info: GraphQLResolveInfo,
    context: ApiContext,
  ): Promise<(object | null)[]> {
    const found = new Map<string, object | null>();
    const sources = new Set(wanted.flatMap((one) => (one ? [one.source] : [])));
    await Promise.all(
      [...sources].map(async (source) => {
        const reader = readerFor(source, info);
        if (!reader) return;
        const ids = [...new Set(wanted.flatMap((one) => (one?.source === source ? [one.id] : [])))];
        const objects = await source.load(ids, reader, context);
        // The type's name is put on, because an interface is resolved by it.
        ids.forEach((id, index) => found.set(`${source.type}:${id}`, named(source.type, objects[index])));
      }),
    );
    return wanted.map((one) => (one && found.get(`${one.source.type}:${one.id}`)) ?? null);
  }
}

function readerFor(source: NodeSource, info: GraphQLResolveInfo): Reader | null {
  const call = securedCall(info);
  const grant = call?.grantOf(source.right) ?? null;
  return call?.viewer && grant ? { viewer: call.viewer, grant } : null;
}

function named(type: string, object: object | null | undefined): object | null {
  if (!object) return null;
  const copy: object = Object.create(Object.getPrototypeOf(object) as object | null) as object;
  return Object.assign(copy, object, { __typename: type });
}

@Resolver()
export class NodeResolver {
  constructor(private readonly nodesOf: NodeResolvers) {}

  @Query(() => Node, {
    nullable: true,
    description: 'Any object by its global id; null when it is not there or not for you.',
  })
  @Needs.signedIn()
  async node(
    @Args('id', { type: () => ID, description: 'Opaque global id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
    @Context() context: ApiContext,
  ): Promise<object | null> {
    const [object] = await this.nodesOf.byGlobalIds([id], info, context);
    return object ?? null;
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Objects by their global ids, in the same order; null in the place of one that is not there or not for you.',
  })
  @Needs.signedIn()
  nodes(
    @Args('ids', { type: () => [ID], description: `At most ${MAX_NODES} opaque global ids.` }) ids: string[],
    @Info() info: GraphQLResolveInfo,
    @Context() context: ApiContext,
  ): Promise<(object | null)[]> {
    if (ids.length > MAX_NODES) throw limitExceeded(`At most ${MAX_NODES} ids at once.`, MAX_NODES);
    return this.nodesOf.byGlobalIds(ids, info, context);
  }
}

/** The newest state, beside the refusal of a stale version. */
@Resolver(() => StaleVersionProblem)
export class StaleVersionResolver {
  constructor(private readonly nodesOf: NodeResolvers) {}

  @ResolveField(() => Node, { nullable: true, description: 'The object as it is now; null when it is not for you.' })
  current(
    @Parent() problem: StaleVersionProblem,
    @Info() info: GraphQLResolveInfo,
    @Context() context: ApiContext,
  ): Promise<object | null> {
    return this.nodesOf.byStream(problem.streamId, info, context);
  }
}
