import ipaddr from 'ipaddr.js';
import type { UrlRule } from '../domain/index.js';

/** Reached from inside of a data centre alone, although its range is a public one. */
const METADATA = ['168.63.129.16'];

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/**
 * True for an address on the open internet: of what is left of IPv4 without private, shared, loopback, link-local, multicast and reserved
 * ranges, or a global unicast IPv6 address that carries no other address inside (IPv4-mapped, translated, tunnelled). Anything that is
 * no address at all is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || METADATA.includes(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

/** The host of an address as a resolver wants it; of an IPv6 address without the brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Names that mean the machine itself, or what only its own network knows. */
const isInnerName = (host: string): boolean =>
  /^(.+\.)?(localhost|local|internal|lan|home\.arpa)\.?$/i.test(host) || !/[.:]/.test(host);

/** What is wrong with an address; null: nothing that shows before its name is looked up. */
export function urlProblem(url: URL, { allowPrivate }: { readonly allowPrivate: boolean }): UrlRule | null {
  if (!['https:', 'http:'].includes(url.protocol)) return 'NOT_HTTPS';
  if (url.username !== '' || url.password !== '') return 'USER_INFO';
  if (allowPrivate) return null;
  if (url.protocol !== 'https:') return 'NOT_HTTPS';
  const host = hostOf(url);
  const isPublic = ipaddr.isValid(host) ? isPublicAddress(host) : !isInnerName(host);
  return isPublic ? null : 'NOT_PUBLIC';
}
