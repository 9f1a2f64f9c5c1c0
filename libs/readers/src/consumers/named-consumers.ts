import type { EpochPosition, Expect } from '#libs/api-kit';
import { expectedVersion } from '#libs/api-kit';
import { EventLog, Horizon, NotFound, type Position, StaleVersion, type VersionPins } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { type EventPage, EventPages } from '../events/event-pages.js';
import { reachedPosition } from '../events/reached.js';
import { type AskedDefinition, definitionOf, effectivePins, isSame, requireName } from './definition.js';
import { ConsumerAheadOfLog, ConsumerBehindCheckpoint, ConsumerExists, TooManyConsumers } from './refusals.js';
import { ConsumerStore, type StoredConsumer } from './store.js';

/** Consumers of one workspace at most, and events its lag is counted to. */
export const LIMITS = { consumers: 100, lag: 1_000 } as const;

/** Streams of this type do not exist: it names a consumer where a stale version is told. */
export const CONSUMER_STREAM = 'named-consumer';

/** Where a new consumer begins. */
export type Start = 'BEGINNING' | 'NOW' | EpochPosition;

/** Whose consumer, and how it is called. */
export interface ConsumerName {
  readonly workspaceId: string;
  readonly name: string;
}

/** Whether its checkpoint means anything in the log as it stands. */
export const isAhead = ({ position, restoredAt }: StoredConsumer): boolean =>
  restoredAt !== null && position > restoredAt;

/** Jobs that read the log by pages and keep no place of their own. */
@Injectable()
export class NamedConsumers {
  constructor(
    private readonly store: ConsumerStore,
    private readonly log: EventLog,
    private readonly horizon: Horizon,
    private readonly pages: EventPages,
  ) {}

  /**
   * The consumer of this name; asking again for the same is asking once, wherever it was to start.
   * @throws ValidationFailed, InvalidPosition, ConsumerExists, TooManyConsumers
   */
  async register(
    who: ConsumerName & { readonly personId: string },
    asked: AskedDefinition,
    start: Start,
  ): Promise<StoredConsumer> {
    requireName(who.name);
    const definition = definitionOf(asked, this.newest());
    const known = await this.store.one(who.workspaceId, who.name);
    if (known) return this.requireSame(known, asked);
    const at = await this.startOf(start);
    const added = await this.store.add({ ...who, ...definition, at }, LIMITS.consumers);
    const consumer = await this.store.one(who.workspaceId, who.name);
    if (!consumer) throw new TooManyConsumers(LIMITS.consumers);
    return added ? consumer : this.requireSame(consumer, asked);
  }

  /** Changes what it reads; its checkpoint stays. @throws ValidationFailed, NotFound, StaleVersion */
  async change({ workspaceId, name }: ConsumerName, asked: AskedDefinition, expect: Expect): Promise<StoredConsumer> {
    const expected = expectedVersion(expect);
    const version = expected === 'latest' ? null : expected.version;
    const definition = definitionOf(asked, this.newest());
    const changed = await this.store.change(workspaceId, name, definition, version);
    const consumer = await this.require({ workspaceId, name }, ['input', 'name']);
    if (!changed) throw new StaleVersion(`${CONSUMER_STREAM}-${name}`, version ?? consumer.version, consumer.version);
    return consumer;
  }

  /**
   * It has everything up to here, and never reads it again.
   * @throws NotFound, InvalidPosition, PositionNotReached, ConsumerBehindCheckpoint, ConsumerAheadOfLog
   */
  async acknowledge(who: ConsumerName, asked: EpochPosition, rewind: boolean): Promise<StoredConsumer> {
    await this.require(who, ['name']);
    await reachedPosition(this.horizon, asked);
    const moved = await this.store.move(who.workspaceId, who.name, asked, rewind);
    const consumer = await this.require(who, ['name']);
    if (moved) return consumer;
    this.requireOfThisLog(consumer);
    throw new ConsumerBehindCheckpoint(this.checkpoint(consumer));
  }

  /** @throws NotFound */
  async remove({ workspaceId, name }: ConsumerName): Promise<void> {
    if (!(await this.store.remove(workspaceId, name))) throw new NotFound('consumer', ['name']);
  }

  one({ workspaceId, name }: ConsumerName): Promise<StoredConsumer | null> {
    return this.store.one(workspaceId, name);
  }

  /**
   * What comes after its checkpoint, or after a position that is told, in its versions.
   * @throws NotFound, InvalidPosition, ConsumerAheadOfLog, Unavailable
   */
  async read(
    who: ConsumerName,
    after: EpochPosition | null,
    limit: number,
  ): Promise<{ page: EventPage; begin: Position }> {
    const consumer = await this.require(who, ['name']);
    this.requireOfThisLog(consumer);
    const { selection, position } = consumer;
    const begin = after === null ? position : await reachedPosition(this.horizon, after);
    const pins = effectivePins(consumer, this.newest());
    const page = await this.pages.read({ workspaceId: who.workspaceId, selection, pins, limit }, begin);
    return { page, begin };
  }

  /** Events it has still to read, counted to 1,000, and seconds since the oldest of them was stored; null where nobody knows. */
  async lag(workspaceId: string, consumer: StoredConsumer): Promise<{ events: number; seconds: number | null }> {
    if (isAhead(consumer)) return { events: 0, seconds: null };
    const { selection, position } = consumer;
    const { events, first } = await this.pages.count({ workspaceId, selection, limit: LIMITS.lag }, position);
    return { events, seconds: first === null ? 0 : await this.store.ageOf(workspaceId, first) };
  }

  /** Every type it may meet, with its version. */
  pins(consumer: StoredConsumer): VersionPins {
    return effectivePins(consumer, this.newest());
  }

  /** In the words of the log as it stands: what was kept over a restore is good up to where the log was restored to. */
  checkpoint(consumer: StoredConsumer): EpochPosition {
    const epoch = isAhead(consumer) ? consumer.epoch : this.horizon.current().epoch;
    return { epoch, position: consumer.position };
  }

  private newest(): VersionPins {
    return this.log.model.catalogue.newest();
  }

  private async require({ workspaceId, name }: ConsumerName, path: readonly string[]): Promise<StoredConsumer> {
    const consumer = await this.store.one(workspaceId, name);
    if (!consumer) throw new NotFound('consumer', path);
    return consumer;
  }

  private requireSame(consumer: StoredConsumer, asked: AskedDefinition): StoredConsumer {
    if (!isSame(consumer, asked, this.newest())) throw new ConsumerExists(consumer.name);
    return consumer;
  }

  private requireOfThisLog(consumer: StoredConsumer): void {
    if (!isAhead(consumer)) return;
    const restoredAt = { epoch: this.horizon.current().epoch, position: consumer.restoredAt! };
    throw new ConsumerAheadOfLog(consumer.name, restoredAt);
  }

  private async startOf(start: Start): Promise<EpochPosition> {
    if (typeof start !== 'string') {
      await reachedPosition(this.horizon, start);
      return start;
    }
    const { epoch, safe } = await this.horizon.refresh();
    return { epoch, position: start === 'NOW' ? safe : 0 };
  }
}
