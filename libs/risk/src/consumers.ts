import type { ConsumerDefinition } from '#libs/event-log';
import type { Pool } from 'pg';
import { followRequest } from './processes/follow-request.process.js';
import { riskClock } from './processes/risk-clock.process.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const riskConsumers = (pool: Pool): readonly ConsumerDefinition[] => [followRequest(pool), riskClock(pool)];
