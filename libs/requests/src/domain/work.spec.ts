import { people } from './given.spec-kit.js';
import { holdRequest } from './lifecycle.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { confirmEstimate } from './estimate.js';
import { deliverRequest, returnToWork, startWork } from './work.js';

const hold = { reason: 'The campaign waits', reviewDate: '2026-01-20' };

describe('starting', () => {
  it('says who began', () => {
    expect(late.started.facts).toEqual([{ type: 'WorkStarted', data: { by: 'p-enno' } }]);
    expect(late.started.state).toMatchObject({
      status: 'IN_PROGRESS',
      milestones: { startedAt: expect.any(String) as string },
    });
  });

  it('needs both signatures and no hold', () => {
    expect(stage.halfApproved.when(startWork, {}, people.engineer).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'ESTIMATED', allowed: ['APPROVED'] },
    });
    const held = stage.approved.when(holdRequest, hold, people.manager);
    expect(held.when(startWork, {}, people.engineer).refusal.code).toBe('REQUEST_HELD');
  });

  it('is not kept back by a scope that moved: only what is delivered must be covered', () => {
    expect(late.moveScope(stage.approved).when(startWork, {}, people.engineer).types).toEqual(['WorkStarted']);
  });
});

describe('delivering', () => {
  it('says what was built, and where it is', () => {
    expect(late.delivered.facts).toEqual([{ type: 'RequestDelivered', data: { by: 'p-enno', ...late.delivery } }]);
    expect(late.delivered.state).toMatchObject({
      status: 'DELIVERED',
      deliveries: [{ by: { personId: 'p-enno' }, notes: 'On the staging site' }],
    });
    expect(late.started.when(deliverRequest, { notes: 'Done', buildRef: ' ' }, people.engineer).facts).toMatchObject([
      { data: { buildRef: null } },
    ]);
  });

  it.each([
    ['VALIDATION_FAILED', { notes: ' ' }],
    ['VALIDATION_FAILED', { notes: 'Done', buildRef: 'x'.repeat(2001) }],
    ['PII_NOT_ALLOWED', { notes: 'Ask enno@example.com' }],
  ])('is refused with %s', (code, input) => {
    expect(late.started.when(deliverRequest, input, people.engineer).refusal.code).toBe(code);
  });

  it('needs work that has begun and does not rest', () => {
    expect(stage.approved.when(deliverRequest, late.delivery, people.engineer).refusal.code).toBe('INVALID_STATE');
    const held = late.started.when(holdRequest, hold, people.manager);
    expect(held.when(deliverRequest, late.delivery, people.engineer).refusal.code).toBe('REQUEST_HELD');
  });

  it('waits until the estimate covers the scope again (R5)', () => {
    const moved = late.moveScope(late.started);
    expect(moved.when(deliverRequest, late.delivery, people.engineer).refusal).toMatchObject({
      code: 'ESTIMATE_STALE',
      details: { estimateId: 'E1', owes: 'CONFIRMATION' },
    });
    const confirmed = moved.when(confirmEstimate, {}, people.engineer);
    expect(confirmed.when(deliverRequest, late.delivery, people.engineer).types).toEqual(['RequestDelivered']);
  });

  it('ends after so many', () => {
    const data = { by: 'p-enno', notes: 'x', buildRef: null };
    const again = [
      { type: 'RequestDelivered', data },
      { type: 'CriterionRejected', data: { criterionId: 'C1', cause: 'DEFECT', note: null } },
    ] as const;
    const often = late.started.given(Array.from({ length: 200 }, () => again).flat());
    expect(often.state.status).toBe('IN_PROGRESS');
    expect(often.when(deliverRequest, late.delivery, people.engineer).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 200 },
    });
  });
});

describe('a return to work', () => {
  it('has a reason, and everything is looked at anew', () => {
    const returned = late.tracked.when(returnToWork, { reason: 'The launch needs a switch' }, people.cto);
    expect(returned.facts).toEqual([{ type: 'RequestReturnedToWork', data: { reason: 'The launch needs a switch' } }]);
    expect(returned.state).toMatchObject({ status: 'IN_PROGRESS', verdicts: [], tracking: null });
    expect(late.tracked.when(returnToWork, { reason: ' ' }, people.cto).refusal.code).toBe('REASON_REQUIRED');
  });

  it('comes from an acceptance only', () => {
    expect(late.delivered.when(returnToWork, { reason: 'x' }, people.cto).refusal.code).toBe('INVALID_STATE');
    expect(late.launched.when(returnToWork, { reason: 'x' }, people.cto).refusal.code).toBe('INVALID_STATE');
  });
});
