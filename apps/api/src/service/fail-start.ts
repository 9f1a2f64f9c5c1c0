import { CatalogueError } from '#libs/event-log';
import { codeOf, DatabaseUnavailable, EmbeddedPostgresError, SettingsError } from '#libs/platform';

/** Mistakes of whoever starts the service: their message says all. */
const SPOKEN = [SettingsError, DatabaseUnavailable, EmbeddedPostgresError, CatalogueError];

/** One clear line for a person, and exit code 1; anything unexpected keeps its stack. */
export function failStart(error: unknown): void {
  process.stderr.write(`${lineFor(error)}\n`);
  // The parts are stopped: what keeps the process alive now would keep it forever.
  process.exit(1);
}

function lineFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SPOKEN.some((known) => error instanceof known)) return error.message;
  const address = 'address' in error && 'port' in error ? `${String(error.address)}:${String(error.port)}` : 'The address';
  if (codeOf(error) === 'EADDRINUSE') return `${address} is in use: stop what listens there, or set PORT to a free one.`;
  if (codeOf(error) === 'EADDRNOTAVAIL') return `${address} is no address of this machine: set HOST to one that is, e.g. 127.0.0.1.`;
  if (codeOf(error) === 'EACCES') return `Not allowed to listen on ${address}: set PORT to a number above 1023.`;
  return error.stack ?? error.message;
}
