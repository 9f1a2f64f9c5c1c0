import { type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Change } from '../decisions.js';
import { interruption } from '../domain/index.js';
import { rowsById, type StoredRow } from '../rows.js';
import { type InterruptionRow, interruptionRow } from './interruption-row.js';
import { InterruptionObject } from './interruption.type.js';

export type StoredInterruption = InterruptionRow & StoredRow;

/** Interruptions as the API shows them: to the interrupted person alone. */
@Injectable()
export class InterruptionReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
  ) {}

  /** In the order of the ids; null for one that is not there, or not the reader's own, whatever the reader's roles. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(InterruptionObject | null)[]> {
    const rows = await this.rows(viewer.workspaceId, ids);
    return rows.map((row) => (row?.person_id === viewer.personId ? this.show(row) : null));
  }

  /** Rows for commands: of anybody, so that a lead can convert what was reported to them. */
  rows(workspaceId: string, ids: readonly string[]): Promise<(StoredInterruption | null)[]> {
    return rowsById(this.pool, { table: interruptionRow.table, id: 'interruption_id', workspaceId }, ids);
  }

  /** The row as a command left it. */
  async rowAfter({ id, row }: Change, { viewer }: Reader): Promise<StoredInterruption> {
    const [stored] = row ? [row as StoredInterruption] : await this.rows(viewer.workspaceId, [id]);
    if (!stored) throw new Error('An interruption has no row after a command on it.');
    return stored;
  }

  show(row: StoredInterruption): InterruptionObject {
    const { document, from_team_id: from, request_id: request } = row;
    const lookedUp: Pick<InterruptionObject, 'fromTeam' | 'request'> = {
      fromTeam: (_args, context, info) => this.people.team(readerOf(info), context, from),
      request: (_args, context, info) =>
        request === null ? null : this.requests.one(readerOf(info), context, request),
    };
    return Object.assign(new InterruptionObject(), {
      id: toGlobalId('Interruption', row.interruption_id),
      version: row.version,
      kind: row.kind,
      status: row.status,
      minutes: row.minutes,
      topic: document.topic,
      occurredOn: row.occurred_on,
      conversionSuggested: row.conversion_suggested,
      questionId: document.questionId,
      writtenOffBecause: document.writtenOffBecause,
      loggedAt: row.logged_at,
      workspaceId: row.workspace_id,
      streamId: `${interruption.type}-${row.interruption_id}`,
      ...lookedUp,
    });
  }
}
