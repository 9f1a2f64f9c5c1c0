import { preparedRowsOf, sql } from '#libs/api-kit';
import { EventLog, type Position, type Recorded } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { validate as isUuid } from 'uuid';
import { type FiredTimer, isEvent, type Step } from './why-steps.js';

/** Steps of a chain or of a branch at most, and steps down at most, siblings together. */
export const LIMITS = { depth: 20, steps: 200 } as const;

export interface Steps {
  readonly steps: readonly Step[];
  readonly truncated: boolean;
}

interface Cause {
  readonly position: Position | null;
  readonly timer: FiredTimer | null;
}

interface Children {
  readonly position: Position | null;
  readonly timer: FiredTimer | null;
  readonly causeId: string;
}

/** What led to an event, and what came of it, by the places that are written down beside the log. */
@Injectable()
export class WhyReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly log: EventLog,
  ) {}

  /** The causes of an event up to what somebody decided, the nearest first. */
  async causesOf(event: Recorded): Promise<Steps> {
    const { workspaceId } = event;
    const steps: Step[] = [];
    const seen = new Set([event.eventId]);
    let next = event.meta.causationId;
    while (next !== undefined && steps.length < LIMITS.depth) {
      const of = await this.cause(workspaceId, next);
      // Not known any more; or an event of its own command, which ends a circle.
      if (of === null || seen.has(idOf(of))) return { steps: linked(steps), truncated: false };
      seen.add(idOf(of));
      steps.push({ id: idOf(of), causeId: null, depth: steps.length + 1, of });
      next = isEvent(of) ? of.event.meta.causationId : of.timer.causationId;
    }
    return { steps: linked(steps), truncated: next !== undefined };
  }

  /** What came of an event, level by level. */
  async effectsOf(event: Recorded): Promise<Steps> {
    const steps: Step[] = [];
    const seen = new Set([event.eventId]);
    let level: Step[] = [{ id: event.eventId, causeId: null, depth: 0, of: { event } }];
    for (let depth = 1; level.length > 0; depth += 1) {
      const room = LIMITS.steps - steps.length;
      const found = (await this.below(event.workspaceId, level, room + 1)).filter(({ id }) => !seen.has(id));
      if (found.length > 0 && depth > LIMITS.depth) return { steps, truncated: true };
      const kept = found.slice(0, room);
      kept.forEach(({ id }) => seen.add(id));
      steps.push(...kept);
      if (kept.length < found.length) return { steps, truncated: true };
      level = kept;
    }
    return { steps, truncated: false };
  }

  /** What a command was called; null once it is forgotten. */
  async operationOf({ workspaceId, meta }: Recorded): Promise<string | null> {
    if (!isUuid(meta.commandId)) return null;
    const [command] = await preparedRowsOf<{ operation: string }>(
      this.pool,
      sql`SELECT c.operation FROM log.command c WHERE c.workspace_id = ${workspaceId}::uuid AND c.command_id = ${meta.commandId}::uuid`,
    );
    return command?.operation ?? null;
  }

  /** An event, the firing of a timer, or the event that a command ended with; null for what nobody here knows. */
  private async cause(workspaceId: string, id: string): Promise<Step['of'] | null> {
    if (!isUuid(id)) return null;
    const [found] = await preparedRowsOf<Cause>(
      this.pool,
      sql`SELECT coalesce(
            (SELECT p.position FROM readers.event_place p WHERE p.workspace_id = ${workspaceId}::uuid AND p.event_id = ${id}::uuid),
            (SELECT c.position FROM log.command c WHERE c.workspace_id = ${workspaceId}::uuid AND c.command_id = ${id}::uuid)
          )::float8 AS position,
          (SELECT ${TIMER} FROM log.fired_timer f WHERE f.workspace_id = ${workspaceId}::uuid AND f.firing_id = ${id}::uuid) AS timer`,
    );
    if (found?.timer) return { timer: found.timer };
    const [event] = await this.log.readAt(workspaceId, found?.position == null ? [] : [found.position]);
    return event ? { event } : null;
  }

  /** Timers first, then events in their order; both name the step they came of. */
  private async below(workspaceId: string, level: readonly Step[], limit: number): Promise<Step[]> {
    const parents = new Map(level.flatMap((step) => namesOf(step).map((name) => [name, step] as const)));
    const ids = [...parents.keys()].filter((id) => isUuid(id));
    const rows = await preparedRowsOf<Children>(
      this.pool,
      sql`(SELECT NULL::float8 AS position, ${TIMER} AS timer, f.causation_id AS "causeId" FROM log.fired_timer f
            WHERE f.workspace_id = ${workspaceId}::uuid AND f.causation_id = ANY(${ids}::text[]) ORDER BY f.due_at LIMIT ${limit})
          UNION ALL
          (SELECT p.position::float8, NULL, p.cause_id::text FROM readers.event_place p
            WHERE p.workspace_id = ${workspaceId}::uuid AND p.cause_id = ANY(${ids}::uuid[]) ORDER BY p.position LIMIT ${limit})`,
    );
    const positions = rows.flatMap(({ position }) => position ?? []);
    const events = new Map((await this.log.readAt(workspaceId, positions)).map((event) => [event.position, event]));
    return rows.flatMap(({ position, timer, causeId }): Step[] => {
      const { id, depth } = parents.get(causeId)!;
      const step = { causeId: id, depth: depth + 1 };
      const event = position === null ? undefined : events.get(position);
      const of = timer ? { timer } : event && { event };
      return of ? [{ ...step, id: idOf(of), of }] : [];
    });
  }
}

const TIMER = sql`json_build_object('firingId', f.firing_id, 'process', f.process, 'key', f.key, 'causationId', f.causation_id,
  'dueAt', to_char(f.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

const idOf = (of: Step['of']): string => (isEvent(of) ? of.event.eventId : of.timer.firingId);

/** What others may name as their cause and mean this step. */
const namesOf = ({ id, of }: Step): string[] => (isEvent(of) ? [id, of.event.meta.commandId] : [id]);

/** Each cause came of the one after it. */
const linked = (steps: readonly Step[]): Step[] =>
  steps.map((step, index) => ({ ...step, causeId: steps[index + 1]?.id ?? null }));
