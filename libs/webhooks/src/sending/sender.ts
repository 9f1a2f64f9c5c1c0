import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog, LogObserver } from '#libs/event-log';
import type { Pool } from 'pg';
import { nextPause, retryAfterOf } from '../domain/index.js';
import { WebhookSecrets } from '../secrets.js';
import { Bell } from './bell.js';
import { Claims, type Claimed, type Verdict } from './claims.js';
import { giveUp } from './give-up.js';
import { headersOf, messageOf } from './payload.js';
import type { Call, Outcome, WebhookTransport } from './post.js';

export interface WebhookSenderOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  /** Epoch of the log: part of the positions that receivers are told. */
  readonly epoch: () => string;
  readonly transport: WebhookTransport;
  /** The time to go by; that of the database unless told. */
  readonly now?: () => Date;
  /** Calls of one webhook at the same time, of all processes together; 4 unless told. */
  readonly perWebhook?: number;
  /** Calls of this process at the same time; 64 unless told. Half of them are never given to receivers in trouble. */
  readonly most?: number;
  /** Milliseconds after which others try what a process that died had claimed; 60,000 unless told, and longer than a call may take. */
  readonly leaseMs?: number;
  /** Milliseconds between two looks; 500 unless told. */
  readonly pollMs?: number;
  /** Milliseconds between two rounds of clearing up; 600,000 unless told. */
  readonly tidyMs?: number;
  readonly observer?: Pick<LogObserver, 'error'>;
  /** Told of every try that was recorded. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Milliseconds between two looks at least: calls that end together are followed by one claim together. */
const SPACING_MS = 10;
/** Milliseconds between two looks for receivers that failed for days; whoever fails now is looked at now. */
const JUDGE_MS = 60_000;
/** Milliseconds after which an event that this program cannot read is looked at again. */
const NEWER_PROGRAM_MS = 60_000;

/** Delivers what is due: outside of any transaction, at least once, and whatever one receiver does, the others get theirs. */
export class WebhookSender {
  private readonly claims: Claims;
  private readonly secrets: WebhookSecrets;
  private readonly bell = new Bell();
  private readonly ending = new AbortController();
  private readonly flying = new Map<Promise<boolean>, Claimed>();
  /** By `performance.now()`: when receivers are looked at that there is no hope for. */
  private judgeAt = 0;
  private running: Promise<void> | null = null;

  constructor(private readonly options: WebhookSenderOptions) {
    this.claims = new Claims(options.pool);
    this.secrets = new WebhookSecrets(options.pool);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Breaks off what is under way and gives it back, so that another process goes on at once. */
  async stop(): Promise<void> {
    this.ending.abort();
    this.bell.ring();
    await this.running;
    await Promise.all(this.flying.keys());
  }

  /** Claims what is due and there is room for, tries it, and disables whom there is no hope for. @returns how many tries were recorded */
  async round(): Promise<number> {
    const tries = await this.launch();
    const recorded = await Promise.all(tries);
    await this.disableHopeless();
    return recorded.filter(Boolean).length;
  }

  /** Clears away what is over. */
  tidy(): Promise<number> {
    return this.claims.forget(this.at());
  }

  private async run(): Promise<void> {
    let tidyAt = 0;
    while (!this.ending.signal.aborted) {
      try {
        while (!this.ending.signal.aborted && (await this.launch()).length > 0);
        await this.judge();
        if (performance.now() >= tidyAt) {
          tidyAt = performance.now() + (this.options.tidyMs ?? 600_000);
          await this.tidy();
        }
      } catch (error) {
        this.report(error);
      }
      await sleep(SPACING_MS);
      // Not all in step: several processes look one after the other.
      await this.bell.wait((this.options.pollMs ?? 500) * (0.5 + Math.random()));
    }
  }

  /** Starts as many tries as there is room for. */
  private async launch(): Promise<Promise<boolean>[]> {
    const { perWebhook = 4, most = 64, leaseMs = 60_000 } = this.options;
    const room = most - this.flying.size;
    if (room <= 0) return [];
    const troubled = [...this.flying.values()].filter((claimed) => claimed.troubled).length < most / 2;
    const began = performance.now();
    const claimed = await this.claims.take(this.at(), { most: room, perWebhook, troubled, leaseMs });
    return claimed.map((one) => this.track(one, this.carryOut(one, began + leaseMs)));
  }

  private track(claimed: Claimed, work: Promise<boolean>): Promise<boolean> {
    const tracked = work
      .catch((error: unknown) => {
        // The claim runs out by itself.
        this.report(error);
        return false;
      })
      .finally(() => {
        this.flying.delete(tracked);
        this.bell.ring();
      });
    this.flying.set(tracked, claimed);
    return tracked;
  }

  /** @param until by `performance.now()`: nothing is sent under a claim that is over, e.g. because the process stood still */
  private async carryOut(claimed: Claimed, until: number): Promise<boolean> {
    const now = this.at() ?? new Date();
    const call = await this.prepare(claimed, now).catch((error: unknown) => {
      this.report(error);
      return UNREADABLE;
    });
    if (call === null) return this.giveBack(claimed, NEWER_PROGRAM_MS);
    if (performance.now() > until) return false;
    const outcome = 'url' in call ? await this.options.transport.post(call) : call;
    const isBrokenOff = this.ending.signal.aborted && outcome.statusCode === null;
    return isBrokenOff ? this.giveBack(claimed, 0) : this.record(claimed, outcome, now);
  }

  private async record(claimed: Claimed, outcome: Outcome, now: Date): Promise<boolean> {
    const recorded = await this.claims.record(this.at(), claimed, verdictOn(claimed, outcome, now));
    if (!outcome.delivered) this.judgeAt = 0;
    if (recorded) this.options.onOutcome?.(outcome);
    return recorded;
  }

  /** What is to be sent; what became of it where that cannot be; null for an event of a newer program. */
  private async prepare(claimed: Claimed, now: Date): Promise<Call | Outcome | null> {
    const { log, epoch } = this.options;
    const { url, versions } = claimed.terms;
    const message = await messageOf(log, claimed, { pins: versions, epoch: epoch() });
    const secrets = await this.secrets.signing(claimed, this.at());
    if (secrets.length === 0) return NO_SECRET;
    return (
      message && { url, headers: headersOf(message, secrets, now), body: message.body, signal: this.ending.signal }
    );
  }

  private async giveBack(claimed: Claimed, pauseMs: number): Promise<false> {
    await this.claims.giveBack(this.at(), claimed, pauseMs);
    return false;
  }

  private async judge(): Promise<void> {
    if (performance.now() >= this.judgeAt) await this.disableHopeless();
  }

  private async disableHopeless(): Promise<void> {
    this.judgeAt = performance.now() + JUDGE_MS;
    for (const hopeless of await this.claims.hopeless(this.at())) await giveUp(this.options.log, hopeless);
  }

  private at(): Date | null {
    return this.options.now?.() ?? null;
  }

  private readonly report = (error: unknown): void => this.options.observer?.error?.(error, 'webhook sender');
}

const unsent = (error: string): Outcome => ({ delivered: false, statusCode: null, durationMs: 0, answer: null, error });
const NO_SECRET = unsent('There is no secret to sign with: rotate it.');
const UNREADABLE = unsent('The event or the secret could not be read; the service’s own log tells more.');

function verdictOn({ tries }: Claimed, outcome: Outcome, now: Date): Verdict {
  if (outcome.delivered) return { outcome, state: 'DELIVERED', pauseMs: 0 };
  const retryAfterMs = retryAfterOf(outcome.retryAfter, now);
  const pauseMs =
    outcome.statusCode === 410 ? null : nextPause({ tries: tries + 1, retryAfterMs, chance: Math.random() });
  return pauseMs === null ? { outcome, state: 'FAILED', pauseMs: 0 } : { outcome, state: 'PENDING', pauseMs };
}
