import { randomUUID } from 'node:crypto';
import type { Instant, Position } from './event.js';

/**
 * Instants and positions that do not exist yet: a row of an inline view is computed before its events are stored, and the append
 * function puts the real values in place of these marks. The mark is random for each group, so no text of a user can look like it.
 * Ordinals count the new events of the row's own stream: an append of many streams looks for no other stream's marks in a row.
 */
export class Marks {
  readonly mark: string;

  constructor(mark = `@${randomUUID()}:`) {
    this.mark = mark;
  }

  /** Instant of the event with this ordinal, counted from 1 among the new ones of its stream. */
  instant(ordinal: number): Instant {
    return `${this.mark}at${ordinal}@`;
  }

  /** Position of the event with this ordinal; a text in JSON that becomes a number in a bigint column. */
  position(ordinal: number): Position {
    return `${this.mark}no${ordinal}@` as unknown as Position;
  }
}
