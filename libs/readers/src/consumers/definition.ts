import { type VersionPins, ValidationFailed } from '#libs/event-log';
import { type AskedVersion, checkedEvents } from '../feed/asked.js';
import type { EventSelection } from '../feed/selection.js';
import { ApiError } from '#libs/api-kit';

/** What a consumer reads, as somebody asks for it. */
export interface AskedDefinition {
  readonly types?: readonly string[] | null | undefined;
  readonly subject?: string | null | undefined;
  readonly versions?: readonly AskedVersion[] | null | undefined;
}

/** What a consumer reads, and in which versions: of types that are not named there the first, so that they stay what they were when they came. */
export interface ConsumerDefinition {
  readonly selection: EventSelection;
  readonly pins: VersionPins;
}

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** @throws ValidationFailed */
export function requireName(name: string): void {
  if (!NAME.test(name))
    throw new ValidationFailed(
      'A name has 1 to 100 small letters, digits, dots, dashes and underscores, e.g. `nightly-hours`.',
      ['input', 'name'],
    );
}

/**
 * What is asked for, with every type it may meet pinned to a version: where none is named to the one that is newest today.
 * @throws ValidationFailed for types and versions there are not
 */
export function definitionOf(asked: AskedDefinition, newest: VersionPins): ConsumerDefinition {
  const { selection, pins } = checked(asked, newest);
  const read = selection.types ?? Object.keys(newest).sort();
  const strange = Object.keys(pins).find((type) => !read.includes(type));
  if (strange !== undefined) throw wrong(`\`versions\` names \`${strange}\`, which is none of \`types\`.`);
  return { selection, pins: Object.fromEntries(read.map((type) => [type, pins[type] ?? newest[type] ?? 1])) };
}

/** Every type the consumer may meet with the version it gets: those that came after it was registered in their first. */
export function effectivePins({ selection, pins }: ConsumerDefinition, newest: VersionPins): VersionPins {
  const read = selection.types ?? Object.keys(newest).sort();
  return Object.fromEntries(read.map((type) => [type, pins[type] ?? 1]));
}

/** Whether asking again means the same: versions that are not named are those it was registered with. */
export function isSame(known: ConsumerDefinition, asked: AskedDefinition, newest: VersionPins): boolean {
  const { selection, pins } = checked(asked, newest);
  const listed = (types: readonly string[] | null) => types && [...new Set(types)].sort().join();
  return (
    listed(known.selection.types) === listed(selection.types) &&
    known.selection.subject === selection.subject &&
    Object.entries(pins).every(([type, version]) => (known.pins[type] ?? 1) === version)
  );
}

const wrong = (message: string): ValidationFailed => new ValidationFailed(message, ['input']);

/** In a mutation what is wrong with the input is a problem. */
function checked(asked: AskedDefinition, newest: VersionPins) {
  try {
    return checkedEvents(asked, newest);
  } catch (error) {
    throw error instanceof ApiError ? wrong(error.message) : error;
  }
}
