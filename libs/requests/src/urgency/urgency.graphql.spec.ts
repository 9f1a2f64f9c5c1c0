import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Cast, type Name, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { agreement, type Payload, RequestClient, type Stage, wholeBrief } from '../stages.fixture.js';

let api: RequestsApi;
let client: RequestClient;
let cast: Cast;
beforeAll(async () => {
  api = await requestsApi();
  client = new RequestClient(api, await api.cast());
  ({ cast } = client);
});
afterAll(() => api.close());

const urgent = { hardDate: '2026-01-30', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
const newDate = '2026-02-13';
const proposal = {
  summary: 'One code for all',
  kept: ['The reward'],
  lost: ['Who brought whom'],
  minutes: 1500,
  replacesMinutes: 9600,
};

/** A request that waits for the answer of engineering, and the one that would have to wait. */
const pending = async (on = client, at: Stage = 'triaged') => {
  const [requestId, displacesRequestId] = [await on.at(at), await on.at('drafted')];
  await on.done(on.cast.cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId });
  return { requestId, displacesRequestId };
};

const granted = async (on = client) => {
  const { requestId, displacesRequestId } = await pending(on);
  await on.done(on.cast.cto, 'grantExpedite', { requestId, displacedNewDate: newDate });
  return { requestId, displacesRequestId };
};

/** Refused with one problem, and nothing was stored. */
const refused = async (who: Name, name: string, input: object, on = client): Promise<Payload['problems'][number]> => {
  const before = await api.events();
  const payload = await on.give(on.cast[who], name, input);
  expect(await api.events()).toBe(before);
  expect(payload).toMatchObject({
    position: null,
    problems: [{ message: expect.stringMatching(/^\S.*\.$/) as string }],
  });
  return payload.problems[0]!;
};

const read = async (id: string, fields: string, who: Name = 'cmo') => {
  const { data, errors } = await api.run(`query ($id: ID!) { request(id: $id) { ${fields} } }`, cast[who], {
    variables: { id },
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { request: Record<string, unknown> }).request;
};

/** One journey for each code of this theme. */
const refusals: Readonly<Record<string, () => Promise<object>>> = {
  MERGE_INTO_ITSELF: async () => {
    const requestId = await client.at('triaged');
    return refused('manager', 'mergeRequest', { requestId, targetId: requestId });
  },
  MERGE_TARGET_ENDED: async () => {
    const [requestId, targetId] = [await client.at('triaged'), await client.at('submitted')];
    await client.done(cast.requester, 'withdrawRequest', { requestId: targetId, reason: 'NO_LONGER_NEEDED' });
    const problem = await refused('manager', 'mergeRequest', { requestId, targetId });
    expect(problem).toMatchObject({ __typename: 'MergeTargetEndedProblem', targetStatus: 'WITHDRAWN' });
    return problem;
  },
  MERGE_CHAIN: async () => {
    const [a, b, c] = [await client.at('triaged'), await client.at('triaged'), await client.at('triaged')];
    await client.done(cast.manager, 'mergeRequest', { requestId: a, targetId: b });
    const into = await refused('manager', 'mergeRequest', { requestId: c, targetId: a });
    expect(into).toMatchObject({ code: 'MERGE_CHAIN', mergedIntoId: b });
    const of = await refused('manager', 'mergeRequest', { requestId: b, targetId: c });
    expect(of).toMatchObject({ __typename: 'MergeChainProblem', mergedIntoId: null });
    return of;
  },
  DISPLACED_REQUEST_REQUIRED: async () => {
    const requestId = await client.at('triaged');
    const problem = await refused('cmo', 'expediteRequest', { requestId, ...urgent });
    expect(problem).toMatchObject({ __typename: 'DisplacedRequestRequiredProblem', obstacle: 'NOT_NAMED' });
    return problem;
  },
  DISPLACED_DATE_REQUIRED: async () => {
    const { requestId } = await pending();
    const problem = await refused('cto', 'grantExpedite', { requestId });
    expect(problem).toMatchObject({ __typename: 'DisplacedDateRequiredProblem', after: '2026-01-30' });
    return problem;
  },
  EXPEDITE_PENDING: async () => {
    const { requestId, displacesRequestId } = await pending();
    return refused('cmo', 'expediteRequest', { requestId, ...urgent, displacesRequestId });
  },
  EXPEDITE_NOT_PENDING: async () => refused('cto', 'grantExpedite', { requestId: await client.at('triaged') }),
  ALREADY_EXPEDITED: async () => {
    const alone = new RequestClient(api, await api.cast());
    const { requestId, displacesRequestId } = await granted(alone);
    return refused('cmo', 'expediteRequest', { requestId, ...urgent, displacesRequestId }, alone);
  },
  EXPEDITE_QUOTA_EXCEEDED: async () => {
    const alone = new RequestClient(api, await api.cast());
    await granted(alone);
    await granted(alone);
    const { requestId } = await pending(alone);
    const problem = await refused('cto', 'grantExpedite', { requestId, displacedNewDate: newDate }, alone);
    expect(problem).toMatchObject({ __typename: 'ExpediteQuotaExceededProblem', quota: 2, used: 2, category: 'LIMIT' });
    // The next month brings new ones.
    await api.setClock(alone.cast.workspaceId, '2026-01-31T23:30:00.000Z');
    const { requestId: later } = await pendingOn('2026-02-20', alone);
    await alone.done(alone.cast.cto, 'grantExpedite', { requestId: later, displacedNewDate: '2026-02-27' });
    return problem;
  },
  WIP_LIMIT_REACHED: async () => {
    const alone = new RequestClient(api, await api.cast());
    const { engineering: teamId } = alone.cast;
    await alone.at('approved');
    await alone.done(alone.cast.cto, 'setWipLimit', { teamId, limit: 1, hard: true });
    const requestId = await alone.at('halfApproved');
    const problem = await refused('cto', 'approveRequest', { requestId, side: 'PROVIDER' }, alone);
    expect(problem).toMatchObject({ __typename: 'WipLimitReachedProblem', limit: 1, inProgress: 1 });
    await alone.done(alone.cast.cto, 'setWipLimit', { teamId, limit: 1, hard: false });
    const approved = await alone.done(alone.cast.cto, 'approveRequest', { requestId, side: 'PROVIDER' });
    expect(approved).toMatchObject({ request: { status: 'APPROVED' }, warnings: [{ code: 'WIP_LIMIT_REACHED' }] });
    return problem;
  },
  ALTERNATIVE_INCOMPLETE: async () => {
    const requestId = await client.at('triaged');
    const problem = await refused('engineer', 'proposeAlternative', { requestId, ...proposal, lost: [] });
    expect(problem).toMatchObject({
      __typename: 'AlternativeIncompleteProblem',
      part: 'lost',
      path: ['input', 'lost'],
    });
    return problem;
  },
  ALTERNATIVE_CLOSED: async () => {
    const requestId = await client.at('triaged');
    const { alternativeId } = await client.done(cast.engineer, 'proposeAlternative', { requestId, ...proposal });
    await client.done(cast.requester, 'rejectAlternative', { requestId, alternativeId, reason: 'It loses the point.' });
    return refused('cmo', 'acceptAlternative', { requestId, alternativeId });
  },
};

async function pendingOn(hardDate: string, on: RequestClient) {
  const requestId = await on.at('submitted');
  await on.done(on.cast.cmo, 'expediteRequest', {
    requestId,
    ...urgent,
    hardDate,
    displacesRequestId: await on.at('drafted'),
  });
  return { requestId };
}

describe('a refusal of urgency', () => {
  it('is tried here for every code', () => {
    const source = readFileSync(new URL('../domain/refusals-urgency.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/super\(\s*'([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !refusals[code ?? ''])).toEqual([]);
  });

  it.each(Object.entries(refusals))('%s is data and stores nothing', async (code, journey) => {
    expect(await journey()).toMatchObject({ code });
  });

  it('meets who asks and answers alone, and leads of other teams', async () => {
    const { requestId, displacesRequestId } = await pending();
    const { request } = await client.done(cast.both, 'createRequest', client.creation());
    await client.done(cast.both, 'reviseBrief', { requestId: request?.id, brief: wholeBrief });
    await client.done(cast.both, 'submitRequest', { requestId: request?.id });
    await client.done(cast.both, 'expediteRequest', { requestId: request?.id, ...urgent, displacesRequestId });
    const own = await refused('both', 'grantExpedite', { requestId: request?.id, displacedNewDate: newDate });
    expect(own).toMatchObject({ code: 'BOTH_SIDES_BY_SAME_PERSON', side: 'PROVIDER' });
    expect(await refused('salesLead', 'expediteRequest', { requestId, ...urgent, displacesRequestId })).toMatchObject({
      code: 'FORBIDDEN',
      right: 'request.expedite',
    });
    const team = { teamId: cast.marketing, limit: 3, hard: true };
    expect(await refused('cto', 'setWipLimit', team)).toMatchObject({ code: 'NOT_FOUND', what: 'provider team' });
    expect(await refused('cto', 'setWipLimit', { ...team, teamId: cast.engineering, limit: 1001 })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it.each([
    ['engineer', 'mergeRequest', 'request.merge'],
    ['requester', 'expediteRequest', 'request.expedite'],
    ['manager', 'grantExpedite', 'request.grantExpedite'],
    ['cmo', 'declineExpedite', 'request.grantExpedite'],
    ['requester', 'proposeAlternative', 'request.proposeAlternative'],
    ['reviewer', 'acceptAlternative', 'request.answerAlternative'],
    ['auditor', 'rejectAlternative', 'request.answerAlternative'],
    ['manager', 'setWipLimit', 'request.setWipLimit'],
  ] as const)('%s: %s is FORBIDDEN', async (who, name, right) => {
    const [requestId, targetId] = [toGlobalId('Request', randomUUID()), toGlobalId('Request', randomUUID())];
    const inputs: Record<string, object> = {
      mergeRequest: { requestId, targetId },
      expediteRequest: { requestId, ...urgent, displacesRequestId: targetId },
      grantExpedite: { requestId },
      declineExpedite: { requestId, reason: 'x' },
      proposeAlternative: { requestId, ...proposal },
      acceptAlternative: { requestId, alternativeId: 'A1' },
      rejectAlternative: { requestId, alternativeId: 'A1', reason: 'x' },
      setWipLimit: { teamId: cast.engineering, limit: 3, hard: true },
    };
    expect(await refused(who, name, inputs[name] ?? {})).toMatchObject({ code: 'FORBIDDEN', right });
  });
});

describe('merging', () => {
  it('ends one and shows on both who stands for whom', async () => {
    const [requestId, targetId] = [await client.at('estimated'), await client.at('approved')];
    const { request } = await client.done(cast.manager, 'mergeRequest', {
      requestId,
      targetId,
      note: 'The same page.',
    });
    expect(request).toMatchObject({ id: requestId, status: 'MERGED', waitingOn: 'NONE' });
    expect(await read(requestId, 'mergedIntoId ended { reason note }')).toEqual({
      mergedIntoId: targetId,
      ended: { reason: 'MERGED', note: 'The same page.' },
    });
    expect(await read(targetId, 'status duplicateIds')).toEqual({ status: 'APPROVED', duplicateIds: [requestId] });
    expect(await refused('requester', 'reviveRequest', { requestId })).toMatchObject({ code: 'INVALID_STATE' });
  });

  it('takes `expect` for the one that ends, and happens once for each key', async () => {
    const [requestId, targetId] = [await client.at('triaged'), await client.at('drafted')];
    const stale = await client.give(cast.manager, 'mergeRequest', { requestId, targetId }, { expect: { version: 1 } });
    expect(stale.problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 1 }]);
    const key = { key: 'merge-once' };
    const first = await client.done(cast.manager, 'mergeRequest', { requestId, targetId }, key);
    const again = await client.done(cast.manager, 'mergeRequest', { requestId, targetId }, key);
    expect([again.replayed, again.position]).toEqual([true, first.position]);
    expect(await read(targetId, 'duplicateIds')).toEqual({ duplicateIds: [requestId] });
  });
});

describe('an urgent request', () => {
  it('as in the demo quarter: a dated draft makes way, and the month remembers it (P21)', async () => {
    const demo = new RequestClient(api, await api.cast());
    const { cmo, cto, manager, workspaceId, marketing } = demo.cast;
    const waits = await demo.at('drafted');
    await demo.done(manager, 'agreeDate', { requestId: waits, ...agreement, date: '2026-01-30' });
    const requestId = await demo.at('approved');
    await api.setClock(workspaceId, '2026-01-27T09:00:00.000Z');
    await demo.done(cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId: waits });
    const { request } = await demo.done(cto, 'grantExpedite', { requestId, displacedNewDate: newDate });
    expect(request).toMatchObject({ id: requestId, status: 'APPROVED' });

    const one = async (id: string) => {
      const source = `query ($id: ID!) { request(id: $id) { priorityClass dueDate agreedDate { date dateKind reason }
        expedite { status hardDate costOfDelay displacesRequestId requestedById decidedById declinedBecause }
        displacements { byRequestId oldDate newDate delayDays } } }`;
      const { data } = await api.run(source, cmo, { variables: { id } });
      return (data as { request: object }).request;
    };
    expect(await one(requestId)).toMatchObject({
      priorityClass: 'EXPEDITE',
      dueDate: '2026-01-30',
      agreedDate: { dateKind: 'HARD_EVENT', reason: urgent.reason },
      expedite: {
        status: 'GRANTED',
        displacesRequestId: waits,
        requestedById: cmo.id,
        decidedById: cto.id,
        declinedBecause: null,
      },
      displacements: [],
    });
    expect(await one(waits)).toMatchObject({
      agreedDate: { date: newDate, dateKind: 'PREFERENCE', reason: 'Makes way for REQ-2' },
      displacements: [{ byRequestId: requestId, oldDate: '2026-01-30', newDate, delayDays: 14 }],
    });

    const month = `query ($period: String!, $team: ID) { expedites(period: $period, consumerTeamId: $team) { period quotaPerTeam displacedDays
      granted { requestId consumerTeamId hardDate displacedRequestId oldDate newDate delayDays grantedById grantedAt } } }`;
    const expedites = (period: string, team: string | null = null) =>
      api.run(month, cmo, { variables: { period, team } });
    const january = {
      period: '2026-01',
      quotaPerTeam: 2,
      displacedDays: 14,
      granted: [
        {
          requestId,
          consumerTeamId: marketing,
          hardDate: '2026-01-30',
          displacedRequestId: waits,
          oldDate: '2026-01-30',
          newDate,
          delayDays: 14,
          grantedById: cto.id,
          grantedAt: expect.stringMatching(/^2026-01-27T09:00:0/) as string,
        },
      ],
    };
    expect((await expedites('2026-01')).data).toEqual({ expedites: january });
    expect((await expedites('2026-01', marketing)).data).toEqual({ expedites: january });
    expect((await expedites('2026-02')).data).toMatchObject({ expedites: { granted: [], displacedDays: 0 } });
    expect(await expedites('2026-13')).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('gets a no with its reason, and asks again', async () => {
    const { requestId, displacesRequestId } = await pending();
    await client.done(cast.cto, 'declineExpedite', { requestId, reason: 'The quota is needed elsewhere.' });
    expect(await read(requestId, 'priorityClass expedite { status declinedBecause }')).toEqual({
      priorityClass: 'NORMAL',
      expedite: { status: 'DECLINED', declinedBecause: 'The quota is needed elsewhere.' },
    });
    await client.done(cast.cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId });
    expect(await read(displacesRequestId, 'displacements { newDate }')).toEqual({ displacements: [] });
  });

  it('is granted only while who should wait still can', async () => {
    const { requestId, displacesRequestId } = await pending();
    await client.done(cast.requester, 'withdrawRequest', { requestId: displacesRequestId, reason: 'NO_BUDGET' });
    const problem = await refused('cto', 'grantExpedite', { requestId, displacedNewDate: newDate });
    expect(problem).toMatchObject({ code: 'DISPLACED_REQUEST_REQUIRED', obstacle: 'NOT_ACTIVE' });
  });

  it('makes nobody wait where the load shows room', async () => {
    const alone = new RequestClient(api, await api.cast());
    const { cmo, cto, engineering: teamId } = alone.cast;
    const [requestId] = [await alone.at('triaged'), await alone.at('approved')];
    const nobody = { requestId, ...urgent, displacesNothing: 'A free week.' };
    await alone.done(cto, 'setWipLimit', { teamId, limit: 1, hard: false });
    const full = await refused('cmo', 'expediteRequest', nobody, alone);
    expect(full).toMatchObject({ code: 'DISPLACED_REQUEST_REQUIRED', obstacle: 'NO_ROOM' });
    await alone.done(cto, 'setWipLimit', { teamId, limit: 2, hard: false });
    await alone.done(cmo, 'expediteRequest', nobody);
    await alone.done(cto, 'grantExpedite', { requestId });
  });
});

describe('another way', () => {
  it('is taken with its brief, and counts as an estimate (P58)', async () => {
    const alone = new RequestClient(api, await api.cast());
    const { engineer, requester, auditor } = alone.cast;
    const figures = `{ avoidedRework { isEstimate label estimatedSavedMinutes estimatedSavedHours requests } }`;
    const avoided = async () => (await api.run(figures, auditor)).data as { avoidedRework: object };
    expect((await avoided()).avoidedRework).toMatchObject({ estimatedSavedMinutes: 0, requests: 0 });

    const requestId = await alone.at('estimated');
    const proposed = await alone.done(engineer, 'proposeAlternative', { requestId, ...proposal });
    expect(proposed).toMatchObject({ alternativeId: 'A1' });
    const brief = { ...wholeBrief, criteria: [{ text: 'One code opens the reward' }] };
    const accepted = await alone.done(requester, 'acceptAlternative', { requestId, alternativeId: 'A1', brief });
    expect(accepted.request).toMatchObject({ status: 'TRIAGED', briefRevision: 2 });
    const source = `query ($id: ID!) { request(id: $id) { alternatives { alternativeId status kept lost minutes replacesMinutes
      estimatedSavedMinutes proposedById rejectedBecause } brief { criteria { text } } } }`;
    const { data } = await api.run(source, requester, { variables: { id: requestId } });
    expect(data).toMatchObject({
      request: {
        alternatives: [
          {
            alternativeId: 'A1',
            status: 'ACCEPTED',
            kept: ['The reward'],
            estimatedSavedMinutes: 8100,
            proposedById: engineer.id,
          },
        ],
        brief: { criteria: [{ text: 'One code opens the reward' }] },
      },
    });
    expect((await avoided()).avoidedRework).toEqual({
      isEstimate: true,
      label: expect.stringMatching(/^Estimate/) as string,
      estimatedSavedMinutes: 8100,
      estimatedSavedHours: 135,
      requests: 1,
    });
  });

  it('names people who are there', async () => {
    const requestId = await client.at('triaged');
    await client.done(cast.manager, 'proposeAlternative', { requestId, ...proposal });
    const assets = [{ kind: 'DOC', url: 'https://a.example', approvedBy: toGlobalId('Person', randomUUID()) }];
    const accept = { requestId, alternativeId: 'A1', brief: { assets } };
    expect(await refused('requester', 'acceptAlternative', accept)).toMatchObject({
      code: 'NOT_FOUND',
      what: 'person',
    });
    expect(await refused('stranger', 'acceptAlternative', { requestId, alternativeId: 'A1' })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('the load of a team', () => {
  const load = `query ($team: ID!) { workload(teamId: $team) { id version teamId wipLimit hard inProgress hasRoom requestIds } }`;
  const loadOf = async (on: RequestClient, team = on.cast.engineering) => {
    const { data } = await api.run(load, on.cast.engineer, { variables: { team } });
    return (data as { workload: { id: string } | null }).workload;
  };

  it('is what is approved and not done yet, with a limit that is seen and set', async () => {
    const alone = new RequestClient(api, await api.cast());
    const { cto, requester, engineering: teamId } = alone.cast;
    const none = { version: 0, teamId, wipLimit: null, hard: false, inProgress: 0, hasRoom: true, requestIds: [] };
    expect(await loadOf(alone)).toMatchObject(none);
    const requestId = await alone.at('approved');
    expect(await loadOf(alone)).toMatchObject({ version: 1, inProgress: 1, requestIds: [requestId] });
    const set = await alone.done(cto, 'setWipLimit', { teamId, limit: 1, hard: true }, { expect: { version: 1 } });
    expect(set.workload).toMatchObject({ version: 2, wipLimit: 1, hard: true, inProgress: 1, hasRoom: false });
    const late = await alone.give(cto, 'setWipLimit', { teamId, limit: 2, hard: true }, { expect: { version: 1 } });
    expect(late.problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 1, actual: 2 }]);
    await alone.done(requester, 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
    const left = await loadOf(alone);
    expect(left).toMatchObject({ inProgress: 0, hasRoom: true, requestIds: [] });
    const node = `query ($id: ID!) { node(id: $id) { ... on Workload { wipLimit } } }`;
    const { data } = await api.run(node, cto, { variables: { id: left?.id } });
    expect(data).toEqual({ node: { wipLimit: 1 } });
  });

  it('is nothing for teams that build nothing, or that are elsewhere', async () => {
    const other = await api.cast();
    expect(await loadOf(client, cast.marketing)).toBeNull();
    expect(await loadOf(client, other.engineering)).toBeNull();
  });
});
