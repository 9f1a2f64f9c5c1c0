import { historyOf } from '#libs/api-kit';
import { workload } from '../domain/index.js';
import '../problems-urgency.js';
import { settingsSummaryOf } from '../settings/settings-summary.js';
import {
  AcceptAlternativeHandler,
  AlternativeMutations,
  ProposeAlternativeHandler,
  RejectAlternativeHandler,
} from './alternatives.js';
import { AvoidedRework } from './avoided-rework.view.js';
import {
  DeclineExpediteHandler,
  ExpediteMutations,
  ExpediteRequestHandler,
  GrantExpediteHandler,
} from './expedite-request.js';
import { ExpeditesView } from './expedites.view.js';
import { MergeRequestHandler, MergeRequestMutation } from './merge-request.js';
import { SetWipLimitHandler, SetWipLimitMutation } from './set-wip-limit.js';
import { WorkloadObject, WorkloadReader } from './workload-reader.js';
import { Workloads } from './workload.view.js';

/** What goes first, what waits, what stands for what, and how much a team works on. */
export const urgencyUseCases = [
  MergeRequestHandler,
  MergeRequestMutation,
  ExpediteRequestHandler,
  GrantExpediteHandler,
  DeclineExpediteHandler,
  ExpediteMutations,
  ExpeditesView,
  ProposeAlternativeHandler,
  AcceptAlternativeHandler,
  RejectAlternativeHandler,
  AlternativeMutations,
  AvoidedRework,
  WorkloadReader,
  SetWipLimitHandler,
  SetWipLimitMutation,
  Workloads,
  historyOf(() => WorkloadObject, 'request.read', { summaryOf: settingsSummaryOf, streamType: workload.type }),
];
