import '../problems-delivery.js';
import {
  AcceptanceMutations,
  AcceptRequestHandler,
  RejectCriterionHandler,
  VerifyCriterionHandler,
} from './acceptance.js';
import { CloseRequestHandler, ClosingMutations, ReopenRequestHandler, WaiveOutcomeHandler } from './closing.js';
import { LaunchChecks } from './launch-checks.js';
import { LaunchDays } from './launch-day.js';
import { LaunchReadiness } from './launch-readiness.view.js';
import { LaunchMutations, LaunchRequestHandler, RollBackLaunchHandler } from './launch.js';
import { PropertiesMutation, SetPropertiesHandler } from './properties.js';
import { TrackingMutations, VerifyTrackingHandler, WaiveTrackingHandler } from './tracking.js';
import { TrackingViews } from './tracking.view.js';
import { DeliverRequestHandler, ReturnToWorkHandler, StartWorkHandler, WorkMutations } from './work.js';

/** From the start of work to a close. */
export const deliveryUseCases = [
  StartWorkHandler,
  DeliverRequestHandler,
  ReturnToWorkHandler,
  WorkMutations,
  VerifyCriterionHandler,
  RejectCriterionHandler,
  AcceptRequestHandler,
  AcceptanceMutations,
  VerifyTrackingHandler,
  WaiveTrackingHandler,
  TrackingMutations,
  LaunchChecks,
  LaunchDays,
  LaunchRequestHandler,
  RollBackLaunchHandler,
  LaunchMutations,
  WaiveOutcomeHandler,
  CloseRequestHandler,
  ReopenRequestHandler,
  ClosingMutations,
  SetPropertiesHandler,
  PropertiesMutation,
  LaunchReadiness,
  TrackingViews,
];
