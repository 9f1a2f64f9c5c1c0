import type { Fact, Recorded } from './event.js';

/** Lifts the data of one schema version to the next. Pure; never throws on data that was ever stored. */
export type Upcast = (data: never) => object;

/** Lowers the data of one schema version to the one before, for readers who stay with it. Pure; never throws on data that was ever stored. */
export type Downcast = (data: never) => object;

/** By event type, the schema version somebody wants its data in; types that are not named come in their newest. */
export type VersionPins = Readonly<Record<string, number>>;

export interface EventDefinition {
  readonly type: string;
  readonly streamType: string;
  /** The schema version written today, 1..n. */
  readonly version: number;
  /** `upcasts[k]` lifts version k to k + 1; one for every k from 1 to version - 1. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  /** `downcasts[k]` lowers version k to k - 1; one for every k from 2 to version, or a release would break whoever is pinned. */
  readonly downcasts?: Readonly<Record<number, Downcast>>;
}

/** Facts of one stream type with the schema version each is written with today; the compiler misses none. */
export const versionsOf = <Event extends Fact>(
  streamType: string,
  types: Readonly<Record<Event['type'], number>>,
): EventDefinition[] =>
  Object.entries<number>(types).map(([type, version]): EventDefinition => ({ type, streamType, version }));

/** The declared events do not fit together; the service refuses to start. */
export class CatalogueError extends Error {}

/** All event types this program knows, checked when it is built, and the one place where stored events are lifted. */
export class EventCatalogue {
  /** One of each type: what several kinds of streams declare is written and lifted alike everywhere. */
  private readonly byType = new Map<string, EventDefinition>();

  /** `types`: in the order they were declared; a fact that several kinds of streams share is there for each of them. */
  constructor(readonly types: readonly EventDefinition[]) {
    const streamTypes = new Set<string>();
    for (const definition of types) {
      const { type, streamType } = definition;
      if (streamTypes.has(`${streamType}/${type}`) || !isAlike(this.byType.get(type), definition))
        throw new CatalogueError(`Event type ${type} is declared twice.`);
      checkUpcasts(definition);
      checkDowncasts(definition);
      streamTypes.add(`${streamType}/${type}`);
      this.byType.set(type, definition);
    }
  }

  /** The events of a stream type with their newest versions, e.g. `RequestDrafted 1`, sorted. */
  schemaOf(streamType: string): string[] {
    return this.types
      .filter((definition) => definition.streamType === streamType)
      .map(({ type, version }) => `${type} ${version}`)
      .sort();
  }

  /** Schema version to write a fact with. Writing an undeclared type, or to a foreign stream, is a mistake of the program. */
  versionOf(fact: Fact, streamType: string): number {
    const known = this.byType.get(fact.type);
    if (!known) throw new CatalogueError(`Event type ${fact.type} is not declared.`);
    if (known.streamType === streamType) return known.version;
    const definition = this.types.find((one) => one.type === fact.type && one.streamType === streamType);
    if (!definition)
      throw new CatalogueError(`Event type ${fact.type} belongs to ${known.streamType}, not to ${streamType}.`);
    return definition.version;
  }

  /** The type of the stream an event stands in; null for a type this program does not know. */
  streamTypeOf({ type, streamId }: Pick<Recorded, 'type' | 'streamId'>): string | null {
    // Names of types may begin alike, so the longest one is meant.
    return this.types.reduce<string | null>((found, { type: declared, streamType }) => {
      const fits = declared === type && streamId.startsWith(`${streamType}-`);
      return fits && streamType.length > (found?.length ?? 0) ? streamType : found;
    }, null);
  }

  /** The schema version each type is written with today. */
  newest(): VersionPins {
    return Object.fromEntries([...this.byType.values()].map(({ type, version }) => [type, version]));
  }

  /**
   * The event in its newest form, or in the version its type is pinned to; null when it is of a newer program: readers skip it, deciders
   * must not decide on it. A pin above what this program knows means the newest, one below 1 the first.
   */
  lift<E extends Recorded>(event: E, pins?: VersionPins): E | null {
    const definition = this.byType.get(event.type);
    if (!definition || event.schemaVersion > definition.version) return null;
    const wanted = pins === undefined ? definition.version : pinned(definition, pins);
    return event.schemaVersion === wanted ? event : inVersion(event, definition, wanted);
  }
}

/** A pin is looked up as an own property: a type may be named as something every object has. */
const pinned = ({ type, version }: EventDefinition, pins: VersionPins): number =>
  Object.hasOwn(pins, type) ? Math.max(1, Math.min(version, pins[type]!)) : version;

/** Step by step from the version it was stored in, up or down: what a version of its own held is not lost on the way to it. */
function inVersion<E extends Recorded>(event: E, { upcasts, downcasts }: EventDefinition, wanted: number): E {
  let data: object = event.data;
  for (let version = event.schemaVersion; version < wanted; version += 1)
    data = (upcasts![version] as (data: object) => object)(data);
  for (let version = event.schemaVersion; version > wanted; version -= 1)
    data = (downcasts![version] as (data: object) => object)(data);
  return { ...event, data, schemaVersion: wanted };
}

/** Stored facts are lifted by their type alone, so all declarations of one must agree. */
const isAlike = (known: EventDefinition | undefined, { version, upcasts, downcasts }: EventDefinition): boolean =>
  known === undefined || (known.version === version && known.upcasts === upcasts && known.downcasts === downcasts);

function checkUpcasts({ type, version, upcasts = {} }: EventDefinition): void {
  if (!Number.isInteger(version) || version < 1)
    throw new CatalogueError(`Event type ${type}: version ${version} is none.`);
  const from = Object.keys(upcasts).map(Number);
  for (let step = 1; step < version; step += 1) {
    if (!from.includes(step))
      throw new CatalogueError(`Event type ${type}: nothing lifts version ${step} to ${step + 1}.`);
  }
  const beyond = from.find((step) => !Number.isInteger(step) || step < 1 || step >= version);
  if (beyond !== undefined)
    throw new CatalogueError(`Event type ${type}: an upcast from ${beyond} leads past version ${version}.`);
}

function checkDowncasts({ type, version, downcasts = {} }: EventDefinition): void {
  const from = Object.keys(downcasts).map(Number);
  for (let step = 2; step <= version; step += 1) {
    if (!from.includes(step))
      throw new CatalogueError(`Event type ${type}: nothing lowers version ${step} to ${step - 1}.`);
  }
  const beyond = from.find((step) => !Number.isInteger(step) || step < 2 || step > version);
  if (beyond !== undefined)
    throw new CatalogueError(`Event type ${type}: a downcast from ${beyond} is none of versions 2 to ${version}.`);
}
