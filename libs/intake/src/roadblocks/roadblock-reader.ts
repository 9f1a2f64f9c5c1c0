import { type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { fullViewer, PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import type { LocalDate } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Change } from '../decisions.js';
import { roadblock, roadblockLabel } from '../domain/index.js';
import { rowsById, type StoredRow } from '../rows.js';
import { type RoadblockRow, roadblockRow } from './roadblock-row.js';
import { RoadblockObject } from './roadblock.type.js';

export type StoredRoadblock = RoadblockRow & StoredRow;

/** Roadblocks by id, and rows as the API shows them. */
@Injectable()
export class RoadblockReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
  ) {}

  /** In the order of the ids; null for one that is not there. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(RoadblockObject | null)[]> {
    const of = { table: roadblockRow.table, id: 'roadblock_id', workspaceId: viewer.workspaceId };
    const rows = await rowsById<StoredRoadblock>(this.pool, of, ids);
    return rows.map((row) => row && this.show(row, fullViewer(viewer).today));
  }

  /** As a command left it. */
  async after({ id, row }: Change, reader: Reader): Promise<RoadblockObject | null> {
    if (row) return this.show(row as StoredRoadblock, fullViewer(reader.viewer).today);
    const [found] = await this.many(reader, [id]);
    return found ?? null;
  }

  show(row: StoredRoadblock, today: LocalDate): RoadblockObject {
    const { document, status, until } = row;
    return Object.assign(new RoadblockObject(), {
      id: toGlobalId('Roadblock', row.roadblock_id),
      version: row.version,
      number: row.number,
      reference: roadblockLabel(row.number),
      title: row.title,
      text: document.text,
      status,
      until,
      overdue: until < today && (status === 'OPEN' || status === 'MITIGATED'),
      outcome: document.outcome,
      raisedAt: row.raised_at,
      updatedAt: row.updated_at,
      workspaceId: row.workspace_id,
      streamId: `${roadblock.type}-${row.roadblock_id}`,
      ...this.lookedUp(row),
    });
  }

  private lookedUp({ owner_id: owner, raised_by: by, affected_request_ids: affected }: StoredRoadblock) {
    const lookedUp: Pick<RoadblockObject, 'owner' | 'raisedBy' | 'affectedRequests'> = {
      owner: (_args, context, info) => (owner === null ? null : this.people.person(readerOf(info), context, owner)),
      raisedBy: (_args, context, info) => this.people.person(readerOf(info), context, by),
      affectedRequests: async (_args, context, info) => {
        const reader = readerOf(info);
        const found = await Promise.all(affected.map((id) => this.requests.one(reader, context, id)));
        return found.filter((request) => request !== null);
      },
    };
    return lookedUp;
  }
}
