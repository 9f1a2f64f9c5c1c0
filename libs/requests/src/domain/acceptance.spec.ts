import { acceptRequest, rejectCriterion, unverifiedCriteria, verifyCriterion } from './acceptance.js';
import { people } from './given.spec-kit.js';
import { holdRequest } from './lifecycle.js';
import * as late from './stages-delivery.spec-kit.js';
import type { KnownRequest } from './state.js';
import { confirmEstimate } from './estimate.js';
import { deliverRequest } from './work.js';

const hold = { reason: 'The campaign waits', reviewDate: '2026-01-20' };

describe('a criterion', () => {
  it('is verified by itself (P3)', () => {
    const one = late.delivered.when(verifyCriterion, { criterionId: 'C1', evidence: '1.4 s' }, people.requester);
    expect(one.facts).toEqual([{ type: 'CriterionVerified', data: { criterionId: 'C1', evidence: '1.4 s' } }]);
    expect(unverifiedCriteria(one.state as KnownRequest)).toEqual(['C2']);
  });

  it('is verified once, unless there is something else to say', () => {
    const one = late.delivered.when(verifyCriterion, { criterionId: 'C1', evidence: '1.4 s' }, people.requester);
    expect(one.when(verifyCriterion, { criterionId: 'C1', evidence: ' 1.4 s' }, people.requester).facts).toEqual([]);
    expect(one.when(verifyCriterion, { criterionId: 'C1', evidence: '1.3 s' }, people.requester).types).toEqual([
      'CriterionVerified',
    ]);
  });

  it('that does not hold leads back to work with its cause', () => {
    expect(late.rejected.facts).toEqual([
      { type: 'CriterionRejected', data: { criterionId: 'C2', cause: 'DEFECT', note: 'It shows nothing' } },
    ]);
    expect(late.rejected.state).toMatchObject({
      status: 'IN_PROGRESS',
      verdicts: [{ criterionId: 'C2', verified: false, cause: 'DEFECT' }],
    });
  });

  it('is one of the brief', () => {
    for (const rule of [verifyCriterion, rejectCriterion]) {
      const input = { criterionId: 'C3', cause: 'DEFECT' as const };
      expect(late.delivered.when(rule, input, people.requester).refusal).toMatchObject({
        code: 'NOT_FOUND',
        path: ['input', 'criterionId'],
      });
    }
  });

  it('is looked at once it is delivered, by whom it concerns', () => {
    const input = { criterionId: 'C1', cause: 'DEFECT' as const };
    for (const rule of [verifyCriterion, rejectCriterion]) {
      for (const scenario of [late.started, late.accepted])
        expect(scenario.when(rule, input, people.requester).refusal.code).toBe('INVALID_STATE');
      expect(late.delivered.when(rule, input, people.stranger).refusal.code).toBe('FORBIDDEN');
    }
  });

  it('says nothing about persons', () => {
    const verdict = { criterionId: 'C1', evidence: 'Ask mara@example.com' };
    expect(late.delivered.when(verifyCriterion, verdict, people.requester).refusal.code).toBe('PII_NOT_ALLOWED');
    const no = { criterionId: 'C1', cause: 'DEFECT', note: 'Ask mara@example.com' } as const;
    expect(late.delivered.when(rejectCriterion, no, people.requester).refusal.code).toBe('PII_NOT_ALLOWED');
  });
});

describe('acceptance', () => {
  it('comes when every criterion holds', () => {
    expect(late.accepted.facts).toEqual([{ type: 'RequestAccepted', data: { by: 'p-mara', releasedMinutes: [] } }]);
    expect(late.accepted.state).toMatchObject({ status: 'ACCEPTED' });
  });

  it('names the criteria nobody verified, rejected ones with them', () => {
    expect(late.delivered.when(acceptRequest, {}, people.requester).refusal).toMatchObject({
      code: 'CRITERIA_UNVERIFIED',
      details: { ids: ['C1', 'C2'] },
    });
    const again = late.rejected
      .when(deliverRequest, late.delivery, people.engineer)
      .when(verifyCriterion, { criterionId: 'C1' }, people.requester);
    expect(again.when(acceptRequest, {}, people.requester).refusal.details).toEqual({ ids: ['C2'] });
  });

  it('is not for the deliverer, nor across a deputy', () => {
    const refused = late.verified.when(acceptRequest, {}, people.engineer).refusal;
    expect(refused).toMatchObject({ code: 'SELF_APPROVAL_FORBIDDEN', category: 'FORBIDDEN' });
    const deputyOfDeliverer = { ...people.cmo, onBehalfOf: people.engineer.personId };
    expect(late.verified.when(acceptRequest, {}, deputyOfDeliverer).refusal.code).toBe('SELF_APPROVAL_FORBIDDEN');
    const byDeputy = late.verifyAll(
      late.started.when(deliverRequest, late.delivery, { ...people.engineer, onBehalfOf: people.cmo.personId }),
    );
    expect(byDeputy.when(acceptRequest, {}, people.cmo).refusal.code).toBe('SELF_APPROVAL_FORBIDDEN');
    expect(byDeputy.when(acceptRequest, {}, people.requester).types).toEqual(['RequestAccepted']);
  });

  it('waits for the estimate when the scope moved after delivery (R5), and for the criterion that changed', () => {
    const moved = late.moveScope(late.verified);
    expect(moved.when(acceptRequest, {}, people.requester).refusal).toMatchObject({
      code: 'ESTIMATE_STALE',
      details: { owes: 'CONFIRMATION' },
    });
    const confirmed = moved.when(confirmEstimate, {}, people.engineer);
    expect(confirmed.when(acceptRequest, {}, people.requester).refusal).toMatchObject({
      code: 'CRITERIA_UNVERIFIED',
      details: { ids: ['C1'] },
    });
  });

  it('needs a delivery and no hold', () => {
    expect(late.started.when(acceptRequest, {}, people.requester).refusal.code).toBe('INVALID_STATE');
    const held = late.verified.when(holdRequest, hold, people.manager);
    expect(held.when(acceptRequest, {}, people.requester).refusal.code).toBe('REQUEST_HELD');
  });

  it('comes once', () => {
    expect(late.accepted.when(acceptRequest, {}, people.cmo).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'ACCEPTED', allowed: ['DELIVERED'] },
    });
  });
});
