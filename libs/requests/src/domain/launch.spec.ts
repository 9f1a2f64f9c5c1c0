import { acceptRequest } from './acceptance.js';
import { contextOf, type Scenario, people } from './given.spec-kit.js';
import { launchRequest, rollBackLaunch } from './launch.js';
import { checkLaunch } from './launch-gate.js';
import { holdRequest } from './lifecycle.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { type KnownRequest, requestStatuses } from './state.js';
import { trackingStatus, verifyTracking, waiveTracking } from './tracking.js';
import { deliverRequest, returnToWork } from './work.js';

const hold = { reason: 'The campaign waits', reviewDate: '2026-01-20' };
const known = ({ state }: Scenario): KnownRequest => state as KnownRequest;
const evening = contextOf(people.cto, { now: '2026-01-05T18:00:00.000Z' });

/** A brief that says why it needs no tracking, brought to acceptance. */
const untracked = late.accepted.given([
  {
    type: 'BriefRevised',
    data: {
      revision: 2,
      brief: { ...known(late.accepted).brief, tracking: [], trackingNotNeeded: { reason: 'A text alone' } },
      changedPaths: ['tracking'],
      cause: 'CHANGED_MIND',
      completeness: 100,
      lint: [],
      scopeHash: '',
    },
  },
]);

describe('tracking (P6)', () => {
  it('is verified or waived once it is accepted', () => {
    expect(late.tracked.facts).toEqual([
      { type: 'TrackingVerified', data: { by: 'p-mara', evidence: 'Seen in the report' } },
    ]);
    const waived = late.accepted.when(waiveTracking, { reason: 'The tool is away' }, people.cmo);
    expect(waived.facts).toEqual([{ type: 'TrackingWaived', data: { reason: 'The tool is away' } }]);
    expect([late.accepted, late.tracked, waived, untracked].map(known).map(trackingStatus)).toEqual([
      'UNVERIFIED',
      'VERIFIED',
      'WAIVED',
      'NOT_NEEDED',
    ]);
  });

  it('is verified once, and a waiver is made good by it after the launch as well', () => {
    expect(late.tracked.when(verifyTracking, { evidence: 'Seen again' }, people.requester).facts).toEqual([]);
    const launched = late.accepted
      .when(waiveTracking, { reason: 'The tool is away' }, people.cmo)
      .when(launchRequest, {}, people.cto)
      .when(verifyTracking, {}, people.requester);
    expect(launched.types).toEqual(['TrackingVerified']);
    expect(trackingStatus(known(launched))).toBe('VERIFIED');
  });

  it('is refused with a reason that is missing, and where the brief asks for none', () => {
    expect(late.accepted.when(waiveTracking, { reason: ' ' }, people.cmo).refusal.code).toBe('REASON_REQUIRED');
    expect(untracked.when(waiveTracking, { reason: 'x' }, people.cmo).refusal.code).toBe('NOT_FOUND');
    expect(untracked.when(verifyTracking, {}, people.cmo).refusal.code).toBe('NOT_FOUND');
    const personal = { evidence: 'Ask mara@example.com' };
    expect(late.accepted.when(verifyTracking, personal, people.requester).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('of a build that is not accepted says nothing', () => {
    expect(late.delivered.when(verifyTracking, {}, people.requester).refusal.code).toBe('INVALID_STATE');
    expect(late.delivered.when(waiveTracking, { reason: 'x' }, people.cmo).refusal.code).toBe('INVALID_STATE');
    expect(late.launched.when(waiveTracking, { reason: 'x' }, people.cmo).refusal.code).toBe('INVALID_STATE');
  });
});

describe('a launch (R6)', () => {
  it('keeps its day, its properties and how every check stood', () => {
    expect(late.launched.facts).toEqual([
      {
        type: 'RequestLaunched',
        data: {
          launchedAt: '2026-01-05T08:00:00.000Z',
          localDate: '2026-01-05',
          properties: [],
          gateSnapshot: [
            { check: 'STATUS', passed: true, note: null },
            { check: 'NOT_HELD', passed: true, note: null },
            { check: 'TRACKING', passed: true, note: 'Seen in the report' },
          ],
        },
      },
    ]);
    expect(late.launched.state).toMatchObject({ status: 'LAUNCHED', milestones: { launchedOn: '2026-01-05' } });
  });

  it('says why tracking was no obstacle', () => {
    const waived = late.accepted
      .when(waiveTracking, { reason: 'The tool is away' }, people.cmo)
      .when(launchRequest, {}, people.cto);
    expect(waived.facts).toMatchObject([{ data: { gateSnapshot: [{}, {}, { note: 'Waived: The tool is away' }] } }]);
    expect(untracked.when(launchRequest, {}, people.cto).facts).toMatchObject([
      { data: { gateSnapshot: [{}, {}, { passed: true, note: 'A text alone' }] } },
    ]);
  });

  it('is refused without a check of its tracking', () => {
    expect(late.accepted.when(launchRequest, {}, people.cto).refusal).toMatchObject({
      code: 'TRACKING_UNVERIFIED',
      category: 'PRECONDITION',
    });
    const anew = late
      .verifyAll(
        late.tracked
          .when(returnToWork, { reason: 'A switch' }, people.cto)
          .given([{ type: 'RequestDelivered', data: { by: 'p-enno', notes: 'x', buildRef: null } }]),
      )
      .given([{ type: 'RequestAccepted', data: { by: 'p-mara', releasedMinutes: [] } }]);
    expect(anew.when(launchRequest, {}, people.cto).refusal.code).toBe('TRACKING_UNVERIFIED');
  });

  it('is refused on hold, before acceptance and twice', () => {
    const held = late.tracked.when(holdRequest, hold, people.manager);
    expect(held.when(launchRequest, {}, people.cto).refusal).toMatchObject({
      code: 'REQUEST_HELD',
      details: { reviewDate: '2026-01-20' },
    });
    expect(late.verified.when(launchRequest, {}, people.cto).refusal.code).toBe('INVALID_STATE');
    expect(late.launched.when(launchRequest, {}, people.cto).refusal).toMatchObject({
      code: 'INVALID_STATE',
      details: { state: 'LAUNCHED', allowed: ['ACCEPTED'] },
    });
  });

  it('may be written down later than it happened, not before the acceptance and not ahead of time', () => {
    const at = (launchedAt: string) => ({ launch: { launchedAt, localDate: '2026-01-05' } });
    expect(late.tracked.when(launchRequest, at('2026-01-05T12:00:00.000Z'), evening).facts).toMatchObject([
      { data: { launchedAt: '2026-01-05T12:00:00.000Z', localDate: '2026-01-05' } },
    ]);
    expect(late.tracked.when(launchRequest, at('2026-01-05T18:00:00.000Z'), evening).types).toEqual([
      'RequestLaunched',
    ]);
    expect(late.tracked.when(launchRequest, at('2026-01-05T18:00:00.001Z'), evening).refusal).toMatchObject({
      code: 'DATE_IN_FUTURE',
      path: ['input', 'launchedAt'],
    });
    expect(late.tracked.when(launchRequest, at('2026-01-05T07:59:00.000Z'), evening).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'launchedAt'],
    });
  });
});

describe('the gate', () => {
  const stages: readonly Scenario[] = [
    stage.drafted,
    stage.submitted,
    stage.triaged,
    stage.estimated,
    stage.approved,
    late.started,
    late.delivered,
    late.accepted,
    late.tracked,
    late.launched,
    late.closed,
    untracked,
    late.tracked.when(holdRequest, hold, people.manager),
    late.accepted.when(waiveTracking, { reason: 'x' }, people.cmo),
  ];

  it('tells before anybody tries what a launch is told: the first check that fails', () => {
    const outcomes = stages.map((scenario) => {
      const failed = checkLaunch(known(scenario)).find(({ passed }) => !passed);
      const tried = scenario.when(launchRequest, {}, people.cto);
      if (!failed) expect(tried.types).toEqual(['RequestLaunched']);
      else expect(tried.refusal).toMatchObject({ code: failed.refusal?.code, details: failed.refusal?.details });
      return failed?.check ?? 'OPEN';
    });
    expect(new Set(outcomes)).toEqual(new Set(['STATUS', 'NOT_HELD', 'TRACKING', 'OPEN']));
  });

  it('lists every check, also after one that fails', () => {
    const [status, held, tracking] = checkLaunch(known(stage.approved));
    expect([status?.passed, held?.passed, tracking?.passed]).toEqual([false, true, false]);
    expect(status?.note).toContain('APPROVED');
    expect(tracking?.note).toContain('verifyTracking');
  });

  it('opens for one status alone', () => {
    const open = requestStatuses.filter((status) => {
      const [first] = checkLaunch({ ...known(late.tracked), status } as KnownRequest);
      return first?.passed;
    });
    expect(open).toEqual(['ACCEPTED']);
  });
});

describe('a rollback', () => {
  it('leads back to work and counts as a failure', () => {
    const back = late.launched.when(rollBackLaunch, { reason: 'DEFECT', note: 'Orders were lost' }, people.cto);
    expect(back.facts).toEqual([
      { type: 'LaunchRolledBack', data: { reason: 'DEFECT', note: 'Orders were lost', failed: true } },
    ]);
    expect(back.state).toMatchObject({
      status: 'IN_PROGRESS',
      verdicts: [],
      tracking: null,
      milestones: { launchedAt: null, launchedOn: null },
      launches: [{ rolledBack: { reason: 'DEFECT', failed: true } }],
    });
  });

  it.each([
    ['KILLED', false],
    ['KEPT', true],
    ['ITERATE', true],
  ] as const)('of an experiment that ended %s: failed is %s (P26)', (outcome, failed) => {
    const declared = { hypothesis: 'x', timeBoxDays: 14, killCriterion: 'x', endsOn: '2026-01-30' };
    const ended = late.launched.given([
      { type: 'ExperimentDeclared', data: declared },
      { type: 'ExperimentEnded', data: { outcome, note: null } },
    ]);
    const back = ended.when(rollBackLaunch, { reason: 'BUSINESS_DECISION' }, people.cto);
    expect(back.facts).toMatchObject([{ data: { failed } }]);
  });

  it('of an experiment that still runs is a failure', () => {
    const declared = { hypothesis: 'x', timeBoxDays: 14, killCriterion: 'x', endsOn: '2026-01-30' };
    const running = late.launched.given([{ type: 'ExperimentDeclared', data: declared }]);
    expect(running.when(rollBackLaunch, { reason: 'DEFECT' }, people.cto).facts).toMatchObject([
      { data: { failed: true } },
    ]);
  });

  it('owes a note to OTHER and needs a launch; a hold does not keep it back', () => {
    expect(late.launched.when(rollBackLaunch, { reason: 'OTHER' }, people.cto).refusal).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'note'],
    });
    expect(late.tracked.when(rollBackLaunch, { reason: 'DEFECT' }, people.cto).refusal.code).toBe('INVALID_STATE');
    const held = late.launched.when(holdRequest, hold, people.manager);
    expect(held.when(rollBackLaunch, { reason: 'DEFECT' }, people.cto).types).toEqual(['LaunchRolledBack']);
  });

  it('is followed by another launch of another build', () => {
    const back = late.launched.when(rollBackLaunch, { reason: 'DEFECT' }, people.cto);
    const again = late
      .verifyAll(back.when(deliverRequest, late.delivery, people.engineer))
      .when(acceptRequest, {}, people.requester)
      .when(verifyTracking, {}, people.requester)
      .when(launchRequest, {}, people.cto);
    expect(again.state).toMatchObject({
      status: 'LAUNCHED',
      milestones: { launchedOn: '2026-01-05' },
      launches: [{ rolledBack: { reason: 'DEFECT' } }, { rolledBack: null }],
    });
  });
});
