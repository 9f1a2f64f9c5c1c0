import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** Asks for every address of a name. */
export type Resolve = (
  host: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The name of a receiver leads to an address that is not public. */
export class NotPublic extends Error {}

const systemResolve: Resolve = (host, answer) => systemLookup(host, { all: true, verbatim: true }, answer);

export interface LookupOptions {
  readonly allowPrivate: boolean;
  /** How names are looked up; as the machine does unless told. */
  readonly resolve?: Resolve;
}

/**
 * Looks a name up for the very connection that is about to be made, so that nothing can change between the check and the connection. One
 * address among several that is not public is enough to refuse all of them.
 */
export const checkedLookup =
  ({ allowPrivate, resolve = systemResolve }: LookupOptions): LookupFunction =>
  (host, options, callback) =>
    resolve(host, (error, found) => {
      const [first] = found ?? [];
      if (error) return callback(error, []);
      const isFine = allowPrivate || found.every(({ address }) => isPublicAddress(address));
      if (first === undefined || !isFine) return callback(new NotPublic(), []);
      return options.all ? callback(null, [...found]) : callback(null, first.address, first.family);
    });
