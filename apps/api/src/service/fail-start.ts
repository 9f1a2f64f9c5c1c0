import { CatalogueError, Refusal, Unavailable } from '#libs/event-log';
import { codeOf, DatabaseUnavailable, EmbeddedPostgresError, isConnectionLoss, SettingsError } from '#libs/platform';
import { NotMigrated } from './database.js';

/** Mistakes of whoever starts the service or gives a command: their message says all. */
const SPOKEN = [SettingsError, DatabaseUnavailable, NotMigrated, EmbeddedPostgresError, CatalogueError, Refusal];

/** One clear line for a person, and exit code 1; anything unexpected keeps its stack. */
export function failStart(error: unknown): void {
  process.stderr.write(`${lineFor(error)}\n`);
  // The parts are stopped: what keeps the process alive now would keep it forever.
  process.exit(1);
}

function lineFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SPOKEN.some((known) => error instanceof known)) return error.message;
  const listening = 'syscall' in error && ['listen', 'getaddrinfo'].includes(String(error.syscall));
  if (listening) return lineForAddress(error);
  if (error instanceof Unavailable || isConnectionLoss(error))
    return 'The database does not answer just now; try again.';
  return error.stack ?? error.message;
}

/** Why the service cannot listen where it was told to. */
function lineForAddress(error: Error): string {
  const part = (name: string): string => (name in error ? String(error[name as keyof Error]) : '');
  const address = [part('address') || part('hostname') || 'The address', part('port')].filter(Boolean).join(':');
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use: stop what listens there, or set PORT to a free one.',
    EADDRNOTAVAIL: 'is no address of this machine: set HOST to one that is, e.g. 127.0.0.1.',
    ENOTFOUND: 'is an unknown host: set HOST to an address of this machine, e.g. 127.0.0.1.',
    EAI_AGAIN: 'cannot be looked up just now: set HOST to an address of this machine, e.g. 127.0.0.1.',
    EACCES: 'is not allowed to this user: set PORT to a number above 1023.',
  };
  const reason = reasons[codeOf(error) ?? ''];
  return reason === undefined ? `Listening failed: ${error.message}.` : `${address} ${reason}`;
}
