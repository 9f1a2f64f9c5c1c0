import { publish } from '#libs/requests';
import { answers, gateOutcomes, lenses, reviewStatuses, subjectKinds } from './domain/index.js';
import { initiativeSorts } from './ports/initiatives.js';

export const LensEnum = publish(
  'RiskLens',
  'One way of looking at a piece of work; each has a reviewer and a checklist of its own.',
  {
    PAYMENT: 'Money: cards, charges, refunds, books.',
    SECURITY: 'Who can reach what, and what comes from outside.',
    PRIVACY: 'Data about people: purpose, consent, deletion.',
    THIRD_PARTY: 'Other companies: outages, contracts, ways out.',
    PEAK_TRAFFIC: 'Many visitors at once.',
    LEGAL: 'Claims, terms, imprint.',
    RELIABILITY: 'Losing nothing when data moves, and a way back.',
  },
  lenses,
);

export const ReviewStatusEnum = publish(
  'RiskReviewStatus',
  'Where a risk review stands.',
  {
    OPEN: 'Not every lens has a reviewer.',
    IN_ASSESSMENT: 'Reviewers look; not every lens is signed.',
    DECISION_PENDING: 'Every lens is signed: it is to be decided.',
    CLEARED: 'Nothing stands in the way.',
    CONDITIONAL: 'It lets pass, on conditions.',
    BLOCKED: 'It lets nothing pass, and says what would change that.',
    EXPIRED: 'Its decision, or an acceptance it rested on, is over.',
    CANCELLED: 'What it was about ended.',
  },
  reviewStatuses,
);

export const ReviewPriorityEnum = publish(
  'RiskReviewPriority',
  'How soon a review is to be answered.',
  { NORMAL: 'In its turn.', FAST: 'At once: what it is about is urgent.' },
  ['NORMAL', 'FAST'],
);

export const ReviewSubjectEnum = publish(
  'RiskSubjectKind',
  'What a risk review can be about.',
  {
    REQUEST: 'A request.',
    ROADMAP_ITEM: 'An item of the roadmap.',
    TOOL_EVALUATION: 'A tool somebody wants to use.',
    PROVIDER: 'An agency.',
    PROPERTY: 'A web property.',
  },
  subjectKinds,
);

export const InitiativeKindEnum = publish(
  'RiskInitiativeKind',
  'What counts as one piece of work.',
  {
    REQUEST: 'A request, by its own review.',
    ROADMAP_ITEM: 'An item of the roadmap that was not dropped, by its own review and those of its requests.',
    CAMPAIGN: 'The same, campaigns and events alone.',
  },
  ['REQUEST', ...initiativeSorts],
);

export const GateOutcomeEnum = publish(
  'GateOutcome',
  'What a review says to a launch.',
  {
    CLEARED: 'Go.',
    CONDITIONAL: 'Go, once the conditions are met that have to be met before.',
    BLOCKED: 'Not like this.',
    STALE: 'It had decided, and is open again.',
    EXPIRED: 'What it decided is over.',
    CANCELLED: 'It ended with what it was about.',
  },
  gateOutcomes,
);

export const LensAnswerEnum = publish(
  'LensAnswer',
  'The answer to a question of a lens.',
  { YES: 'Yes.', NO: 'No; the evidence says why.', NOT_APPLICABLE: 'It does not arise; the evidence says why.' },
  answers,
);

export const ReviewPartEnum = publish(
  'ReviewConflictPart',
  'What somebody has to do with the work whose risk they would judge.',
  { REQUESTER: 'They asked for it.', ENGINEER: 'They build it.' },
  ['REQUESTER', 'ENGINEER'],
);
