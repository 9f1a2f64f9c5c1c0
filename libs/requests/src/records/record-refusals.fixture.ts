import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import type { Name } from '../requests.fixture.js';

/** Who is refused what; on a live request where `live`, after steps that are carried out. */
export interface RecordCase {
  readonly live?: boolean;
  readonly at?: 'submitted' | 'triaged';
  readonly after?: readonly (readonly [Name, string, object])[];
  readonly refused: readonly [Name, string, object];
  readonly problem: object;
}

export const nobody = toGlobalId('Person', randomUUID());
export const bug = { severity: 'HIGH', foundAt: '2026-01-05', text: 'The form loses the code.' };
export const target = { metric: 'orders a day', baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 };
export const idea = { hypothesis: 'Shorter sells more', timeBoxDays: 14, killCriterion: 'Fewer sales' };
export const evidence = {
  quote: 'I never find it',
  segment: 'Returning',
  count: 41,
  source: 'Survey',
  date: '2025-12-20',
};
export const measured = { targetId: 'O1', value: 48.8, measuredAt: '2026-01-05', source: 'Shop report' };
export const milestone = { title: 'Live', date: '2026-01-20', ownerId: nobody };
const payments = { add: [{ touch: 'PAYMENTS', why: 'It takes money.' }] };

/** One for each code of the theme, and one for codes that other commands know as well. */
export const cases: Readonly<Record<string, RecordCase>> = {
  BASELINE_ZERO: {
    refused: ['requester', 'setOutcomeTarget', { ...target, baseline: 0 }],
    problem: { __typename: 'ValidationProblem', category: 'VALIDATION', path: ['input', 'baseline'] },
  },
  NOT_LAUNCHED: {
    at: 'triaged',
    refused: ['requester', 'reportBug', bug],
    problem: { __typename: 'NotLaunchedProblem', category: 'STATE', status: 'TRIAGED' },
  },
  BUG_CLOSED: {
    live: true,
    after: [
      ['cmo', 'reportBug', bug],
      ['engineer', 'resolveBug', { bugId: 'B1', resolution: 'It waits.' }],
    ],
    refused: ['engineer', 'resolveBug', { bugId: 'B1', resolution: 'It waits.' }],
    problem: { __typename: 'BugClosedProblem', bugId: 'B1' },
  },
  DEBT_PAID: {
    at: 'triaged',
    after: [
      ['engineer', 'incurDebt', { what: 'No tests', paybackDate: '2026-03-01' }],
      ['cto', 'payDebt', { debtId: 'D1' }],
    ],
    refused: ['cto', 'payDebt', { debtId: 'D1' }],
    problem: { __typename: 'DebtPaidProblem', debtId: 'D1' },
  },
  EXPERIMENT_NOT_ALLOWED: {
    after: [['engineer', 'setTouches', payments]],
    refused: ['requester', 'proposeExperiment', idea],
    problem: { __typename: 'ExperimentNotAllowedProblem', touches: ['PAYMENTS'] },
  },
  EXPERIMENT_NOT_PROPOSED: {
    refused: ['cto', 'declareExperiment', {}],
    problem: { __typename: 'BusinessProblem', category: 'STATE' },
  },
  EXPERIMENT_RUNNING: {
    after: [
      ['requester', 'proposeExperiment', idea],
      ['cto', 'declareExperiment', {}],
    ],
    refused: ['cto', 'proposeExperiment', idea],
    problem: { __typename: 'ExperimentRunningProblem', endsOn: '2026-01-19' },
  },
  EXPERIMENT_NOT_RUNNING: {
    refused: ['cto', 'endExperiment', { outcome: 'KILLED' }],
    problem: { __typename: 'BusinessProblem', category: 'STATE' },
  },
  SUCCESS_VIEW_MISSING: {
    live: true,
    refused: ['cto', 'judgeSuccess', { side: 'PROVIDER', verdict: 'MET' }],
    problem: { __typename: 'SuccessViewMissingProblem', side: 'PROVIDER' },
  },
  CHECKLIST_INCOMPLETE: {
    at: 'submitted',
    after: [['manager', 'triageRequest', {}]],
    refused: ['engineer', 'submitEstimate', {}],
    problem: {
      __typename: 'ChecklistIncompleteProblem',
      items: ['REUSE', 'EDITABLE_WITHOUT_ENGINEER', 'ANALYTICS', 'PERFORMANCE'],
    },
  },
  // Codes that other commands know as well.
  NOT_FOUND: {
    at: 'triaged',
    refused: ['engineer', 'answerChecklist', { answers: [{ itemId: 'BEAUTY', answer: 'YES' }] }],
    problem: { __typename: 'NotFoundProblem', what: 'checklist item' },
  },
  REASON_REQUIRED: {
    at: 'triaged',
    refused: ['engineer', 'answerChecklist', { answers: [{ itemId: 'REUSE', answer: 'NO' }] }],
    problem: { path: ['input', 'answers', '0', 'note'] },
  },
  PII_NOT_ALLOWED: {
    refused: ['cmo', 'attachEvidence', { ...evidence, quote: 'As mara.lindt@example.com says' }],
    problem: { __typename: 'PiiNotAllowedProblem', kind: 'EMAIL', path: ['input', 'quote'] },
  },
  LIMIT_REACHED: {
    refused: ['manager', 'planPath', { milestones: Array.from({ length: 31 }, () => milestone) }],
    problem: { __typename: 'LimitReachedProblem', what: 'milestones', max: 30 },
  },
  DATE_IN_PAST: {
    at: 'triaged',
    refused: ['engineer', 'incurDebt', { what: 'No tests', paybackDate: '2026-01-04' }],
    problem: { __typename: 'DateInPastProblem', date: '2026-01-04' },
  },
  DATE_IN_FUTURE: {
    live: true,
    refused: ['cmo', 'reportBug', { ...bug, foundAt: '2026-01-06' }],
    problem: { category: 'VALIDATION', path: ['input', 'foundAt'] },
  },
  VALIDATION_FAILED: {
    live: true,
    after: [['requester', 'setOutcomeTarget', target]],
    refused: ['requester', 'recordOutcome', { ...measured, measuredAt: '2026-01-04' }],
    problem: { __typename: 'ValidationProblem', path: ['input', 'measuredAt'] },
  },
  BOTH_SIDES_BY_SAME_PERSON: {
    after: [['cto', 'proposeExperiment', idea]],
    refused: ['cto', 'declareExperiment', {}],
    problem: { __typename: 'BothSidesBySamePersonProblem', side: 'CONSUMER' },
  },
  INVALID_STATE: {
    live: true,
    refused: ['cmo', 'setSuccessView', { side: 'CONSUMER', text: 'We sell.' }],
    problem: { __typename: 'InvalidStateProblem', state: 'LAUNCHED' },
  },
  FORBIDDEN: {
    refused: ['cmo', 'setSuccessView', { side: 'PROVIDER', text: 'We sell.' }],
    problem: { __typename: 'ForbiddenProblem', right: 'request.success' },
  },
};
