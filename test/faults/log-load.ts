import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog, Position } from '#libs/event-log';
import { Unavailable } from '#libs/event-log';
import { hall } from '../../libs/event-log/src/contract/hall.js';
import { commandOf } from '../../libs/event-log/src/contract/harness.js';

/** Callers that decide without a pause until they are told to stop; a command that could not be answered is tried again under its id. */
export class Load {
  /** Command id -> position, of everything the log has acknowledged. */
  readonly acknowledged = new Map<string, Position>();
  readonly unexpected: unknown[] = [];
  private stopped = false;
  private readonly callers: Promise<void>[];

  constructor(
    private readonly log: EventLog,
    private readonly workspaceId: string,
    callers: number,
  ) {
    this.callers = Array.from({ length: callers }, (_, number) => this.call(number));
  }

  /** Resolves when so many more commands have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.size + count;
    while (this.acknowledged.size < goal && this.unexpected.length === 0) await sleep(5);
  }

  /** Resolves when the last command of every caller has been acknowledged. */
  async end(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.callers);
  }

  private async call(number: number): Promise<void> {
    for (let round = 0; !this.stopped; round += 1) {
      const command = commandOf(this.workspaceId);
      const stream = { aggregate: hall, id: String((number + round) % 5), expect: 'latest' } as const;
      const decide = () =>
        this.log.decideOne(command, stream, () => [{ type: 'SeatTaken' as const, data: { by: command.commandId } }]);
      const position = await this.persistently(decide);
      if (position === null) return;
      this.acknowledged.set(command.commandId, position);
    }
  }

  private async persistently(decide: () => Promise<{ position: Position | null }>): Promise<Position | null> {
    for (;;) {
      try {
        return (await decide()).position;
      } catch (error) {
        if (!(error instanceof Unavailable)) {
          this.unexpected.push(error);
          return null;
        }
        await sleep(20);
      }
    }
  }
}

/** Reads the log up to its horizon again and again, as a consumer would, and remembers what it was given. */
export class Reader {
  /** Position -> event id, in the order they came. */
  readonly seen = new Map<Position, string>();
  readonly repeated: Position[] = [];
  readonly unexpected: unknown[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly log: EventLog) {
    this.running = this.run();
  }

  /** Resolves when everything up to this position has been read. */
  async until(position: Position): Promise<void> {
    while (this.last < position && this.unexpected.length === 0) await sleep(5);
  }

  async end(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private last: Position = 0;

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.page();
      } catch (error) {
        if (!(error instanceof Unavailable)) this.unexpected.push(error);
      }
      await sleep(5);
    }
  }

  private async page(): Promise<void> {
    const { events } = await this.log.readAll({ after: this.last, limit: 500 });
    for (const { position, eventId } of events) {
      if (this.seen.has(position)) this.repeated.push(position);
      this.seen.set(position, eventId);
      this.last = position;
    }
  }
}
