import type { ConsumerDefinition } from '#libs/event-log';
import { workspaceZone } from '#libs/people';
import type { Pool } from 'pg';
import { approvalWatch } from './gate/approval-watch.process.js';
import { providerGate } from './gate/provider-gate.process.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const providersConsumers = (pool: Pick<Pool, 'query'>): readonly ConsumerDefinition[] => {
  const zoneOf = (workspaceId: string) => workspaceZone(pool, workspaceId);
  return [approvalWatch(zoneOf), providerGate(pool, zoneOf)];
};
