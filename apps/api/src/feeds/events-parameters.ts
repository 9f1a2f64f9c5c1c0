import { type EpochPosition, parsePosition } from '#libs/api-kit';
import type { AskedEvents, AskedVersion, FeedBeginning } from '#libs/readers';
import { TransportError } from '../http/answer.js';

/** What `GET /events` was asked for. */
export interface EventsParameters {
  readonly asked: AskedEvents;
  readonly begin: { readonly after: EpochPosition | null; readonly from: FeedBeginning };
  /** Stays open and goes on. */
  readonly follow: boolean;
}

const NAMES = ['after', 'follow', 'from', 'subject', 'types', 'versions'] as const;
type Name = (typeof NAMES)[number];

/**
 * The parameters of an address; an empty one counts as none, and `from` where `after` is not given. A name that is not known is refused: misspelt, a filter would be none.
 * Whoever follows begins with now unless told, whoever reads with the beginning of the log.
 * @throws TransportError 400; ApiError INVALID_POSITION
 */
export function eventsParameters(query: unknown): EventsParameters {
  const given = textsOf(query);
  const { types, subject, versions, after } = given;
  const follow = oneOf(given, 'follow', { true: true, false: false }) ?? false;
  const from = oneOf(given, 'from', { now: 'NOW', beginning: 'BEGINNING' } as const);
  return {
    asked: { types: types?.split(','), subject, versions: versions?.split(',').map(versionIn) },
    begin: {
      after: after === undefined ? null : parsePosition(after),
      from: from ?? (follow ? 'NOW' : 'BEGINNING'),
    },
    follow,
  };
}

function textsOf(query: unknown): Partial<Record<Name, string>> {
  const entries = Object.entries(query as Readonly<Record<string, unknown>>);
  for (const [name, value] of entries) {
    if (!(NAMES as readonly string[]).includes(name))
      throw wrong(`There is no parameter \`${name.slice(0, 50)}\`; there are ${NAMES.join(', ')}.`);
    if (typeof value !== 'string') throw wrong(`Give \`${name}\` once.`);
  }
  return Object.fromEntries(entries.filter((entry): entry is [Name, string] => entry[1] !== ''));
}

function oneOf<Value>(
  given: Partial<Record<Name, string>>,
  name: Name,
  values: Readonly<Record<string, Value>>,
): Value | undefined {
  const text = given[name];
  if (text === undefined) return undefined;
  if (!Object.hasOwn(values, text)) throw wrong(`\`${name}\` is ${Object.keys(values).join(' or ')}.`);
  return values[text];
}

function versionIn(text: string): AskedVersion {
  const [, type, version] = /^(\w{1,100}):(\d{1,6})$/.exec(text) ?? [];
  if (type === undefined) throw wrong('`versions` is a list of types with their versions, e.g. `RequestSubmitted:1`.');
  return { type, version: Number(version) };
}

const wrong = (message: string): TransportError => new TransportError(400, 'BAD_USER_INPUT', message);
