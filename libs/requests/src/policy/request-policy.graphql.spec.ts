import { policiesModel } from '#libs/policies';
import { compareInlineView } from '#libs/event-log';
import { defaultPolicy } from '../domain/index.js';
import { type Cast, type Member, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { type Given, type Payload as RequestPayload, RequestClient, wholeBrief } from '../stages.fixture.js';

const VALUE = `value { kind requests { expediteQuota firstResponseMinutes answerMinutes slaWarningPercent earlyInvolvementMinutes
  stalledAfterDays vagueWords requiredSections { type sections } } }`;
const VERSION = `number effectiveFrom setOn reason setBy { id } ${VALUE}`;
const POLICY = `id kind version on inForce { ${VERSION} } next { number effectiveFrom }
  proposal { effectiveFrom reason waitsFor proposedBy { id } ${VALUE} } versions { number effectiveFrom }`;
const PROBLEMS = `problems { __typename code path ... on ForbiddenProblem { right } ... on PolicyUnchangedProblem { policyKind policyVersion }
  ... on PolicyNotProposedProblem { policyKind } ... on SideAlreadyApprovedProblem { side approvedById }
  ... on BothSidesBySamePersonProblem { side } ... on LimitReachedProblem { max } ... on StaleVersionProblem { actual current { id } } }`;
const mutation = (name: string, input: string) => `mutation ($input: ${input}!, $expect: Expect!, $key: String) {
  ${name}(input: $input, expect: $expect, idempotencyKey: $key) { position replayed policy { ${POLICY} } ${PROBLEMS} } }`;
const DOCUMENTS = {
  setRequestPolicy: mutation('setRequestPolicy', 'SetRequestPolicyInput'),
  withdrawPolicyProposal: mutation('withdrawPolicyProposal', 'WithdrawPolicyProposalInput'),
} as const;

interface Shown {
  readonly version: number;
  readonly inForce: { readonly number: number };
  readonly [field: string]: unknown;
}
interface Payload extends Pick<RequestPayload, 'replayed' | 'problems'> {
  readonly policy: Shown | null;
}

let api: RequestsApi;
let cast: Cast;
let client: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
});
beforeEach(async () => {
  cast = await api.cast();
  client = new RequestClient(api, cast);
});
afterAll(() => api.close());

const {
  requiredSections: _sections,
  slaTargets,
  ...numbers
} = {
  expediteQuota: defaultPolicy.expediteQuota,
  slaWarningPercent: defaultPolicy.slaWarningPercent,
  earlyInvolvementMinutes: defaultPolicy.earlyInvolvementMinutes,
  stalledAfterDays: defaultPolicy.stalledAfterDays,
  vagueWords: defaultPolicy.vagueWords,
  slaTargets: defaultPolicy.slaTargets,
  requiredSections: defaultPolicy.requiredSections,
};
/** What holds anyway, but for what a spec says; from the next day on. */
const terms = (more: object = {}) => ({
  side: 'CONSUMER',
  effectiveFrom: '2026-01-06',
  ...numbers,
  ...slaTargets,
  requiredSections: [],
  ...more,
});

async function give(who: Member, name: keyof typeof DOCUMENTS, input: object, given: Given = {}): Promise<Payload> {
  const { expect: seen = { latest: true }, key, onBehalfOf } = given;
  const call = { variables: { input, expect: seen, key }, ...(onBehalfOf && { onBehalfOf }) };
  const { data, errors } = await api.run(DOCUMENTS[name], who, call);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as Record<string, Payload>)[name]!;
}

/** Both leads want it so. */
async function set(more: object): Promise<Shown> {
  await give(cast.cmo, 'setRequestPolicy', terms(more));
  const { policy, problems } = await give(cast.cto, 'setRequestPolicy', terms({ ...more, side: 'PROVIDER' }));
  expect(problems).toEqual([]);
  return policy!;
}

async function read(query: string, variables: object = {}, who = cast.auditor): Promise<unknown> {
  const { data, errors } = await api.run(query, who, { variables: { ...variables } });
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data ?? {})[0];
}
const policyOn = (on: string | null = null) =>
  read(`query ($on: LocalDate) { policy(kind: REQUESTS, on: $on) { ${POLICY} } }`, { on }) as Promise<Shown>;
const clock = (day: string) => api.setClock(cast.workspaceId, `${day}T08:00:00.000Z`);
const policyVersions = async (type: string) => {
  const { rows } = await api.owner.query<{ version: number }>(
    `select (meta->>'policyVersion')::int as version from log.event where workspace_id = $1 and type = $2 order by position`,
    [cast.workspaceId, type],
  );
  return rows.map(({ version }) => version);
};

describe('the policy of requests', () => {
  it('is version 1 before anybody set anything, and everybody may read it', async () => {
    const policy = await read(`{ policies { ${POLICY} } }`, {}, cast.stranger);
    expect(policy).toMatchObject([
      {
        kind: 'REQUESTS',
        version: 0,
        on: '2026-01-05',
        inForce: {
          number: 1,
          effectiveFrom: '0001-01-01',
          setOn: null,
          setBy: [],
          value: { requests: { expediteQuota: 2, firstResponseMinutes: 480, earlyInvolvementMinutes: 2400 } },
        },
        next: null,
        proposal: null,
        versions: [{ number: 1 }],
      },
    ]);
  });

  it('waits for the other lead, then holds from its day on, and tells why', async () => {
    const wish = { expediteQuota: 0, reason: 'Too many.' };
    const { policy } = await give(cast.cmo, 'setRequestPolicy', terms(wish));
    expect(policy).toMatchObject({
      version: 1,
      inForce: { number: 1 },
      proposal: {
        effectiveFrom: '2026-01-06',
        reason: 'Too many.',
        waitsFor: ['PROVIDER'],
        proposedBy: { id: cast.cmo.id },
        value: { requests: { expediteQuota: 0 } },
      },
    });
    const seen = { expect: { version: 1 } };
    const second = await give(cast.cto, 'setRequestPolicy', terms({ ...wish, side: 'PROVIDER' }), seen);
    const versions = [{ number: 2 }, { number: 1 }];
    const next = { number: 2, effectiveFrom: '2026-01-06' };
    expect(second.policy).toMatchObject({ version: 2, inForce: { number: 1 }, next, proposal: null, versions });
    await clock('2026-01-06');
    expect(await policyOn()).toMatchObject({
      on: '2026-01-06',
      next: null,
      inForce: {
        number: 2,
        setOn: '2026-01-05',
        reason: 'Too many.',
        setBy: [{ id: cast.cmo.id }, { id: cast.cto.id }],
      },
    });
    expect(await policyOn('2026-01-05')).toMatchObject({ inForce: { number: 1 }, next });
  });

  it('is taken back while it waits', async () => {
    await give(cast.cmo, 'setRequestPolicy', terms({ expediteQuota: 0 }));
    const { policy } = await give(cast.cto, 'withdrawPolicyProposal', { kind: 'REQUESTS' });
    expect(policy).toMatchObject({ version: 2, proposal: null, inForce: { number: 1 } });
  });

  it('a lead’s deputy speaks for the side, unless they spoke for the other one', async () => {
    const { cmo, cto, stranger, workspaceId } = cast;
    await api.delegate(workspaceId, cmo, stranger, 'MARKETING_LEAD');
    await api.delegate(workspaceId, cmo, cto, 'MARKETING_LEAD');
    await give(cto, 'setRequestPolicy', terms({ side: 'PROVIDER', expediteQuota: 0 }));
    const asDeputy = (who: Member) => give(who, 'setRequestPolicy', terms({ expediteQuota: 0 }), { onBehalfOf: cmo });
    expect((await asDeputy(cto)).problems).toMatchObject([{ code: 'BOTH_SIDES_BY_SAME_PERSON', side: 'CONSUMER' }]);
    const { policy } = await asDeputy(stranger);
    expect(policy).toMatchObject({ next: { number: 2 } });
  });

  it('is the same answer when a command comes twice, and one version when two leads speak at once', async () => {
    const wish = terms({ expediteQuota: 0 });
    await give(cast.cmo, 'setRequestPolicy', wish, { key: 'one' });
    expect((await give(cast.cmo, 'setRequestPolicy', wish, { key: 'one' })).replayed).toBe(true);
    const confirming = Array.from({ length: 4 }, () =>
      give(cast.cto, 'setRequestPolicy', terms({ expediteQuota: 0, side: 'PROVIDER' })),
    );
    const problems = (await Promise.all(confirming)).flatMap((payload) => payload.problems.map(({ code }) => code));
    expect(problems).toEqual(['POLICY_UNCHANGED', 'POLICY_UNCHANGED', 'POLICY_UNCHANGED']);
    expect(await policyOn()).toMatchObject({ versions: [{ number: 2 }, { number: 1 }] });
    const compared = await compareInlineView(api.owner, api.log.model, policiesModel.views[0]!);
    expect(compared).toMatchObject({ differing: 0 });
  });
});

describe('decisions go by the version of their day (P44)', () => {
  const urgent = {
    costOfDelay: 'HIGH',
    reason: 'The fair begins.',
    hardDate: '2026-05-04',
    displacesNothing: 'Room.',
  };
  const grantOne = async () => {
    const requestId = await client.at('triaged');
    await client.done(cast.cmo, 'expediteRequest', { requestId, ...urgent });
    return client.give(cast.cto, 'grantExpedite', { requestId });
  };

  it('March’s quota stays March’s, also after April has another', async () => {
    await clock('2026-03-30');
    await set({ effectiveFrom: '2026-04-01', expediteQuota: 0 });
    await clock('2026-03-31');
    expect((await grantOne()).problems).toEqual([]);
    await clock('2026-04-01');
    expect((await grantOne()).problems).toMatchObject([{ code: 'EXPEDITE_QUOTA_EXCEEDED', quota: 0 }]);
    const quota = (period: string) =>
      read(`query ($period: String!) { expedites(period: $period) { quotaPerTeam granted { hardDate } } }`, { period });
    expect(await quota('2026-03')).toMatchObject({ quotaPerTeam: 2, granted: [{ hardDate: '2026-05-04' }] });
    expect(await quota('2026-04')).toEqual({ quotaPerTeam: 0, granted: [] });
    expect(await policyVersions('ExpediteGranted')).toEqual([1]);
  });

  it('a service level is that of the day of the submission, and the log names the version', async () => {
    await set({ firstResponseMinutes: 60 });
    const before = await client.at('submitted');
    await clock('2026-01-06');
    const after = await client.at('submitted');
    const target = (id: string) =>
      read(`query ($id: ID!) { node(id: $id) { ... on Request { serviceLevels { targetMinutes } } } }`, { id });
    expect(await target(before)).toEqual({ serviceLevels: [{ targetMinutes: 480 }] });
    expect(await target(after)).toEqual({ serviceLevels: [{ targetMinutes: 60 }] });
    expect(await policyVersions('RequestSubmitted')).toEqual([1, 2]);
  });

  it('a brief is asked for what its type requires that day, and warned of the words of that day', async () => {
    await set({
      vagueWords: ['Bundles ', 'bundles'],
      requiredSections: [{ type: 'LANDING_PAGE', sections: ['CRITERIA'] }],
    });
    const brief = { criteria: [{ text: 'The page shows 3 bundles within 2 seconds' }] };
    const requestId = await client.at('written', brief);
    const shown = (id: string) =>
      read(`query ($id: ID!) { node(id: $id) { ... on Request { missingSections lint { word } } } }`, { id });
    const lacking = ['STORY', 'CONTEXT', 'ASSETS', 'TRACKING'];
    expect(await shown(requestId)).toEqual({ missingSections: lacking, lint: [] });
    const refused = await client.give(cast.requester, 'submitRequest', { requestId });
    expect(refused.problems).toMatchObject([{ code: 'REQUEST_INCOMPLETE', missing: lacking }]);
    await clock('2026-01-06');
    expect(await shown(requestId)).toEqual({ missingSections: [], lint: [] });
    const { request } = await client.done(cast.requester, 'submitRequest', { requestId });
    expect(request).toMatchObject({ status: 'SUBMITTED' });
    expect(await shown(await client.at('written', brief))).toMatchObject({ lint: [{ word: 'bundles' }] });
  });

  it('names the version for many at once as well', async () => {
    await set({ expediteQuota: 0 });
    await clock('2026-01-06');
    const { manager, engineering } = cast;
    const requestIds = [await client.at('submitted'), await client.at('submitted')];
    const input = { providerTeamId: engineering, ownerId: manager.id, priorityClass: 'NORMAL', roughMinutes: 60 };
    const items = requestIds.map((requestId) => ({ requestId, ...input }));
    const { errors } = await api.run(
      `mutation ($input: BulkTriageInput!) { bulkTriage(input: $input) { problems { code } } }`,
      manager,
      { variables: { input: { items } } },
    );
    expect(errors).toBeUndefined();
    expect(await policyVersions('RequestTriaged')).toEqual([2, 2]);
  });

  it('costs a submission no statement more, and waits for nobody who changes the policy', async () => {
    const other = await client.at('written');
    const submit = (requestId: string) =>
      api.statementsOf(() => client.done(cast.requester, 'submitRequest', { requestId }));
    const without = await submit(other);
    await set({ expediteQuota: 0 });
    await clock('2026-01-06');
    const requestId = await client.at('written');
    const holder = await api.owner.connect();
    try {
      await holder.query('begin');
      await holder.query(`select from log.stream where stream_id = 'workspace-policy-REQUESTS' for update`);
      const withPolicy = await submit(requestId);
      expect(withPolicy).toHaveLength(without.length);
      expect(withPolicy.filter((statement) => statement.includes('load_streams'))).toHaveLength(1);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    expect(await policyVersions('RequestSubmitted')).toEqual([1, 2]);
  });
});

type Case = readonly [
  code: string,
  who: 'cmo' | 'cto' | 'both' | 'stranger' | 'reviewer' | 'admin',
  more: object,
  problem: object,
];
const at = (...path: readonly string[]) => ({ path: ['input', ...path] });
const refusals: readonly Case[] = [
  ['FORBIDDEN', 'stranger', {}, { right: 'policy.set' }],
  ['FORBIDDEN', 'reviewer', {}, { right: 'policy.set' }],
  ['FORBIDDEN', 'admin', {}, { right: 'policy.set' }],
  ['FORBIDDEN', 'cmo', { side: 'PROVIDER' }, { right: 'policy.set' }],
  ['DATE_IN_PAST', 'cmo', { effectiveFrom: '2026-01-04' }, at('effectiveFrom')],
  ['POLICY_UNCHANGED', 'cmo', {}, { policyKind: 'REQUESTS', policyVersion: 1 }],
  ['PII_NOT_ALLOWED', 'cmo', { expediteQuota: 1, reason: 'Ask ada@example.com' }, at('reason')],
  ['LIMIT_REACHED', 'cmo', { vagueWords: Array.from({ length: 201 }, (_, n) => `word ${n}`) }, { max: 200 }],
  ['VALIDATION_FAILED', 'cmo', { expediteQuota: -1 }, at('expediteQuota')],
  ['VALIDATION_FAILED', 'cmo', { slaWarningPercent: 101 }, at('slaWarningPercent')],
  ['VALIDATION_FAILED', 'cmo', { answerMinutes: 0 }, at('answerMinutes')],
  ['VALIDATION_FAILED', 'cmo', { stalledAfterDays: 366 }, at('stalledAfterDays')],
  ['VALIDATION_FAILED', 'cmo', { vagueWords: [''] }, at('vagueWords', '0')],
  [
    'VALIDATION_FAILED',
    'cmo',
    { requiredSections: [{ type: 'BUG', sections: ['CONTEXT'] }] },
    at('requiredSections', 'BUG'),
  ],
];

describe('a refusal', () => {
  it.each(refusals)('%s for %s stores nothing', async (code, who, more, problem) => {
    const before = await api.events();
    const { problems, policy } = await give(cast[who], 'setRequestPolicy', terms(more));
    expect(problems).toMatchObject([{ code, ...problem }]);
    expect(policy).toBeNull();
    expect(await api.events()).toBe(before);
  });

  it('SIDE_ALREADY_APPROVED and BOTH_SIDES_BY_SAME_PERSON meet who speaks twice', async () => {
    const wish = { expediteQuota: 1 };
    await give(cast.both, 'setRequestPolicy', terms(wish));
    const again = await give(cast.cmo, 'setRequestPolicy', terms(wish));
    expect(again.problems).toMatchObject([
      { code: 'SIDE_ALREADY_APPROVED', side: 'CONSUMER', approvedById: cast.both.id },
    ]);
    const other = await give(cast.both, 'setRequestPolicy', terms({ ...wish, side: 'PROVIDER' }));
    expect(other.problems).toMatchObject([{ code: 'BOTH_SIDES_BY_SAME_PERSON', side: 'PROVIDER' }]);
  });

  it('POLICY_NOT_PROPOSED meets who takes back nothing, FORBIDDEN who takes back a lead’s wish', async () => {
    const back = (who: Member) => give(who, 'withdrawPolicyProposal', { kind: 'REQUESTS' });
    expect((await back(cast.cmo)).problems).toMatchObject([{ code: 'POLICY_NOT_PROPOSED', policyKind: 'REQUESTS' }]);
    await give(cast.cmo, 'setRequestPolicy', terms({ expediteQuota: 1 }));
    expect((await back(cast.reviewer)).problems).toMatchObject([{ code: 'FORBIDDEN', right: 'policy.propose' }]);
    expect((await back(cast.stranger)).problems).toMatchObject([{ code: 'FORBIDDEN', right: 'policy.propose' }]);
  });

  it('CONCURRENCY_CONFLICT meets who saw an older policy, with the current one', async () => {
    await set({ expediteQuota: 1 });
    const wish = terms({ expediteQuota: 0 });
    const { problems } = await give(cast.cmo, 'setRequestPolicy', wish, { expect: { version: 1 } });
    const { id } = (await policyOn()) as unknown as { id: string };
    expect(problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', actual: 2, current: { id } }]);
  });

  it('NOT_FOUND meets who asks for what nobody announced', async () => {
    const { errors } = await api.run('{ policy(kind: RISK_MATRIX) { id } }', cast.cmo);
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

it('a whole brief stays whole by the first version', async () => {
  const requestId = await client.at('written', wholeBrief);
  const missing = `query ($id: ID!) { node(id: $id) { ... on Request { missingSections } } }`;
  expect(await read(missing, { id: requestId })).toEqual({ missingSections: [] });
});
