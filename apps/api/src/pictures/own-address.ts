import type { FastifyRequest } from 'fastify';

/** A name or an IPv4 address, or an IPv6 address in brackets; with a port if need be. Nothing that could end an attribute or a URL. */
const HOST = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_.])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Where the service is for whoever asks, without a slash at its end: as it was set, else as the request says. Anybody can write anything into
 * `Host`: what it names is told to nobody but them, and what is no host is not told at all.
 */
export function ownAddress(
  { headers, protocol }: Pick<FastifyRequest, 'headers' | 'protocol'>,
  publicUrl: string | undefined,
): string | null {
  if (publicUrl !== undefined) return publicUrl;
  const { host = '' } = headers;
  const address = `${protocol}://${host}`;
  return HOST.test(host) && URL.canParse(address) ? address.toLowerCase() : null;
}
