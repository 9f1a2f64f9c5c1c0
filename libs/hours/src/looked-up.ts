import { type ApiContext, readerOf } from '#libs/api-kit';
import type { GraphQLResolveInfo } from 'graphql';

/** A field that is looked up when it is asked for, with all others of its kind in one statement. */
export type LookedUp<T> = (args: object, context: ApiContext, info: GraphQLResolveInfo) => Promise<T | null> | T | null;

/** Money that is nobody's own: whoever sees their own rate alone sees no card and no bill. */
export const toMoneyReaders =
  <T>(tell: () => T): LookedUp<T> =>
  (_args, _context, info) =>
    readerOf(info).grant === 'all' ? tell() : null;
