import type { EventCatalogue } from '../catalogue.js';
import type { Position, Recorded } from '../event.js';
import { errorText } from './error-text.js';

/** Written by a newer program than this one: the stream waits for that. */
export class NewerEvent extends Error {
  constructor({ type, schemaVersion }: Recorded) {
    super(`${type} version ${schemaVersion} is of a newer program.`);
    this.name = 'NewerEvent';
  }
}

/** A stored event on its way to a consumer: lifted, or with the reason why it cannot be. */
export interface Item {
  readonly event: Recorded;
  readonly problem: unknown;
}

export interface Page {
  readonly items: readonly Item[];
  /** Everything up to here is in this page or of no interest. */
  readonly to: Position;
  /** More may be waiting below the horizon. */
  readonly full: boolean;
}

/** A stream that cannot go on, and the event it stands at. */
export interface Failure {
  readonly event: Recorded;
  readonly error: unknown;
}

export const itemOf = (stored: Recorded, catalogue: EventCatalogue): Item => {
  try {
    const event = catalogue.lift(stored);
    return event ? { event, problem: null } : { event: stored, problem: new NewerEvent(stored) };
  } catch (problem) {
    return { event: stored, problem };
  }
};

export const streamKey = ({ workspaceId, streamId }: Pick<Recorded, 'workspaceId' | 'streamId'>): string =>
  `${workspaceId}/${streamId}`;

/** The columns of a parked stream, in the order of the statement. */
export const parkedRow = ({ event, error }: Failure): unknown[] => [
  event.workspaceId,
  event.streamId,
  event.position,
  errorText(error),
  error instanceof NewerEvent,
];
