import type { Fact, Recorded } from './event.js';

/** Lifts the data of one schema version to the next. Pure; never throws on data that was ever stored. */
export type Upcast = (data: never) => object;

export interface EventDefinition {
  readonly type: string;
  readonly streamType: string;
  /** The schema version written today, 1..n. */
  readonly version: number;
  /** `upcasts[k]` lifts version k to k + 1; one for every k from 1 to version - 1. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
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

  /** The event in its newest form, or null when it is of a newer program: readers skip it, deciders must not decide on it. */
  lift<E extends Recorded>(event: E): E | null {
    const definition = this.byType.get(event.type);
    if (!definition || event.schemaVersion > definition.version) return null;
    if (event.schemaVersion === definition.version) return event;
    let data: object = event.data;
    for (let version = event.schemaVersion; version < definition.version; version += 1) {
      data = (definition.upcasts![version] as (data: object) => object)(data);
    }
    return { ...event, data, schemaVersion: definition.version };
  }
}

/** Stored facts are lifted by their type alone, so all declarations of one must agree. */
const isAlike = (known: EventDefinition | undefined, { version, upcasts }: EventDefinition): boolean =>
  known === undefined || (known.version === version && known.upcasts === upcasts);

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
