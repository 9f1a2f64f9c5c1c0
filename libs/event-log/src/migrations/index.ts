import { EventLog1764000000001 } from './1-log.js';
import { EventLogFunctions1764000000002 } from './2-append.js';
import { EventLogConsumers1764000000003 } from './3-consumers.js';
import { EventLogInstants1764000000004 } from './4-instants.js';
import { EventLogLoad1764000000005 } from './5-load.js';
import { EventLogPast1764000000006 } from './6-past.js';
import { EventLogVersions1764000000007 } from './7-versions.js';
import { EventLogTimers1764000000008 } from './8-timers.js';
import { EventLogRowHistory1764000000009 } from './9-row-history.js';
import { EventLogRebuild1764000000010 } from './10-rebuild.js';
import { EventLogSeals1764000000011 } from './11-seals.js';
import { EventLogFiredTimers1764000000012 } from './12-fired-timers.js';
import { EventLogEpochs1764000000013 } from './13-epochs.js';

export const logMigrations = [
  EventLog1764000000001,
  EventLogFunctions1764000000002,
  EventLogConsumers1764000000003,
  EventLogInstants1764000000004,
  EventLogLoad1764000000005,
  EventLogPast1764000000006,
  EventLogVersions1764000000007,
  EventLogTimers1764000000008,
  EventLogRowHistory1764000000009,
  EventLogRebuild1764000000010,
  EventLogSeals1764000000011,
  EventLogFiredTimers1764000000012,
  EventLogEpochs1764000000013,
];
