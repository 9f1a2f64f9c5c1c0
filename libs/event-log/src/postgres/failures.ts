import { Unavailable } from '../unavailable.js';

/** SQLSTATEs after which the same call may succeed: serialization, deadlock, lock not had, admin shutdown, connection trouble. */
const PASSING = /^(40001|40P01|55P03|57P0[1235]|57014|08...|53...)$/;
const BROKEN = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|not queryable|Client was closed/;

/** The connection went away in mid-call: whether the call took effect is not known. */
export const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error && (BROKEN.test(`${error.message} ${codeOf(error)}`) || /^(57P0|08)/.test(codeOf(error)));

/** Whether the same work, done anew, may well succeed: nothing is wrong with the work itself. */
export const mayPass = (error: unknown): boolean =>
  error instanceof Unavailable ||
  (error instanceof Error && (PASSING.test(codeOf(error)) || isConnectionLoss(error) || isConcurrentDuplicate(error)));

/** Turns an error that may pass into `Unavailable`; everything else is thrown on as it is. */
export function translate(error: unknown): never {
  if (!(error instanceof Unavailable) && mayPass(error)) throw new Unavailable('The event log is not available just now.', error);
  throw error;
}

/** The same command on other streams was committed in the same moment; the next try finds its result. */
const isConcurrentDuplicate = (error: Error): boolean =>
  codeOf(error) === '23505' && 'constraint' in error && error.constraint === 'command_pkey';

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
