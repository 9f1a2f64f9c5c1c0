import { type AsOf, type Reader, sql, type Sql } from '#libs/api-kit';
import { RowHistory } from '#libs/event-log';
import { type PastMoment, PastMoments, PastRequests, type RequestObject } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import type { StoredRow } from '../rows.js';
import { ideaPast } from './idea-past.js';
import { type IdeaRow, ideaRow } from './idea-row.js';

/** Ideas as they stood. May have to wait a moment for what keeps them: POSITION_NOT_REACHED (retryable), HISTORY_INCOMPLETE. */
@Injectable()
export class PastIdeas {
  constructor(
    private readonly history: RowHistory,
    private readonly moments: PastMoments,
    private readonly requests: PastRequests,
  ) {}

  /** Null when no past is named. @throws what `TimeTravel` throws */
  momentOf(reader: Reader, asOf: AsOf | null | undefined): Promise<PastMoment | null> {
    return this.moments.of(reader, asOf);
  }

  /** Null where nobody had captured it by then. */
  async row({ viewer }: Reader, id: string, moment: PastMoment): Promise<(IdeaRow & StoredRow) | null> {
    const { workspaceId } = viewer;
    const [found] = await this.history.streamsAt(ideaPast, workspaceId, moment.position, [id]);
    if (!found) return null;
    const { row, version, position } = found;
    return { ...row, workspace_id: workspaceId, version, position: String(position) };
  }

  /** Where the rows of a list stand: those of the present or of a past. */
  async table({ viewer }: Reader, moment: PastMoment | null): Promise<string | Sql> {
    if (moment === null) return ideaRow.table;
    return sql`${await this.history.tableAt(ideaPast, viewer.workspaceId, moment.position)} AS idea_row`;
  }

  /** The request an idea had become, of the same moment. */
  request(reader: Reader, requestId: string, moment: PastMoment): Promise<RequestObject | null> {
    return this.requests.one(reader, requestId, moment);
  }
}
