import type { Position } from './event.js';

/** A stream that a consumer left behind, or a timer that a process gave up. */
export interface Parked {
  readonly consumer: string;
  readonly workspaceId: string;
  /** Stream id, or key of the timer. */
  readonly what: string;
  readonly error: string;
}

/** What the kernel tells of itself; whoever runs it turns this into metrics and log lines. Calls must not throw. */
export interface LogObserver {
  /** An append was answered; milliseconds from the call to the answer, waiting in a group included. */
  appended?(milliseconds: number): void;
  /** Positions drawn and not safe yet. */
  horizonLag?(positions: number): void;
  /** Safe positions a consumer has not reached yet. */
  consumerLag?(consumer: string, positions: number): void;
  parked?(parked: Parked): void;
  /** Something failed and will be tried again; `where` names the part, e.g. `horizon` or `consumer month-open`. */
  error?(error: unknown, where: string): void;
}

/** The log's epoch and the highest position that readers may see. */
export interface HorizonView {
  readonly epoch: string;
  readonly safe: Position;
}
