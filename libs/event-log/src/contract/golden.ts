import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { EventCatalogue, type EventDefinition } from '../catalogue.js';
import type { Fact, Recorded } from '../event.js';

/** One example of each fact in its newest form; the compiler keeps them in step with the facts. */
export type Samples<Event extends Fact = Fact> = {
  readonly [Type in Event['type']]: Extract<Event, { type: Type }>['data'];
};

export interface GoldenFixtures {
  readonly events: readonly EventDefinition[];
  /**
   * Holds `<Type>.v<k>.json` for every version k of every type: data as it was stored then, never changed afterwards; and for types of
   * more than one version `<Type>.lifted.json`: what all of them are lifted to, and what is lowered to each of them.
   */
  readonly folder: URL;
  readonly samples: Readonly<Record<string, object>>;
  /** Looks at a fact lifted to its newest form and throws when nobody could use it, e.g. an aggregate's `evolve`. */
  readonly check?: (event: Recorded) => unknown;
}

/** What is wrong with the fixtures of one type; empty when all is well. With `write`, first makes what is missing of the newest version. */
export function problemsOf(fixtures: GoldenFixtures, definition: EventDefinition, write = false): string[] {
  if (write) writeMissing(fixtures, definition);
  const versions = Array.from({ length: definition.version }, (_, index) => index + 1);
  return [
    ...versions.flatMap((version) => problemsOfVersion(fixtures, definition, version)),
    ...problemsOfSample(fixtures, definition),
  ];
}

/** Files of the folder that belong to no declared type or version: a type that was dropped can no longer be read. */
export function strangers({ events, folder }: GoldenFixtures): string[] {
  const known = new Set(
    events.flatMap(({ type, version }) => [
      ...Array.from({ length: version }, (_, index) => nameOf(type, index + 1)),
      ...(version > 1 ? [liftedName(type)] : []),
    ]),
  );
  return existsSync(folder) ? readdirSync(folder).filter((name) => !known.has(name)) : [];
}

const nameOf = (type: string, version: number): string => `${type}.v${version}.json`;
const liftedName = (type: string): string => `${type}.lifted.json`;

const read = ({ folder }: GoldenFixtures, name: string): object | null => {
  const file = new URL(name, folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : null;
};

function problemsOfVersion(
  fixtures: GoldenFixtures,
  { type, version: newest }: EventDefinition,
  version: number,
): string[] {
  const data = read(fixtures, nameOf(type, version));
  if (data === null) return [`${nameOf(type, version)} is missing.`];
  const lifted = lift(fixtures, type, version, data);
  if (lifted === null) return [`${nameOf(type, version)} cannot be lifted.`];
  const expected = newest > 1 ? read(fixtures, liftedName(type)) : data;
  if (expected === null) return [`${liftedName(type)} is missing.`];
  const problems = isDeepStrictEqual(lifted.data, expected)
    ? []
    : [`${nameOf(type, version)} is lifted to ${JSON.stringify(lifted.data)}.`];
  problems.push(...problemsOfLowering(fixtures, lifted, version, data));
  try {
    fixtures.check?.(lifted);
  } catch (error) {
    problems.push(`${nameOf(type, version)}, lifted, is of no use: ${String(error)}`);
  }
  return problems;
}

/** Whoever is pinned to a version reads new events as it read those of its time. */
function problemsOfLowering({ events }: GoldenFixtures, lifted: Recorded, version: number, data: object): string[] {
  const { type } = lifted;
  const lowered = plain(new EventCatalogue(events).lift(lifted, { [type]: version })!.data);
  if (isDeepStrictEqual(lowered, data)) return [];
  return [`${liftedName(type)} is lowered to ${JSON.stringify(lowered)}, not to ${nameOf(type, version)}.`];
}

/** The newest fixture is what the program writes today: a fact that changes its form needs a new version. */
function problemsOfSample(fixtures: GoldenFixtures, { type, version }: EventDefinition): string[] {
  const sample = fixtures.samples[type];
  if (sample === undefined) return [`There is no sample of ${type}.`];
  const stored = read(fixtures, nameOf(type, version));
  if (stored === null || isDeepStrictEqual(stored, plain(sample))) return [];
  return [`The sample of ${type} is not ${nameOf(type, version)}: does the fact need version ${version + 1}?`];
}

function writeMissing(fixtures: GoldenFixtures, { type, version }: EventDefinition): void {
  const put = (name: string, data: object): void => {
    if (read(fixtures, name) === null)
      writeFileSync(new URL(name, fixtures.folder), `${JSON.stringify(data, null, 2)}\n`);
  };
  const sample = fixtures.samples[type];
  if (sample !== undefined) put(nameOf(type, version), plain(sample));
  const first = read(fixtures, nameOf(type, 1));
  const lifted = first && lift(fixtures, type, 1, first);
  if (lifted && version > 1) put(liftedName(type), lifted.data);
}

const plain = (data: object): object => JSON.parse(JSON.stringify(data)) as object;

function lift({ events }: GoldenFixtures, type: string, schemaVersion: number, data: object): Recorded | null {
  const lifted = new EventCatalogue(events).lift({ ...ANY_EVENT, type, schemaVersion, data });
  return lifted && { ...lifted, data: plain(lifted.data) };
}

const ANY_EVENT = {
  eventId: '5d7a6f0e-0c39-5d3b-9a51-6c3e0d9b7f42',
  workspaceId: '5d7a6f0e-0c39-5d3b-9a51-6c3e0d9b7f43',
  streamId: 'any-1',
  version: 1,
  position: 1,
  recordedAt: '2026-01-05T08:00:00.000Z',
  meta: { commandId: 'any', correlationId: 'any', actorId: 'any', actorRole: 'any' },
};
