import type { DemoAccess } from '#libs/people';

export interface Welcome {
  readonly url: string;
  readonly demo: readonly DemoAccess[];
  /** Folder of the embedded Postgres; null with a Postgres of one's own. */
  readonly embedded: string | null;
}

/** What a person sees when the service is up: where it is, and with which tokens it can be tried. */
export function welcome({ url, demo, embedded }: Welcome): string {
  const address = url.replace('[::1]', 'localhost').replace('0.0.0.0', 'localhost');
  const width = Math.max(0, ...demo.map(({ title }) => title.length));
  return [
    '',
    `  Twolane is up: ${address}  (explorer)   ${address}/graphql  (API)`,
    ...(embedded === null ? [] : [`  Its Postgres keeps everything in ${embedded}. Ctrl-C stops both.`]),
    ...(demo.length === 0 ? [] : ['', '  Demo tokens (Authorization: Bearer …):']),
    ...demo.map(({ title, token }) => `    ${title.padEnd(width)}  ${token}`),
    '',
    '',
  ].join('\n');
}
