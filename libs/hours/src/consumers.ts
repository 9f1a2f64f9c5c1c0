import type { ConsumerDefinition } from '#libs/event-log';
import type { Pool } from 'pg';
import { absenceWatch } from './clock/absence.process.js';
import { monthClock } from './clock/month-clock.process.js';
import { overageFlow, waitedUntilBy } from './overage/overage-flow.process.js';
import { daysOf, holdStoppedWork } from './reservations/hold-stopped-work.process.js';
import { heldMinutes, releaseOnEnd } from './reservations/release-on-end.process.js';

/** Everybody in this context who follows the log; `pool` is for what they look up beside it. */
export const hoursConsumers = (pool: Pool): readonly ConsumerDefinition[] => [
  monthClock(pool),
  absenceWatch(pool),
  overageFlow(waitedUntilBy(pool)),
  releaseOnEnd(heldMinutes(pool)),
  holdStoppedWork(daysOf(pool)),
];
