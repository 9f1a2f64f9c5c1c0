import type { Recorded } from '#libs/event-log';
import { approveRequest } from './approval.js';
import { contextOf, people, type Scenario } from './given.spec-kit.js';
import { holdRequest, withdrawRequest } from './lifecycle.js';
import type { RequestEvent } from './facts.js';
import * as stage from './stages.spec-kit.js';
import { refusalOf } from './urgency.spec-kit.js';
import { workload, type Workload, type WorkloadEvent } from './workload.js';
import { hasRoom, moveWork, setWipLimit, withinLimit, workMove } from './workload-rules.js';

const now = '2026-01-05T08:00:00.000Z';
const empty = workload.initial;
const after = (state: Workload, events: readonly WorkloadEvent[]): Workload =>
  events.reduce((before, event) => workload.evolve(before, event as Recorded<WorkloadEvent>), state);
const moveOf = ({ state }: Scenario, facts: readonly RequestEvent[]) => workMove('r-1', state, { facts, now });

const secondApproval = approveRequest(stage.halfApproved.state, stage.approval('PROVIDER'), contextOf(people.cto));
const taken = moveOf(stage.halfApproved, secondApproval)!;

describe('work of a team', () => {
  it('begins with the second signature and ends with acceptance or withdrawal', () => {
    expect(taken).toEqual({ requestId: 'r-1', teamId: 't-engineering', to: 'APPROVED', kind: 'TAKEN' });
    const withdrawn = withdrawRequest(stage.approved.state, { reason: 'NO_BUDGET' }, contextOf(people.requester));
    const left = moveOf(stage.approved, withdrawn)!;
    expect(left).toEqual({ requestId: 'r-1', teamId: 't-engineering', to: 'WITHDRAWN', kind: 'LEFT' });
    expect(moveWork(empty, taken)).toEqual([{ type: 'WorkTaken', data: { requestId: 'r-1' } }]);
    const inWork = after(empty, moveWork(empty, taken));
    expect(moveWork(inWork, left)).toEqual([{ type: 'WorkLeft', data: { requestId: 'r-1', why: 'WITHDRAWN' } }]);
    expect(after(inWork, moveWork(inWork, left))).toEqual(empty);
    // Twice is once.
    expect(moveWork(inWork, taken)).toEqual([]);
    expect(moveWork(empty, left)).toEqual([]);
  });

  it('is not moved by what leaves a request where it was', () => {
    const first = approveRequest(stage.dated.state, stage.approval('CONSUMER'), contextOf(people.cmo));
    expect(moveOf(stage.dated, first)).toBeNull();
    const hold = { reason: 'Later', reviewDate: '2026-02-01' };
    expect(moveOf(stage.approved, holdRequest(stage.approved.state, hold, contextOf(people.manager)))).toBeNull();
    const early = withdrawRequest(stage.drafted.state, { reason: 'NO_BUDGET' }, contextOf(people.requester));
    expect(moveOf(stage.drafted, early)).toBeNull();
  });

  it('comes back from acceptance, launch and close', () => {
    const accepted: RequestEvent = { type: 'RequestAccepted', data: { by: 'p-mara', releasedMinutes: [] } };
    const started: RequestEvent = { type: 'WorkStarted', data: { by: 'p-enno' } };
    const ready = stage.approved.given([started]);
    expect(moveOf(ready, [accepted])).toMatchObject({ kind: 'LEFT', to: 'ACCEPTED' });
    const back: RequestEvent = { type: 'RequestReturnedToWork', data: { reason: 'A switch.' } };
    expect(moveOf(ready.given([accepted]), [back])).toMatchObject({ kind: 'TAKEN', to: 'IN_PROGRESS' });
  });
});

describe('the limit', () => {
  const full = (hard: boolean): Workload => ({ limit: 2, hard, inWork: ['a', 'b'] });

  it('lets an approval pass below it, and warns at it', () => {
    expect(withinLimit({ ...full(true), limit: 3 }, taken, secondApproval)).toEqual(secondApproval);
    expect(withinLimit(empty, taken, secondApproval)).toEqual(secondApproval);
    expect(withinLimit(full(false), taken, secondApproval)).toMatchObject([
      { type: 'ApprovalGiven' },
      { type: 'RequestApproved', data: { warnings: ['WIP_LIMIT_REACHED'] } },
    ]);
  });

  it('is WIP_LIMIT_REACHED when it is hard (P24)', () => {
    expect(refusalOf(() => withinLimit(full(true), taken, secondApproval))).toMatchObject({
      code: 'WIP_LIMIT_REACHED',
      category: 'LIMIT',
      details: { limit: 2, inProgress: 2 },
    });
  });

  it('does not stop what comes back: it is there', () => {
    const back: RequestEvent = { type: 'RequestReturnedToWork', data: { reason: 'A switch.' } };
    expect(withinLimit(full(true), { ...taken, to: 'IN_PROGRESS' }, [back])).toEqual([back]);
  });

  it('leaves room to what is counted already', () => {
    expect([hasRoom(full(true), 'a'), hasRoom(full(true), 'c'), hasRoom(empty, 'c')]).toEqual([true, false, true]);
  });

  const set = (limit: number | null, hard = false, state: Workload = empty) =>
    setWipLimit(state, { teamId: 't-engineering', limit, hard }, contextOf(people.cto));

  it('is set by the lead of the team, from 1 to 1,000', () => {
    expect(set(3, true)).toEqual([{ type: 'WipLimitSet', data: { limit: 3, hard: true } }]);
    expect(set(1000)).toHaveLength(1);
    for (const limit of [0, -1, 1.5, 1001])
      expect(refusalOf(() => set(limit))).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'limit'] });
    const byOthers = () => setWipLimit(empty, { teamId: 't', limit: 3, hard: false }, contextOf(people.engineer));
    expect(refusalOf(byOthers).code).toBe('FORBIDDEN');
  });

  it('is taken away by null, and no fact when it stands so', () => {
    expect(set(null, true, full(true))).toEqual([{ type: 'WipLimitSet', data: { limit: null, hard: false } }]);
    expect(set(2, true, full(true))).toEqual([]);
    expect(set(null)).toEqual([]);
    expect(after(full(true), set(1, false, full(true)))).toEqual({ limit: 1, hard: false, inWork: ['a', 'b'] });
  });
});
