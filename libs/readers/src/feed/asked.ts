import { badUserInput } from '#libs/api-kit';
import type { VersionPins } from '#libs/event-log';
import { type EventSelection, MOST_TYPES } from './selection.js';

/** What somebody asks for in their own words, of whichever transport. */
export interface AskedEvents {
  readonly types?: readonly string[] | null | undefined;
  readonly subject?: string | null | undefined;
  readonly versions?: readonly AskedVersion[] | null | undefined;
}

/** An event type and the schema version its data is wanted in. */
export interface AskedVersion {
  readonly type: string;
  readonly version: number;
}

export interface CheckedEvents {
  readonly selection: EventSelection;
  readonly pins: VersionPins;
}

/** Longest id of a stream. */
const SUBJECT_LENGTH = 200;

/**
 * A wish that this program can fulfil: a filter that could never match, or a version that is not there, is told rather than answered
 * with silence.
 * @param newest the version each event type is written with today
 * @throws ApiError BAD_USER_INPUT
 */
export function checkedEvents({ types, subject, versions }: AskedEvents, newest: VersionPins): CheckedEvents {
  const selection = { types: types == null ? null : typesOf(types, newest), subject: subjectOf(subject ?? null) };
  return { selection, pins: pinsOf(versions ?? [], newest) };
}

function typesOf(types: readonly string[], newest: VersionPins): readonly string[] {
  if (types.length === 0) throw badUserInput('`types` names no type: leave it out for all of them.');
  if (types.length > MOST_TYPES) throw badUserInput(`\`types\` names at most ${MOST_TYPES} types.`);
  for (const type of types) requireKnown(type, newest);
  return types;
}

function subjectOf(subject: string | null): string | null {
  if (subject !== null && (subject.trim() === '' || subject.length > SUBJECT_LENGTH))
    throw badUserInput('`subject` is the id of a stream, e.g. `request-6f0e…`.');
  return subject;
}

function pinsOf(versions: readonly AskedVersion[], newest: VersionPins): VersionPins {
  if (versions.length > MOST_TYPES) throw badUserInput(`\`versions\` names at most ${MOST_TYPES} types.`);
  for (const { type, version } of versions) {
    requireKnown(type, newest);
    const last = newest[type] ?? 1;
    if (!Number.isInteger(version) || version < 1 || version > last)
      throw badUserInput(`The versions of \`${type}\` are 1 to ${last}.`);
  }
  const pins = Object.fromEntries(versions.map(({ type, version }) => [type, version]));
  if (Object.keys(pins).length < versions.length) throw badUserInput('`versions` names a type twice.');
  return pins;
}

function requireKnown(type: string, newest: VersionPins): void {
  if (!Object.hasOwn(newest, type)) throw badUserInput(`There is no event type \`${type.slice(0, 100)}\`.`);
}
