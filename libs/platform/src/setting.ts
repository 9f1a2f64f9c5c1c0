import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** One setting: how it is called in the environment, what it may be, what it is without being set, what it means. */
export interface Setting<T> {
  readonly name: string;
  /** What applies when the variable is missing or empty, written as one would write it in the environment; '' = nothing. */
  readonly fallback: string | ((env: Environment) => string);
  /** The fallback as shown in the README; needed only where it depends on the environment. */
  readonly shownFallback?: string;
  readonly meaning: string;
  /** What is accepted, as it is named to whoever set something else. */
  readonly allowed: string;
  /** The value of what is written, or undefined when it is not acceptable. */
  readonly read: (written: string) => T | undefined;
  /** What an error message may show of a refused value; secrets are left out. */
  readonly show?: (written: string) => string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

type About = Pick<Setting<unknown>, 'fallback' | 'shownFallback' | 'meaning'>;

const units = new Map([
  ['', 1],
  ['kb', 1024],
  ['mb', 1024 ** 2],
]);

/** A whole number from `min` to `max`. */
export const wholeNumber = (name: string, range: { min: number; max: number }, about: About): Setting<number> => ({
  name,
  ...about,
  allowed: `a whole number from ${range.min} to ${range.max}`,
  read: (written) => inRange(/^\d{1,15}$/.test(written) ? Number(written) : undefined, range),
});

/** A size in bytes: a whole number, or one with the unit kb or mb (of 1024). */
export const size = (name: string, range: { min: number; max: number }, about: About): Setting<number> => ({
  name,
  ...about,
  allowed: `a size from ${range.min} to ${range.max} bytes, written as 65536, 64kb or 1mb`,
  read: (written) => {
    const [, digits, unit] = /^(\d{1,12}) ?(kb|mb|)$/i.exec(written) ?? [];
    if (digits === undefined || unit === undefined) return undefined;
    return inRange(Number(digits) * (units.get(unit.toLowerCase()) ?? 1), range);
  },
});

/** One of a few words. */
export const oneOf = <const Word extends string>(
  name: string,
  words: readonly Word[],
  about: About,
): Setting<Word> => ({
  name,
  ...about,
  allowed: words.join(' or '),
  read: (written) => words.find((word) => word === written),
});

/** A switch: `on` or `off`. */
export const onOff = (name: string, about: About): Setting<boolean> => ({
  name,
  ...about,
  allowed: 'on or off',
  read: (written) => ({ on: true, off: false })[written],
});

/** Any text; `pattern` says which when not every one will do. */
export const text = (name: string, about: About, pattern?: { allowed: string; matches: RegExp }): Setting<string> => ({
  name,
  ...about,
  allowed: pattern?.allowed ?? 'any text',
  read: (written) => (pattern === undefined || pattern.matches.test(written) ? written : undefined),
});

/** A secret somebody else has to show, or null when there is none; long enough that it cannot be guessed, and never in a message. */
export const secret = (name: string, about: About): Setting<string | null> => ({
  name,
  ...about,
  allowed: '16 or more printable characters without blanks',
  read: (written) => (written === '' ? null : /^[\x21-\x7e]{16,500}$/.test(written) ? written : undefined),
  show: () => '(not shown)',
});

/** The address of a Postgres database, or null when there is none. */
export const postgresUrl = (name: string, about: About): Setting<string | null> => ({
  name,
  ...about,
  allowed: 'postgres://user:password@host:port/database',
  read: (written) => (written === '' ? null : isPostgresUrl(written) ? written : undefined),
  show: withoutPassword,
});

/** Where something is on the web, without a slash at its end, or null when it is not said. */
export const webAddress = (name: string, about: About): Setting<string | null> => ({
  name,
  ...about,
  allowed: 'http:// or https:// with a host, and a port and a path if need be',
  read: (written) =>
    written === '' ? null : isWebAddress(written) ? new URL(written).href.replace(/\/+$/, '') : undefined,
  show: withoutPassword,
});

/** What is in a file that holds an Ed25519 private key (PEM, PKCS#8), or null when there is none. */
export const privateKeyFile = (name: string, about: About): Setting<string | null> => ({
  name,
  ...about,
  allowed: 'the path of a PEM file with an Ed25519 private key that this user can read',
  read: (written) => (written === '' ? null : privateKeyIn(written)),
});

function privateKeyIn(path: string): string | undefined {
  try {
    const pem = readFileSync(path, 'utf8');
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519' ? pem : undefined;
  } catch {
    return undefined;
  }
}

const isWebAddress = (written: string): boolean => {
  if (!/^https?:\/\/[^\s?#@]+$/i.test(written) || !URL.canParse(written)) return false;
  return new URL(written).hostname !== '';
};

const inRange = (value: number | undefined, { min, max }: { min: number; max: number }): number | undefined =>
  value !== undefined && value >= min && value <= max ? value : undefined;

const isPostgresUrl = (written: string): boolean => {
  if (!URL.canParse(written)) return false;
  const url = new URL(written);
  return /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
};

/** The address without its password and parameters, fit for logs and messages. */
export const withoutPassword = (written: string): string => {
  if (!URL.canParse(written)) return '(not shown)';
  const url = new URL(written);
  return url.host === ''
    ? '(not shown)'
    : `${url.protocol}//${url.username && `${url.username}@`}${url.host}${url.pathname}`;
};
