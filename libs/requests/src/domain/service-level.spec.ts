import type { Instant } from '#libs/event-log';
import { contextOf, people, record, type Scenario } from './given.spec-kit.js';
import { evolve } from './evolve.js';
import type { RequestEvent } from './facts.js';
import { nextServiceLevel, reportServiceLevels, type SlaClock, slaClocks } from './service-level.js';
import * as stage from './stages.spec-kit.js';
import { nextStall, reportStall } from './stall.js';
import type { Request } from './state.js';

const defaults = { answerMinutes: 480 };
const at = (time: string): Instant => `2026-01-05T${time}:00.000Z`;

/** Facts at their instants, on top of a scenario. */
const told = (from: Scenario, ...facts: readonly (readonly [string, RequestEvent])[]): Request =>
  facts.reduce<Request>(
    (state, [time, fact], index) =>
      evolve(state, { ...record(fact, 50 + index, people.engineer), recordedAt: at(time) }),
    from.state,
  );

const asked = (questionId: string, side: 'CONSUMER' | 'PROVIDER', blocking = true): RequestEvent => ({
  type: 'QuestionAsked',
  data: { questionId, kind: 'WHY', blocking, byRole: 'ENGINEER', side, text: 'Why?' },
});
const answered = (questionId: string): RequestEvent => ({
  type: 'QuestionAnswered',
  data: { questionId, byRole: 'MARKETING_MEMBER', side: 'CONSUMER', answerText: 'So.' },
});
const notUnderstood = (questionId: string): RequestEvent => ({
  type: 'QuestionResolved',
  data: { questionId, understood: false, loops: 1 },
});
const held: RequestEvent = { type: 'RequestHeld', data: { reason: 'Budget', reviewDate: '2026-02-02' } };
const resumed: RequestEvent = { type: 'RequestResumed', data: { reason: null } };

/** A clock that counts every minute, pauses left out: what calendars add is not what is looked at here. */
const byTheClock = ({ startedAt, pauses }: SlaClock, minutes: number): Instant | null => {
  if (pauses.some(({ to }) => to === null)) return null;
  const rested = pauses.reduce((sum, { from, to }) => sum + Date.parse(to ?? from) - Date.parse(from), 0);
  return new Date(Date.parse(startedAt) + minutes * 60_000 + rested).toISOString();
};
const ctx = (time: string) => ({ ...contextOf(people.cto), now: at(time) });
const dueAt = { dueAt: byTheClock };

describe('the clock of the first response', () => {
  it('runs from the submission and rests on hold', () => {
    const state = told(stage.submitted, ['10:00', held], ['11:00', resumed], ['12:00', held]);
    expect(slaClocks(state, defaults)).toEqual([
      {
        clock: 'FIRST_RESPONSE',
        questionId: null,
        owedBy: 'PROVIDER',
        startedAt: '2026-01-05T08:00:00.003Z',
        stoppedAt: null,
        targetMinutes: 480,
        pauses: [
          { from: at('10:00'), to: at('11:00') },
          { from: at('12:00'), to: null },
        ],
      },
    ]);
  });

  it.each([
    ['triage', [stage.taken.facts[0]!]],
    ['a decline', [{ type: 'RequestDeclined', data: { reason: 'NO_CAPACITY', note: null, reviveWhen: null } }]],
    ['a question of the provider', [asked('Q1', 'PROVIDER')]],
  ] satisfies [string, RequestEvent[]][])('stops with %s', (_what, facts) => {
    const state = told(stage.submitted, ...facts.map((fact) => ['09:00', fact] as const));
    expect(slaClocks(state, defaults)[0]).toMatchObject({ clock: 'FIRST_RESPONSE', stoppedAt: at('09:00') });
  });

  it('does not stop with a question of the consumer', () => {
    expect(slaClocks(told(stage.submitted, ['09:00', asked('Q1', 'CONSUMER')]), defaults)[0]?.stoppedAt).toBeNull();
  });
});

describe('the clock of an answer', () => {
  it('is owed by the side that did not ask, and starts anew with every round', () => {
    const state = told(
      stage.triaged,
      ['09:00', asked('Q1', 'PROVIDER')],
      ['10:00', answered('Q1')],
      ['11:00', notUnderstood('Q1')],
    );
    expect(slaClocks(state, defaults).slice(1)).toMatchObject([
      { clock: 'ANSWER', questionId: 'Q1', owedBy: 'CONSUMER', startedAt: at('11:00') },
    ]);
    const before = told(stage.triaged, ['09:00', asked('Q1', 'PROVIDER')], ['10:00', answered('Q1')]);
    expect(slaClocks(before, defaults)).toHaveLength(1);
  });

  it('rests on hold and while the side that owes waits for an answer itself (P64)', () => {
    const state = told(
      stage.triaged,
      ['09:00', asked('Q1', 'CONSUMER', false)],
      ['10:00', asked('Q2', 'PROVIDER')],
      ['10:30', answered('Q2')],
      ['12:00', held],
      ['13:00', resumed],
    );
    const [, forProvider] = slaClocks(state, defaults);
    expect(forProvider).toMatchObject({
      questionId: 'Q1',
      owedBy: 'PROVIDER',
      pauses: [
        { from: at('12:00'), to: at('13:00') },
        { from: at('10:00'), to: at('10:30') },
      ],
    });
    // Two pauses of 60 and 30 minutes: 480 minutes after 09:00 is 18:30.
    expect(byTheClock(forProvider!, 480)).toBe(at('18:30'));
  });

  it('does not rest for a question that blocks nothing', () => {
    const state = told(stage.triaged, ['09:00', asked('Q1', 'CONSUMER')], ['10:00', asked('Q2', 'PROVIDER', false)]);
    expect(slaClocks(state, defaults)[1]?.pauses).toEqual([]);
  });
});

describe('what is said of the clocks', () => {
  const say = (state: Request, time: string) => reportServiceLevels(state, dueAt, ctx(time));
  const waiting = told(stage.submitted, ['08:01', asked('Q1', 'CONSUMER')]);

  it('is a warning after three quarters and a breach after the whole, once for each', () => {
    expect(say(waiting, '13:59')).toEqual([]);
    const due = say(waiting, '14:01');
    expect(due.map(({ type }) => type)).toEqual(['FirstResponseDue', 'AnswerDue']);
    expect(due[1]?.data).toEqual({ questionId: 'Q1', dueAt: at('16:01'), targetMinutes: 480 });
    const warned = told({ state: waiting } as Scenario, ['14:01', due[0]!], ['14:01', due[1]!]);
    expect(say(warned, '15:00')).toEqual([]);
    expect(say(warned, '16:01').map(({ type }) => type)).toEqual(['FirstResponseBreached', 'AnswerBreached']);
  });

  it('is the breach alone when both have come', () => {
    expect(say(waiting, '17:00').map(({ type }) => type)).toEqual(['FirstResponseBreached', 'AnswerBreached']);
  });

  it('begins anew with another round, and is nothing on hold', () => {
    const breached = say(waiting, '17:00');
    const again = told(
      { state: waiting } as Scenario,
      ['17:00', breached[0]!],
      ['17:00', breached[1]!],
      ['17:10', answered('Q1')],
      ['17:20', notUnderstood('Q1')],
    );
    expect(say(again, '23:30').map(({ type }) => type)).toEqual(['AnswerDue']);
    expect(say(told({ state: again } as Scenario, ['17:30', held]), '23:30')).toEqual([]);
  });

  it('is told beforehand: the next instant, or none', () => {
    expect(nextServiceLevel(waiting, dueAt, ctx('09:00'))).toBe('2026-01-05T14:00:00.003Z');
    expect(nextServiceLevel(told({ state: waiting } as Scenario, ['10:00', held]), dueAt, ctx('10:00'))).toBeNull();
    expect(nextServiceLevel(stage.approved.state, dueAt, ctx('10:00'))).toBeNull();
  });
});

describe('silence', () => {
  const stalledAt = (since: Instant, days: number): Instant =>
    new Date(Date.parse(since) + days * 86_400_000).toISOString();
  const later = { ...contextOf(people.cto), now: '2026-01-15T08:00:00.003Z' };

  it('is said after ten days, once, until somebody speaks', () => {
    const silent = stage.submitted.state;
    expect(nextStall(silent, { stalledAt }, contextOf(people.cto))).toBe(later.now);
    const said = reportStall(silent, { stalledAt }, later);
    expect(said).toEqual([{ type: 'ConversationStalled', data: { since: '2026-01-05T08:00:00.003Z', days: 10 } }]);
    const nudged = told(stage.submitted, ['08:00', said[0]!]);
    expect(reportStall(nudged, { stalledAt }, later)).toEqual([]);
    const spoken = told(stage.submitted, ['08:00', said[0]!], ['09:00', asked('Q1', 'PROVIDER')]);
    expect(nextStall(spoken, { stalledAt }, later)).toBe('2026-01-15T09:00:00.000Z');
  });

  it('is no stall in a draft, on hold, or at an end', () => {
    for (const state of [stage.drafted.state, told(stage.submitted, ['09:00', held])])
      expect(reportStall(state, { stalledAt }, later)).toEqual([]);
  });
});
