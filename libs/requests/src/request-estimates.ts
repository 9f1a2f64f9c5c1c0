import { type Sql, sql } from '#libs/api-kit';

/**
 * What every request was meant to take, for statements of other contexts: stands where a table does. Columns: workspace_id, request_id,
 * number, approved (both sides signed it once), signed_minutes (the likely minutes of the estimate both sides signed; null before that,
 * and while a newer estimate of signed work waits for its signatures).
 */
export const requestEstimates: Sql = sql`(
  SELECT workspace_id, request_id, number, approved_at IS NOT NULL AS approved,
    CASE WHEN approved_at IS NOT NULL AND coalesce(document -> 'approvals' ?& ARRAY['CONSUMER', 'PROVIDER'], TRUE)
      THEN likely_minutes END AS signed_minutes
  FROM requests.request_row)`;
