import { BugMutations, ReportBugHandler, ResolveBugHandler } from './bugs.js';
import { AnswerChecklistHandler, ChecklistMutations } from './checklist.js';
import { DebtMutations, IncurDebtHandler, PayDebtHandler } from './debts.js';
import { AttachEvidenceHandler, EvidenceMutations } from './evidence.js';
import {
  DeclareExperimentHandler,
  EndExperimentHandler,
  ExperimentMutations,
  ProposeExperimentHandler,
} from './experiments.js';
import { OutcomeMutations, RecordOutcomeHandler, SetOutcomeTargetHandler } from './outcomes.js';
import { PathMutations, PlanPathHandler } from './path.js';
import { JudgeSuccessHandler, SetSuccessViewHandler, SuccessMutations } from './success.js';
import '../problems-records.js';
import { RecordLists } from './record-lists.view.js';
import { RecordPages } from './record-pages.js';

/** Everything that is written down about a request beside its way. */
export const recordsUseCases = [
  SetOutcomeTargetHandler,
  RecordOutcomeHandler,
  OutcomeMutations,
  ReportBugHandler,
  ResolveBugHandler,
  BugMutations,
  IncurDebtHandler,
  PayDebtHandler,
  DebtMutations,
  ProposeExperimentHandler,
  DeclareExperimentHandler,
  EndExperimentHandler,
  ExperimentMutations,
  AttachEvidenceHandler,
  EvidenceMutations,
  SetSuccessViewHandler,
  JudgeSuccessHandler,
  SuccessMutations,
  AnswerChecklistHandler,
  ChecklistMutations,
  PlanPathHandler,
  PathMutations,
  RecordPages,
  RecordLists,
];
