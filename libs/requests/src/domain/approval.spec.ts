import type { Actor } from '#libs/vocabulary';
import { approveRequest } from './approval.js';
import { answerChecklist } from './checklist.js';
import { raiseConcern, resolveConcern } from './concerns.js';
import { contextOf, nothing, people } from './given.spec-kit.js';
import { createRequest, reviseBrief } from './drafting.js';
import { submitEstimate } from './estimate.js';
import { submitRequest, triageRequest } from './lifecycle.js';
import { agreeDate } from './ownership.js';
import * as stage from './stages.spec-kit.js';

const { approval, approved, dated, estimated, halfApproved, submitted } = stage;
const plan = [{ agreementId: 'a-1', period: '2026-01', minutes: 600 }];
const planned = { ...approval('CONSUMER'), agreementIds: ['a-1'], reservationPlan: plan };

/** An estimated, dated request of somebody else. */
const requestedBy = (actor: Actor) =>
  nothing
    .when(createRequest, stage.creation, actor)
    .when(reviseBrief, { brief: stage.wholeBrief }, actor)
    .when(submitRequest, {}, actor)
    .when(triageRequest, stage.triage, people.manager)
    .when(answerChecklist, stage.checklistAnswers, people.engineer)
    .when(submitEstimate, stage.estimate, people.engineer)
    .when(agreeDate, { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] }, people.manager);

describe('approval by two sides (R3)', () => {
  it('is given by one side first', () => {
    expect(halfApproved.facts).toEqual([
      { type: 'ApprovalGiven', data: { side: 'CONSUMER', byId: 'p-cleo', reservationPlan: [] } },
    ]);
    expect(halfApproved.state.status).toBe('ESTIMATED');
  });

  it('is complete with the second, whichever comes first', () => {
    expect(approved.facts).toEqual([
      { type: 'ApprovalGiven', data: { side: 'PROVIDER', byId: 'p-theo', reservationPlan: [] } },
      { type: 'RequestApproved', data: { totalReserved: 0, plan: [], overageMinutes: 0 } },
    ]);
    const other = dated
      .when(approveRequest, approval('PROVIDER'), people.cto)
      .when(approveRequest, approval('CONSUMER'), people.cmo);
    expect(other.types).toEqual(['ApprovalGiven', 'RequestApproved']);
    expect(other.state).toMatchObject({
      status: 'APPROVED',
      approvals: { CONSUMER: { by: { personId: 'p-cleo' } }, PROVIDER: { by: { personId: 'p-theo' } } },
    });
  });

  it('is refused to one person on both sides', () => {
    const first = dated.when(approveRequest, approval('CONSUMER'), people.both);
    expect(first.when(approveRequest, approval('PROVIDER'), people.both).refusal).toMatchObject({
      code: 'BOTH_SIDES_BY_SAME_PERSON',
      details: { side: 'PROVIDER' },
    });
    expect(first.when(approveRequest, approval('PROVIDER'), people.cto).types).toContain('RequestApproved');
  });

  it('sees one person through a deputy', () => {
    const first = dated.when(approveRequest, approval('CONSUMER'), people.both);
    const deputy = { ...people.cto, onBehalfOf: people.both.personId };
    expect(first.when(approveRequest, approval('PROVIDER'), deputy).refusal.code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    const byDeputy = dated.when(approveRequest, approval('CONSUMER'), {
      ...people.cmo,
      onBehalfOf: people.both.personId,
    });
    expect(byDeputy.when(approveRequest, approval('PROVIDER'), people.both).refusal.code).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
  });

  it('is given once by each side', () => {
    expect(halfApproved.when(approveRequest, approval('CONSUMER'), people.both).refusal).toMatchObject({
      code: 'SIDE_ALREADY_APPROVED',
      details: { side: 'CONSUMER', byId: 'p-cleo' },
    });
  });

  it.each(['engineer', 'manager', 'cto'] as const)('of the consumer side is not for the %s', (who) => {
    expect(dated.when(approveRequest, approval('CONSUMER'), people[who]).refusal.code).toBe('FORBIDDEN');
  });

  it('of the provider side is not for the marketing lead', () => {
    expect(dated.when(approveRequest, approval('PROVIDER'), people.cmo).refusal.code).toBe('FORBIDDEN');
  });

  it('is refused to a requester who is no lead, deputy of one or not', () => {
    expect(dated.when(approveRequest, approval('CONSUMER'), people.requester).refusal.code).toBe(
      'SELF_APPROVAL_FORBIDDEN',
    );
    const deputy = { ...people.requester, roles: ['MARKETING_LEAD'], grant: 'all', onBehalfOf: 'p-cleo' } as const;
    expect(dated.when(approveRequest, approval('CONSUMER'), deputy).refusal.code).toBe('SELF_APPROVAL_FORBIDDEN');
  });

  it('is open to a lead who asked', () => {
    expect(requestedBy(people.cmo).when(approveRequest, approval('CONSUMER'), people.cmo).types).toEqual([
      'ApprovalGiven',
    ]);
  });
});

describe('what an approval needs', () => {
  it('is an estimate that still holds', () => {
    const on = (today: string) => contextOf(people.cmo, { today });
    expect(dated.when(approveRequest, approval('CONSUMER'), on('2026-02-05')).types).toEqual(['ApprovalGiven']);
    expect(dated.when(approveRequest, approval('CONSUMER'), on('2026-02-06')).refusal).toMatchObject({
      code: 'ESTIMATE_EXPIRED',
      details: { validUntil: '2026-02-05' },
    });
  });

  it('is an agreed date', () => {
    expect(estimated.when(approveRequest, approval('CONSUMER'), people.cmo).refusal.code).toBe('DATE_REQUIRED');
  });

  it('is an owner', () => {
    const triaged = {
      type: 'RequestTriaged',
      data: { providerTeamId: 't', priorityClass: 'LOW', roughMinutes: 60 },
    } as const;
    const ownerless = submitted
      .given([triaged])
      .when(answerChecklist, stage.checklistAnswers, people.engineer)
      .when(submitEstimate, stage.estimate, people.engineer);
    expect(ownerless.when(approveRequest, approval('CONSUMER'), people.cmo).refusal.code).toBe('OWNER_REQUIRED');
  });

  it('is an estimate at all', () => {
    expect(submitted.when(approveRequest, approval('CONSUMER'), people.cmo).refusal.code).toBe('INVALID_STATE');
    expect(approved.when(approveRequest, approval('CONSUMER'), people.cmo).refusal.code).toBe('INVALID_STATE');
  });

  it('is no open blocking concern (P22)', () => {
    const raised = dated.when(raiseConcern, { severity: 'BLOCKING', text: 'Weak sign-in' }, people.engineer);
    expect(raised.when(approveRequest, approval('CONSUMER'), people.cmo).refusal).toMatchObject({
      code: 'CONCERN_OPEN',
      details: { concernIds: ['K1'] },
    });
    const settled = raised.when(resolveConcern, { concernId: 'K1', resolution: 'Codes' }, people.engineer);
    expect(settled.when(approveRequest, approval('CONSUMER'), people.cmo).types).toEqual(['ApprovalGiven']);
    const info = dated.when(raiseConcern, { severity: 'INFO', text: 'Old page' }, people.engineer);
    expect(info.when(approveRequest, approval('CONSUMER'), people.cmo).types).toEqual(['ApprovalGiven']);
  });
});

describe('a reservation plan', () => {
  const first = dated.when(approveRequest, planned, people.cmo);
  const second = { ...planned, side: 'PROVIDER' } as const;

  it('names each month of an agreement once', () => {
    const twice = [...plan, { ...plan[0]!, minutes: 60 }];
    const { refusal } = dated.when(approveRequest, { ...planned, reservationPlan: twice }, people.cmo);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'reservationPlan', '1', 'period'],
    });
  });

  it('is what both sides sign', () => {
    expect(first.when(approveRequest, second, people.cto).facts[1]).toEqual({
      type: 'RequestApproved',
      data: { totalReserved: 600, plan, overageMinutes: 0 },
    });
    expect(first.when(approveRequest, { ...second, reservationPlan: null }, people.cto).facts[1]).toMatchObject({
      data: { plan },
    });
    expect(
      first.when(approveRequest, { ...second, reservationPlan: [{ ...plan[0]!, period: '2026-02' }] }, people.cto)
        .refusal.code,
    ).toBe('RESERVATION_PLAN_DIFFERS');
  });

  it('knows the agreements of the two teams only', () => {
    expect(dated.when(approveRequest, { ...planned, agreementIds: [] }, people.cmo).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'reservationPlan', '0', 'agreementId'],
    });
  });

  it.each([
    ['period', { period: '2026-13' }],
    ['minutes', { minutes: 0 }],
  ])('has real months and minutes (%s)', (field, change) => {
    const wrong = { ...planned, reservationPlan: [{ ...plan[0]!, ...change }] };
    expect(dated.when(approveRequest, wrong, people.cmo).refusal.path).toEqual([
      'input',
      'reservationPlan',
      '0',
      field,
    ]);
  });

  it.each([599, 781])('stays within likely and pessimistic unless a reason is given: %d', (minutes) => {
    const off = { ...planned, reservationPlan: [{ ...plan[0]!, minutes }] };
    expect(dated.when(approveRequest, off, people.cmo).refusal).toMatchObject({
      code: 'RESERVATION_PLAN_OUT_OF_RANGE',
      details: { minutes, likely: 600, pessimistic: 780 },
    });
    expect(dated.when(approveRequest, { ...off, reason: 'the rest is scoping' }, people.cmo).facts).toMatchObject([
      { data: { reason: 'the rest is scoping' } },
    ]);
  });

  it('is limited', () => {
    const long = { ...planned, reservationPlan: Array.from({ length: 25 }, () => plan[0]!) };
    expect(dated.when(approveRequest, long, people.cmo).refusal.code).toBe('LIMIT_REACHED');
  });
});
