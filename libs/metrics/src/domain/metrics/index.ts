import type { EventMetric } from '../measured.js';
import { miscommunication, orderTakers, precisePhrasing, responsiveness, soleConduit } from './dialogue.js';
import { jointPlanning } from './planning.js';
import { bugsAfterLaunch, firstWeek, outcomes } from './results.js';
import { riskReduced } from './risk.js';
import { deadlines, forecast, leadTime, scoping, urgency } from './times.js';
import { avoidedRework, estimateError, favours, rework } from './work.js';

/** Every metric for which events exist, in the order of the pages. What nobody records yet is not listed: a row without events says nothing. */
export const eventMetrics: readonly EventMetric[] = [
  miscommunication,
  rework,
  avoidedRework,
  scoping,
  favours,
  bugsAfterLaunch,
  outcomes,
  firstWeek,
  forecast,
  responsiveness,
  jointPlanning,
  riskReduced,
  deadlines,
  urgency,
  soleConduit,
  precisePhrasing,
  estimateError,
  leadTime,
  orderTakers,
];

export const eventMetric = (key: string): EventMetric | null => eventMetrics.find((one) => one.key === key) ?? null;
