import type { DemoAccess } from '#libs/people';

export interface Welcome {
  readonly url: string;
  readonly demo: readonly DemoAccess[];
  /** The same people in the workspace of the demo quarter. */
  readonly quarter: readonly DemoAccess[];
  /** Folder of the embedded Postgres; null with a Postgres of one's own. */
  readonly embedded: string | null;
}

/** Who is named of the quarter; the explorer offers all of them. */
const LEADS: readonly string[] = ['CMO', 'CTO', 'Finance Controller', 'Administrator', 'Auditor', 'Reporting Job'];

/** What a person sees when the service is up: where it is, and with which tokens it can be tried. */
export function welcome({ url, demo, quarter, embedded }: Welcome): string {
  const address = url.replace('[::1]', 'localhost').replace('0.0.0.0', 'localhost');
  const width = Math.max(0, ...demo.map(({ title }) => title.length));
  const line = ({ title, token }: DemoAccess): string => `    ${title.padEnd(width)}  ${token}`;
  return [
    '',
    `  Twolane is up: ${address}  (explorer)   ${address}/graphql  (API)`,
    ...(embedded === null ? [] : [`  Its Postgres keeps everything in ${embedded}. Ctrl-C stops both.`]),
    ...(demo.length === 0 ? [] : ['', '  Demo tokens (Authorization: Bearer …):']),
    ...demo.map(line),
    ...(quarter.length === 0
      ? []
      : ['', '  The demo quarter, January to April 2026 on a test clock, is told within a minute:']),
    ...quarter.filter(({ title }) => LEADS.includes(title)).map(line),
    '',
    '',
  ].join('\n');
}
