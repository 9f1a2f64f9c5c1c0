import type { Name } from '../requests.fixture.js';
import { handover, type LateStage, topUp } from './delivery.fixture.js';

/** Who gives which command with what; people by their name in the cast. */
export type Named = readonly [who: Name, mutation: string, input?: object];

/** Who is refused what, on a request of some stage and after some steps. */
export interface Case {
  readonly at: LateStage;
  /** The scope moves before the steps. */
  readonly moved?: boolean;
  readonly after?: readonly Named[];
  readonly refused: Named;
  readonly problem: object;
}

const hold: Named = ['manager', 'holdRequest', { reason: 'The campaign waits', reviewDate: '2026-02-02' }];
const heldProblem = { __typename: 'RequestHeldProblem', reviewDate: '2026-02-02' };
const personal = 'Ask mara@example.com';

/** One at least for each code of this theme. */
export const cases: readonly (readonly [code: string, Case])[] = [
  ['REQUEST_HELD', { at: 'approved', after: [hold], refused: ['engineer', 'startWork'], problem: heldProblem }],
  [
    'REQUEST_HELD',
    { at: 'started', after: [hold], refused: ['engineer', 'deliverRequest', handover], problem: heldProblem },
  ],
  ['REQUEST_HELD', { at: 'verified', after: [hold], refused: ['requester', 'acceptRequest'], problem: heldProblem }],
  ['REQUEST_HELD', { at: 'tracked', after: [hold], refused: ['cto', 'launchRequest'], problem: heldProblem }],
  ['REQUEST_HELD', { at: 'waived', after: [hold], refused: ['requester', 'closeRequest'], problem: heldProblem }],
  [
    'ESTIMATE_STALE',
    {
      at: 'started',
      moved: true,
      refused: ['engineer', 'deliverRequest', handover],
      problem: { __typename: 'EstimateStaleProblem', category: 'PRECONDITION', estimateId: 'E1', owes: 'CONFIRMATION' },
    },
  ],
  [
    'ESTIMATE_STALE',
    {
      at: 'verified',
      moved: true,
      after: [['engineer', 'submitEstimate', topUp]],
      refused: ['requester', 'acceptRequest'],
      problem: { __typename: 'EstimateStaleProblem', estimateId: 'E2', owes: 'SIGNATURES' },
    },
  ],
  [
    'ESTIMATE_STALE',
    {
      at: 'closed',
      after: [['requester', 'reopenRequest', { cause: 'DEFECT', expectedMinutes: 120 }]],
      refused: ['engineer', 'confirmEstimate'],
      problem: { __typename: 'EstimateStaleProblem', estimateId: 'E1', owes: 'ESTIMATE' },
    },
  ],
  [
    'ESTIMATE_NOT_STALE',
    {
      at: 'started',
      refused: ['engineer', 'submitEstimate', topUp],
      problem: { __typename: 'BusinessProblem', category: 'STATE' },
    },
  ],
  [
    'INVALID_STATE',
    {
      at: 'started',
      moved: true,
      refused: ['cmo', 'approveRequest', { side: 'CONSUMER' }],
      problem: { __typename: 'InvalidStateProblem', state: 'IN_PROGRESS', allowed: ['ESTIMATED'] },
    },
  ],
  [
    'CRITERIA_UNVERIFIED',
    {
      at: 'half verified',
      refused: ['requester', 'acceptRequest'],
      problem: { __typename: 'CriteriaUnverifiedProblem', category: 'PRECONDITION', criterionIds: ['C2'] },
    },
  ],
  [
    'SELF_APPROVAL_FORBIDDEN',
    {
      at: 'started',
      after: [
        ['both', 'deliverRequest', handover],
        ['requester', 'verifyCriterion', { criterionId: 'C1' }],
        ['requester', 'verifyCriterion', { criterionId: 'C2' }],
      ],
      refused: ['both', 'acceptRequest'],
      problem: { __typename: 'BusinessProblem', category: 'FORBIDDEN' },
    },
  ],
  [
    'NOT_FOUND',
    {
      at: 'delivered',
      refused: ['requester', 'verifyCriterion', { criterionId: 'C9' }],
      problem: { __typename: 'NotFoundProblem', what: 'criterion', path: ['input', 'criterionId'] },
    },
  ],
  [
    'NOT_FOUND',
    {
      at: 'delivered',
      refused: ['requester', 'rejectCriterion', { criterionId: 'C9', cause: 'DEFECT' }],
      problem: { __typename: 'NotFoundProblem', what: 'criterion' },
    },
  ],
  [
    'TRACKING_UNVERIFIED',
    {
      at: 'accepted',
      refused: ['cto', 'launchRequest'],
      problem: { __typename: 'BusinessProblem', category: 'PRECONDITION' },
    },
  ],
  [
    'DATE_IN_FUTURE',
    {
      at: 'tracked',
      refused: ['cto', 'launchRequest', { launchedAt: '2026-01-05T08:00:01.000Z' }],
      problem: { category: 'VALIDATION', path: ['input', 'launchedAt'] },
    },
  ],
  [
    'VALIDATION_FAILED',
    {
      at: 'tracked',
      refused: ['cto', 'launchRequest', { launchedAt: '2026-01-04T08:00:00.000Z' }],
      problem: { __typename: 'ValidationProblem', path: ['input', 'launchedAt'] },
    },
  ],
  [
    'VALIDATION_FAILED',
    {
      at: 'launched',
      refused: ['requester', 'reopenRequest', { cause: 'DEFECT', expectedMinutes: -1 }],
      problem: { __typename: 'ValidationProblem', path: ['input', 'expectedMinutes'] },
    },
  ],
  [
    'OUTCOME_UNMEASURED',
    {
      at: 'launched',
      refused: ['requester', 'closeRequest'],
      problem: { __typename: 'OutcomeUnmeasuredProblem', category: 'PRECONDITION', targetIds: [] },
    },
  ],
  [
    'INVALID_STATE',
    {
      at: 'delivered',
      refused: ['cto', 'returnToWork', { reason: 'It needs a switch' }],
      problem: { __typename: 'InvalidStateProblem', state: 'DELIVERED', allowed: ['ACCEPTED'] },
    },
  ],
  [
    'REASON_REQUIRED',
    { at: 'accepted', refused: ['cto', 'returnToWork', { reason: ' ' }], problem: { path: ['input', 'reason'] } },
  ],
  [
    'REASON_REQUIRED',
    { at: 'accepted', refused: ['cmo', 'waiveTracking', { reason: ' ' }], problem: { path: ['input', 'reason'] } },
  ],
  [
    'REASON_REQUIRED',
    { at: 'launched', refused: ['cmo', 'waiveOutcome', { reason: ' ' }], problem: { path: ['input', 'reason'] } },
  ],
  [
    'REASON_REQUIRED',
    { at: 'launched', refused: ['cto', 'rollBackLaunch', { reason: 'OTHER' }], problem: { path: ['input', 'note'] } },
  ],
  [
    'REASON_REQUIRED',
    {
      at: 'launched',
      refused: ['requester', 'reopenRequest', { cause: 'OTHER', expectedMinutes: 0 }],
      problem: { path: ['input', 'note'] },
    },
  ],
  [
    'PII_NOT_ALLOWED',
    {
      at: 'started',
      refused: ['engineer', 'deliverRequest', { notes: personal }],
      problem: { __typename: 'PiiNotAllowedProblem', kind: 'EMAIL', path: ['input', 'notes'] },
    },
  ],
  [
    'LIMIT_REACHED',
    {
      at: 'approved',
      refused: ['requester', 'setProperties', { properties: Array.from({ length: 51 }, (_, n) => `p${n}`) }],
      problem: { __typename: 'LimitReachedProblem', max: 50, path: ['input', 'properties'] },
    },
  ],
  ['FORBIDDEN', { at: 'verified', refused: ['manager', 'acceptRequest'], problem: { __typename: 'ForbiddenProblem' } }],
];
