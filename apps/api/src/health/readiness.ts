import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Drain } from '../http/drain.js';
import { API_PARTS, type ApiParts } from '../parts.js';

export interface Readiness {
  readonly ready: boolean;
  /** One word per check; why something failed is in the log, not here. */
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

const probeMs = 2000;

/** Whether this process should get traffic now: every probe answers in time, and it was not told to stop. */
@Injectable()
export class ReadinessChecks {
  constructor(
    private readonly drain: Drain,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  async run(): Promise<Readiness> {
    const probed = await Promise.all(
      Object.entries(this.parts.probes).map(async ([name, probe]) => [name, await this.passes(name, probe)] as const),
    );
    const outcomes = [...probed, ['accepting', !this.drain.draining] as const];
    return {
      ready: outcomes.every(([, passed]) => passed),
      checks: Object.fromEntries(outcomes.map(([name, passed]) => [name, passed ? 'ok' : 'failed'])),
    };
  }

  private async passes(name: string, probe: () => Promise<unknown>): Promise<boolean> {
    const answered = new AbortController();
    const late = delay(probeMs, undefined, { signal: answered.signal, ref: false }).then(() => {
      throw new Error(`no answer within ${probeMs} ms`);
    });
    try {
      await Promise.race([probe(), late]);
      return true;
    } catch (error) {
      this.parts.log.warn({ err: error, check: name }, 'not ready');
      return false;
    } finally {
      answered.abort();
    }
  }
}
