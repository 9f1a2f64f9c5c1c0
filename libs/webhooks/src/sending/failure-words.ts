import { NotPublic } from './lookup.js';

/** Nothing was sent; the message says why. */
export class Refused extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection broke off.',
  EPIPE: 'The connection broke off.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ETIMEDOUT: 'The host did not answer.',
  ENOTFOUND: 'The name of the host is not known.',
  EAI_AGAIN: 'The name of the host could not be looked up just now.',
  EPROTO: 'No secure connection came about.',
  HPE_INVALID_CONSTANT: 'It did not answer by HTTP.',
};

/** Codes of what is wrong with a certificate. */
const CERTIFICATE = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_/;

const wordsOf = (code: string): string | undefined => {
  if (Object.hasOwn(WORDS, code)) return WORDS[code];
  if (CERTIFICATE.test(code)) return `Its certificate is not to be trusted (${code}).`;
  return code.startsWith('HPE_') ? 'It did not answer by HTTP.' : undefined;
};

/** What errors of all kinds tell of themselves. */
const told = (error: unknown): { readonly name?: unknown; readonly code?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** Why there was no answer, for whoever looks after the receiver: no address and no inner detail. */
export function inWords(error: unknown, timeoutMs: number): string {
  if (error instanceof NotPublic) return 'The name of the host leads to an address that is not public.';
  if (error instanceof Refused) return error.message;
  const { name, code } = told(error);
  if (name === 'TimeoutError') return `No answer within ${timeoutMs / 1000} seconds.`;
  return (typeof code === 'string' && wordsOf(code)) || 'The call failed.';
}
