import { people, Scenario, today } from './given.spec-kit.js';
import { type KnownRoadblock, roadblock } from './roadblock.js';
import {
  acceptRoadblock,
  assignRoadblockOwner,
  changeRoadblockAffected,
  changeRoadblockUntil,
  mitigateRoadblock,
  raiseRoadblock,
  reopenRoadblock,
  resolveRoadblock,
} from './roadblock.rules.js';

const { marketer, cto, engineer } = people;
const nothing = Scenario.of(roadblock);
const input = { number: 3, title: 'Freeze', affectedRequestIds: ['r-1', 'r-1', 'r-2'], until: today };
const raise = (change: object = {}) =>
  nothing.when(marketer, (state, ctx) => raiseRoadblock(state, { ...input, ...change }, ctx));
const open = raise({ ownerId: engineer.personId });
type At = typeof open;
const mitigate = (at: At, how = 'Halved.') => at.when(cto, (state, ctx) => mitigateRoadblock(state, { how }, ctx));
const resolve = (at: At, how = 'Gone.') => at.when(cto, (state, ctx) => resolveRoadblock(state, { how }, ctx));
const accept = (at: At, reason = 'Small.') => at.when(cto, (state, ctx) => acceptRoadblock(state, { reason }, ctx));
const reopen = (at: At, reason = 'Back.') => at.when(cto, (state, ctx) => reopenRoadblock(state, { reason }, ctx));
const affect = (at: At, change: object) => at.when(cto, (state, ctx) => changeRoadblockAffected(state, change, ctx));
const until = (at: At, day: string, reason: string) =>
  at.when(cto, (state, ctx) => changeRoadblockUntil(state, { until: day, reason }, ctx));
const own = (at: At, ownerId: string) => at.when(cto, (state, ctx) => assignRoadblockOwner(state, { ownerId }, ctx));
const steps = { mitigate, resolve, accept, reopen };
const states = { OPEN: open, MITIGATED: mitigate(open), RESOLVED: resolve(open), ACCEPTED: accept(open) };
const ids = (count: number) => Array.from({ length: count }, (_, index) => `r-${index}`);

describe('raising a roadblock', () => {
  it('names each request once, and somebody only when told', () => {
    const { facts } = raise();
    const data = {
      number: 3,
      title: 'Freeze',
      text: null,
      affectedRequestIds: ['r-1', 'r-2'],
      until: today,
      ownerId: null,
    };
    expect(facts).toEqual([{ type: 'RoadblockRaised', data }]);
  });

  it('is refused for what cannot be', () => {
    expect(raise({ until: '2026-01-04' }).refusal).toMatchObject({ code: 'DATE_IN_PAST', path: ['input', 'until'] });
    expect(raise({ until: '2026-02-30' }).refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(raise({ affectedRequestIds: ids(51) }).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 50 },
    });
    expect(raise({ text: 'mara@example.com' }).refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    expect(raise({ title: 'x' }).refusal).toMatchObject({ code: 'VALIDATION_FAILED' });
    const again = open.when(marketer, (state, ctx) => raiseRoadblock(state, input, ctx));
    expect(again.refusal).toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('the way of a roadblock', () => {
  const ways = [
    ['OPEN', 'mitigate', 'MITIGATED'],
    ['OPEN', 'resolve', 'RESOLVED'],
    ['OPEN', 'accept', 'ACCEPTED'],
    ['OPEN', 'reopen', null],
    ['MITIGATED', 'mitigate', null],
    ['MITIGATED', 'resolve', 'RESOLVED'],
    ['MITIGATED', 'accept', 'ACCEPTED'],
    ['MITIGATED', 'reopen', 'OPEN'],
    ['RESOLVED', 'mitigate', null],
    ['RESOLVED', 'resolve', null],
    ['RESOLVED', 'accept', null],
    ['RESOLVED', 'reopen', 'OPEN'],
    ['ACCEPTED', 'mitigate', null],
    ['ACCEPTED', 'resolve', 'RESOLVED'],
    ['ACCEPTED', 'accept', null],
    ['ACCEPTED', 'reopen', 'OPEN'],
  ] as const;

  it.each(ways)('from %s by %s leads to %s', (from, step, to) => {
    const after = steps[step](states[from]);
    if (to === null) expect(after.refusal).toMatchObject({ code: 'INVALID_STATE', details: { state: from } });
    else expect(after.state.status).toBe(to);
  });

  it('says how or why at every step', () => {
    expect((mitigate(open).state as KnownRoadblock).outcome).toBe('Halved.');
    expect((reopen(accept(open)).state as KnownRoadblock).outcome).toBeNull();
    expect(mitigate(open, ' ').refusal).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'how'] });
    expect(resolve(open, 'mara@example.com').refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    expect(accept(open, ' ').refusal).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(reopen(states.RESOLVED, '').refusal).toMatchObject({ code: 'REASON_REQUIRED' });
  });
});

describe('changing a roadblock', () => {
  it('has no fact when nothing changes', () => {
    expect(own(open, engineer.personId).facts).toEqual([]);
    expect(affect(open, { add: ['r-1'], remove: ['r-9'] }).facts).toEqual([]);
    expect(until(open, today, 'The same.').facts).toEqual([]);
  });

  it('keeps what was before', () => {
    expect(own(open, 'p-2').facts).toMatchObject([{ data: { ownerId: 'p-2', previousOwnerId: 'p-enno' } }]);
    const changed = affect(open, { add: ['r-3', 'r-3'], remove: ['r-1'] });
    expect(changed.facts).toMatchObject([{ data: { added: ['r-3'], removed: ['r-1'] } }]);
    expect((changed.state as KnownRoadblock).affectedRequestIds).toEqual(['r-2', 'r-3']);
    expect(until(open, '2026-01-09', 'Late.').facts).toMatchObject([
      { data: { previous: today, until: '2026-01-09' } },
    ]);
  });

  it('is refused without a reason, for the past, beyond the limit and when it is gone', () => {
    expect(until(open, '2026-01-09', '').refusal).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(until(open, '2026-01-04', 'Late.').refusal).toMatchObject({ code: 'DATE_IN_PAST' });
    expect(affect(open, { add: ids(51) }).refusal).toMatchObject({ code: 'LIMIT_REACHED', path: ['input', 'add'] });
    for (const gone of [own(states.RESOLVED, 'p-2'), affect(states.RESOLVED, {}), until(states.ACCEPTED, today, 'x')])
      expect(gone.refusal).toMatchObject({ code: 'INVALID_STATE', details: { allowed: ['OPEN', 'MITIGATED'] } });
  });

  it('is its owner’s where only own ones are reached', () => {
    const by = (actor: typeof engineer | typeof marketer) =>
      open.when(actor, (state, ctx) => mitigateRoadblock(state, { how: 'Halved.' }, ctx));
    expect(by(engineer).state.status).toBe('MITIGATED');
    expect(by(marketer).refusal).toMatchObject({ code: 'FORBIDDEN', details: { right: 'own' } });
    const nobodys = raise().when(engineer, (state, ctx) => mitigateRoadblock(state, { how: 'Halved.' }, ctx));
    expect(nobodys.refusal).toMatchObject({ code: 'FORBIDDEN' });
    expect(mitigate(nothing).refusal).toMatchObject({ code: 'NOT_FOUND' });
  });
});
