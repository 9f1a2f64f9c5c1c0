import { type VersionPins, canonicalHash } from '#libs/event-log';
import { optionalText, plainText, requireRoom } from '#libs/vocabulary';
import type { WebhookTerms } from './facts.js';
import { UnknownEventType } from './refusals.js';
import { requireUrl, type UrlCheck } from './url.js';

/** Most types one webhook names; as many as any other selection of events. */
export const MOST_TYPES = 200;

/** What is asked for, as it came. */
export interface AskedTerms {
  readonly url: string;
  readonly description?: string | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly subject?: string | null | undefined;
  readonly versions?: readonly { readonly type: string; readonly version: number }[] | null | undefined;
}

/** What terms are held against. */
export interface Surroundings {
  /** The newest version of every type there is. */
  readonly known: VersionPins;
  readonly urlProblem: UrlCheck;
}

const newestOf = (known: VersionPins, type: string): number | null =>
  Object.hasOwn(known, type) ? (known[type] ?? null) : null;

function typesOf(types: AskedTerms['types'], { known }: Surroundings): readonly string[] | null {
  if (types == null || types.length === 0) return null;
  requireRoom(types.length, MOST_TYPES, { what: 'types of events', path: ['input', 'types'] });
  types.forEach((type, place) => {
    if (newestOf(known, type) === null) throw new UnknownEventType(type, null, ['input', 'types', String(place)]);
  });
  return [...new Set(types)].toSorted();
}

function pinsOf(versions: AskedTerms['versions'], { known }: Surroundings): VersionPins {
  const asked = versions ?? [];
  requireRoom(asked.length, MOST_TYPES, { what: 'types of events', path: ['input', 'versions'] });
  asked.forEach(({ type, version }, place) => {
    const newest = newestOf(known, type);
    const exists = newest !== null && version >= 1 && version <= newest;
    if (!exists) throw new UnknownEventType(type, newest, ['input', 'versions', String(place)]);
  });
  return Object.fromEntries(asked.map(({ type, version }) => [type, version]));
}

/** @throws WebhookUrlRefused, UnknownEventType, LimitReached, ValidationFailed, PiiNotAllowed */
export function termsOf(asked: AskedTerms, surroundings: Surroundings): WebhookTerms {
  const { subject } = asked;
  return {
    url: requireUrl(asked.url, surroundings.urlProblem),
    description: optionalText(asked.description, { path: ['input', 'description'], max: 500 }),
    types: typesOf(asked.types, surroundings),
    subject: subject == null ? null : plainText(subject, { path: ['input', 'subject'], max: 300 }),
    versions: pinsOf(asked.versions, surroundings),
  };
}

/** Stored terms come back with another order of keys. */
export const sameTerms = (one: WebhookTerms, other: WebhookTerms): boolean =>
  canonicalHash(one) === canonicalHash(other);
