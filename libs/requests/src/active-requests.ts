import { type Sql, sql } from '#libs/api-kit';
import { activeStatuses } from './domain/index.js';

/**
 * Requests whose work is neither done nor given up (DRAFT to ACCEPTED), for statements of other contexts: stands where a table does.
 * Columns: workspace_id, request_id, consumer_team_id, provider_team_id (null before triage).
 */
export const activeRequests: Sql = sql`(
  SELECT workspace_id, request_id, consumer_team_id, provider_team_id
  FROM requests.request_row WHERE status = ANY(${[...activeStatuses]}::text[]))`;
