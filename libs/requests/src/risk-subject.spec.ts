import { people, record, type Scenario } from './domain/given.spec-kit.js';
import { request, scopedPart, scopeHash, setProperties, setTouches } from './domain/index.js';
import * as late from './domain/stages-delivery.spec-kit.js';
import * as stage from './domain/stages.spec-kit.js';
import type { KnownRequest } from './domain/index.js';
import { riskSubjectOf } from './risk-subject.js';

const subjectOf = ({ state }: Scenario) => riskSubjectOf(state as KnownRequest);

describe('a request as a review of its risk looks at it', () => {
  it('is nothing before it is drafted', () => expect(riskSubjectOf(request.initial)).toBeNull());

  it('knows who asks for it', () => {
    const together = stage.drafted.given([
      { type: 'CoAuthorAdded', data: { personId: 'p-cleo', side: 'CONSUMER' } },
      { type: 'CoAuthorAdded', data: { personId: 'p-enno', side: 'PROVIDER' } },
    ]);
    expect(subjectOf(together)).toMatchObject({ requesterIds: ['p-mara', 'p-cleo'], engineerIds: ['p-enno'] });
  });

  it('knows who builds it, each once, and whom a deputy stood for', () => {
    const { engineerIds: before } = subjectOf(stage.triaged);
    expect(subjectOf(late.delivered).engineerIds).toEqual(expect.arrayContaining([...before, 'p-enno']));
    const again = late.delivered.given([
      { type: 'EstimateSubmitted', data: { ...stageEstimate(), preparedBy: 'p-prep', countersignedBy: 'p-theo' } },
      { type: 'OwnerAssigned', data: { ownerId: 'p-own', previousOwnerId: null, reason: null } },
    ]);
    const { engineerIds } = subjectOf(again);
    expect(engineerIds).toEqual(expect.arrayContaining(['p-own', 'p-prep', 'p-theo', 'p-enno']));
    expect(new Set(engineerIds).size).toBe(engineerIds.length);
    const byDeputy = { ...people.engineer, personId: 'p-dora', onBehalfOf: 'p-away' };
    const started = request.evolve(
      stage.approved.state,
      record({ type: 'WorkStarted', data: { by: 'p-dora' } }, 99, byDeputy),
    );
    expect(riskSubjectOf(started as KnownRequest).engineerIds).toEqual(expect.arrayContaining(['p-dora', 'p-away']));
  });

  it('forgets nobody who began work on it, whoever delivers it', () => {
    const others = late.started.given([
      { type: 'RequestDelivered', data: { by: 'p-lee', notes: 'x', buildRef: null } },
    ]);
    expect(subjectOf(others).engineerIds).toEqual(expect.arrayContaining(['p-enno', 'p-lee']));
  });

  it('knows its scope', () => {
    const shaped = stage.estimated
      .when(setTouches, { add: [{ touch: 'PUBLIC_PEAK', why: 'A sale', expectedPeakRpm: 3000 }] }, people.engineer)
      .when(setTouches, { add: [{ touch: 'PAYMENTS', why: 'A form' }] }, people.engineer)
      .when(setProperties, { properties: ['www.example'] }, people.engineer);
    expect(subjectOf(stage.estimated)).toMatchObject({ likelyMinutes: 600, touches: [], properties: [] });
    expect(subjectOf(shaped)).toMatchObject({
      touches: [
        { touch: 'PUBLIC_PEAK', expectedPeakRpm: 3000 },
        { touch: 'PAYMENTS', expectedPeakRpm: null },
      ],
      properties: ['www.example'],
      // The scope moved, so the estimate fell.
      likelyMinutes: null,
      scopeHash: scopeHash(scopedPart(shaped.state as KnownRequest)),
    });
    expect(subjectOf(stage.submitted).providerTeamId).toBeNull();
    expect(subjectOf(stage.triaged).providerTeamId).not.toBeNull();
  });

  it('is urgent once that is granted', () => {
    const asked = stage.triaged.given([
      {
        type: 'ExpediteRequested',
        data: {
          hardDate: '2026-01-20',
          costOfDelay: 'HIGH',
          reason: 'A trend',
          displacesRequestId: null,
          displacesNothing: 'Nobody waits',
        },
      },
    ]);
    const granted = asked.given([
      {
        type: 'RequestExpedited',
        data: { byId: 'p-theo', hardDate: '2026-01-20', displacesRequestId: null, quotaUsed: 1, quota: 2 },
      },
    ]);
    expect([stage.triaged, asked, granted].map((one) => subjectOf(one).expedite)).toEqual([false, false, true]);
  });

  it('has ended when it was given up, not when it is live', () => {
    const withdrawn = stage.triaged.given([{ type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } }]);
    const merged = stage.triaged.given([{ type: 'RequestMerged', data: { targetId: 'other', note: null } }]);
    expect([stage.triaged, withdrawn, merged, late.closed].map((one) => subjectOf(one).ended)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

function stageEstimate() {
  const { state } = stage.estimated;
  if (state.status !== 'ESTIMATED') throw new Error('Not estimated.');
  const { by: _by, at: _at, owes: _owes, ...estimate } = state.estimate;
  return estimate;
}
