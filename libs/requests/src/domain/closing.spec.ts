import { closeRequest, reopenRequest, waiveOutcome } from './closing.js';
import type { RequestEvent } from './facts.js';
import { people } from './given.spec-kit.js';
import { holdRequest } from './lifecycle.js';
import * as late from './stages-delivery.spec-kit.js';
import { deliverRequest } from './work.js';

const target = (targetId: string): RequestEvent => ({
  type: 'OutcomeTargetSet',
  data: { targetId, metric: 'conversion', baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 },
});
const measured = (targetId: string): RequestEvent => ({
  type: 'OutcomeMeasured',
  data: { targetId, value: 48.8, measuredAt: '2026-01-05', source: 'Shop report' },
});
const judged = (side: 'CONSUMER' | 'PROVIDER'): RequestEvent[] => [
  { type: 'SuccessViewSet', data: { side, text: 'It sells' } },
  { type: 'SuccessJudged', data: { side, verdict: 'MET', note: null } },
];

describe('closing', () => {
  it('needs a measurement of every target, or a waiver (P8)', () => {
    expect(late.launched.when(closeRequest, {}, people.requester).refusal).toMatchObject({
      code: 'OUTCOME_UNMEASURED',
      details: { targetIds: [] },
    });
    const half = late.launched.given([target('O1'), target('O2'), measured('O1')]);
    expect(half.when(closeRequest, {}, people.requester).refusal.details).toEqual({ targetIds: ['O2'] });
    const whole = half.given([measured('O2')]);
    expect(whole.when(closeRequest, { note: 'Well done' }, people.requester).state).toMatchObject({ status: 'CLOSED' });
    const waived = half.when(waiveOutcome, { reason: 'The campaign was cut' }, people.cmo);
    expect(waived.facts).toEqual([{ type: 'OutcomeWaived', data: { reason: 'The campaign was cut' } }]);
    expect(waived.when(closeRequest, {}, people.requester).types).toEqual(['RequestClosed']);
  });

  it('warns of success that not both sides judged (P17)', () => {
    const warnings = (facts: RequestEvent[]) =>
      late.waived.given(facts).when(closeRequest, { note: 'Well done' }, people.requester).facts[0]?.data;
    const warned = { note: 'Well done', warnings: ['SUCCESS_NOT_JUDGED'] };
    expect(warnings([])).toEqual(warned);
    expect(warnings(judged('CONSUMER'))).toEqual(warned);
    expect(warnings([...judged('CONSUMER'), ...judged('PROVIDER').slice(0, 1)])).toEqual(warned);
    expect(warnings([...judged('CONSUMER'), ...judged('PROVIDER')])).toEqual({ note: 'Well done' });
  });

  it('needs a launch and no hold', () => {
    expect(late.tracked.when(closeRequest, {}, people.requester).refusal.code).toBe('INVALID_STATE');
    expect(late.closed.when(closeRequest, {}, people.requester).refusal.code).toBe('INVALID_STATE');
    const hold = { reason: 'The campaign waits', reviewDate: '2026-01-20' };
    const held = late.waived.when(holdRequest, hold, people.manager);
    expect(held.when(closeRequest, {}, people.requester).refusal.code).toBe('REQUEST_HELD');
    expect(late.waived.when(closeRequest, { note: 'Ask mara@example.com' }, people.requester).refusal.code).toBe(
      'PII_NOT_ALLOWED',
    );
  });

  it('waives with a reason, after the launch', () => {
    expect(late.launched.when(waiveOutcome, { reason: '' }, people.cmo).refusal.code).toBe('REASON_REQUIRED');
    expect(late.tracked.when(waiveOutcome, { reason: 'x' }, people.cmo).refusal.code).toBe('INVALID_STATE');
  });
});

describe('reopening', () => {
  it.each([
    ['LAUNCHED', late.launched],
    ['CLOSED', late.closed],
  ])('leads from %s to work; what is live stays live', (_status, scenario) => {
    const again = scenario.when(reopenRequest, { cause: 'DEFECT', expectedMinutes: 0 }, people.requester);
    expect(again.facts).toEqual([
      { type: 'RequestReopened', data: { cause: 'DEFECT', note: null, expectedMinutes: 0 } },
    ]);
    expect(again.state).toMatchObject({
      status: 'IN_PROGRESS',
      verdicts: [],
      tracking: null,
      estimate: { owes: null },
      milestones: { launchedOn: '2026-01-05', closedAt: null },
    });
    expect(again.when(deliverRequest, late.delivery, people.engineer).types).toEqual(['RequestDelivered']);
  });

  it('takes a new estimate and two signatures from one minute on', () => {
    const again = late.closed.when(reopenRequest, { cause: 'DEFECT', expectedMinutes: 1 }, people.requester);
    expect(again.when(deliverRequest, late.delivery, people.engineer).refusal).toMatchObject({
      code: 'ESTIMATE_STALE',
      details: { owes: 'ESTIMATE' },
    });
    expect(late.toppedUp(again).when(deliverRequest, late.delivery, people.engineer).types).toEqual([
      'RequestDelivered',
    ]);
  });

  it.each([
    ['VALIDATION_FAILED', { cause: 'DEFECT', expectedMinutes: -1 }],
    ['VALIDATION_FAILED', { cause: 'DEFECT', expectedMinutes: 1.5 }],
    ['VALIDATION_FAILED', { cause: 'DEFECT', expectedMinutes: 1_000_001 }],
    ['REASON_REQUIRED', { cause: 'OTHER', expectedMinutes: 0 }],
    ['PII_NOT_ALLOWED', { cause: 'OTHER', note: 'Ask mara@example.com', expectedMinutes: 0 }],
  ] as const)('is refused with %s', (code, input) => {
    expect(late.closed.when(reopenRequest, input, people.requester).refusal.code).toBe(code);
  });

  it('comes after a launch', () => {
    const input = { cause: 'DEFECT', expectedMinutes: 0 } as const;
    expect(late.tracked.when(reopenRequest, input, people.requester).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { allowed: ['LAUNCHED', 'CLOSED'] },
    });
    expect(late.closed.when(reopenRequest, input, people.stranger).refusal.code).toBe('FORBIDDEN');
  });
});
