import { OutdatedProgram, Unavailable } from '../unavailable.js';

/** SQLSTATEs after which the same call may succeed: serialization, deadlock, lock not had, time ran out, shutdown, connection trouble. */
const PASSING = /^(40001|40P01|55P03|25P03|57P0[1235]|57014|08...|53...)$/;
const LOST = /^(57P0[1235]|25P03|08...|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** Raised by the append; see `log.inline_view`. */
const OTHER_GENERATION = 'LG001';
/** pg reports some losses by text alone. */
const LOST_TEXT =
  /Connection terminated|connection error|timeout exceeded when trying to connect|not queryable|Client was closed/;

/** The connection went away or could not be made: whether the call took effect is not known. */
export const isConnectionLoss = (error: unknown): boolean =>
  LOST.test(codeOf(error)) || LOST_TEXT.test(textOf(error, 'message'));

/** Whether the same call may succeed later. */
export const mayPass = (error: unknown): boolean =>
  error instanceof Unavailable ||
  PASSING.test(codeOf(error)) ||
  isConnectionLoss(error) ||
  isConcurrentDuplicate(error);

/** Turns an error that may pass into `Unavailable`; everything else is thrown on as it is. */
export function translate(error: unknown): never {
  if (codeOf(error) === OTHER_GENERATION) throw new OutdatedProgram(error);
  if (mayPass(error) && !(error instanceof Unavailable))
    throw new Unavailable('The event log is not available just now.', error);
  throw error;
}

/** The same command on other streams was committed in the same moment; the next try finds its result. */
const isConcurrentDuplicate = (error: unknown): boolean =>
  codeOf(error) === '23505' && textOf(error, 'constraint') === 'command_pkey';

/** SQLSTATE or the system's code; of a host with several addresses, the code of the last one tried. */
const codeOf = (error: unknown): string => {
  const code = textOf(error, 'code');
  if (code !== '' || typeof error !== 'object' || error === null || !('errors' in error)) return code;
  return Array.isArray(error.errors) ? textOf(error.errors.at(-1), 'code') : '';
};

/** Errors are known by their fields: those of Node's own modules may come from another realm than `Error`. */
const textOf = (error: unknown, field: string): string => {
  if (typeof error !== 'object' || error === null) return '';
  const value = (error as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
};
