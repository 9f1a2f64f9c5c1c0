import { preparedRowsOf, sql } from '#libs/api-kit';
import { Past, type PastState, type Position, type Recorded } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import {
  allotment,
  type AllotmentEvent,
  type AllotmentEventType,
  allotmentId,
  type AllotmentState,
  type Ledger,
  ledgerOf,
} from '../domain/index.js';

/** Months of an agreement at a position of the log. */
export interface MonthsAt {
  readonly workspaceId: string;
  readonly agreementId: string;
  readonly position: Position;
}

export type PastMonth = PastState<AllotmentState>;

/** Months as they stood. */
@Injectable()
export class PastMonths {
  constructor(
    private readonly pool: pg.Pool,
    private readonly past: Past,
  ) {}

  /** The months of an agreement that are opened by now, in order: those of any past are among them. */
  async periods(
    { workspaceId, agreementId }: Pick<MonthsAt, 'workspaceId' | 'agreementId'>,
    { from = '0000-00', to = '9999-99' }: { readonly from?: Period; readonly to?: Period } = {},
  ): Promise<Period[]> {
    const rows = await preparedRowsOf<{ period: Period }>(
      this.pool,
      sql`SELECT period FROM hours.allotment_row WHERE workspace_id = ${workspaceId}::uuid AND agreement_id = ${agreementId}::uuid
        AND period BETWEEN ${from} AND ${to} ORDER BY period`,
    );
    return rows.map(({ period }) => period);
  }

  /** By own ids, in their order; null for a month nobody had opened. */
  async states(
    { workspaceId, position }: Omit<MonthsAt, 'agreementId'>,
    ids: readonly string[],
  ): Promise<(PastMonth | null)[]> {
    const found = await this.past.statesAt(allotment, { workspaceId, ids, position });
    // The first fact of every month opens it.
    return found as (PastMonth | null)[];
  }

  /** Those that were opened, in the order of the periods. */
  async opened(at: MonthsAt, periods: readonly Period[]): Promise<PastMonth[]> {
    const ids = periods.map((period) => allotmentId(at.agreementId, period));
    return (await this.states(at, ids)).flatMap((month) => month ?? []);
  }

  /** The facts of each month up to the position, or those of some types; in the order of the periods. */
  async histories(
    { workspaceId, agreementId, position }: MonthsAt,
    periods: readonly Period[],
    types?: readonly AllotmentEventType[],
  ): Promise<Recorded<AllotmentEvent>[][]> {
    const ids = periods.map((period) => allotmentId(agreementId, period));
    const query = { workspaceId, ids, position, ...(types && { types }) };
    return (await this.past.eventsAt(allotment.type, query)) as Recorded<AllotmentEvent>[][];
  }

  /** A month and all later ones with their entries and credits, computed from the log. */
  async ledger(at: MonthsAt, from: Period): Promise<Ledger> {
    return ledgerOf(await this.histories(at, await this.periods(at, { from })));
  }
}
