import { declineExpedite, type ExpediteInput, requestExpedite } from './expedite.js';
import { grantExpedite, type GrantExpediteInput } from './expedite-grant.js';
import { contextOf, nothing, people, type Scenario } from './given.spec-kit.js';
import { holdRequest, submitRequest, triageRequest, withdrawRequest } from './lifecycle.js';
import * as stage from './stages.spec-kit.js';
import { lookup, on, OTHER, refusalOf, SELF } from './urgency.spec-kit.js';

const asked: ExpediteInput = {
  hardDate: '2026-01-30',
  costOfDelay: 'HIGH',
  reason: 'The trend is over by then.',
  displacesRequestId: OTHER,
};
const noneWaits = { ...asked, displacesRequestId: null, displacesNothing: 'Fiona has a free week.' };

const ask = (request: Scenario, input = asked, look = lookup({ [OTHER]: stage.drafted }), actor: Actor = people.cmo) =>
  requestExpedite(request.state, input, contextOf(actor), look);
type Actor = (typeof people)[keyof typeof people];

const pending = (request: Scenario, input = asked, look = lookup({ [OTHER]: stage.drafted })) =>
  request.given(ask(request, input, look), people.cmo);

const grant = (
  request: Scenario,
  input: GrantExpediteInput,
  look = lookup({ [OTHER]: stage.drafted }),
  actor: Actor = people.cto,
) => grantExpedite(request.state, input, contextOf(actor), look);

const granted = (request: Scenario) =>
  request.given(grant(request, { displacedNewDate: '2026-02-13' }).request, people.cto);

describe('asking to go first', () => {
  it('says by when, at what price and who waits (P21)', () => {
    expect(ask(stage.triaged)).toEqual([{ type: 'ExpediteRequested', data: { ...asked, displacesNothing: null } }]);
    expect(pending(stage.submitted).state).toMatchObject({ expedite: { status: 'REQUESTED', decided: null } });
  });

  it.each([stage.drafted, stage.drafted.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester)])(
    'is INVALID_STATE before it was submitted and after its end',
    (request) => {
      expect(refusalOf(() => ask(request)).code).toBe('INVALID_STATE');
    },
  );

  it('is refused on hold, in the past, without a reason, and to anybody but the lead', () => {
    const held = stage.triaged.when(holdRequest, { reason: 'Later', reviewDate: '2026-02-01' }, people.manager);
    expect(refusalOf(() => ask(held)).code).toBe('REQUEST_HELD');
    expect(refusalOf(() => ask(stage.triaged, { ...asked, hardDate: '2026-01-04' })).code).toBe('DATE_IN_PAST');
    expect(refusalOf(() => ask(stage.triaged, { ...asked, reason: ' ' }))).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'reason'],
    });
    expect(refusalOf(() => ask(stage.triaged, asked, undefined, people.cto)).code).toBe('FORBIDDEN');
  });

  it('is EXPEDITE_PENDING while the last question is open, ALREADY_EXPEDITED after a yes', () => {
    const waits = pending(stage.triaged);
    expect(refusalOf(() => ask(waits)).code).toBe('EXPEDITE_PENDING');
    expect(refusalOf(() => ask(granted(waits))).code).toBe('ALREADY_EXPEDITED');
    const declined = waits.when(declineExpedite, { reason: 'Not now' }, people.cto);
    expect(ask(declined)).toHaveLength(1);
  });
});

describe('DISPLACED_REQUEST_REQUIRED', () => {
  const obstacle = (request: Scenario, input: ExpediteInput, look = lookup()) =>
    refusalOf(() => ask(request, input, look));
  const elsewhere = stage.submitted.when(triageRequest, { ...stage.triage, providerTeamId: 't-other' }, people.manager);

  it.each([
    ['NOT_NAMED', { ...asked, displacesRequestId: null }, lookup()],
    ['SAME_REQUEST', { ...asked, displacesRequestId: SELF }, lookup()],
    [
      'NOT_ACTIVE',
      asked,
      lookup({ [OTHER]: stage.submitted.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester) }),
    ],
    ['EXPEDITED', asked, lookup({ [OTHER]: granted(pending(stage.triaged)) })],
    ['OTHER_PROVIDER', asked, lookup({ [OTHER]: elsewhere })],
    ['NO_ROOM', noneWaits, lookup({}, { load: { limit: 2, inWork: ['a', 'b'] } })],
  ])('%s', (word, input, look) => {
    expect(obstacle(stage.triaged, input, look)).toMatchObject({
      code: 'DISPLACED_REQUEST_REQUIRED',
      category: 'PRECONDITION',
      details: { obstacle: word },
      path: ['input', 'displacesRequestId'],
    });
  });

  it('NO_PROVIDER: before triage no load shows room', () => {
    expect(obstacle(stage.submitted, noneWaits).details).toEqual({ obstacle: 'NO_PROVIDER' });
  });

  it('is not met where the load shows room, or where nobody set a limit', () => {
    expect(ask(stage.triaged, noneWaits, lookup({}, { load: { limit: 2, inWork: ['a'] } }))).toMatchObject([
      { data: { displacesRequestId: null, displacesNothing: 'Fiona has a free week.' } },
    ]);
    expect(ask(stage.triaged, noneWaits, lookup({}, { load: { inWork: ['a', 'b', 'c'] } }))).toHaveLength(1);
    // What is in work itself needs no more room.
    expect(ask(stage.approved, noneWaits, lookup({}, { load: { limit: 1, inWork: [SELF] } }))).toHaveLength(1);
  });

  it('is not met by a request whose provider nobody knows yet', () => {
    expect(ask(stage.triaged, asked, lookup({ [OTHER]: stage.submitted }))).toHaveLength(1);
    expect(ask(stage.submitted, asked, lookup({ [OTHER]: elsewhere }))).toHaveLength(1);
  });

  it('is another thing than a request that is not there, or than both answers at once', () => {
    expect(refusalOf(() => ask(stage.triaged, asked, lookup({ [OTHER]: nothing }))).code).toBe('NOT_FOUND');
    const both = { ...noneWaits, displacesRequestId: OTHER };
    expect(refusalOf(() => ask(stage.triaged, both)).code).toBe('VALIDATION_FAILED');
    expect(refusalOf(() => ask(stage.triaged, { ...noneWaits, displacesNothing: ' ' })).code).toBe('REASON_REQUIRED');
  });
});

describe('granting', () => {
  const waiting = pending(stage.triaged);

  it('moves both dates and counts in the month, all at once (P21)', () => {
    const dated = stage.drafted.given([
      {
        type: 'DateAgreed',
        data: {
          date: '2026-01-30',
          dateKind: 'PREFERENCE',
          previous: null,
          reason: null,
          sides: ['CONSUMER', 'PROVIDER'],
        },
      },
    ]);
    const sides = ['CONSUMER', 'PROVIDER'];
    expect(grant(waiting, { displacedNewDate: '2026-02-13' }, lookup({ [OTHER]: dated }, { used: 1 }))).toEqual({
      request: [
        {
          type: 'RequestExpedited',
          data: { byId: 'p-theo', hardDate: '2026-01-30', displacesRequestId: OTHER, quotaUsed: 2, quota: 2 },
        },
        {
          type: 'DateAgreed',
          data: { date: '2026-01-30', dateKind: 'HARD_EVENT', previous: null, reason: asked.reason, sides },
        },
      ],
      displaced: {
        requestId: OTHER,
        facts: [
          { type: 'Displaced', data: { byRequestId: SELF, oldDate: '2026-01-30', newDate: '2026-02-13' } },
          {
            type: 'DateAgreed',
            data: {
              date: '2026-02-13',
              dateKind: 'PREFERENCE',
              previous: '2026-01-30',
              reason: 'Makes way for REQ-1',
              sides,
            },
          },
        ],
      },
      quota: {
        type: 'ExpediteGranted',
        data: {
          consumerTeamId: 't-marketing',
          period: '2026-01',
          requestId: SELF,
          hardDate: '2026-01-30',
          displaced: { requestId: OTHER, oldDate: '2026-01-30', newDate: '2026-02-13' },
          byId: 'p-theo',
          quota: 2,
          used: 2,
        },
      },
    });
  });

  it('puts it first, also before its triage', () => {
    expect(granted(waiting).state).toMatchObject({
      expedite: { status: 'GRANTED', decided: { by: { personId: 'p-theo' }, reason: null } },
      triage: { priorityClass: 'EXPEDITE' },
      agreedDate: { date: '2026-01-30', dateKind: 'HARD_EVENT' },
    });
    const early = granted(pending(stage.submitted)).when(triageRequest, stage.triage, people.manager);
    expect(early.state).toMatchObject({ triage: { priorityClass: 'EXPEDITE' } });
  });

  it('gives a draft without a date its first one', () => {
    const { displaced } = grant(waiting, { displacedNewDate: '2026-01-31' });
    const draft = stage.drafted.given(displaced?.facts ?? []);
    expect(draft.state).toMatchObject({
      agreedDate: { date: '2026-01-31', dateKind: 'PREFERENCE' },
      displacements: [{ byRequestId: SELF, oldDate: null, newDate: '2026-01-31' }],
    });
    expect(draft.when(submitRequest, {}, people.requester).refusal.code).toBe('REQUEST_INCOMPLETE');
  });

  it('moves nobody where nobody has to wait', () => {
    const free = pending(stage.triaged, noneWaits, lookup());
    expect(grant(free, {}, lookup())).toMatchObject({ displaced: null, quota: { data: { displaced: null } } });
    expect(refusalOf(() => grant(free, { displacedNewDate: '2026-02-13' }, lookup())).code).toBe('VALIDATION_FAILED');
    const full = lookup({}, { load: { limit: 1, inWork: ['a'] } });
    expect(refusalOf(() => grant(free, {}, full)).details).toEqual({ obstacle: 'NO_ROOM' });
  });

  it('is EXPEDITE_QUOTA_EXCEEDED for the third of a month', () => {
    const look = lookup({ [OTHER]: stage.drafted }, { used: 2 });
    expect(refusalOf(() => grant(waiting, { displacedNewDate: '2026-02-13' }, look))).toMatchObject({
      code: 'EXPEDITE_QUOTA_EXCEEDED',
      category: 'LIMIT',
      details: { quota: 2, used: 2 },
    });
  });

  it.each([
    ['without one', null, stage.drafted, '2026-01-30'],
    ['not after the hard date, where there was none', '2026-01-30', stage.drafted, '2026-01-30'],
    ['not after the present one', '2026-01-23', stage.dated, '2026-01-23'],
  ])('is DISPLACED_DATE_REQUIRED for a new date %s', (_, displacedNewDate, other, after) => {
    expect(refusalOf(() => grant(waiting, { displacedNewDate }, lookup({ [OTHER]: other })))).toMatchObject({
      code: 'DISPLACED_DATE_REQUIRED',
      details: { after },
      path: ['input', 'displacedNewDate'],
    });
  });

  it('takes two persons, and the lead of engineering', () => {
    const own = stage.triaged.given(ask(stage.triaged, asked, undefined, people.both), people.both);
    const date = { displacedNewDate: '2026-02-13' };
    expect(refusalOf(() => grant(own, date, undefined, people.both)).code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    expect(refusalOf(() => grant(waiting, date, undefined, people.engineer)).code).toBe('FORBIDDEN');
  });

  it('looks again at who has to wait, and at the day', () => {
    const gone = stage.submitted.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester);
    const date = { displacedNewDate: '2026-02-13' };
    expect(refusalOf(() => grant(waiting, date, lookup({ [OTHER]: gone }))).details).toEqual({
      obstacle: 'NOT_ACTIVE',
    });
    const late = () =>
      grantExpedite(waiting.state, date, on('2026-01-31', people.cto), lookup({ [OTHER]: stage.drafted }));
    expect(refusalOf(late).code).toBe('DATE_IN_PAST');
  });

  it('is EXPEDITE_NOT_PENDING when nobody asked, or after an answer', () => {
    const date = { displacedNewDate: '2026-02-13' };
    expect(refusalOf(() => grant(stage.triaged, date)).code).toBe('EXPEDITE_NOT_PENDING');
    expect(refusalOf(() => grant(granted(waiting), date)).code).toBe('EXPEDITE_NOT_PENDING');
    expect(stage.triaged.when(declineExpedite, { reason: 'No' }, people.cto).refusal.code).toBe('EXPEDITE_NOT_PENDING');
  });
});

describe('declining', () => {
  const waiting = pending(stage.triaged);

  it('says why, and leaves the way open', () => {
    const declined = waiting.when(declineExpedite, { reason: 'The quota is needed elsewhere.' }, people.cto);
    expect(declined.types).toEqual(['ExpediteDeclined']);
    expect(declined.state).toMatchObject({
      expedite: { status: 'DECLINED', decided: { reason: 'The quota is needed elsewhere.' } },
    });
  });

  it('owes the reason, and is the lead’s', () => {
    expect(waiting.when(declineExpedite, { reason: '' }, people.cto).refusal.code).toBe('REASON_REQUIRED');
    expect(waiting.when(declineExpedite, { reason: 'No' }, people.cmo).refusal.code).toBe('FORBIDDEN');
  });
});
