import type { PoolClient } from 'pg';
import { v5 as uuidV5 } from 'uuid';
import type { EventLog } from '../event-log.js';
import type { Instant } from '../event.js';
import { canonicalHash } from '../hashing.js';
import type { Command } from '../store.js';
import type { ProcessConsumer, ProcessTools } from './definition.js';
import type { Lease } from './lease.js';
import { statement } from './statements.js';

const PROCESS_IDS = '0f6c4f7e-93b5-5a0e-8d51-7a0d2f4be6c1';

/** Why a process acts: an event, or a timer that is due. */
export interface Cause {
  readonly workspaceId: string;
  /** Uuid, the same however often the reaction runs. */
  readonly id: string;
  readonly correlationId: string;
  /** Of a timer: what had set it. */
  readonly setBy?: string;
  readonly traceparent?: string;
}

/** A firing has an id of its own, so that a timer set anew for another instant acts anew. */
export const firingId = (process: string, workspaceId: string, key: string, dueAt: Instant): string =>
  uuidV5(JSON.stringify([process, workspaceId, key, dueAt]), PROCESS_IDS);

/** What one reaction does beside its commands; written with the checkpoint, or not at all. */
type TimerWrite =
  | { readonly kind: 'schedule'; readonly key: string; readonly dueAt: Instant; readonly payload: object }
  | { readonly kind: 'cancel'; readonly key: string };

export class ReactionTools implements ProcessTools {
  private readonly used = new Set<string>();
  private readonly writes: TimerWrite[] = [];

  constructor(
    private readonly definition: ProcessConsumer,
    readonly log: EventLog,
    private readonly lease: Lease,
    private readonly cause: Cause,
  ) {}

  command(operation: string, key = ''): Command {
    this.lease.assertHeld();
    const { definition, cause } = this;
    const name = JSON.stringify([definition.name, cause.id, operation, key]);
    if (this.used.has(name))
      throw new Error(`Two commands ${operation} of one reaction need keys that tell them apart.`);
    this.used.add(name);
    return {
      actorId: `process:${definition.name}`,
      actorRole: 'process',
      ...definition.actor,
      workspaceId: cause.workspaceId,
      commandId: uuidV5(name, PROCESS_IDS),
      operation,
      // The same reaction is the same command, also when its program or the state it looked at has changed since.
      requestHash: canonicalHash(name),
      correlationId: cause.correlationId,
      causationId: cause.id,
      ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
    };
  }

  /** Whether a command was made, whose events then name this reaction's cause as theirs. */
  get hasActed(): boolean {
    return this.used.size > 0;
  }

  schedule(key: string, dueAt: Instant, payload: object = {}): void {
    if (Number.isNaN(Date.parse(dueAt))) throw new Error(`A timer is due at an instant; ${dueAt} is none.`);
    this.writes.push({ kind: 'schedule', key, dueAt, payload });
  }

  cancel(key: string): void {
    this.writes.push({ kind: 'cancel', key });
  }

  async save(client: PoolClient): Promise<void> {
    const { workspaceId, correlationId, id, setBy = id } = this.cause;
    // A firing that did nothing else leaves no trace: what it sets has the cause that it had itself.
    const causationId = this.hasActed ? id : setBy;
    for (const write of this.writes) {
      const timer = [this.definition.name, workspaceId, write.key];
      await client.query(
        write.kind === 'cancel'
          ? statement('CANCEL', timer)
          : statement('SCHEDULE', [...timer, write.dueAt, JSON.stringify(write.payload), correlationId, causationId]),
      );
    }
  }
}
