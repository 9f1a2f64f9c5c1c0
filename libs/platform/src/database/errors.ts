/** The database can't be reached or refuses the connection; the message is one line and carries no password. */
export class DatabaseUnavailable extends Error {
  constructor(where: string, cause: unknown) {
    super(`The database ${where} cannot be used: ${reason(cause)}.`, { cause });
    this.name = 'DatabaseUnavailable';
  }
}

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'no answer in time',
  '28P01': 'user or password is wrong',
  '28000': 'this user may not connect',
  '3D000': 'there is no such database',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
};

const reason = (cause: unknown): string => {
  const code = codeOf(cause);
  const hint = code === undefined ? undefined : hints[code];
  if (hint !== undefined) return hint;
  const message = messageOf(cause).split('\n')[0] ?? '';
  return /timeout/i.test(message) ? 'no answer in time' : message || 'the reason is unknown';
};

/** SQLSTATE or the system's error code; of a host with several addresses, the code of the last one tried. */
export const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors.at(-1)) : undefined;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** The connection is gone or was never made: 08*, 57P01-57P03 and 57P05, 53300, and the socket's own errors. */
const lossCodes = new Set(
  '57P01 57P02 57P03 57P05 53300 ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH'.split(
    ' ',
  ),
);

/** pg reports some losses by text alone. */
const lossTexts =
  /connection terminated|timeout expired|connection ended|client has encountered a connection error|client was closed and is not queryable|timeout exceeded when trying to connect|server closed the connection/i;

/** Serialization failure, deadlock, lock not available (also by lock_timeout), transaction given up while idle. */
const contentionCodes = new Set(['40001', '40P01', '55P03', '25P03']);

/** Whether the connection was lost or could not be made: the statement may or may not have been carried out. */
export const isConnectionLoss = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code !== undefined) return lossCodes.has(code) || (code.length === 5 && code.startsWith('08'));
  return lossTexts.test(messageOf(error));
};

/** Whether the same work, done anew from the start (and under the same idempotency key), may well succeed. */
export const isRetryable = (error: unknown): boolean => {
  if (error instanceof DatabaseUnavailable) return true;
  const code = codeOf(error);
  return (code !== undefined && contentionCodes.has(code)) || isConnectionLoss(error);
};
