/** What kind of "no" this is; a client can decide by it whether to correct, to wait or to ask somebody. */
export type RefusalCategory =
  'VALIDATION' | 'STATE' | 'CONFLICT' | 'FORBIDDEN' | 'NOT_FOUND' | 'LIMIT' | 'PRECONDITION';

export interface RefusalOptions {
  /** Where in the input the problem is, e.g. `['input', 'brief', 'userStories', '0', 'want']`. */
  readonly path?: readonly string[];
  /** True when the same command may succeed later without being changed. */
  readonly retryable?: boolean;
}

/**
 * A business refusal: thrown by rules and use-cases, answered to the caller as data (`problems` of a mutation's payload).
 * A refusal stores nothing. Subclasses are one line each: a stable code, a category and typed details.
 */
export class Refusal<Details extends object = object> extends Error {
  readonly path: readonly string[] | undefined;
  readonly retryable: boolean;

  // oxlint-disable-next-line max-params -- subclasses are one line each: what they all need comes first, options last
  constructor(
    readonly code: string,
    readonly category: RefusalCategory,
    message: string,
    readonly details: Details = {} as Details,
    options: RefusalOptions = {},
  ) {
    super(message);
    this.name = new.target.name;
    this.path = options.path;
    this.retryable = options.retryable ?? false;
  }
}

/** An input that can never be right, whatever the state (code `VALIDATION_FAILED` unless the page names another). */
export class ValidationFailed extends Refusal {
  constructor(message: string, path?: readonly string[], code = 'VALIDATION_FAILED') {
    super(code, 'VALIDATION', message, {}, { path });
  }
}

/** The object is in a state in which this command is not allowed; `allowed` names the states in which it is. */
export class InvalidState extends Refusal<{ state: string; allowed: readonly string[] }> {
  constructor(state: string, allowed: readonly string[]) {
    super('INVALID_STATE', 'STATE', `Not possible while ${state}; possible in: ${allowed.join(', ')}.`, {
      state,
      allowed,
    });
  }
}

/** The thing is not there, or not for this caller: both sound the same, so that nothing can be probed. */
export class NotFound extends Refusal<{ what: string }> {
  constructor(what: string, path?: readonly string[]) {
    super('NOT_FOUND', 'NOT_FOUND', `No such ${what}.`, { what }, { path });
  }
}

/** The caller's roles do not carry this command, or not on this object. */
export class Forbidden extends Refusal<{ right: string }> {
  constructor(right: string, message = `Your roles do not allow this (${right}).`) {
    super('FORBIDDEN', 'FORBIDDEN', message, { right });
  }
}

/** The caller named a version that is no longer the current one. */
export class StaleVersion extends Refusal<{ streamId: string; expected: number; actual: number }> {
  constructor(streamId: string, expected: number, actual: number) {
    super(
      'CONCURRENCY_CONFLICT',
      'CONFLICT',
      `Somebody was faster: you expected version ${expected}, the current one is ${actual}. Read it again and decide anew.`,
      { streamId, expected, actual },
      { path: ['expect', 'version'] },
    );
  }
}

/** The same idempotency key came with another input. */
export class IdempotencyKeyReused extends Refusal {
  constructor() {
    super(
      'IDEMPOTENCY_KEY_REUSED',
      'CONFLICT',
      'This idempotency key was used before with another input; use a new key for a new command.',
      {},
      { path: ['idempotencyKey'] },
    );
  }
}
