import type { Position } from './event.js';
import { Refusal } from './refusal.js';

/** A position or cursor that was not given out by this log as it stands: never answered with silence. */
export class InvalidPosition extends Refusal<{ reason: 'OTHER_EPOCH' | 'AHEAD_OF_LOG' }> {
  constructor(reason: 'OTHER_EPOCH' | 'AHEAD_OF_LOG') {
    const message =
      reason === 'OTHER_EPOCH'
        ? 'This position was given out before the log was restored; read again from the start.'
        : 'This position is ahead of the log; use one that this service gave you.';
    super('INVALID_POSITION', 'VALIDATION', message, { reason });
  }
}

/** The wait for a position was given up; the same call may succeed later. */
export class PositionNotReached extends Refusal<{ by: string }> {
  constructor(by: string, position: Position) {
    super(
      'POSITION_NOT_REACHED',
      'PRECONDITION',
      `Position ${position} is not reached yet (${by}); try again.`,
      { by },
      { retryable: true },
    );
  }
}
