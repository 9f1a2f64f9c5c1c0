import { ValidationFailed } from '#libs/event-log';
import { isRFC3339, isUUID } from 'class-validator';
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A uuid as it was typed. @throws ValidationFailed naming what it should have been */
export function uuid(what: string, typed: string): string {
  if (!isUUID(typed)) throw new ValidationFailed(`${what} is a uuid, not "${typed}".`);
  return typed;
}

/** An instant in UTC. @throws ValidationFailed */
export function instant(typed: string): string {
  const parsed = new Date(typed);
  if (!isRFC3339(typed) || Number.isNaN(parsed.getTime())) {
    throw new ValidationFailed(`An instant is written like 2026-01-05T08:00:00Z, not "${typed}".`);
  }
  return parsed.toISOString();
}

/** Words separated by commas, each of which has to be known. @throws ValidationFailed naming the unknown ones and those there are */
export function words<Word extends string>(what: string, known: readonly Word[], typed: string): Word[] {
  const asked = typed.split(',').map((word) => word.trim());
  const found = known.filter((word) => asked.includes(word));
  const unknown = asked.filter((word) => !known.some((one) => one === word));
  if (unknown.length > 0) {
    throw new ValidationFailed(`Unknown ${what}: ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  }
  return found;
}

/** A whole number of days. @throws ValidationFailed */
export function days(typed: string): number {
  const most = 3650;
  const number = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (number < 1 || number > most)
    throw new ValidationFailed(`Days are a whole number from 1 to ${most}, not "${typed}".`);
  return number;
}

/** What is in a text file that was named. @throws ValidationFailed */
export const readable = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ValidationFailed(`${path} cannot be read: ${error.code ?? error.message}.`);
  });

/** What there is to say of a file that cannot be written. @throws ValidationFailed */
export const unwritable =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new ValidationFailed(`${path} cannot be written: ${error.code ?? error.message}.`);
  };

/** The public key in a PEM file, as PEM. @throws ValidationFailed */
export async function publicKeyIn(path: string): Promise<string> {
  const text = await readable(path);
  try {
    return createPublicKey(text).export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw new ValidationFailed(`${path} holds no key in PEM.`);
  }
}
