import type { Fact, Instant, Position, Recorded } from '../event.js';
import { matches } from '../expectation.js';
import { chainHash } from '../hashing.js';
import type {
  AppendOutcome,
  AppendRequest,
  CommandOutcome,
  DecisionStore,
  Loaded,
  LoadQuery,
  LogPage,
  LogQuery,
  LogStore,
  PendingEvent,
  Snapshot,
  StoredMark,
  StreamQuery,
} from '../store.js';
import { pageOf } from '../page-of.js';
import { keyOf, type ViewRows, withRows } from './view-rows.js';

interface Link {
  readonly contentHash: Buffer;
  readonly hash: Buffer;
}

interface StoredCommand {
  readonly requestHash: string;
  readonly result: object;
  readonly position: Position | null;
}

type SavedSnapshot = Snapshot & { workspaceId: string; streamId: string; fingerprint: string };

/** All that is stored; values are replaced, never changed, so that a copy of the maps is a way back. */
interface Contents {
  readonly events: readonly (Recorded & Link)[];
  readonly commands: ReadonlyMap<string, StoredCommand>;
  readonly rows: ViewRows;
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * The log in memory, for trying rules out and as the oracle of the Postgres one: as plain as can be, one command after the
 * other, nothing cached, time by hand.
 */
export class MemoryLogStore implements LogStore {
  private contents: Contents = { events: [], commands: new Map(), rows: new Map() };
  private readonly snapshots = new Map<string, SavedSnapshot>();
  private turn: Promise<unknown> = Promise.resolve();

  /** @param now what `recordedAt` and "now" are, in all workspaces, until it is set anew */
  constructor(public now: Instant = '2026-01-05T08:00:00.000Z') {}

  /** A store that goes its own way from here: what would happen if … */
  fork(): MemoryLogStore {
    const other = new MemoryLogStore(this.now);
    other.contents = this.contents;
    this.snapshots.forEach((snapshot, key) => other.snapshots.set(key, snapshot));
    return other;
  }

  async load(query: LoadQuery): Promise<Loaded> {
    return this.loadNow(query);
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.inTurn(() => this.appendNow(request));
  }

  locked<T>(
    _workspaceId: string,
    _streamIds: readonly string[],
    work: (store: DecisionStore) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(async () => {
      const before = this.contents;
      try {
        return await work({
          load: async (query) => this.loadNow(query),
          append: async (request) => this.appendNow(request),
        });
      } catch (error) {
        this.contents = before;
        throw error;
      }
    });
  }

  async readStream({
    workspaceId,
    streamId,
    afterVersion = 0,
    upToVersion,
    types,
    limit = 1000,
  }: StreamQuery): Promise<Recorded[]> {
    return this.stream(workspaceId, streamId)
      .filter(({ version }) => version > afterVersion && version <= (upToVersion ?? version))
      .filter(({ type }) => types?.includes(type) ?? true)
      .slice(0, limit)
      .map(readable);
  }

  async readAll({ after, limit, workspaceId, streamId, types, upTo }: LogQuery): Promise<LogPage> {
    const safe = this.contents.events.length;
    const end = Math.min(safe, upTo ?? safe);
    const events = this.contents.events
      .filter((event) => event.position > after && event.position <= end)
      .filter(
        (event) =>
          event.workspaceId === (workspaceId ?? event.workspaceId) && event.streamId === (streamId ?? event.streamId),
      )
      .filter((event) => types?.includes(event.type) ?? true)
      .slice(0, limit)
      .map(readable);
    return pageOf(events, { after, limit, safe, end });
  }

  async readAt(workspaceId: string, positions: readonly Position[]): Promise<Recorded[]> {
    return this.contents.events
      .filter((event) => event.workspaceId === workspaceId && positions.includes(event.position))
      .map(readable);
  }

  async saveSnapshot(snapshot: SavedSnapshot): Promise<void> {
    const key = keyOf(snapshot.workspaceId, snapshot.streamId, snapshot.fingerprint);
    const held = this.snapshots.get(key)?.version ?? 0;
    const useless = held > this.stream(snapshot.workspaceId, snapshot.streamId).length;
    if (held < snapshot.version || useless) this.snapshots.set(key, copy(snapshot));
  }

  /** The hashes of a stream's events, in order. */
  chain(workspaceId: string, streamId: string): Link[] {
    return this.stream(workspaceId, streamId).map(({ contentHash, hash }) => ({ contentHash, hash }));
  }

  /** Ids of the commands carried out in this workspace, and the version of each of its streams. */
  traces(workspaceId: string): { commands: string[]; streams: Record<string, number> } {
    const commands = [...this.contents.commands.keys()].map((key) => JSON.parse(key) as [string, string]);
    const events = this.contents.events.filter((event) => event.workspaceId === workspaceId);
    return {
      commands: commands.filter(([workspace]) => workspace === workspaceId).map(([, commandId]) => commandId),
      streams: Object.fromEntries(events.map(({ streamId, version }) => [streamId, version])),
    };
  }

  /** The row an inline view has for a stream; the last one of a view that keeps every. */
  viewRow(table: string, workspaceId: string, streamId: string): object | null {
    return this.viewRows(table, workspaceId, streamId).at(-1) ?? null;
  }

  /** All rows an inline view has for a stream, in the order of its appends. */
  viewRows(table: string, workspaceId: string, streamId: string): readonly object[] {
    return this.contents.rows.get(keyOf(table, workspaceId, streamId)) ?? [];
  }

  private async inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private stream(workspaceId: string, streamId: string): (Recorded & Link)[] {
    return this.contents.events.filter((event) => event.workspaceId === workspaceId && event.streamId === streamId);
  }

  private seen({ workspaceId, commandId, requestHash }: LoadQuery['command']): CommandOutcome | null {
    const stored = this.contents.commands.get(keyOf(workspaceId, commandId));
    if (!stored) return null;
    if (stored.requestHash !== requestHash) return { kind: 'reused' };
    return { kind: 'replayed', position: stored.position, result: copy(stored.result) };
  }

  private loadNow({ command, streams }: LoadQuery): Loaded {
    const found = streams.map(({ streamId, fingerprint }) => {
      const all = this.stream(command.workspaceId, streamId);
      const saved = this.snapshots.get(keyOf(command.workspaceId, streamId, fingerprint));
      const snapshot =
        saved && saved.version <= all.length
          ? copy({ version: saved.version, state: saved.state, rows: saved.rows })
          : null;
      return { streamId, version: all.length, snapshot, events: all.slice(snapshot?.version ?? 0).map(readable) };
    });
    return { now: this.now, command: this.seen(command), streams: found };
  }

  private appendNow(request: AppendRequest): AppendOutcome {
    const { command, streams } = request;
    const seen = this.seen(command);
    if (seen) return seen;
    const mismatches = streams
      .map(({ streamId, expected }) => ({
        streamId,
        expected,
        actual: this.stream(command.workspaceId, streamId).length,
      }))
      .filter(({ expected, actual }) => !matches(expected, actual));
    if (mismatches.length > 0) return { kind: 'stale', mismatches };
    const stored = streams.flatMap(({ streamId, events }) =>
      events.map((event) => this.store(command.workspaceId, streamId, event)),
    );
    this.contents = { ...this.contents, rows: withRows(this.contents.rows, request, stored) };
    const position = stored.at(-1)?.position ?? null;
    const kept = { requestHash: command.requestHash, result: copy(request.result), position };
    const commands = new Map(this.contents.commands).set(keyOf(command.workspaceId, command.commandId), kept);
    this.contents = { ...this.contents, commands };
    return { kind: 'appended', position, stored };
  }

  private store(workspaceId: string, streamId: string, event: PendingEvent): StoredMark {
    const before = this.stream(workspaceId, streamId).at(-1);
    const mark = {
      version: (before?.version ?? 0) + 1,
      position: this.contents.events.length + 1,
      recordedAt: this.now,
    };
    const hash = chainHash(before?.hash ?? Buffer.alloc(0), mark.version, event.contentHash);
    const { contentHash, ...fact } = event;
    const stored = {
      ...copy<Fact & Omit<PendingEvent, 'contentHash'>>(fact),
      workspaceId,
      streamId,
      ...mark,
      contentHash,
      hash,
    };
    this.contents = { ...this.contents, events: [...this.contents.events, stored] };
    return mark;
  }
}

/** Only what a reader may see, and nothing by which the stored event could be changed. */
const readable = (event: Recorded & Link): Recorded => {
  const { contentHash: _content, hash: _hash, ...recorded } = event;
  return copy(recorded as Recorded);
};
