import { type ApiContext, type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { type PastMoment, RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Change } from '../decisions.js';
import { idea, ideaLabel } from '../domain/index.js';
import { oneOf, rowsById, type StoredRow } from '../rows.js';
import { type IdeaRow, ideaRow } from './idea-row.js';
import { IdeaObject } from './idea.type.js';
import { PastIdeas } from './past-ideas.js';

export type StoredIdea = IdeaRow & StoredRow;

/** Ideas by id, and rows as the API shows them. */
@Injectable()
export class IdeaReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
    readonly past: PastIdeas,
  ) {}

  /** In the order of the ids; null for one that is not there. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(IdeaObject | null)[]> {
    const of = { table: ideaRow.table, id: 'idea_id', workspaceId: viewer.workspaceId };
    const rows = await rowsById<StoredIdea>(this.pool, of, ids);
    return rows.map((row) => row && this.show(row, viewer.personId));
  }

  one(reader: Reader, context: ApiContext, id: string): Promise<IdeaObject | null> {
    return oneOf(context, 'intake.idea', { id, batch: (ids) => this.many(reader, ids) });
  }

  /** As it was; null where nobody had captured it by then. */
  async oneAsOf(reader: Reader, id: string, moment: PastMoment): Promise<IdeaObject | null> {
    const row = await this.past.row(reader, id, moment);
    return row && this.show(row, reader.viewer.personId, moment);
  }

  /** As a command left it. */
  async after({ id, row }: Change, reader: Reader): Promise<IdeaObject | null> {
    if (row) return this.show(row as StoredIdea, reader.viewer.personId);
    const [found] = await this.many(reader, [id]);
    return found ?? null;
  }

  /** `personId`: who looks, and may have voted. */
  show(row: StoredIdea, personId: string, moment: PastMoment | null = null): IdeaObject {
    const { document } = row;
    return Object.assign(new IdeaObject(), {
      id: toGlobalId('Idea', row.idea_id),
      version: row.version,
      asOfPosition: moment?.position ?? null,
      number: row.number,
      reference: ideaLabel(row.number),
      title: row.title,
      text: document.text,
      status: row.status,
      originSide: row.origin_side,
      sourceKind: document.source.kind,
      sourceRef: document.source.ref,
      ...shapeOf(row),
      votes: votesOf(row, personId),
      reason: document.reason,
      capturedAt: row.captured_at,
      updatedAt: row.updated_at,
      workspaceId: row.workspace_id,
      streamId: `${idea.type}-${row.idea_id}`,
      ...this.lookedUp(row, moment),
    });
  }

  private lookedUp(
    { origin_team_id: team, captured_by: by, request_id: request }: StoredIdea,
    moment: PastMoment | null,
  ) {
    const lookedUp: Pick<IdeaObject, 'originTeam' | 'capturedBy' | 'request'> = {
      originTeam: (_args, context, info) => (team === null ? null : this.people.team(readerOf(info), context, team)),
      capturedBy: (_args, context, info) => this.people.person(readerOf(info), context, by),
      request: (_args, context, info) => {
        if (request === null) return null;
        if (moment) return this.past.request(readerOf(info), request, moment);
        return this.requests.one(readerOf(info), context, request);
      },
    };
    return lookedUp;
  }
}

const shapeOf = ({ document: { shape }, touches, quick_win, rough_minutes }: StoredIdea) => ({
  problem: shape?.problem ?? null,
  benefit: shape?.benefit ?? null,
  roughMinutes: rough_minutes,
  touches,
  quickWin: quick_win,
});

const votesOf = (row: StoredIdea, personId: string) => ({
  consumer: row.consumer_votes,
  provider: row.provider_votes,
  total: row.votes,
  mine: row.voter_ids.includes(personId),
});
