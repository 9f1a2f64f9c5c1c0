import { type ApiContext, Ctx, loaderOf, Needs, preparedRowsOf, sql, toGlobalId } from '#libs/api-kit';
import { presentOnly, RequestObject } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { allotmentKeyText } from '../allotment-key.js';
import { type Account, openOf } from '../domain/index.js';

@ObjectType('RequestReservation', { description: 'The minutes of a request in one month of an agreement.' })
export class RequestReservation {
  @Field(() => ID, { description: 'Global id of the month.' })
  allotmentId: string;

  @Field(() => ID, { description: 'Global id of its agreement.' })
  agreementId: string;

  @Field(() => String, { description: 'The month, e.g. `2026-02`.' })
  period: string;

  @Field(() => Int, { description: 'Reserved of the pool and not worked yet, e.g. `300`.' })
  openMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from the pool.' })
  consumedMinutes: number;

  @Field(() => Int, { description: 'Worked and paid from overage.' })
  overageMinutes: number;

  @Field(() => Int, { description: 'Approved overage that is still to be worked.' })
  earmarkedMinutes: number;

  @Field(() => Int, { description: 'Worked, covered by nothing, and not decided about.' })
  uncoveredMinutes: number;
}

interface Row {
  readonly request_id: string;
  readonly agreement_id: string;
  readonly period: string;
  readonly account: Account;
  readonly uncovered: number;
}

/** Months of one request that one answer shows: ten years of them under one agreement. */
const MOST = 120;

/** Months of requests, as their inline rows stand. */
@Injectable()
export class RequestReservations {
  constructor(private readonly pool: pg.Pool) {}

  /** By request id, in order of months; one statement for all of them. */
  async of(workspaceId: string, requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestReservation[]>> {
    const ids = [...requestIds];
    const rows = await preparedRowsOf<Row>(
      this.pool,
      sql`SELECT r.id AS request_id, m.agreement_id, m.period, m.document->'accounts'->r.id::text AS account,
          (SELECT coalesce(sum((b->>'uncovered')::int), 0)::int FROM jsonb_array_elements(m.document->'beyond') b
            WHERE b->>'requestId' = r.id::text) AS uncovered
        FROM hours.allotment_row m JOIN unnest(${ids}::uuid[]) AS r(id) ON r.id = ANY(m.request_ids)
        WHERE m.workspace_id = ${workspaceId}::uuid AND m.request_ids && ${ids}::uuid[]
        ORDER BY m.period, m.agreement_id`,
    );
    const found = new Map<string, RequestReservation[]>(ids.map((id) => [id, []]));
    for (const row of rows) found.get(row.request_id)?.push(shown(row));
    return found;
  }
}

const shown = ({ agreement_id: agreementId, period, account, uncovered }: Row): RequestReservation => ({
  allotmentId: toGlobalId('Allotment', allotmentKeyText({ agreementId, period })),
  agreementId: toGlobalId('Agreement', agreementId),
  period,
  openMinutes: openOf(account),
  consumedMinutes: account.base,
  overageMinutes: account.overage,
  earmarkedMinutes: account.earmark,
  uncoveredMinutes: uncovered,
});

/** What a request holds and has worked, month by month, as a field of every request. */
@Resolver(() => RequestObject)
export class RequestReservationsField {
  constructor(private readonly months: RequestReservations) {}

  @ResolveField(() => [RequestReservation], {
    complexity: 5,
    description:
      'Its minutes by month and agreement, the earliest month first; the latest 120 months at most. Empty while nothing is reserved or worked.',
  })
  @Needs('hours.read')
  async reservations(@Parent() request: RequestObject, @Ctx() context: ApiContext): Promise<RequestReservation[]> {
    presentOnly(request, 'reservations');
    const { workspaceId, requestId } = request;
    return loaderOf<string, RequestReservation[]>(context, 'hours.requestReservations', async (ids) => {
      const found = await this.months.of(workspaceId, ids);
      return ids.map((id) => (found.get(id) ?? []).slice(-MOST));
    }).load(requestId);
  }
}
