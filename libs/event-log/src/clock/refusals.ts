import type { Instant } from '../event.js';
import { Refusal } from '../refusal.js';

/** A clock that went back would let what is recorded later be older. */
export class ClockOnlyForward extends Refusal<{ now: Instant }> {
  constructor(now: Instant) {
    super(
      'CLOCK_ONLY_FORWARD',
      'STATE',
      `The clock stands at ${now} and moves only forward.`,
      { now },
      { path: ['input', 'to'] },
    );
  }
}

/** Everywhere but in a sandbox the database's clock decides. */
export class NotASandbox extends Refusal {
  constructor() {
    super('NOT_A_SANDBOX', 'PRECONDITION', 'Only a sandbox has a clock of its own.');
  }
}

/** A clock would make the time of a workspace that has a history jump. */
export class SandboxTooLate extends Refusal {
  constructor() {
    super('SANDBOX_TOO_LATE', 'STATE', 'A workspace becomes a sandbox before anything is recorded in it.');
  }
}

/** The processes did not come to rest; the clock stays at the stop it had reached. */
export class ClockNotSettled extends Refusal<{ now: Instant; waitingFor: string }> {
  constructor(now: Instant, waitingFor: string) {
    const message = `The clock stands at ${now}; what follows from that is not done yet (${waitingFor}). Advance it again.`;
    super('CLOCK_NOT_SETTLED', 'LIMIT', message, { now, waitingFor }, { retryable: true });
  }
}
