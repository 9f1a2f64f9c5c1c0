import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Pool } from 'pg';
import type { Position } from '../event.js';
import { InvalidPosition, PositionNotReached } from '../invalid-position.js';
import type { HorizonView, LogObserver } from '../observer.js';
import { Unavailable } from '../unavailable.js';
import { backoff, jittered, Wake } from '../wake.js';
import { translate } from './failures.js';
import { NotificationListener } from './listener.js';
import { statement } from './statements.js';

export interface HorizonOptions {
  readonly pool: Pool;
  /** Gives a connected client for LISTEN; without it the horizon is found by polling alone. */
  readonly connect?: () => Promise<Client>;
  /** Milliseconds between two looks when nobody rings; 1,000 unless told, jittered. */
  readonly pollMs?: number;
  readonly observer?: LogObserver;
}

export interface WaitOptions {
  /** Milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

interface Turn extends HorizonView {
  readonly last: Position;
}

interface TurnRow {
  readonly epoch: string;
  readonly safe: string | number;
  readonly last: string | number;
}

/** Milliseconds between two turns, at least. */
const SPACING = 5;
/** Milliseconds to the next look while an append is open; doubles up to the second number. */
const OPEN = { first: 5, most: 100 };
const FAILED = { first: 100, most: 5_000 };

/**
 * Moves the log's horizon and tells who waits for it. Any number of processes may run one each: they meet in the database, and
 * none of them is needed by another. One advance at a time; with nothing new in the log only a read every `pollMs`.
 */
export class Horizon {
  private readonly wake = new Wake();
  private readonly listeners = new Set<(view: HorizonView) => void>();
  private readonly notification: NotificationListener | null;
  private known: HorizonView | null = null;
  private appended = false;
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(private readonly options: HorizonOptions) {
    const { connect, observer } = options;
    this.notification = connect
      ? new NotificationListener(connect, this.notified, (error) => observer?.error?.(error, 'listener'))
      : null;
  }

  /** Reads the horizon once, then follows it until `stop`. @throws Unavailable */
  async start(): Promise<void> {
    await this.refresh();
    this.notification?.start();
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.ring();
    await Promise.all([this.notification?.stop(), this.running]);
    this.tell();
  }

  /** To be called after an append was committed by this process. */
  readonly signal = (): void => {
    this.appended = true;
    this.wake.ring();
  };

  /** Something beside the log changed (a clock, a timer, a wish to retry): everybody who follows this horizon looks again. */
  readonly nudge = (): void => {
    this.wake.ring();
    this.tell();
  };

  /** As this process knows it; another one may have moved it since. @throws Unavailable before `start`. */
  current(): HorizonView {
    if (!this.known) throw new Unavailable('The horizon has not been read yet.', null);
    return this.known;
  }

  /** As it is in the database now. */
  async refresh(): Promise<HorizonView> {
    const { epoch, safe } = await this.read('PEEK');
    this.publish({ epoch, safe });
    return this.current();
  }

  /** Tells whether a position that was given out may be used now. @throws InvalidPosition: of another epoch, or ahead of the log. */
  async check({ epoch, position }: { readonly epoch: string; readonly position: Position }): Promise<void> {
    if (this.known?.epoch === epoch && position <= this.known.safe) return;
    const now = await this.read('PEEK');
    this.publish(now);
    if (epoch !== now.epoch) throw new InvalidPosition('OTHER_EPOCH');
    if (position > now.last) throw new InvalidPosition('AHEAD_OF_LOG');
  }

  /** Resolves once every event up to this position can be read. @throws PositionNotReached after the timeout; the signal's reason. */
  waitUntilSafe(position: Position, { timeoutMs = 10_000, signal }: WaitOptions = {}): Promise<HorizonView> {
    if (this.known && this.known.safe >= position) return Promise.resolve(this.known);
    signal?.throwIfAborted();
    this.wake.ring();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        unfollow();
        signal?.removeEventListener('abort', aborted);
        settle();
      };
      const aborted = (): void => end(() => reject(signal!.reason as Error));
      const timer = setTimeout(() => end(() => reject(new PositionNotReached('horizon', position))), timeoutMs);
      const unfollow = this.follow((view) => {
        if (view.safe >= position) end(() => resolve(view));
        else if (this.stopped) end(() => reject(new Unavailable('The service stops.', null)));
      });
      signal?.addEventListener('abort', aborted);
    });
  }

  /**
   * The safe position each time it grew, the newest alone when the reader was slow; ends with the signal or with `stop`.
   * @throws InvalidPosition when a new epoch begins: what was told before means nothing any more; Unavailable before `start`
   */
  async *changes(signal: AbortSignal): AsyncGenerator<Position, void, undefined> {
    const { epoch } = this.current();
    const wake = new Wake();
    const unfollow = this.follow(wake.ring);
    signal.addEventListener('abort', wake.ring);
    try {
      for (let seen = -1; !signal.aborted && !this.stopped;) {
        const now = this.current();
        if (now.epoch !== epoch) throw new InvalidPosition('OTHER_EPOCH');
        if (now.safe > seen) yield (seen = now.safe);
        else await wake.sleep(60_000);
      }
    } finally {
      unfollow();
      signal.removeEventListener('abort', wake.ring);
    }
  }

  /** How many follow now: whoever left without a word would be seen here. */
  get followers(): number {
    return this.listeners.size;
  }

  /** Calls back after every change, and whenever somebody rang; returns how to end that. */
  follow(listener: (view: HorizonView) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The payload is the safe position where the horizon was moved, and empty where something else changed. */
  private readonly notified = (payload: string): void => {
    if (payload === '') this.nudge();
    else if (Number(payload) > (this.known?.safe ?? -1)) this.wake.ring();
  };

  private async run(): Promise<void> {
    const pace = new Pace(this.options.pollMs ?? 1_000);
    while (!this.stopped) {
      await this.tryTurn(pace);
      // Appends that end together are passed together: under load somebody rings all the time.
      await sleep(SPACING);
      if (!this.stopped) await this.wake.sleep(pace.pause());
    }
  }

  private async tryTurn(pace: Pace): Promise<void> {
    const before = this.known;
    try {
      const waiting = await this.turn();
      pace.turned(waiting, this.known !== before);
    } catch (error) {
      pace.failed();
      this.options.observer?.error?.(error, 'horizon');
    }
  }

  /** True while positions are drawn that are not safe yet. */
  private async turn(): Promise<boolean> {
    // After an append of our own there is something to pass for certain; else a read tells, so that an idle log is not written to.
    let now = this.appended ? null : await this.read('PEEK');
    this.appended = false;
    if (now === null || now.last > now.safe) now = await this.read('ADVANCE');
    this.publish(now);
    this.options.observer?.horizonLag?.(now.last - now.safe);
    return now.last > now.safe;
  }

  private async read(name: 'PEEK' | 'ADVANCE'): Promise<Turn> {
    const { rows } = await this.options.pool.query<TurnRow>(statement(name, [])).catch(translate);
    const { epoch, safe, last } = rows[0]!;
    return { epoch, safe: Number(safe), last: Number(last) };
  }

  private publish({ epoch, safe }: HorizonView): void {
    // Answers may overtake each other; only a new epoch may begin lower.
    if (this.known?.epoch === epoch && this.known.safe >= safe) return;
    this.known = { epoch, safe };
    this.tell();
  }

  private tell(): void {
    if (!this.known) return;
    for (const listener of this.listeners) listener(this.known);
  }
}

/** How long to sleep after a turn when nobody rings. */
class Pace {
  private open = 0;
  private failures = 0;

  constructor(private readonly pollMs: number) {}

  /** @param waiting for open appends; @param moved since the turn before */
  turned(waiting: boolean, moved: boolean): void {
    this.failures = 0;
    if (waiting) this.open = moved ? 1 : this.open + 1;
    else this.open = 0;
  }

  failed(): void {
    this.failures += 1;
  }

  /** Milliseconds. */
  pause(): number {
    if (this.failures > 0) return backoff(this.failures, FAILED.first, FAILED.most);
    return this.open > 0 ? backoff(this.open, OPEN.first, OPEN.most) : jittered(this.pollMs);
  }
}
