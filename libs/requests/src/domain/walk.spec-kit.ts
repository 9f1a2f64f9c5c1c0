import fc from 'fast-check';
import { acceptRequest } from './acceptance.js';
import { approveRequest } from './approval.js';
import { answerChecklist } from './checklist.js';
import { closeRequest, waiveOutcome } from './closing.js';
import { createRequest, reviseBrief } from './drafting.js';
import { submitEstimate } from './estimate.js';
import type { RequestEvent } from './facts.js';
import { nothing, people } from './given.spec-kit.js';
import type { Past, Scenario } from './given.spec-kit.js';
import { launchRequest } from './launch.js';
import { submitRequest, triageRequest } from './lifecycle.js';
import { agreeDate } from './ownership.js';
import { setProperties } from './properties.js';
import { approval, checklistAnswers, creation, estimate, triage, wholeBrief } from './stages.spec-kit.js';
import { signedAnew } from './stages-delivery.spec-kit.js';
import type { Request } from './state.js';
import { verifyTracking } from './tracking.js';
import { deliverRequest, startWork } from './work.js';

import { anyAttempt, type Attempt, attempt, side, signer, verifyPresent } from './attempts.spec-kit.js';
/** A good way from nothing to a close, to start a random walk anywhere on it. */
const goodWay: readonly ((scenario: Scenario) => Scenario)[] = [
  (s) => s.when(createRequest, creation, people.requester),
  (s) => s.when(reviseBrief, { brief: wholeBrief }, people.requester),
  (s) => s.when(submitRequest, {}, people.requester),
  (s) => s.when(triageRequest, triage, people.manager),
  (s) => s.when(answerChecklist, checklistAnswers, people.engineer),
  (s) =>
    s.when(agreeDate, { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] }, people.manager),
  (s) => s.when(submitEstimate, estimate, people.engineer),
  signedAnew,
  (s) => s.when(startWork, {}, people.engineer),
  (s) => s.when(deliverRequest, { notes: 'x' }, people.engineer),
  verifyPresent,
  (s) => s.when(acceptRequest, {}, people.requester),
  (s) => s.when(verifyTracking, {}, people.requester),
  (s) => s.when(launchRequest, {}, people.cto),
  (s) => s.when(waiveOutcome, { reason: 'x' }, people.cmo),
  (s) => s.when(closeRequest, {}, people.requester),
];
/** How far it is estimated and dated, so that only signatures are missing. */
const toSign = goodWay.indexOf(signedAnew);

export const walk = fc.record({
  start: fc.integer({ min: 1, max: goodWay.length }),
  attempts: fc.array(anyAttempt, { maxLength: 40, size: 'max' }),
});

/** From an estimate on, mostly signatures: the way on which two approvals meet. */
export const signing = fc.record({
  start: fc.constant(toSign),
  attempts: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: attempt(approveRequest, side.map(approval), signer) },
      { weight: 1, arbitrary: anyAttempt },
    ),
    { maxLength: 20, size: 'max' },
  ),
});

const movesScope = attempt(
  setProperties,
  fc.constantFrom('www', 'shop', 'blog').map((name) => ({ properties: [name] })),
  fc.constant(people.engineer),
);
const estimatesAnew = attempt(submitEstimate, fc.constant(estimate), fc.constant(people.cto));

/** In signed work, mostly scopes that move, new estimates and signatures: the way on which they cross each other. */
export const toppingUp = fc.record({
  start: fc.constant(toSign + 2),
  attempts: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: attempt(approveRequest, side.map(approval), signer) },
      { weight: 1, arbitrary: movesScope },
      { weight: 1, arbitrary: estimatesAnew },
      { weight: 1, arbitrary: anyAttempt },
    ),
    { maxLength: 30, size: 'max' },
  ),
});

/** The facts between two moments of one history, oldest first, each with the request after it. */
function factsBetween(from: Past | null, to: Past | null): Past[] {
  const found: Past[] = [];
  for (let one = to; one !== null && one !== from; one = one.before) found.unshift(one);
  return found;
}

/** Shows every attempt of a walk with what stood before and after, and every fact from the first one on. */
export function walkThrough(
  steps: { start: number; attempts: readonly Attempt[] },
  check: (before: Scenario, after: Scenario, by: Attempt) => void,
  onFact: (fact: RequestEvent, after: Request) => void = () => undefined,
): void {
  let now = goodWay.slice(0, steps.start).reduce((scenario, step) => step(scenario), nothing);
  for (const { fact, state } of factsBetween(null, now.past)) onFact(fact, state);
  for (const one of steps.attempts) {
    const after = one.run(now);
    for (const { fact, state } of factsBetween(now.past, after.past)) onFact(fact, state);
    check(now, after, one);
    now = after;
  }
}
