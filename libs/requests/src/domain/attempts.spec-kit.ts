import type { Actor } from '#libs/vocabulary';
import fc from 'fast-check';
import { acceptRequest, rejectCriterion, verifyCriterion } from './acceptance.js';
import { approveRequest } from './approval.js';
import { answerChecklist } from './checklist.js';
import { closeRequest, reopenRequest, waiveOutcome } from './closing.js';
import { raiseConcern, resolveConcern } from './concerns.js';
import { answerQuestion, askQuestion, resolveQuestion } from './dialogue.js';
import { addCoAuthor, createRequest, reviseBrief } from './drafting.js';
import { confirmEstimate, submitEstimate } from './estimate.js';
import { contextOf, people } from './given.spec-kit.js';
import type { Rule, Scenario } from './given.spec-kit.js';
import { launchRequest, rollBackLaunch } from './launch.js';
import { declineRequest, holdRequest, reportHoldReview, resumeRequest, reviveRequest } from './lifecycle.js';
import { submitRequest, triageRequest, withdrawRequest } from './lifecycle.js';
import { agreeDate, assignOwner } from './ownership.js';
import { setProperties } from './properties.js';
import { approval, checklistAnswers, creation, estimate, triage, wholeBrief } from './stages.spec-kit.js';
import { signedAnew } from './stages-delivery.spec-kit.js';
import type { Request } from './state.js';
import { setTouches } from './touches.js';
import { verifyTracking, waiveTracking } from './tracking.js';
import { touchKinds } from './values.js';
import { deliverRequest, returnToWork, startWork } from './work.js';

/** One attempt: anybody tries anything, on some day. */
export interface Attempt {
  readonly name: string;
  readonly today: string;
  readonly run: (scenario: Scenario) => Scenario;
}

const actor: fc.Arbitrary<Actor> = fc
  .tuple(fc.constantFrom(...Object.values(people)), fc.option(fc.constantFrom(...Object.values(people)), { freq: 6 }))
  .map(([who, principal]): Actor =>
    principal === null ? who : { ...who, roles: [...who.roles, ...principal.roles], onBehalfOf: principal.personId },
  );

/** Those who may sign, themselves or through each other. */
export const signer = fc
  .tuple(fc.constantFrom(people.cmo, people.cto, people.both), fc.option(fc.constant(people.both), { freq: 3 }))
  .map(([who, principal]): Actor => (principal === null ? who : { ...who, onBehalfOf: principal.personId }));

export const attempt = <Input>(rule: Rule<Input>, input: fc.Arbitrary<Input>, who = actor): fc.Arbitrary<Attempt> =>
  fc
    .record({ by: who, given: input, today: fc.constantFrom('2026-01-05', '2026-01-20', '2026-02-06') })
    .map(({ by, given, today }) => ({
      name: rule.name,
      today,
      run: (scenario) => scenario.when(rule, given, contextOf(by, { today })),
    }));

const idOf = (prefix: string) => fc.integer({ min: 1, max: 4 }).map((n) => `${prefix}${n}`);
const criterionInput = fc.record({
  id: fc.option(idOf('C')),
  text: fc.constantFrom('It loads', 'It prints', 'It shows 3 offers'),
});
const brief = fc.oneof(
  fc.constant(wholeBrief),
  fc.record({ criteria: fc.uniqueArray(criterionInput, { maxLength: 3, selector: (one) => one.id ?? Symbol() }) }),
  fc.constantFrom({ context: null }, { tracking: null }, { assetsNotNeeded: null }),
);
const cause = fc.option(fc.constantFrom('CLARIFICATION' as const, 'CHANGED_MIND' as const));
const question = { kind: 'WHY', text: 'Why?', blocking: true } as const;
const touchesInput = fc.record({
  touch: fc.constantFrom(...touchKinds.filter((one) => one !== 'PUBLIC_PEAK')),
  why: fc.constant('x'),
});
const reason = fc.constant({ reason: 'x' });
export const side = fc.constantFrom('CONSUMER' as const, 'PROVIDER' as const);

/** Everything the present brief asks for is found to hold. */
export function verifyPresent(scenario: Scenario): Scenario {
  const { state } = scenario;
  const ids = state.status === 'unknown' ? [] : state.brief.criteria.map(({ id }) => id);
  return ids.reduce((now, criterionId) => now.when(verifyCriterion, { criterionId }, people.requester), scenario);
}

/** What settles an estimate that ceased to hold. */
const settle = (scenario: Scenario): Scenario =>
  signedAnew(scenario.when(confirmEstimate, {}, people.cto).when(submitEstimate, estimate, people.cto));

const natural: Readonly<Partial<Record<Request['status'], (scenario: Scenario) => Scenario>>> = {
  SUBMITTED: (s) => s.when(triageRequest, triage, people.manager),
  TRIAGED: (s) => s.when(answerChecklist, checklistAnswers, people.engineer).when(submitEstimate, estimate, people.cto),
  ESTIMATED: signedAnew,
  APPROVED: (s) => s.when(startWork, {}, people.engineer),
  IN_PROGRESS: (s) => settle(s).when(deliverRequest, { notes: 'x' }, people.engineer),
  DELIVERED: (s) => verifyPresent(settle(s)).when(acceptRequest, {}, people.cmo),
  ACCEPTED: (s) => s.when(verifyTracking, {}, people.requester).when(launchRequest, {}, people.cto),
};

/** The command people would give next, so that a walk gets on. */
const goodStep: fc.Arbitrary<Attempt> = fc.constant({
  name: 'goodStep',
  today: '2026-01-05',
  run: (scenario) => natural[scenario.state.status]?.(scenario) ?? scenario,
});

/** Merging is a decision over two streams: here, what it leaves on this one. */
const merging: fc.Arbitrary<Attempt> = fc.constant({
  name: 'mergeRequest',
  today: '2026-01-05',
  run: (scenario) =>
    ['SUBMITTED', 'TRIAGED', 'ESTIMATED'].includes(scenario.state.status)
      ? scenario.given([{ type: 'RequestMerged', data: { targetId: 'r-2', note: null } }])
      : scenario,
});

export const anyAttempt = fc.oneof(
  attempt(createRequest, fc.constant(creation)),
  attempt(reviseBrief, fc.record({ brief, cause })),
  attempt(
    setTouches,
    fc.record({ add: fc.array(touchesInput, { maxLength: 1 }), remove: fc.array(touchesInput, { maxLength: 1 }) }),
  ),
  attempt(addCoAuthor, fc.record({ personId: fc.constantFrom('p-enno', 'p-otto'), side })),
  attempt(submitRequest, fc.constant({})),
  attempt(triageRequest, fc.constantFrom(triage, { ...triage, ownerId: null })),
  attempt(assignOwner, fc.constantFrom({ ownerId: 'p-pia', reason: 'x' }, { ownerId: 'p-mara', reason: 'x' })),
  attempt(
    agreeDate,
    fc
      .constantFrom('2026-01-20', '2026-02-20')
      .map((date) => ({ date, dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'], reason: 'x' })),
  ),
  attempt(askQuestion, fc.constant(question)),
  attempt(
    answerQuestion,
    idOf('Q').map((questionId) => ({ questionId, answerText: 'Because' })),
  ),
  attempt(resolveQuestion, fc.record({ questionId: idOf('Q'), understood: fc.boolean() })),
  attempt(raiseConcern, fc.constant({ severity: 'BLOCKING', text: 'x' })),
  attempt(
    resolveConcern,
    idOf('K').map((concernId) => ({ concernId, resolution: 'x' })),
  ),
  attempt(
    submitEstimate,
    fc.constantFrom(estimate, {
      ...estimate,
      lines: [
        { kind: 'SECURITY', minutes: 300 },
        { kind: 'BACKEND', minutes: 300 },
      ],
    }),
  ),
  attempt(confirmEstimate, fc.constant({})),
  attempt(approveRequest, side.map(approval)),
  { weight: 6, arbitrary: attempt(approveRequest, side.map(approval), signer) },
  attempt(declineRequest, fc.constant({ reason: 'NO_CAPACITY' })),
  attempt(withdrawRequest, fc.constant({ reason: 'NO_BUDGET' })),
  attempt(reviveRequest, reason),
  attempt(holdRequest, fc.constant({ reason: 'x', reviewDate: '2026-02-06' })),
  attempt(resumeRequest, reason),
  attempt(reportHoldReview, fc.constant({})),
  attempt(setProperties, fc.constantFrom({ properties: [] }, { properties: ['www'] })),
  attempt(startWork, fc.constant({})),
  attempt(deliverRequest, fc.constant({ notes: 'x' })),
  attempt(
    verifyCriterion,
    idOf('C').map((criterionId) => ({ criterionId })),
  ),
  attempt(
    rejectCriterion,
    idOf('C').map((criterionId) => ({ criterionId, cause: 'DEFECT' })),
  ),
  attempt(acceptRequest, fc.constant({})),
  attempt(returnToWork, reason),
  attempt(verifyTracking, fc.constant({})),
  attempt(waiveTracking, reason),
  attempt(launchRequest, fc.constant({})),
  attempt(rollBackLaunch, fc.constant({ reason: 'DEFECT' })),
  attempt(waiveOutcome, reason),
  attempt(closeRequest, fc.constant({})),
  attempt(
    reopenRequest,
    fc.constantFrom({ cause: 'DEFECT', expectedMinutes: 0 }, { cause: 'DEFECT', expectedMinutes: 9 }),
  ),
  merging,
  { weight: 20, arbitrary: goodStep },
);
