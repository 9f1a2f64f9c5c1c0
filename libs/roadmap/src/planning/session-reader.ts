import { type ApiContext, loaderOf, preparedRowsOf, type Reader, readerOf, sql, toGlobalId } from '#libs/api-kit';
import { streamId } from '#libs/event-log';
import { PeopleLoaders } from '#libs/people';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { planningSession, type SessionState } from '../domain/index.js';
import { ItemReader } from '../items/item-reader.js';
import type { SessionRow } from './session-row.js';
import { PlanningSessionObject } from './session.type.js';

/** A row as it is read back. */
export interface StoredSession extends Pick<SessionRow, 'session_id' | 'document'> {
  readonly workspace_id: string;
  readonly version: number;
  readonly updated_at: Date;
}

/** Planning sessions as they stand: one statement for all that an operation asks for. */
@Injectable()
export class SessionReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly items: ItemReader,
  ) {}

  /** Null when it is not there, or not in this workspace. */
  one(reader: Reader, context: ApiContext, sessionId: string): Promise<PlanningSessionObject | null> {
    const batch = async (ids: readonly string[]) => this.many(reader, ids);
    const loader = loaderOf<string, PlanningSessionObject | null>(context, 'roadmap.session', batch);
    // Loads after a command of the same operation must see it.
    return loader.clear(sessionId).load(sessionId);
  }

  /** In the order of the ids. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(PlanningSessionObject | null)[]> {
    const rows = await preparedRowsOf<StoredSession>(
      this.pool,
      sql`SELECT * FROM roadmap.session_row
        WHERE workspace_id = ${viewer.workspaceId}::uuid AND session_id = ANY(${[...ids]}::uuid[])`,
    );
    const byId = new Map(rows.map((row) => [row.session_id, this.show(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  show({
    workspace_id: workspaceId,
    session_id: id,
    version,
    updated_at: updatedAt,
    document,
  }: StoredSession): PlanningSessionObject {
    return Object.assign(new PlanningSessionObject(), {
      id: toGlobalId('PlanningSession', id),
      version,
      status: document.status,
      plannedOn: document.date,
      heldOn: document.heldOn,
      horizon: document.horizon,
      attendance: this.attendanceOf(document),
      decisions: this.decisionsOf(document),
      baseline: document.closed && {
        position: document.closed.baselinePosition,
        ...document.closed.attendance,
        joint: document.closed.joint,
        policyVersion: document.closed.policyVersion,
      },
      updatedAt: updatedAt.toISOString(),
      workspaceId,
      streamId: streamId({ type: planningSession.type, id }),
    } satisfies PlanningSessionObject);
  }

  private attendanceOf({ attendance }: SessionState): PlanningSessionObject['attendance'] {
    return Object.entries(attendance).map(([personId, side]) => ({
      personId: toGlobalId('Person', personId),
      person: (_args, context, info) => this.people.person(readerOf(info), context, personId),
      side,
    }));
  }

  private decisionsOf({ decisions }: SessionState): PlanningSessionObject['decisions'] {
    return decisions.map(({ itemId, decision, rationale }) => ({
      itemId: toGlobalId('RoadmapItem', itemId),
      item: (_args, context, info) => this.items.one(readerOf(info), context, itemId),
      decision,
      rationale,
    }));
  }
}
