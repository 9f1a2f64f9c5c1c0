import { setTimeout as sleep } from 'node:timers/promises';
import type { Aggregate, InlineView } from './aggregate.js';
import type { EventCatalogue, VersionPins } from './catalogue.js';
import {
  type CommandResult,
  continueFold,
  type Decided,
  type DecidedStream,
  type DecidedStreams,
  type DecisionContext,
  type DecisionStream,
  fold,
  type Folding,
  type Folded,
  prepareAppend,
  type Prepared,
  recordedEvents,
} from './decide.js';
import type { Fact, Position, Recorded } from './event.js';
import { streamId } from './event.js';
import { codeFingerprint, generationOf } from './fingerprint.js';
import { IdempotencyKeyReused, StaleVersion } from './refusal.js';
import type {
  AppendOutcome,
  Command,
  CommandOutcome,
  DecisionStore,
  Loaded,
  LogPage,
  LogQuery,
  LogStore,
  StreamQuery,
} from './store.js';
import { OutdatedProgram, Unavailable } from './unavailable.js';

/** Everything the program knows of its streams; built once at boot. */
export interface LogModel {
  readonly catalogue: EventCatalogue;
  readonly aggregates: readonly Aggregate<unknown, Fact>[];
  readonly views: readonly InlineView<object, Fact>[];
}

type Streams = Record<string, DecisionStream<unknown, Fact>>;
type StatesOf<S extends Streams> = { [K in keyof S]: S[K]['aggregate']['initial'] };
type FactsOf<S extends Streams> = {
  [K in keyof S]?: S[K] extends DecisionStream<infer _State, infer Event> ? readonly Event[] : never;
};

type Decide = (
  states: Record<string, unknown>,
  context: DecisionContext,
) => Record<string, readonly Fact[] | undefined>;

/** A snapshot is saved when this many events have come since the last one: a decision reads half as many on average. */
const SNAPSHOT_EVERY = 32;
/** Tries of one decision; from the second on its streams are locked, so that only accidents can make a third necessary. */
const TRIES = 6;

/** The door of the kernel: decide, and read. */
export class EventLog {
  private readonly foldings = new Map<string, Folding>();
  private readonly housekeeping = new Set<Promise<unknown>>();

  constructor(
    private readonly store: LogStore,
    readonly model: LogModel,
    private readonly onHousekeepingError: (error: unknown) => void = () => undefined,
  ) {
    for (const aggregate of model.aggregates) {
      const views = model.views.filter((view) => view.streamType === aggregate.type);
      const schema = model.catalogue.schemaOf(aggregate.type);
      const ofViews = views.map(({ source }) => codeFingerprint(source, schema));
      const fingerprint = [codeFingerprint(aggregate.source, schema), ...ofViews].join('.');
      const generations = Object.fromEntries(views.map(({ table }, at) => [table, generationOf(ofViews[at]!)]));
      this.foldings.set(aggregate.type, { aggregate, views, fingerprint, generations });
    }
  }

  /**
   * Loads the streams, lets the rule decide and appends what it returns, as one atomic step guarded by the version of every
   * stream named. The one place where decisions are retried: first without locks; when another was faster, with the streams
   * locked. A refusal is thrown as the rule threw it and stores nothing.
   * @throws Refusal of the rule, StaleVersion, IdempotencyKeyReused; Unavailable when the database could not answer; OutdatedProgram
   */
  async decide<S extends Streams>(
    command: Command,
    streams: S,
    rule: (states: StatesOf<S>, context: DecisionContext) => FactsOf<S>,
  ): Promise<Decided<keyof S & string>> {
    const decision = new Decision(this, command, streams, rule as Decide);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const outcome = attempt === 1 ? await decision.run(this.store) : await decision.runLocked(this.store);
        if (outcome !== null) return outcome;
      } catch (error) {
        if (!mayPassHere(error) || attempt >= TRIES) throw error;
        // The command id makes it safe to try again even when the answer was lost after the commit.
        await sleep(2 ** attempt * 10 * (0.5 + Math.random()));
      }
      if (attempt >= TRIES) throw new Unavailable('Too many others decide on the same streams.', null);
    }
  }

  /** `decide` for a single stream. */
  decideOne<State, Event extends Fact>(
    command: Command,
    stream: DecisionStream<State, Event>,
    rule: (state: State, context: DecisionContext) => readonly Event[],
  ): Promise<Decided<'it'>> {
    return this.decide(command, { it: stream }, ({ it }, context) => ({ it: rule(it, context) }));
  }

  /** Events of one stream in order, lifted; those of a newer program are left out. */
  async readStream(query: StreamQuery): Promise<Recorded[]> {
    return this.lifted(await this.store.readStream(query));
  }

  /** Events of the log in order of positions up to the safe horizon, lifted, or as pinned; those of a newer program are left out. */
  async readAll(query: LogQuery): Promise<LogPage> {
    const page = await this.store.readAll(query);
    return { ...page, events: this.lifted(page.events, query.pins) };
  }

  /** Events of a workspace at these positions in order, lifted, or as pinned; those of a newer program are left out. */
  async readAt(workspaceId: string, positions: readonly Position[], pins?: VersionPins): Promise<Recorded[]> {
    return positions.length === 0 ? [] : this.lifted(await this.store.readAt(workspaceId, positions), pins);
  }

  foldingOf(streamType: string): Folding {
    const folding = this.foldings.get(streamType);
    if (!folding) throw new Error(`Stream type ${streamType} is not part of the log's model.`);
    return folding;
  }

  /** Waits for the caches that are still being written; call it before closing the pool. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.housekeeping);
  }

  /** Saves a snapshot beside the caller's way: a cache, so a failure is only reported. */
  keepSnapshot(stream: DecidedStream, events: readonly Recorded[]): void {
    const { folding, folded } = stream;
    if (folded.sinceSnapshot + events.length < SNAPSHOT_EVERY) return;
    const first = events[0] ?? null;
    if (first === null) return;
    const snapshot = continueFold(folding, folded, events);
    const saved = this.store
      .saveSnapshot({
        ...snapshot,
        workspaceId: first.workspaceId,
        streamId: first.streamId,
        fingerprint: folding.fingerprint,
      })
      .catch(this.onHousekeepingError)
      .finally(() => this.housekeeping.delete(saved));
    this.housekeeping.add(saved);
  }

  private lifted(events: readonly Recorded[], pins?: VersionPins): Recorded[] {
    return events.flatMap((event) => this.model.catalogue.lift(event, pins) ?? []);
  }
}

/** Whether the same decision may succeed in this process. */
const mayPassHere = (error: unknown): boolean => error instanceof Unavailable && !(error instanceof OutdatedProgram);

/** One command's way through load, rule and append; each run starts afresh. */
class Decision {
  constructor(
    private readonly log: EventLog,
    private readonly command: Command,
    private readonly streams: Streams,
    private readonly rule: Decide,
  ) {}

  /** Null: somebody was faster, decide again. */
  async run(store: DecisionStore): Promise<Decided | null> {
    const loaded = await store.load({
      command: this.command,
      streams: this.entries.map(([, { aggregate, id }]) => ({
        streamId: streamId({ type: aggregate.type, id }),
        fingerprint: this.log.foldingOf(aggregate.type).fingerprint,
      })),
    });
    if (loaded.command) return this.repeated(loaded.command);
    const decision = this.decideOn(loaded);
    const { streams: decided, remembered } = decision;
    const versions = this.versionsOf(decided);
    if (decided.every(({ facts }) => facts.length === 0))
      return { position: null, replayed: false, versions, remembered, rowOf: () => null };
    const kept = {
      ...decision,
      streams: decided.filter(({ key, facts }) => facts.length > 0 || this.guards(key)),
    };
    const prepared = prepareAppend(this.command, kept, this.log.model.catalogue);
    const outcome = this.concluded(await store.append(prepared.request), prepared, kept);
    return outcome && { ...outcome, versions: { ...versions, ...outcome.versions } };
  }

  async runLocked(store: LogStorePart): Promise<Decided | null> {
    const guarding = this.entries.filter(([key]) => this.guards(key));
    const ids = guarding.map(([, { aggregate, id }]) => streamId({ type: aggregate.type, id }));
    return store.locked(this.command.workspaceId, ids, (inside) => this.run(inside));
  }

  private guards(key: string): boolean {
    return this.streams[key]?.guards !== false;
  }

  private get entries() {
    return Object.entries(this.streams);
  }

  private decideOn(loaded: Loaded): DecidedStreams {
    const folded = this.entries.map(([, { aggregate, expect }], index) => {
      const stream = fold(this.log.foldingOf(aggregate.type), loaded.streams[index]!, this.log.model.catalogue);
      const expected = expect === 'new' ? 0 : expect === 'latest' ? stream.version : expect.version;
      // A stream that is not there is the rule's to refuse: it knows its name.
      if (stream.version !== expected && stream.version > 0)
        throw new StaleVersion(stream.streamId, expected, stream.version);
      return stream;
    });
    const states = Object.fromEntries(this.entries.map(([key], index) => [key, folded[index]!.state]));
    const versions = Object.fromEntries(this.entries.map(([key], index) => [key, folded[index]!.version]));
    let remembered: object | null = null;
    const remember = (what: object): void => void (remembered = what);
    let policyVersion: number | null = null;
    const goBy = (version: number): void => void (policyVersion = version);
    const facts = this.rule(states, { now: loaded.now, versions, remember, goBy });
    const streams = this.entries.map(([key, { aggregate, id }], index) => ({
      key,
      ref: { type: aggregate.type, id },
      folding: this.log.foldingOf(aggregate.type),
      folded: folded[index] as Folded,
      facts: facts[key] ?? [],
    }));
    return { streams, remembered, policyVersion };
  }

  private concluded(outcome: AppendOutcome, prepared: Prepared, kept: DecidedStreams): Decided | null {
    if (outcome.kind === 'stale') return null;
    if (outcome.kind !== 'appended') return this.repeated(outcome);
    const { streams: decided, remembered } = kept;
    const recorded = recordedEvents(prepared, outcome.stored);
    recorded.forEach((events, index) => this.log.keepSnapshot(decided[index]!, events));
    const places = new Map(decided.map(({ key }, index) => [key, index]));
    const rowOf = (key: string, table: string): object | null => {
      const index = places.get(key);
      if (index === undefined) return null;
      const { folding, folded } = decided[index]!;
      return continueFold(folding, folded, recorded[index]!).rows[table] ?? null;
    };
    return { position: outcome.position, replayed: false, versions: this.versionsOf(decided), remembered, rowOf };
  }

  private repeated(outcome: CommandOutcome): Decided {
    if (outcome.kind === 'reused') throw new IdempotencyKeyReused();
    const { versions, remembered = null } = outcome.result as CommandResult;
    const byKey = this.entries.map(([key, { aggregate, id }]) => [
      key,
      versions[streamId({ type: aggregate.type, id })] ?? 0,
    ]);
    return {
      position: outcome.position,
      replayed: true,
      versions: Object.fromEntries(byKey) as Record<string, number>,
      remembered,
      rowOf: () => null,
    };
  }

  private versionsOf(decided: readonly DecidedStream[]): Record<string, number> {
    return Object.fromEntries(decided.map(({ key, folded, facts }) => [key, folded.version + facts.length]));
  }
}

type LogStorePart = Pick<LogStore, 'locked'>;
