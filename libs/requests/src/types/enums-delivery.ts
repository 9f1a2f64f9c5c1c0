import {
  criterionRejectionCauses,
  estimateOwings,
  launchChecks,
  reopenCauses,
  rollbackReasons,
  trackingStatuses,
} from '../domain/index.js';
import { publish } from './publish.js';

export const EstimateOwesEnum = publish(
  'EstimateOwes',
  'What a stale estimate of signed work needs to hold again.',
  {
    CONFIRMATION: 'The scope moved: an engineer confirms the minutes or estimates anew.',
    ESTIMATE: 'The minutes are known not to do: a new estimate.',
    SIGNATURES: 'A new estimate is there: both sides sign it.',
  },
  estimateOwings,
);

export const CriterionStatusEnum = publish(
  'CriterionStatus',
  'What was found of a criterion of the work delivered.',
  { OPEN: 'Nobody has looked yet.', VERIFIED: 'It holds.', REJECTED: 'It does not hold.' },
  ['OPEN', 'VERIFIED', 'REJECTED'] as const,
);

export const CriterionRejectionCauseEnum = publish(
  'CriterionRejectionCause',
  'Why a criterion does not hold.',
  {
    MISUNDERSTOOD: 'It was understood differently.',
    DEFECT: 'It does not work as it was meant to.',
    CHANGED_MIND: 'Something else is wanted by now.',
    MISSING_REQUIREMENT: 'Something had been forgotten in the brief.',
  },
  criterionRejectionCauses,
);

export const TrackingStatusEnum = publish(
  'TrackingStatus',
  'Whether the tracking of a brief was seen to arrive.',
  {
    NOT_NEEDED: 'The brief asks for none.',
    UNVERIFIED: 'Nobody has checked it.',
    VERIFIED: 'It was seen to arrive.',
    WAIVED: 'The launch goes without; it stays a gap.',
  },
  trackingStatuses,
);

export const LaunchCheckEnum = publish(
  'LaunchCheck',
  'A condition of a launch.',
  {
    STATUS: 'It is accepted.',
    NOT_HELD: 'It does not rest.',
    TRACKING: 'Its tracking is verified or waived, or none is needed.',
    PROVIDER: 'Whoever built it may work here that day: a team of the house, or an agency that is approved.',
    RISK: 'Every review of its risk lets it pass: on the scope as it is, that day, with its conditions met.',
    FREEZE: 'No freeze holds on its properties that day, unless both leads let it through.',
  },
  launchChecks,
);

export const RollbackReasonEnum = publish(
  'RollbackReason',
  'Why a launch was taken back.',
  {
    DEFECT: 'Something does not work.',
    PERFORMANCE: 'It is too slow, or does not stand the load.',
    WRONG_CONTENT: 'It shows the wrong thing.',
    BUSINESS_DECISION: 'It is not wanted any more, though it works.',
    OTHER: 'Anything else; the note says what.',
  },
  rollbackReasons,
);

export const ReopenCauseEnum = publish(
  'ReopenCause',
  'Why a request is taken up again after its launch.',
  {
    DEFECT: 'Something does not work.',
    MISSING_REQUIREMENT: 'Something had been forgotten.',
    MISUNDERSTOOD: 'Something had been understood differently.',
    CHANGED_MIND: 'Something else is wanted.',
    OTHER: 'Anything else; the note says what.',
  },
  reopenCauses,
);
