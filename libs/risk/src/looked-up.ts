import type { ApiContext } from '#libs/api-kit';
import type { GraphQLResolveInfo } from 'graphql';

/** A field that is looked up when it is asked for, with all others of its kind in one statement. */
export type LookedUp<T> = (args: object, context: ApiContext, info: GraphQLResolveInfo) => Promise<T | null> | T | null;
