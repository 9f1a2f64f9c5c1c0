import { Refusal } from '#libs/event-log';
import { type GateFactData, type GateEvent, ProviderNotOnboarded } from '#libs/vocabulary';
import { exchangeTypes } from './evolve-course.js';
import { people, type Scenario } from './given.spec-kit.js';
import { launchRequest } from './launch.js';
import {
  checkLaunch,
  failedCheck,
  type GateResult,
  launchReason,
  launchVerdict,
  metCheck,
  providerCheck,
} from './launch-gate.js';
import { holdRequest } from './lifecycle.js';
import { scopedPart, scopeHash } from './scope.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import type { KnownRequest } from './state.js';
import type { LaunchCause } from './values-delivery.js';
import { waitingOn } from './waiting-on.js';

const known = ({ state }: Scenario): KnownRequest => state as KnownRequest;

class Blocked extends Refusal {
  constructor(code: string) {
    super(code, 'PRECONDITION', `${code}.`, {});
  }
}

const risk = (...causes: LaunchCause[]): GateResult =>
  failedCheck(
    'RISK',
    new Blocked('LAUNCH_BLOCKED_BY_RISK'),
    causes.map((cause) => launchReason({ check: 'RISK', cause, text: cause, reviewId: 'r-1', reviewNumber: 1 })),
  );
const freeze = failedCheck('FREEZE', new Blocked('FREEZE_WINDOW'), [
  launchReason({ check: 'FREEZE', cause: 'FROZEN', text: 'Sale', freezeId: 'f-1', until: '2026-01-07' }),
]);
const provider = providerCheck(new ProviderNotOnboarded(null));

describe('what other streams have against a launch', () => {
  it('is told after what the request has against it, in one order whatever comes first', () => {
    const beside = [freeze, risk('BLOCKED'), provider];
    const refusedWith = (scenario: Scenario, but: readonly GateResult[] = []) =>
      scenario.when(launchRequest, { beside: beside.filter((one) => !but.includes(one)) }, people.cto).outcomeCode;
    const held = late.tracked.when(holdRequest, { reason: 'It waits', reviewDate: '2026-01-20' }, people.manager);
    expect(refusedWith(late.verified)).toBe('INVALID_STATE');
    expect(refusedWith(held)).toBe('REQUEST_HELD');
    expect(refusedWith(late.accepted)).toBe('TRACKING_UNVERIFIED');
    expect(refusedWith(late.tracked)).toBe('PROVIDER_NOT_ONBOARDED');
    expect(refusedWith(late.tracked, [provider])).toBe('LAUNCH_BLOCKED_BY_RISK');
    expect(refusedWith(late.tracked, [provider, beside[1]!])).toBe('FREEZE_WINDOW');
  });

  it('is kept where it passed, with what was worth knowing', () => {
    const beside = [metCheck('FREEZE'), metCheck('RISK', 'RR-1 until 2026-03-04'), providerCheck(null)];
    expect(late.tracked.when(launchRequest, { beside }, people.cto).facts).toMatchObject([
      {
        data: {
          gateSnapshot: [
            { check: 'STATUS' },
            { check: 'NOT_HELD' },
            { check: 'TRACKING' },
            { check: 'PROVIDER', passed: true, note: null },
            { check: 'RISK', passed: true, note: 'RR-1 until 2026-03-04' },
            { check: 'FREEZE', passed: true, note: null },
          ],
        },
      },
    ]);
  });

  it('has a reason at least for everything that is not met', () => {
    const results = checkLaunch(known(stage.approved), [risk('BLOCKED', 'EXPIRED'), freeze, provider]);
    expect(results.map(({ check, reasons }) => [check, reasons.map(({ cause, text }) => cause ?? text)])).toEqual([
      ['STATUS', [results[0]?.note]],
      ['NOT_HELD', []],
      ['TRACKING', [results[2]?.note]],
      ['PROVIDER', [results[3]?.note]],
      ['RISK', ['BLOCKED', 'EXPIRED']],
      ['FREEZE', ['FROZEN']],
    ]);
  });

  it('comes to one verdict: stale where a changed scope is all that risk has against it', () => {
    const verdict = (scenario: Scenario, ...beside: GateResult[]) =>
      launchVerdict(checkLaunch(known(scenario), beside));
    expect(verdict(late.tracked, metCheck('RISK'))).toBe('READY');
    expect(verdict(late.tracked, risk('STALE'))).toBe('STALE');
    expect(verdict(late.tracked, risk('STALE', 'STALE'))).toBe('STALE');
    expect(verdict(late.tracked, risk('STALE', 'UNDECIDED'))).toBe('BLOCKED');
    expect(verdict(late.tracked, freeze)).toBe('BLOCKED');
    expect(verdict(late.tracked, provider)).toBe('BLOCKED');
    // It is not accepted either; that a decision has to be made anew is what somebody can do something about now.
    expect(verdict(late.delivered, risk('STALE'))).toBe('STALE');
    expect(verdict(late.delivered)).toBe('BLOCKED');
  });
});

describe('what reviews say of it', () => {
  const decided: GateFactData = {
    reviewId: 'r-1',
    reviewVersion: 9,
    outcome: 'CLEARED',
    conditions: [],
    validUntil: '2026-04-05',
    scopeHash: 'h',
    highestBand: 'LOW',
  };
  const facts: readonly GateEvent[] = [
    { type: 'RiskReviewRequired', data: { reviewId: 'r-1', lenses: ['PRIVACY'] } },
    { type: 'RiskReviewRequired', data: { reviewId: 'r-2', lenses: ['LEGAL'] } },
    { type: 'RiskGateFactRecorded', data: decided },
    { type: 'RiskReviewRequired', data: { reviewId: 'r-1', lenses: ['SECURITY'] } },
  ];
  const withdrawn = stage.approved.given([{ type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } }]);
  const stages: readonly (readonly [string, Scenario])[] = [
    ['drafted', stage.drafted],
    ['submitted', stage.submitted],
    ['triaged', stage.triaged],
    ['estimated', stage.estimated],
    ['approved', stage.approved],
    ['started', late.started],
    ['delivered', late.delivered],
    ['accepted', late.accepted],
    ['launched', late.launched],
    ['closed', late.closed],
    ['withdrawn', withdrawn],
  ];

  it.each(stages)('is kept of a request that is %s, and changes nothing else', (_name, scenario) => {
    const before = known(scenario);
    const after = known(scenario.given(facts, people.reviewer));
    expect(after.gate).toEqual({ 'r-1': decided, 'r-2': null });
    expect({ ...after, gate: before.gate }).toEqual(before);
    expect(scopeHash(scopedPart(after))).toBe(scopeHash(scopedPart(before)));
    expect(waitingOn(after)).toBe(waitingOn(before));
  });

  it('outlives an end and a revival', () => {
    const revived = withdrawn
      .given(facts, people.reviewer)
      .given([{ type: 'RequestRevived', data: { reason: 'It is on again' } }]);
    expect(known(revived)).toMatchObject({ status: 'DRAFT', gate: { 'r-1': decided, 'r-2': null } });
  });

  it('is nothing that the sides say to each other', () => {
    const types: readonly string[] = exchangeTypes;
    expect(facts.filter(({ type }) => types.includes(type))).toEqual([]);
  });
});
