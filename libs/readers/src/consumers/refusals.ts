import { formatPosition } from '#libs/api-kit';
import { type Position, Refusal } from '#libs/event-log';

/** The name is taken by a consumer that reads something else. */
export class ConsumerExists extends Refusal<{ name: string }> {
  constructor(name: string) {
    const message = `There is a consumer ${name} that reads something else: change it, or take another name.`;
    super('CONSUMER_EXISTS', 'CONFLICT', message, { name }, { path: ['input', 'name'] });
  }
}

/** A checkpoint goes forward, unless somebody says aloud that it shall go back. */
export class ConsumerBehindCheckpoint extends Refusal<{ checkpoint: string }> {
  constructor(checkpoint: { readonly epoch: string; readonly position: Position }) {
    super(
      'CONSUMER_BEHIND_CHECKPOINT',
      'CONFLICT',
      'The consumer is further than this already; say `rewind: true` to let it read again what it has read.',
      { checkpoint: formatPosition(checkpoint) },
      { path: ['position'] },
    );
  }
}

/** The checkpoint is of a log that went further than the one that was restored. */
export class ConsumerAheadOfLog extends Refusal<{ name: string; restoredAt: string }> {
  constructor(name: string, restoredAt: { readonly epoch: string; readonly position: Position }) {
    super(
      'CONSUMER_AHEAD_OF_LOG',
      'STATE',
      `The log was restored to before what ${name} has read: acknowledge a position of the restored log with \`rewind: true\`.`,
      { name, restoredAt: formatPosition(restoredAt) },
      { path: ['name'] },
    );
  }
}

/** More consumers than a workspace may have. */
export class TooManyConsumers extends Refusal<{ limit: number }> {
  constructor(limit: number) {
    super('TOO_MANY_CONSUMERS', 'LIMIT', `A workspace has at most ${limit} consumers: remove one first.`, { limit });
  }
}
