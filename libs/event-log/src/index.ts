export * from './refusal.js';
export * from './event.js';
export * from './aggregate.js';
export * from './catalogue.js';
export * from './store.js';
export * from './unavailable.js';
export type { Decided, DecisionContext, DecisionStream, ExpectedVersion } from './decide.js';
export { EventLog, type LogModel } from './event-log.js';
export { OtherStreams } from './other-streams.js';
export { eachOf, type FeedOptions, followLog, followPages } from './feed.js';
export { canonicalHash } from './hashing.js';
export { codeFingerprint } from './fingerprint.js';
export { MemoryLogStore } from './memory/memory-store.js';
export { PostgresLogStore } from './postgres/postgres-store.js';
export { Horizon, type HorizonOptions, type WaitOptions } from './postgres/horizon.js';
export * from './consumers/definition.js';
export {
  Consumers,
  type ConsumerStatus,
  type ParkedStream,
  type ParkedTimer,
  type Standing,
} from './consumers/consumers.js';
export { type ConsumerOverview } from './consumers/overview.js';
export { tellableFailure } from './consumers/error-text.js';
export { ConsumerRunner, type ConsumerRunnerOptions } from './consumers/runner.js';
export { Housekeeping, type HousekeepingOptions } from './consumers/housekeeping.js';
export { type Advanced, SandboxClock, type SandboxClockOptions } from './clock/sandbox-clock.js';
export * from './clock/refusals.js';
export * from './observer.js';
export * from './invalid-position.js';
export { replay, type ReplayOptions, type ReplaySource } from './replay.js';
export * from './fold.js';
export { type OpenSource, replayMonoidInWorkers, type WorkerJob, type WorkersOptions } from './fold-workers.js';
export {
  InstantNotPast,
  positionAt,
  type PositionAtOptions,
  type PositionAtSource,
  presentPosition,
} from './position-at.js';
export { Past, type PastOptions, type PastQuery } from './past.js';
export type { PastState } from './past-course.js';
export * from './row-history.js';
export { historyConsumer, type HistoryConsumer, type HistoryOptions } from './row-history/history-consumer.js';
export { HistoryIncomplete, RowHistory, type RowHistoryOptions } from './row-history/row-history.js';
export type { StretchesQuery } from './past-events.js';
export { logMigrations } from './migrations/index.js';
export {
  type Break,
  type BreakKind,
  verify,
  type VerifyOptions,
  type VerifyProgress,
  type VerifyResult,
} from './verify.js';
export * from './backup/index.js';
export * from './seals/index.js';
export { compareInlineView, rebuildInlineView, registerInlineViews } from './rebuild-inline.js';
export { type ViewComparison, type ViewDifference } from './rebuild/compare.js';
export { type RebuildOptions, type RebuildProgress } from './rebuild/session.js';
export { type Rebuilt } from './rebuild/view-rebuild.js';
export { type Compared, NothingKept, ReadModels, UnknownReadModel } from './rebuild/read-models.js';
export { type StateView, viewOfState } from './view-of-state.js';
