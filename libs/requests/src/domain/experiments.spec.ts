import { addCoAuthor } from './drafting.js';
import { declareExperiment, endExperiment, proposeExperiment } from './experiments.js';
import { contextOf, people, type Scenario } from './given.spec-kit.js';
import { defaultPolicy } from './policy.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { setTouches } from './touches.js';
import { touchKinds } from './values.js';

const idea = { hypothesis: 'A shorter form sells more', timeBoxDays: 14, killCriterion: 'Fewer sales after a week' };
const propose = (from: Scenario, who: (typeof people)[keyof typeof people] = people.requester, change = {}) =>
  from.when(proposeExperiment, { ...idea, ...change }, who);
const proposed = propose(stage.submitted);
const running = proposed.when(declareExperiment, {}, people.cto);
const touch = (from: Scenario, kind: (typeof touchKinds)[number], who = people.reviewer) =>
  from.when(
    setTouches,
    { add: [{ touch: kind, why: 'x', ...(kind === 'PUBLIC_PEAK' && { expectedPeakRpm: 9 }) }] },
    who,
  );

describe('an experiment (P26)', () => {
  it('is proposed by one side and declared by the other', () => {
    expect(proposed.facts).toEqual([{ type: 'ExperimentProposed', data: { ...idea, side: 'CONSUMER' } }]);
    expect(running.facts).toEqual([{ type: 'ExperimentDeclared', data: { ...idea, endsOn: '2026-01-19' } }]);
    expect(running.state).toMatchObject({ experimentProposal: null, experiment: { ended: null } });
    const other = propose(stage.submitted, people.cto).when(declareExperiment, {}, people.requester);
    expect(other.types).toEqual(['ExperimentDeclared']);
  });

  it('takes the proposal that was made last', () => {
    const again = propose(proposed, people.cto, { timeBoxDays: 3 });
    expect(again.when(declareExperiment, {}, people.cto).refusal.code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    expect(again.when(declareExperiment, {}, people.requester).facts).toMatchObject([{ data: { timeBoxDays: 3 } }]);
  });

  it('needs a proposal', () => {
    expect(stage.submitted.when(declareExperiment, {}, people.cto).refusal).toMatchObject({
      code: 'EXPERIMENT_NOT_PROPOSED',
      category: 'STATE',
    });
    expect(
      running.when(endExperiment, { outcome: 'KEPT' }, people.cto).when(declareExperiment, {}, people.cto).refusal.code,
    ).toBe('EXPERIMENT_NOT_PROPOSED');
  });

  it('needs two persons, counting whom a deputy stands for, and two sides', () => {
    const asDeputy = { ...people.cto, onBehalfOf: people.requester.personId };
    expect(proposed.when(declareExperiment, {}, asDeputy).refusal).toMatchObject({
      code: 'BOTH_SIDES_BY_SAME_PERSON',
      details: { side: 'PROVIDER' },
    });
    const joined = stage.submitted.when(addCoAuthor, { personId: 'p-otto', side: 'CONSUMER' }, people.requester);
    expect(propose(joined).when(declareExperiment, {}, people.stranger).refusal.code).toBe('FORBIDDEN');
    expect(propose(stage.submitted, people.cmo).refusal.code).toBe('FORBIDDEN');
  });

  it.each([0, 31, 1.5])('does not run for %d days', (timeBoxDays) => {
    expect(propose(stage.submitted, people.requester, { timeBoxDays }).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'timeBoxDays'],
    });
  });

  it.each([1, 30])('runs for %d days', (timeBoxDays) => {
    expect(propose(stage.submitted, people.requester, { timeBoxDays }).types).toEqual(['ExperimentProposed']);
  });

  it.each(touchKinds)('is decided by whether %s may go wrong', (kind) => {
    const isRisky = defaultPolicy.records.riskyTouches.includes(kind);
    const refusal = { code: 'EXPERIMENT_NOT_ALLOWED', category: 'PRECONDITION', details: { touches: [kind] } };
    const tried = [
      propose(touch(stage.submitted, kind)),
      touch(proposed, kind).when(declareExperiment, {}, people.cto),
      touch(running, kind),
    ];
    for (const one of tried) {
      if (isRisky) expect(one.refusal).toMatchObject(refusal);
      else expect(one.facts.length).toBeGreaterThan(0);
    }
    const ended = running.when(endExperiment, { outcome: 'KILLED' }, people.cto);
    expect(touch(ended, kind).types).toContain('TouchesChanged');
  });

  it('is one at a time', () => {
    expect(propose(running).refusal).toMatchObject({ code: 'EXPERIMENT_RUNNING', details: { endsOn: '2026-01-19' } });
    expect(running.when(declareExperiment, {}, people.cto).refusal.code).toBe('EXPERIMENT_RUNNING');
    const killed = running.when(endExperiment, { outcome: 'KILLED' }, people.cto);
    expect(propose(killed).types).toEqual(['ExperimentProposed']);
  });

  it('stays on record when another one follows, up to 20 of them', () => {
    const round = (from: Scenario) =>
      propose(from).when(declareExperiment, {}, people.cto).when(endExperiment, { outcome: 'KILLED' }, people.cto);
    const twice = round(round(stage.submitted));
    expect(twice.state).toMatchObject({ pastExperiments: [{ ended: { outcome: 'KILLED' } }] });
    const full = Array.from({ length: 18 }).reduce<Scenario>(round, twice);
    expect(full.types).toEqual(['ExperimentEnded']);
    expect(propose(full).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 20 } });
  });

  it.each(['KEPT', 'KILLED', 'ITERATE'] as const)('ends as %s, once', (outcome) => {
    const ended = running.when(endExperiment, { outcome, note: 'Seen' }, people.requester);
    expect(ended.facts).toEqual([{ type: 'ExperimentEnded', data: { outcome, note: 'Seen' } }]);
    expect(ended.when(endExperiment, { outcome }, people.cto).refusal.code).toBe('EXPERIMENT_NOT_RUNNING');
  });

  it('is ended by the two that declared it alone, also after the close', () => {
    expect(running.when(endExperiment, { outcome: 'KEPT' }, people.manager).refusal.code).toBe('FORBIDDEN');
    const data = { ...idea, endsOn: '2026-01-19' };
    const closed = late.launched.given([
      { type: 'ExperimentDeclared', data },
      { type: 'RequestClosed', data: { note: null } },
    ]);
    expect(closed.state.status).toBe('CLOSED');
    const ended = closed.when(endExperiment, { outcome: 'KEPT' }, contextOf(people.cto));
    expect(ended.state).toMatchObject({ status: 'CLOSED', experiment: { ended: { outcome: 'KEPT' } } });
  });

  it('is not declared once it is live', () => {
    expect(propose(late.launched).refusal.code).toBe('INVALID_STATE');
  });
});
