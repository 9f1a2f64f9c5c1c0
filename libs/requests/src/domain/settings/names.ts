import { canonicalHash, NotFound } from '#libs/event-log';
import { freeText, requireRoom } from '#libs/vocabulary';
import { NameTaken } from '../refusals-settings.js';
import { settingsLimits } from './limits.js';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
}

/** What makes two names the same. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

/**
 * A name as it is kept, that nothing else in use has.
 * @throws NameTaken, ValidationFailed, PiiNotAllowed
 */
export function freeName(name: string, others: readonly Named[], path: readonly string[] = ['input', 'name']): string {
  const kept = freeText(name, { path, max: settingsLimits.maxName });
  if (others.some((other) => !other.archived && keyOf(other.name) === keyOf(kept))) throw new NameTaken(kept, path);
  return kept;
}

/** Room for one more. @throws LimitReached */
export function requireRoomFor(items: readonly Named[], max: number, what: string): void {
  requireRoom(items.filter(({ archived }) => !archived).length + 1, max, { what });
  const ever = max * settingsLimits.everFactor;
  requireRoom(items.length + 1, ever, { what: `${what}, archived ones counted` });
}

/** @throws NotFound for one that is not there or archived */
export function inUse<Item extends Named>(
  items: readonly Item[],
  id: string,
  what: string,
  path: readonly string[],
): Item {
  const found = items.find((item) => item.id === id && !item.archived);
  if (!found) throw new NotFound(what, path);
  return found;
}

export const without = <Item extends Named>(items: readonly Item[], id: string): readonly Item[] =>
  items.filter((item) => item.id !== id);

/** Whether two things are the same as JSON, in whatever order the log gives their keys back. */
export const isSame = (a: unknown, b: unknown): boolean => canonicalHash([a]) === canonicalHash([b]);
