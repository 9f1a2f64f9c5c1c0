import { historyOf } from '#libs/api-kit';
import type { Provider } from '@nestjs/common';
import { planningSession } from '../domain/index.js';
import { PlanningCadenceView } from './cadence.view.js';
import {
  CancelPlanningHandler,
  ClosePlanningHandler,
  HoldPlanningMutations,
  OpenPlanningHandler,
  RecordAttendanceHandler,
  RecordPlanningDecisionHandler,
  SessionDecisions,
} from './hold-planning.js';
import { SchedulePlanningHandler, SchedulePlanningMutation } from './schedule-planning.js';
import { SessionCommands } from './session-payload.js';
import { SessionReader } from './session-reader.js';
import { PlanningSessionObject } from './session.type.js';
import { sessionSummary } from './session-summary.js';
import { SessionViews } from './sessions.view.js';

export const planningParts: Provider[] = [
  SessionDecisions,
  SessionReader,
  SessionCommands,
  SessionViews,
  SchedulePlanningHandler,
  SchedulePlanningMutation,
  OpenPlanningHandler,
  RecordAttendanceHandler,
  RecordPlanningDecisionHandler,
  ClosePlanningHandler,
  CancelPlanningHandler,
  HoldPlanningMutations,
  PlanningCadenceView,
  historyOf(() => PlanningSessionObject, 'planning.read', {
    streamType: planningSession.type,
    summaryOf: sessionSummary,
  }),
];
