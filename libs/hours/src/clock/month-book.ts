import type { Period } from '#libs/vocabulary';
import type { Pool } from 'pg';
import type { AllotmentState } from '../domain/index.js';

/** The months of an agreement as they stand. */
export interface MonthBook {
  /** Every month that was opened, closed ones included, in order. */
  readonly periods: readonly Period[];
  /** Those that are not closed, in order. */
  readonly live: readonly AllotmentState[];
}

const MONTHS = `
select period, case when status <> 'CLOSED' then document end as document from hours.allotment_row
where workspace_id = $1 and agreement_id = $2 order by period`;

/** Rows are written with the facts, so they tell what to try; whether it is due is decided on the streams. */
export async function monthBook(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
  agreementId: string,
): Promise<MonthBook> {
  const { rows } = await pool.query<{ period: Period; document: AllotmentState | null }>({
    name: 'hours_month_book',
    text: MONTHS,
    values: [workspaceId, agreementId],
  });
  return {
    periods: rows.map(({ period }) => period),
    live: rows.flatMap(({ document }) => document ?? []),
  };
}

const DEDICATED = `
select agreement_id as "agreementId" from hours.agreement_row
where workspace_id = $1 and status <> 'DRAFT' and document @> $2::jsonb order by agreement_id`;

/** Agreements whose terms name a person's share of a team's working days, in some month. */
export async function agreementsDedicating(
  pool: Pick<Pool, 'query'>,
  workspaceId: string,
  grant: { readonly personId: string; readonly calendarId: string },
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ agreementId: string }>({
    name: 'hours_agreements_dedicating',
    text: DEDICATED,
    values: [workspaceId, JSON.stringify({ versions: [{ terms: { grant } }] })],
  });
  return rows.map(({ agreementId }) => agreementId);
}
