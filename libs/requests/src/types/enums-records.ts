import {
  bugSeverities,
  checklistAnswers,
  checklistItemIds,
  experimentOutcomes,
  outcomeTargetKinds,
  successVerdicts,
} from '../domain/index.js';
import { publish } from './publish.js';

export const OutcomeTargetKindEnum = publish(
  'OutcomeTargetKind',
  'How a target is told.',
  {
    ABSOLUTE: 'A value to reach, in the unit of the metric.',
    RELATIVE: 'Percent of change against the baseline, e.g. 15 or -20.',
  },
  outcomeTargetKinds,
);

export const OutcomeWindowEnum = publish(
  'OutcomeWindow',
  'Where the time stands in which an outcome counts.',
  {
    NOT_LAUNCHED: 'It has not begun: the request is not live.',
    OPEN: 'It runs: what was measured may still change.',
    OVER: 'It is over.',
  },
  ['NOT_LAUNCHED', 'OPEN', 'OVER'] as const,
);

export const BugSeverityEnum = publish(
  'BugSeverity',
  'How much a bug hurts.',
  {
    LOW: 'Hardly anybody notices.',
    MEDIUM: 'It disturbs; there is a way around it.',
    HIGH: 'Something important does not work for many.',
    CRITICAL: 'Money, data or the whole page is at stake.',
  },
  bugSeverities,
);

export const ExperimentOutcomeEnum = publish(
  'ExperimentOutcome',
  'What came of an experiment; each is a result.',
  {
    KEPT: 'It worked and stays.',
    KILLED: 'It did not work and goes: no failure.',
    ITERATE: 'It is tried again in another way.',
  },
  experimentOutcomes,
);

export const ExperimentStateEnum = publish(
  'ExperimentState',
  'Whether an experiment runs, or what came of it.',
  {
    RUNNING: 'It runs.',
    KEPT: 'It worked and stays.',
    KILLED: 'It did not work and goes: no failure.',
    ITERATE: 'It is tried again in another way.',
  },
  ['RUNNING', ...experimentOutcomes] as const,
);

export const SuccessVerdictEnum = publish(
  'SuccessVerdict',
  'Whether success came.',
  { MET: 'It came.', PARTLY: 'Some of it came.', NOT_MET: 'It did not come.' },
  successVerdicts,
);

export const ChecklistAnswerEnum = publish(
  'ChecklistAnswer',
  'The answer to an item of the build-quality checklist.',
  { YES: 'Yes.', NO: 'No, and the note says why.', NOT_APPLICABLE: 'The question does not arise; the note says why.' },
  checklistAnswers,
);

export const ChecklistItemEnum = publish(
  'ChecklistItemKind',
  'An item of the build-quality checklist.',
  {
    REUSE: 'Whether the next campaign can use it again.',
    EDITABLE_WITHOUT_ENGINEER: 'Whether marketing can change it without an engineer.',
    ANALYTICS: 'Whether it reports its effect.',
    PERFORMANCE: 'Whether it is fast enough.',
  },
  checklistItemIds,
);
