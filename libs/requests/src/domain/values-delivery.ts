import { blockCauses } from '#libs/vocabulary';

/** Words from the start of work on; the API publishes each as an enum. */
export const criterionRejectionCauses = ['MISUNDERSTOOD', 'DEFECT', 'CHANGED_MIND', 'MISSING_REQUIREMENT'] as const;
export type CriterionRejectionCause = (typeof criterionRejectionCauses)[number];

export const rollbackReasons = ['DEFECT', 'PERFORMANCE', 'WRONG_CONTENT', 'BUSINESS_DECISION', 'OTHER'] as const;
export type RollbackReason = (typeof rollbackReasons)[number];

export const reopenCauses = ['DEFECT', 'MISSING_REQUIREMENT', 'MISUNDERSTOOD', 'CHANGED_MIND', 'OTHER'] as const;
export type ReopenCause = (typeof reopenCauses)[number];

export const trackingStatuses = ['NOT_NEEDED', 'UNVERIFIED', 'VERIFIED', 'WAIVED'] as const;
export type TrackingStatus = (typeof trackingStatuses)[number];

/** The conditions of a launch, by name, in the order in which a launch is refused. */
export const launchChecks = ['STATUS', 'NOT_HELD', 'TRACKING', 'PROVIDER', 'RISK', 'FREEZE'] as const;
export type LaunchCheck = (typeof launchChecks)[number];

/** What RISK and FREEZE have against a launch. */
export const launchCauses = [...blockCauses, 'FROZEN'] as const;
export type LaunchCause = (typeof launchCauses)[number];

/** STALE: whatever else is missing, all that risk has against it is a scope that changed after a decision. */
export const launchVerdicts = ['READY', 'STALE', 'BLOCKED'] as const;
export type LaunchVerdict = (typeof launchVerdicts)[number];

/**
 * What makes a stale estimate of signed work hold again (R5). CONFIRMATION: the scope moved, an engineer confirms the minutes or
 * estimates anew. ESTIMATE: the minutes signed for are known not to do, only a new estimate helps. SIGNATURES: it is there, and
 * both sides sign it (top-up).
 */
export const estimateOwings = ['CONFIRMATION', 'ESTIMATE', 'SIGNATURES'] as const;
export type EstimateOwes = (typeof estimateOwings)[number];

/** What waiting would cost; free words beside it say why. */
export const costsOfDelay = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type CostOfDelay = (typeof costsOfDelay)[number];

export const experimentOutcomes = ['KEPT', 'KILLED', 'ITERATE'] as const;
export type ExperimentOutcome = (typeof experimentOutcomes)[number];

export const bugSeverities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type BugSeverity = (typeof bugSeverities)[number];

/** ABSOLUTE: a value to reach; RELATIVE: percent of change against the baseline. */
export const outcomeTargetKinds = ['ABSOLUTE', 'RELATIVE'] as const;
export type OutcomeTargetKind = (typeof outcomeTargetKinds)[number];

export const successVerdicts = ['MET', 'PARTLY', 'NOT_MET'] as const;
export type SuccessVerdict = (typeof successVerdicts)[number];

export const checklistAnswers = ['YES', 'NO', 'NOT_APPLICABLE'] as const;
export type ChecklistAnswer = (typeof checklistAnswers)[number];

/** What a command said aloud and let pass. It is kept in the fact: a warning that was given is on record. */
export const warningCodes = [
  'TOUCH_SUGGESTION_UNANSWERED',
  'NO_ACCOUNTABLE_ROLE',
  'WIP_LIMIT_REACHED',
  'PATH_AFTER_DATE',
  'SUCCESS_NOT_JUDGED',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** A value of a custom field as JSON keeps it; a choice of several is a list. */
export type CustomFieldValue = string | number | boolean | readonly string[];
