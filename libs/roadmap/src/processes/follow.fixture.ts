import type { ConsumerDefinition, ProcessConsumer, ProcessTools, Recorded } from '#libs/event-log';
import { fromGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import { Module } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { ProcessesView } from '../../../../apps/api/src/operations/processes.view.js';
import { RetryMutations } from '../../../../apps/api/src/operations/retry.js';
import { TimersView } from '../../../../apps/api/src/operations/timers.view.js';
import { roadmapConsumers } from '../consumers.js';
import { type Cast, RoadmapApi, type ShownItem } from '../roadmap.fixture.js';

/** The operator's part of the API that needs no clock of its own. */
@Module({ providers: [ProcessesView, TimersView, RetryMutations] })
class Operations {}

/** Called before each reaction, and before each command of one, while it is set. */
export interface Fault {
  react?: (event: Recorded) => void;
  command?: (operation: string, key: string) => void;
  fire?: (key: string) => void;
}

const failing =
  (fault: Fault) =>
  (definition: ConsumerDefinition): ConsumerDefinition => {
    if (definition.kind !== 'process') return definition;
    const faulty = (tools: ProcessTools): ProcessTools => ({
      log: tools.log,
      schedule: (...appointment) => tools.schedule(...appointment),
      cancel: (key) => tools.cancel(key),
      command(operation, key = '') {
        fault.command?.(operation, key);
        return tools.command(operation, key);
      },
    });
    const broken: ProcessConsumer = {
      ...definition,
      async react(event, tools) {
        fault.react?.(event);
        await definition.react(event, faulty(tools));
      },
    };
    if (!definition.fire) return broken;
    return {
      ...broken,
      async fire(timer, tools) {
        fault.fire?.(timer.key);
        await definition.fire?.(timer, faulty(tools));
      },
    };
  };

export interface Shown {
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly confidence: { readonly value: number } | null;
  readonly suggestions: readonly {
    readonly suggestionId: string;
    readonly why: string;
    readonly suggested: { readonly start: string; readonly end: string } | null;
    readonly confidence: number | null;
    readonly note: string;
  }[];
}

const SHOWN = `query ($id: ID!) { roadmapItem(id: $id) { window { start end } confidence { value }
  suggestions { suggestionId why suggested { start end } confidence note } } }`;

export const MARCH = { start: '2026-03-02', end: '2026-03-27', precision: 'DAY' };

/** A workspace whose roadmap follows its requests. */
export class FollowBench {
  private constructor(
    readonly api: RoadmapApi,
    readonly cast: Cast,
  ) {}

  static start(fault: Fault = {}): Promise<RoadmapApi> {
    const consumers = (pool: Pool) => roadmapConsumers(pool).map(failing(fault));
    return RoadmapApi.start({ consumers, modules: [Operations] });
  }

  static async open(api: RoadmapApi): Promise<FollowBench> {
    return new FollowBench(api, await api.cast());
  }

  async request(): Promise<string> {
    const { marketer, marketing: consumerTeamId } = this.cast;
    const what = { title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId };
    return (await this.api.done(marketer, 'createRequest', what)).request!.id;
  }

  /** An item meant for March, to the day unless told, that the request is linked to. */
  async item(requestId: string, window: object = MARCH): Promise<ShownItem> {
    const item = await this.api.plan(this.cast, {}, window);
    await this.api.done(this.cast.backend, 'linkRequestToItem', { itemId: item.id, requestId });
    return item;
  }

  agree(requestId: string, date: string, reason: string | null = null) {
    const input = { requestId, date, dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'], reason };
    return this.api.done(this.cast.manager, 'agreeDate', input);
  }

  /** What happened to a request, whoever decided it. */
  told(requestId: string, facts: readonly RequestEvent[]): Promise<void> {
    const stream = { aggregate: request, id: fromGlobalId(requestId, 'Request') };
    return this.api.happened(this.cast.workspaceId, stream, facts);
  }

  /** Until the processes have read everything; the clock stands still. */
  async settled(): Promise<void> {
    await this.api.advance(this.cast.workspaceId, '2026-01-05T08:00:00.000Z');
  }

  /** The item, when the processes have read everything. */
  async shown({ id }: ShownItem): Promise<Shown> {
    await this.settled();
    return this.api.ask<Shown>(SHOWN, this.cast.auditor, { id });
  }

  /** Polls until it holds. @throws after a minute */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const deadline = performance.now() + 60_000; !(await holds());) {
      if (performance.now() > deadline) throw new Error(`Never: ${what}.`);
      await sleep(10);
    }
  }
}
