import { SideName } from '#libs/people';
import {
  assetKinds,
  briefCauses,
  briefSections,
  concernSeverities,
  confidences,
  dateKinds,
  declineReasons,
  estimateLineKinds,
  lintCodes,
  measurementChannels,
  measureOperators,
  priorityClasses,
  questionKinds,
  requestStatuses,
  requestTypes,
  sourceKinds,
  touchKinds,
  withdrawReasons,
} from '../domain/index.js';
import { publish } from './publish.js';

/** The side of a team, as people know it. */
export const SideEnum = SideName;

export const RequestTypeEnum = publish(
  'RequestType',
  'What kind of work is asked for; it decides which sections a brief must have.',
  {
    LANDING_PAGE: 'A page of its own for one offer.',
    AB_TEST: 'Two variants compared on real visitors.',
    CAMPAIGN_SITE: 'A small site for one campaign.',
    INTEGRATION: 'Two systems made to talk to each other.',
    TRACKING: 'Events and measurements.',
    EMAIL: 'E-mail templates and flows.',
    CONTENT_CHANGE: 'Texts and pictures of an existing page.',
    DATA_PULL: 'Figures out of a system, once or regularly.',
    BUG: 'Something that does not work as it should.',
    ENHANCEMENT: 'Something that works and should do more.',
    EXPERIMENT: 'Something tried for a limited time.',
    TOOL_CHANGE: 'A tool introduced, replaced or retired.',
    OTHER: 'Anything else.',
  },
  requestTypes,
);

export const RequestStatusEnum = publish(
  'RequestStatus',
  'Where a request stands.',
  {
    DRAFT: 'Being written.',
    SUBMITTED: 'Waits for triage by engineering.',
    TRIAGED: 'Has an owner and a provider team; waits for an estimate.',
    ESTIMATED: 'Has an estimate; waits for the approvals of both sides.',
    APPROVED: 'Signed by both sides; nobody works on it yet.',
    IN_PROGRESS: 'Being built.',
    DELIVERED: 'Built; marketing looks at each criterion.',
    ACCEPTED: 'Every criterion is verified; waits for its launch.',
    LAUNCHED: 'Live; its outcome is measured.',
    CLOSED: 'Done: its outcome is measured or waived.',
    MERGED: 'Another request stands for it.',
    DECLINED: 'Not taken on; can be revived.',
    WITHDRAWN: 'Taken back; can be revived.',
  },
  requestStatuses,
);

export const WaitingOnEnum = publish(
  'WaitingOn',
  'Who has to move next.',
  {
    REQUESTER: 'The requesting side: it owes an answer, a revision or an approval.',
    PROVIDER: 'The providing side: it owes a triage, an answer, an estimate or an approval.',
    RISK: 'A risk review.',
    BUDGET: 'Minutes that are not there.',
    NONE: 'Nobody: it has ended, or nothing is due.',
  },
  ['REQUESTER', 'PROVIDER', 'RISK', 'BUDGET', 'NONE'] as const,
);

export const SourceKindEnum = publish(
  'RequestSourceKind',
  'Where a request came from.',
  {
    FORM: 'A form.',
    CHAT: 'A chat message.',
    MEETING: 'A meeting.',
    IDEA: 'An idea that was taken up.',
    API: 'Another tool.',
    EMAIL: 'An e-mail.',
  },
  sourceKinds,
);

export const PriorityClassEnum = publish(
  'PriorityClass',
  'How urgent it was found at triage.',
  { EXPEDITE: 'Before everything else.', HIGH: 'Soon.', NORMAL: 'In its turn.', LOW: 'When there is room.' },
  priorityClasses,
);

export const DateKindEnum = publish(
  'DateKind',
  'What the agreed date means.',
  { HARD_EVENT: 'An event that does not move.', PREFERENCE: 'A wish.' },
  dateKinds,
);

export const BriefSectionEnum = publish(
  'BriefSection',
  'The five sections of a brief.',
  {
    STORY: 'User stories: role, want, benefit.',
    CRITERIA: 'Testable conditions.',
    CONTEXT: 'Campaign goal, audience, expected impact.',
    ASSETS: 'Design assets, or why none are needed.',
    TRACKING: 'Tracking requirements, or why none are needed.',
  },
  briefSections,
);

export const BriefCauseEnum = publish(
  'BriefCause',
  'Why a brief was revised.',
  {
    INITIAL: 'Writing it for the first time.',
    CLARIFICATION: 'The same, said more clearly.',
    MISUNDERSTOOD: 'It had been understood differently.',
    MISSING_REQUIREMENT: 'Something had been forgotten.',
    CHANGED_MIND: 'Something else is wanted.',
    ALTERNATIVE: 'An alternative was accepted.',
  },
  briefCauses,
);

export const AssetKindEnum = publish(
  'AssetKind',
  'What a linked asset is.',
  { FIGMA: 'A Figma file.', XD: 'An XD file.', IMAGE: 'A picture.', DOC: 'A document.', OTHER: 'Anything else.' },
  assetKinds,
);

export const MeasureOperatorEnum = publish(
  'MeasureOperator',
  'How a measured value compares with the wanted one.',
  { LT: 'Less than.', LTE: 'At most.', EQ: 'Exactly.', GTE: 'At least.', GT: 'More than.' },
  measureOperators,
);

export const MeasurementChannelEnum = publish(
  'MeasurementChannel',
  'Where an effect is measured.',
  { ONLINE: 'By events of a web property.', OFFLINE: 'By hand; somebody has to collect it.' },
  measurementChannels,
);

export const TouchEnum = publish(
  'Touch',
  'What a request touches; each brings work and risk that do not meet the eye.',
  {
    PAYMENTS: 'Money of customers.',
    PERSONAL_DATA: 'Data about persons.',
    THIRD_PARTY_INTEGRATION: 'A system of somebody else.',
    AUTHENTICATION: 'Signing in.',
    PUBLIC_PEAK: 'Many visitors at once.',
    NEW_VENDOR: 'A supplier not used before.',
    LEGAL_CLAIMS: 'Statements with legal weight.',
    DATA_MIGRATION: 'Existing data moved or changed.',
  },
  touchKinds,
);

export const QuestionKindEnum = publish(
  'QuestionKind',
  'What a question is about.',
  {
    HOW_DOES_IT_WORK: '"Okay, but how does this work?"',
    DONT_GET_IT: '"I just don’t get it."',
    WHY: 'The reason behind it.',
    CONSTRAINT: 'What must not change.',
    SCOPE: 'What belongs to it and what does not.',
  },
  questionKinds,
);

export const QuestionStatusEnum = publish(
  'QuestionStatus',
  'Where a question stands.',
  { OPEN: 'Waits for an answer.', ANSWERED: 'Waits for the asker.', RESOLVED: 'The asker is satisfied.' },
  ['OPEN', 'ANSWERED', 'RESOLVED'] as const,
);

export const ConcernSeverityEnum = publish(
  'ConcernSeverity',
  'How heavy a concern is.',
  { INFO: 'Good to know.', BLOCKING: 'No approval while it is open.' },
  concernSeverities,
);

export const EstimateLineKindEnum = publish(
  'EstimateLineKind',
  'Kind of work in an estimate.',
  {
    FRONTEND: 'What visitors see.',
    BACKEND: 'What runs behind it.',
    SECURITY: 'Keeping it safe.',
    QA: 'Testing.',
    OPERATIONS: 'Running it.',
    OTHER: 'Anything else.',
  },
  estimateLineKinds,
);

export const ConfidenceEnum = publish(
  'Confidence',
  'How sure the estimator is.',
  { LOW: 'A guess.', MEDIUM: 'Done similar things.', HIGH: 'Done the same before.' },
  confidences,
);

export const DeclineReasonEnum = publish(
  'DeclineReason',
  'Why a request is not taken on.',
  {
    NOT_WORTH_THE_EFFORT: 'The effect does not pay for the work.',
    NO_CAPACITY: 'Nobody can do it in time.',
    OUT_OF_SCOPE: 'Not the business of this team.',
    TOO_RISKY: 'The risk is higher than the gain.',
    ALREADY_EXISTS: 'It is there already.',
    ANSWERED_BY_REFERENCE: 'The reference has the answer.',
    OTHER: 'Anything else; the note says what.',
  },
  declineReasons,
);

export const WithdrawReasonEnum = publish(
  'WithdrawReason',
  'Why a request was taken back.',
  {
    NO_LONGER_NEEDED: 'The need is gone.',
    ANSWERED_BY_REFERENCE: 'The reference had the answer.',
    CAMPAIGN_CANCELLED: 'The campaign does not happen.',
    SUPERSEDED: 'Another request takes its place.',
    NO_BUDGET: 'No hours for it.',
    OTHER: 'Anything else; the note says what.',
  },
  withdrawReasons,
);

export const LintCodeEnum = publish(
  'LintCode',
  'What the wording lacks; a warning, never a refusal.',
  {
    VAGUE_WORD: 'Means something else to everybody.',
    TARGET_WITHOUT_NUMBER: 'A target nobody can measure.',
    CRITERION_WITHOUT_VERB: 'A criterion that says nothing happens.',
  },
  lintCodes,
);
