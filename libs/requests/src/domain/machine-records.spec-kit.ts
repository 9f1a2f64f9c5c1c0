import { acceptAlternative, proposeAlternative, rejectAlternative } from './alternatives.js';
import { reportBug, resolveBug } from './bugs.js';
import { answerChecklist } from './checklist.js';
import { incurDebt, payDebt } from './debts.js';
import { attachEvidence } from './evidence.js';
import { declineExpedite, type ExpediteInput, requestExpedite } from './expedite.js';
import { grantExpedite } from './expedite-grant.js';
import { declareExperiment, endExperiment, proposeExperiment } from './experiments.js';
import type { RequestEvent } from './facts.js';
import { people, type Rule } from './given.spec-kit.js';
import { into, row, type Row, same } from './machine.spec-kit.js';
import { wayRows } from './machine-way.spec-kit.js';
import { mergeRequest } from './merge.js';
import { recordOutcome, setOutcomeTarget } from './outcomes.js';
import { planPath } from './path.js';
import * as stage from './stages.spec-kit.js';
import { activeStatuses, openStatuses, requestStatuses } from './state.js';
import { judgeSuccess, setSuccessView } from './success.js';
import { lookup, OTHER } from './urgency.spec-kit.js';

const active = same(activeStatuses);
const open = same(openStatuses);
const live = same(['LAUNCHED', 'CLOSED']);
const hurriable = ['SUBMITTED', 'TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS'] as const;

const urgency: ExpediteInput = {
  hardDate: '2026-01-30',
  costOfDelay: 'HIGH',
  reason: 'The trend is over',
  displacesRequestId: OTHER,
};
const asked: RequestEvent = {
  type: 'ExpediteRequested',
  data: { ...urgency, displacesRequestId: OTHER, displacesNothing: null },
};
const others = lookup({ [OTHER]: stage.drafted });
const requesting: Rule<ExpediteInput> = (request, input, ctx) => requestExpedite(request, input, ctx, others);
const granting: Rule<object> = (request, _input, ctx) => [
  ...grantExpedite(request, { displacedNewDate: '2026-02-13' }, ctx, others).request,
];
const merging: Rule<object> = (request, _input, ctx) => [
  ...mergeRequest(request, { requestId: 'r-1', targetId: 'r-2' }, ctx, () => stage.submitted.state).source,
];

const urgent: readonly Row[] = [
  row(same(hurriable), { rule: requesting, name: 'requestExpedite', input: urgency }),
  row(same(hurriable), { rule: granting, name: 'grantExpedite', input: {}, by: people.cto, given: [asked] }),
  row(open, { rule: declineExpedite, input: { reason: 'The quota' }, by: people.cto, given: [asked] }),
  row(into('MERGED', 'SUBMITTED', 'TRIAGED', 'ESTIMATED'), { rule: merging, name: 'mergeRequest', input: {} }),
];

const proposed: RequestEvent = {
  type: 'AlternativeProposed',
  data: {
    alternativeId: 'A1',
    summary: 'One code',
    kept: ['The reward'],
    lost: ['The tiers'],
    minutes: 60,
    replacesMinutes: null,
    estimatedSavedMinutes: null,
  },
};
const alternatives: readonly Row[] = [
  row(same(hurriable), {
    rule: proposeAlternative,
    input: { summary: 'One code', kept: ['The reward'], lost: ['The tiers'], minutes: 60 },
  }),
  row(same(hurriable), { rule: acceptAlternative, input: { alternativeId: 'A1' }, given: [proposed] }),
  row(same(hurriable), { rule: rejectAlternative, input: { alternativeId: 'A1', reason: 'x' }, given: [proposed] }),
];

const trial = { hypothesis: 'Shorter sells', timeBoxDays: 14, killCriterion: 'Fewer sales' };
const experimentProposed: RequestEvent = { type: 'ExperimentProposed', data: { ...trial, side: 'CONSUMER' } };
const experimentRuns: RequestEvent = { type: 'ExperimentDeclared', data: { ...trial, endsOn: '2026-01-30' } };
const running = Object.fromEntries(openStatuses.map((status) => [status, [experimentRuns]]));
const experiments: readonly Row[] = [
  row(active, { rule: proposeExperiment, input: trial, by: people.requester }),
  row(active, { rule: declareExperiment, input: {}, by: people.cto, given: [experimentProposed] }),
  row(
    { ...open, CLOSED: 'CLOSED' },
    { rule: endExperiment, input: { outcome: 'KEPT' }, by: people.cto, given: running },
  ),
];

const target = { metric: 'sales', baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 } as const;
const targetSet: RequestEvent = { type: 'OutcomeTargetSet', data: { targetId: 'O1', ...target } };
const bug = { severity: 'HIGH', foundAt: '2026-01-05', text: 'It is blank' } as const;
const bugFound: RequestEvent = { type: 'BugReported', data: { bugId: 'B1', ...bug, cause: null } };
const debt = { what: 'No tests', paybackDate: '2026-03-01', ownerId: 'p-enno' };
const indebted: RequestEvent = { type: 'DebtIncurred', data: { debtId: 'D1', ...debt } };
const viewSet: RequestEvent = { type: 'SuccessViewSet', data: { side: 'CONSUMER', text: 'It sells' } };
const indebting = ['TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS', 'DELIVERED', 'ACCEPTED', 'LAUNCHED'] as const;

const records: readonly Row[] = [
  row(open, { rule: setOutcomeTarget, input: target }),
  row(live, {
    rule: recordOutcome,
    otherwise: 'NOT_LAUNCHED',
    input: { targetId: 'O1', value: 48.8, measuredAt: '2026-01-05', source: 'Shop' },
    given: [targetSet],
  }),
  row(live, { rule: reportBug, otherwise: 'NOT_LAUNCHED', input: bug }),
  row(same(requestStatuses), { rule: resolveBug, input: { bugId: 'B1', resolution: 'x' }, given: [bugFound] }),
  row(same(indebting), { rule: incurDebt, input: debt }),
  row(same(requestStatuses), { rule: payDebt, input: { debtId: 'D1' }, given: [indebted] }),
  row(open, {
    rule: attachEvidence,
    input: { quote: 'I never find it', segment: 'Customers', count: 41, source: 'Survey', date: '2026-01-05' },
  }),
  row(active, { rule: setSuccessView, input: { side: 'CONSUMER', text: 'It sells' } }),
  row(live, {
    rule: judgeSuccess,
    otherwise: 'NOT_LAUNCHED',
    input: { side: 'CONSUMER', verdict: 'MET' },
    given: { LAUNCHED: [viewSet] },
  }),
  row(same(activeStatuses.filter((status) => status !== 'DRAFT' && status !== 'SUBMITTED')), {
    rule: answerChecklist,
    input: stage.checklistAnswers,
  }),
  row(active, {
    rule: planPath,
    input: { milestones: [{ title: 'Design', date: '2026-01-12', ownerId: 'p-enno' }] },
  }),
];

/** The machine of core model 2.1: every command, where it is possible and where it leads. */
export const machine: readonly Row[] = [...wayRows, ...urgent, ...alternatives, ...experiments, ...records];
