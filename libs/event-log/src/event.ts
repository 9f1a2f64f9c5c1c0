/** RFC 3339 instant in UTC with milliseconds, e.g. `2026-01-05T08:30:00.000Z`. */
export type Instant = string;

/** A place in the log: positive integer, with gaps, one sequence for the whole log. */
export type Position = number;

/** What a rule returns: a fact, in the past tense, not stored yet. `data` is plain JSON. */
export interface Fact {
  readonly type: string;
  readonly data: object;
}

/** Names one stream of a workspace; its stored id is `<type>-<id>`. */
export interface StreamRef {
  readonly type: string;
  readonly id: string;
}

export const streamId = (stream: StreamRef): string => `${stream.type}-${stream.id}`;

/** Who did it, for whom, and what it follows from. Ids are opaque: no names, no addresses. */
export interface EventMeta {
  readonly commandId: string;
  readonly correlationId: string;
  /** The event (or command) that caused this one, when a process acted. */
  readonly causationId?: string;
  readonly actorId: string;
  readonly actorRole: string;
  /** The person a deputy acted for. */
  readonly onBehalfOf?: string;
  /** The policy version the decision used. */
  readonly policyVersion?: number;
  readonly traceparent?: string;
}

/** A stored fact. `version` counts 1..n without a gap inside the stream. */
export type Recorded<E extends Fact = Fact> = E & {
  readonly eventId: string;
  readonly workspaceId: string;
  readonly streamId: string;
  readonly version: number;
  readonly position: Position;
  /** In rows of an inline view this may be a mark that the append replaces by the real instant: never compute with it. */
  readonly recordedAt: Instant;
  readonly schemaVersion: number;
  readonly meta: EventMeta;
};
