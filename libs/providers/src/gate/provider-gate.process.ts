import { rowsOf, sql } from '#libs/api-kit';
import type { ProcessConsumer, Recorded } from '#libs/event-log';
import { activeRequests, holdByProcess } from '#libs/requests';
import type { Pool } from 'pg';
import { daysEarlier, type ProviderEventType, providerLabel, providerPolicy } from '../domain/index.js';
import type { ZoneOf } from './approval-watch.process.js';

const NAME = 'provider-gate';

/** Why requests rest, by what happened to their agency. */
const BECAUSE: Partial<Record<ProviderEventType, string>> = {
  ProviderSuspended: 'is suspended',
  ProviderExpired: 'is no longer approved: its approval has ended',
  OffboardingStarted: 'is leaving',
};

interface GivenRequest {
  readonly requestId: string;
  readonly number: number;
}

/** Work that was given to the agency's team and is not done. */
const requestsOf = (pool: Pick<Pool, 'query'>, { workspaceId, streamId }: Recorded): Promise<GivenRequest[]> =>
  rowsOf<GivenRequest>(
    pool,
    sql`SELECT active.request_id AS "requestId", provider.number FROM providers.provider_row provider
      JOIN ${activeRequests} active ON active.workspace_id = provider.workspace_id AND active.provider_team_id = provider.team_id
      WHERE provider.workspace_id = ${workspaceId}::uuid AND provider.stream_id = ${streamId} ORDER BY active.request_id`,
  );

/**
 * Puts the active requests of an agency on hold when its people may no longer work here (core 2.5), once for each request and each
 * time it happens. What rests or has ended already is left alone; people resume what goes on.
 */
export const providerGate = (pool: Pick<Pool, 'query'>, zoneOf: ZoneOf): ProcessConsumer => ({
  kind: 'process',
  name: NAME,
  about: 'ProviderGate: puts the active requests of an agency on hold when its people may no longer work here.',
  types: Object.keys(BECAUSE),
  async react(event, tools) {
    const timeZone = await zoneOf(event.workspaceId);
    const because = BECAUSE[event.type as ProviderEventType] ?? '';
    for (const { requestId, number } of await requestsOf(pool, event)) {
      const reason = `${providerLabel(number)} ${because}.`;
      const reviewDate = (today: string): string => daysEarlier(today, -providerPolicy.holdReviewDays);
      await holdByProcess(tools, { requestId, by: NAME, reason, reviewDate, timeZone });
    }
  },
});
