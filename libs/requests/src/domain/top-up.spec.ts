import { approveRequest } from './approval.js';
import { confirmEstimate, submitEstimate } from './estimate.js';
import { contextOf, people } from './given.spec-kit.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { waitingOn } from './waiting-on.js';
import { deliverRequest } from './work.js';

const plan = [{ agreementId: 'a-1', period: '2026-01', minutes: 720 }];

describe('a top-up: a new estimate of signed work (R5)', () => {
  const moved = late.moveScope(late.started);
  const again = moved.when(submitEstimate, late.topUp, people.engineer);

  it.each([
    ['APPROVED', stage.approved],
    ['IN_PROGRESS', late.started],
    ['DELIVERED', late.delivered],
  ])('in %s is stale until both sides have signed it', (status, scenario) => {
    const estimated = late.moveScope(scenario).when(submitEstimate, late.topUp, people.engineer);
    expect(estimated.facts).toMatchObject([{ type: 'EstimateSubmitted', data: { estimateId: 'E2', likely: 720 } }]);
    expect(estimated.state).toMatchObject({ status, approvals: {}, estimate: { owes: 'SIGNATURES' } });
    const half = estimated.when(approveRequest, stage.approval('CONSUMER'), people.cmo);
    expect(half.types).toEqual(['ApprovalGiven']);
    expect(half.state).toMatchObject({ status, estimate: { owes: 'SIGNATURES' } });
    const signed = half.when(approveRequest, stage.approval('PROVIDER'), people.cto);
    expect(signed.types).toEqual(['ApprovalGiven', 'RequestApproved']);
    expect(signed.state).toMatchObject({ status, estimate: { estimateId: 'E2', owes: null } });
  });

  it('brings the new total', () => {
    const input = { ...stage.approval('CONSUMER'), agreementIds: ['a-1'], reservationPlan: plan };
    const signed = again
      .when(approveRequest, input, people.cmo)
      .when(approveRequest, { ...input, side: 'PROVIDER', reservationPlan: null }, people.cto);
    expect(signed.facts[1]).toEqual({
      type: 'RequestApproved',
      data: { totalReserved: 720, plan, overageMinutes: 0 },
    });
    expect(signed.state).toMatchObject({
      commitment: { totalReserved: 720 },
      milestones: {
        approvedAt: stage.approved.state.status === 'APPROVED' && stage.approved.state.milestones.approvedAt,
      },
    });
  });

  it('keeps a delivery back', () => {
    expect(again.when(deliverRequest, late.delivery, people.engineer).refusal).toMatchObject({
      code: 'ESTIMATE_STALE',
      details: { estimateId: 'E2', owes: 'SIGNATURES' },
    });
    expect(late.signedAnew(again).when(deliverRequest, late.delivery, people.engineer).types).toEqual([
      'RequestDelivered',
    ]);
  });

  it('is signed under the same rules as the first one', () => {
    const first = again.when(approveRequest, stage.approval('CONSUMER'), people.both);
    expect(first.when(approveRequest, stage.approval('PROVIDER'), people.both).refusal.code).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    expect(first.when(approveRequest, stage.approval('CONSUMER'), people.cmo).refusal.code).toBe(
      'SIDE_ALREADY_APPROVED',
    );
    expect(again.when(approveRequest, stage.approval('CONSUMER'), people.requester).refusal.code).toBe(
      'SELF_APPROVAL_FORBIDDEN',
    );
    const late2 = contextOf(people.cmo, { today: '2026-02-06' });
    expect(again.when(approveRequest, stage.approval('CONSUMER'), late2).refusal.code).toBe('ESTIMATE_EXPIRED');
  });

  it('is not needed while the estimate holds', () => {
    for (const scenario of [stage.approved, late.started, late.delivered])
      expect(scenario.when(submitEstimate, late.topUp, people.engineer).refusal.code).toBe('ESTIMATE_NOT_STALE');
    expect(late.accepted.when(submitEstimate, late.topUp, people.engineer).refusal.code).toBe('INVALID_STATE');
  });

  it('is the only thing there is to sign in signed work', () => {
    for (const scenario of [stage.approved, moved, late.signedAnew(again)])
      expect(scenario.when(approveRequest, stage.approval('CONSUMER'), people.cmo).refusal).toMatchObject({
        code: 'INVALID_STATE',
        details: { allowed: ['ESTIMATED'] },
      });
  });

  it('cannot be confirmed past the signatures', () => {
    expect(again.when(confirmEstimate, {}, people.engineer).refusal).toMatchObject({
      code: 'ESTIMATE_STALE',
      details: { owes: 'SIGNATURES' },
    });
  });

  it('is void when the scope moves before both have signed', () => {
    const half = again.when(approveRequest, stage.approval('CONSUMER'), people.cmo);
    const outrun = late.moveScope(half, 'The page loads within half a second');
    expect(outrun.types).toEqual(['BriefRevised', 'EstimateInvalidated']);
    expect(outrun.state).toMatchObject({ approvals: {}, estimate: { owes: 'ESTIMATE' } });
    expect(outrun.when(approveRequest, stage.approval('PROVIDER'), people.cto).refusal.code).toBe('INVALID_STATE');
    expect(outrun.when(confirmEstimate, {}, people.engineer).refusal.details).toMatchObject({ owes: 'ESTIMATE' });
    expect(late.toppedUp(outrun).state).toMatchObject({ estimate: { estimateId: 'E3', owes: null } });
  });

  it('gives way to a better one', () => {
    const half = again.when(approveRequest, stage.approval('CONSUMER'), people.cmo);
    const third = half.when(submitEstimate, late.topUp, people.engineer);
    expect(third.state).toMatchObject({ approvals: {}, estimate: { estimateId: 'E3', owes: 'SIGNATURES' } });
  });

  it('waits for marketing first, then for engineering', () => {
    const half = again.when(approveRequest, stage.approval('CONSUMER'), people.cmo);
    const delivered = late.moveScope(late.delivered);
    expect([moved, again, half, late.delivered, delivered].map(({ state }) => waitingOn(state))).toEqual([
      'PROVIDER',
      'REQUESTER',
      'PROVIDER',
      'REQUESTER',
      'PROVIDER',
    ]);
  });
});
