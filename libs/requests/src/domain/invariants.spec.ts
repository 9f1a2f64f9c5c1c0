import type { Actor } from '#libs/vocabulary';
import fc from 'fast-check';
import { approveRequest } from './approval.js';
import { missingSections } from './brief.js';
import { raiseConcern, resolveConcern } from './concerns.js';
import { answerQuestion, askQuestion, resolveQuestion } from './dialogue.js';
import { addCoAuthor, createRequest, reviseBrief } from './drafting.js';
import { confirmEstimate, submitEstimate } from './estimate.js';
import { contextOf, nothing, people } from './given.spec-kit.js';
import type { Rule, Scenario } from './given.spec-kit.js';
import { declineRequest, holdRequest, reportHoldReview, resumeRequest, reviveRequest } from './lifecycle.js';
import { submitRequest, triageRequest, withdrawRequest } from './lifecycle.js';
import { agreeDate, assignOwner } from './ownership.js';
import { defaultPolicy } from './policy.js';
import { approval, creation, estimate, triage, wholeBrief } from './stages.spec-kit.js';
import type { Request } from './state.js';
import { setTouches } from './touches.js';
import { touchKinds } from './values.js';

/** One attempt: anybody tries anything, on some day. */
interface Attempt {
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
const signer = fc
  .tuple(fc.constantFrom(people.cmo, people.cto, people.both), fc.option(fc.constant(people.both), { freq: 3 }))
  .map(([who, principal]): Actor => (principal === null ? who : { ...who, onBehalfOf: principal.personId }));

const attempt = <Input>(rule: Rule<Input>, input: fc.Arbitrary<Input>, who = actor): fc.Arbitrary<Attempt> =>
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
const side = fc.constantFrom('CONSUMER' as const, 'PROVIDER' as const);

const anyAttempt = fc.oneof(
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
);

/** A good way to approval, to start a random walk anywhere on it. */
const goodWay: readonly ((scenario: Scenario) => Scenario)[] = [
  (s) => s.when(createRequest, creation, people.requester),
  (s) => s.when(reviseBrief, { brief: wholeBrief }, people.requester),
  (s) => s.when(submitRequest, {}, people.requester),
  (s) => s.when(triageRequest, triage, people.manager),
  (s) =>
    s.when(agreeDate, { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] }, people.manager),
  (s) => s.when(submitEstimate, estimate, people.engineer),
];

const walk = fc.record({
  start: fc.integer({ min: 1, max: goodWay.length }),
  attempts: fc.array(anyAttempt, { maxLength: 40, size: 'max' }),
});

/** From an estimate on, mostly signatures: the way on which two approvals meet. */
const signing = fc.record({
  start: fc.constant(goodWay.length),
  attempts: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: attempt(approveRequest, side.map(approval), signer) },
      { weight: 1, arbitrary: anyAttempt },
    ),
    { maxLength: 20, size: 'max' },
  ),
});

function walkThrough(
  steps: { start: number; attempts: readonly Attempt[] },
  check: (before: Scenario, after: Scenario, by: Attempt) => void,
): void {
  let now = goodWay.slice(0, steps.start).reduce((scenario, step) => step(scenario), nothing);
  for (const one of steps.attempts) {
    const after = one.run(now);
    check(now, after, one);
    now = after;
  }
}

const hasEnded = ({ status }: Request): boolean => status === 'DECLINED' || status === 'WITHDRAWN';
const runs = { numRuns: 600 };

describe('whatever anybody tries', () => {
  it('a submitted request has a complete brief (R2)', () => {
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, (_before, { state }) => {
          if (state.status === 'unknown' || state.status === 'DRAFT' || hasEnded(state)) return;
          expect(missingSections(state.type, state.brief, defaultPolicy)).toEqual([]);
        }),
      ),
      runs,
    );
  });

  it('an approved request has owner, date and two approvals by two persons, one for each side (R3)', () => {
    let approved = 0;
    fc.assert(
      fc.property(fc.oneof(walk, signing), (steps) =>
        walkThrough(steps, (before, { state }, { today }) => {
          if (state.status !== 'APPROVED') return;
          const persons = [state.approvals.CONSUMER, state.approvals.PROVIDER].map((one) => [
            one?.by.personId,
            one?.by.onBehalfOf ?? one?.by.personId,
          ]);
          const [consumer, provider] = persons;
          expect(consumer?.every((person) => person !== undefined && !provider?.includes(person))).toBe(true);
          expect(state.ownerId).not.toBeNull();
          expect(state.agreedDate).not.toBeNull();
          if (before.state.status === 'APPROVED') return;
          approved += 1;
          expect(state.estimate.validUntil >= today).toBe(true);
        }),
      ),
      runs,
    );
    expect(approved).toBeGreaterThan(0);
  });

  it('only a revival leads out of an end (R7)', () => {
    let ends = 0;
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, (before, after, { name }) => {
          if (!hasEnded(before.state)) return;
          ends += 1;
          if (name !== 'reviveRequest') expect(after.state).toBe(before.state);
        }),
      ),
      runs,
    );
    expect(ends).toBeGreaterThan(0);
  });

  it('a criterion id is never given twice (R9)', () => {
    let gone = 0;
    fc.assert(
      fc.property(walk, (steps) => {
        const retired = new Set<string>();
        walkThrough(steps, ({ state: before }, { state: after }) => {
          if (before.status === 'unknown' || after.status === 'unknown') return;
          const ids = after.brief.criteria.map(({ id }) => id);
          for (const { id } of before.brief.criteria) if (!ids.includes(id)) retired.add(id);
          expect(ids.filter((id) => retired.has(id))).toEqual([]);
          expect(new Set(ids).size).toBe(ids.length);
          gone += retired.size;
        });
      }),
      runs,
    );
    expect(gone).toBeGreaterThan(0);
  });

  it('on hold no status is reached but an end, or triage from which an estimate fell back', () => {
    let holds = 0;
    fc.assert(
      fc.property(walk, (steps) =>
        walkThrough(steps, ({ state: before }, { state: after }) => {
          if (!('held' in before) || !before.held || before.status === after.status) return;
          holds += 1;
          expect(hasEnded(after) || (before.status === 'ESTIMATED' && after.status === 'TRIAGED')).toBe(true);
        }),
      ),
      runs,
    );
    expect(holds).toBeGreaterThan(0);
  });
});
