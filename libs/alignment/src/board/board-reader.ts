import { type Reader, rowsOf, sql, type Sql, toGlobalId } from '#libs/api-kit';
import { activeRequests, RequestReader } from '#libs/requests';
import { sides } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { type BoardFigures, figuresOf, type OpenBoard } from '../domain/index.js';
import type { BoardRow } from './board-row.js';
import { PriorityBoard, type PriorityBoardEntry } from './board.type.js';

type StoredBoard = Omit<BoardRow, 'opened_at' | 'updated_at'> & {
  readonly version: number;
  readonly opened_at: Date;
  readonly updated_at: Date;
  /** Those of `request_ids` that are active and still belong to the two teams. */
  readonly active_ids: readonly string[];
};

/** True for requests that still are between the two teams of a board. */
const ofItsTeams = sql`r.workspace_id = b.workspace_id AND r.consumer_team_id = b.consumer_team_id
  AND (r.provider_team_id IS NULL OR r.provider_team_id = b.provider_team_id)`;

/** Priority boards as the API shows them. */
@Injectable()
export class BoardReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly requests: RequestReader,
  ) {}

  /** In the order of the ids; null for one that is not there. */
  async many(reader: Reader, ids: readonly string[]): Promise<(PriorityBoard | null)[]> {
    const found = await this.where(reader, sql`b.board_id = ANY(${[...ids]}::uuid[])`);
    return ids.map((id) => found.get(id) ?? null);
  }

  async ofTeams(reader: Reader, consumerTeamId: string, providerTeamId: string): Promise<PriorityBoard | null> {
    const teams = sql`b.consumer_team_id = ${consumerTeamId}::uuid AND b.provider_team_id = ${providerTeamId}::uuid`;
    const [board] = (await this.where(reader, teams)).values();
    return board ?? null;
  }

  /**
   * Joint ranks by request, over the requests that are active, in one statement. A request nobody has triaged yet may stand on the
   * boards of several providers: the best of its places is told until it has a provider.
   */
  async jointRanks(workspaceId: string, requestIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const asked = sql`${[...requestIds]}::uuid[]`;
    const ranks = await rowsOf<{ requestId: string; rank: number }>(
      this.pool,
      sql`SELECT request_id AS "requestId", min(rank)::int AS rank
        FROM (SELECT r.request_id, row_number() OVER (PARTITION BY b.board_id ORDER BY o.place) AS rank
          FROM alignment.priority_board_row b
          CROSS JOIN LATERAL unnest(b.joint_order) WITH ORDINALITY AS o(request_id, place)
          JOIN ${activeRequests} r ON ${ofItsTeams} AND r.request_id = o.request_id
          WHERE b.workspace_id = ${workspaceId}::uuid AND b.joint_order && ${asked}) ranked
        WHERE request_id = ANY(${asked}) GROUP BY request_id`,
    );
    return new Map(ranks.map(({ requestId, rank }) => [requestId, rank]));
  }

  private async where(reader: Reader, condition: Sql): Promise<Map<string, PriorityBoard>> {
    const rows = await rowsOf<StoredBoard>(
      this.pool,
      sql`SELECT b.*, ARRAY(SELECT r.request_id FROM ${activeRequests} r
          WHERE ${ofItsTeams} AND r.request_id = ANY(b.request_ids)) AS active_ids
        FROM alignment.priority_board_row b WHERE b.workspace_id = ${reader.viewer.workspaceId}::uuid AND ${condition}`,
    );
    const seen = await this.seenBy(reader, rows);
    return new Map(rows.map((row) => [row.board_id, toBoard(row, seen)]));
  }

  /** Which requests the reader may know of. */
  private async seenBy(reader: Reader, rows: readonly StoredBoard[]): Promise<(requestId: string) => boolean> {
    if (reader.grant === 'all') return () => true;
    const ids = [...new Set(rows.flatMap(({ request_ids }) => request_ids))];
    const requests = await this.requests.many(reader, ids);
    const own = new Set(ids.filter((_, place) => requests[place] !== null));
    return (requestId) => own.has(requestId);
  }
}

const person = (id: string): string => toGlobalId('Person', id);
const request = (id: string): string => toGlobalId('Request', id);

function toBoard(row: StoredBoard, isSeen: (requestId: string) => boolean): PriorityBoard {
  const active = new Set(row.active_ids);
  const figures = figuresOf(row.document, (id) => active.has(id));
  return Object.assign(new PriorityBoard(), {
    id: toGlobalId('PriorityBoard', row.board_id),
    version: row.version,
    consumerTeamId: row.consumer_team_id,
    providerTeamId: row.provider_team_id,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...shownFigures(figures, isSeen),
    ...shownDecisions(row.document, isSeen),
  });
}

const shownFigures = ({ ranked, disagreement, widest }: BoardFigures, isSeen: (requestId: string) => boolean) => ({
  entries: ranked
    .filter(({ requestId }) => isSeen(requestId))
    .map((entry): PriorityBoardEntry => ({ ...entry, requestId: request(entry.requestId), plainId: entry.requestId })),
  disagreementIndex: disagreement.index,
  normalisedDisagreement: disagreement.normalised,
  comparedRequests: disagreement.compared,
  widestDisagreements: widest
    .filter(({ consumerFirst, providerFirst }) => isSeen(consumerFirst) && isSeen(providerFirst))
    .map(({ consumerFirst, providerFirst, width }) => ({
      consumerFirstId: request(consumerFirst),
      providerFirstId: request(providerFirst),
      width,
    })),
});

function shownDecisions({ ranks, proposal, agreed, joint, ties }: OpenBoard, isSeen: (requestId: string) => boolean) {
  const shown = (order: readonly string[]): string[] => order.filter(isSeen).map(request);
  const signed = ({ by, at }: { by: { personId: string; onBehalfOf: string | null }; at: string }) => ({
    byId: person(by.personId),
    onBehalfOfId: by.onBehalfOf && person(by.onBehalfOf),
    at,
  });
  return {
    ranks: sides.flatMap((side) => {
      const submitted = ranks[side];
      return submitted ? [{ side, ...signed(submitted) }] : [];
    }),
    proposal: proposal && { side: proposal.side, ...signed(proposal), requestIds: shown(proposal.order) },
    agreement: agreed && {
      requestIds: shown(agreed.order),
      disagreementIndex: agreed.disagreementIndex,
      comparedRequests: agreed.compared,
      byIds: agreed.byIds.map(person),
      at: agreed.at,
    },
    joint,
    brokenTies: ties
      .filter(({ first, second }) => isSeen(first) && isSeen(second))
      .map(({ first, second, reason, by, at }) => ({
        firstRequestId: request(first),
        secondRequestId: request(second),
        reason,
        byId: person(by.personId),
        at,
      })),
  };
}
