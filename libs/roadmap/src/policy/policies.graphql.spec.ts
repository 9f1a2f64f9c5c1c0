import { type Cast, type Given, type Member, RoadmapApi } from '../roadmap.fixture.js';

const BANDS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
type Band = (typeof BANDS)[number];

const VALUE = `value { kind riskMatrix { grid }
  riskTriggers { peakThresholdRpm expeditePublic touches { touch lenses } scopeParts { part lenses } }
  reviewTerms { normalTargetHours fastTargetHours shortUpToMinutes shortItems bands { band reviewDays acceptanceDays }
    lenses { lens reviewerRoles checklist { itemId text evidence } } }
  planningCadence { minJointSessions windowDays maxGapDays } requests { expediteQuota } }`;
const POLICY = `id kind version on inForce { number effectiveFrom ${VALUE} } next { number } proposal { waitsFor reason ${VALUE} }`;
const PROBLEMS = `problems { __typename code path ... on ForbiddenProblem { right } ... on PolicyUnchangedProblem { policyKind policyVersion }
  ... on PolicyProposalWaitsProblem { policyKind side proposedById } ... on PolicyNotProposedProblem { policyKind } }`;

interface Shown {
  readonly id: string;
  readonly inForce: { readonly number: number; readonly value: Readonly<Record<string, unknown>> };
  readonly [field: string]: unknown;
}
interface Answer {
  readonly policy: Shown | null;
  readonly problems: readonly { readonly code: string; readonly [field: string]: unknown }[];
}

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
});
beforeEach(async () => {
  cast = await api.cast();
});
afterAll(() => api.close());

async function give(who: Member, name: string, input: object, given: Given = {}): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const source = `mutation ($input: ${type}!, $expect: Expect!) {
    ${name}(input: $input, expect: $expect) { policy { ${POLICY} } ${PROBLEMS} } }`;
  const { data, errors } = await api.run(source, who, { input, expect: given.expect ?? { latest: true } });
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as Record<string, Answer>)[name]!;
}

const asked = { side: 'CONSUMER', effectiveFrom: '2026-02-01' };
/** Both leads want it so. */
async function set(name: string, input: object): Promise<Shown> {
  const first = await give(cast.cmo, name, { ...asked, ...input });
  expect(first.problems).toEqual([]);
  const { policy, problems } = await give(cast.cto, name, { ...asked, ...input, side: 'PROVIDER' });
  expect(problems).toEqual([]);
  return policy!;
}
const policyOn = (kind: string, on: string): Promise<Shown> =>
  api.ask(`query ($kind: PolicyKind!, $on: LocalDate) { policy(kind: $kind, on: $on) { ${POLICY} } }`, cast.auditor, {
    kind,
    on,
  });

/** The matrix of the start, but for one cell. */
const rows = (likelihood: number, impact: number, band: Band) =>
  [1, 2, 3, 4, 5].map((l) => ({
    bands: [1, 2, 3, 4, 5].map((i) => {
      const score = l * i;
      const start = score >= 20 ? 'CRITICAL' : score >= 10 ? 'HIGH' : score >= 5 ? 'MEDIUM' : 'LOW';
      return l === likelihood && i === impact ? band : start;
    }),
  }));
const cadence = { minJointSessions: 12, windowDays: 365, maxGapDays: 35 };
const triggers = {
  touches: [{ touch: 'PERSONAL_DATA', lenses: ['LEGAL', 'PRIVACY'] }],
  peakThresholdRpm: 500,
  expeditePublic: ['PEAK_TRAFFIC'],
  scopeParts: [{ part: 'PROPERTIES', lenses: ['SECURITY'] }],
};
const terms = {
  bands: [
    { band: 'LOW', reviewDays: 180, acceptanceDays: 365 },
    { band: 'MEDIUM', reviewDays: 60, acceptanceDays: 180 },
  ],
  normalTargetHours: 24,
  fastTargetHours: 2,
  lenses: [
    {
      lens: 'LEGAL',
      reviewerRoles: ['RISK_REVIEWER', 'FINANCE'],
      checklist: [{ itemId: 'claims', text: 'Every claim can be proven.', evidence: true }],
    },
  ],
  shortUpToMinutes: 240,
  shortItems: 2,
};

describe('the policies of a workspace', () => {
  it('are five, each as its context defines it, before anybody set anything', async () => {
    const policies = await api.ask<readonly Shown[]>(`{ policies { ${POLICY} } }`, cast.agencyDesigner);
    expect(policies.map(({ kind, version, inForce }) => [kind, version, inForce.number])).toEqual(
      ['RISK_MATRIX', 'RISK_TRIGGERS', 'RISK_REVIEW_TERMS', 'PLANNING_CADENCE', 'REQUESTS'].map((kind) => [kind, 0, 1]),
    );
    const fields = ['riskMatrix', 'riskTriggers', 'reviewTerms', 'planningCadence', 'requests'];
    for (const [index, { inForce }] of policies.entries())
      expect(fields.filter((field) => inForce.value[field] !== null)).toEqual([fields[index]]);
  });

  it('say what holds on a day: March goes by March’s cadence, also after a later change (P44)', async () => {
    await set('setPlanningCadence', { ...cadence, effectiveFrom: '2026-04-01' });
    const shown = async (on: string) => (await policyOn('PLANNING_CADENCE', on)).inForce;
    expect(await shown('2026-03-31')).toMatchObject({
      number: 1,
      value: { planningCadence: { minJointSessions: 4, windowDays: 365, maxGapDays: 100 } },
    });
    expect(await shown('2026-04-01')).toMatchObject({ number: 2, value: { planningCadence: cadence } });
  });

  it('the matrix may call (1,5) HIGH', async () => {
    await set('setRiskMatrix', { rows: rows(1, 5, 'HIGH') });
    const gridOn = async (on: string) =>
      (await policyOn('RISK_MATRIX', on)).inForce.value['riskMatrix'] as { grid: Band[][] };
    expect((await gridOn('2026-01-31')).grid[0]).toEqual(['LOW', 'LOW', 'LOW', 'LOW', 'MEDIUM']);
    expect((await gridOn('2026-02-01')).grid[0]).toEqual(['LOW', 'LOW', 'LOW', 'LOW', 'HIGH']);
  });

  it('triggers and terms that are not named stay those of version 1', async () => {
    await set('setRiskTriggers', triggers);
    expect((await policyOn('RISK_TRIGGERS', '2026-02-01')).inForce.value['riskTriggers']).toMatchObject({
      peakThresholdRpm: 500,
      touches: expect.arrayContaining([
        { touch: 'PERSONAL_DATA', lenses: ['PRIVACY', 'LEGAL'] },
        { touch: 'PAYMENTS', lenses: ['PAYMENT', 'SECURITY'] },
      ]) as unknown,
      scopeParts: [
        { part: 'CRITERIA', lenses: null },
        { part: 'PROPERTIES', lenses: ['SECURITY'] },
        { part: 'PROVIDER', lenses: null },
      ],
    });
    await set('setReviewTerms', terms);
    expect((await policyOn('RISK_REVIEW_TERMS', '2026-02-01')).inForce.value['reviewTerms']).toMatchObject({
      normalTargetHours: 24,
      bands: [
        { band: 'LOW', reviewDays: 180, acceptanceDays: 365 },
        { band: 'MEDIUM', reviewDays: 60, acceptanceDays: 180 },
        { band: 'HIGH', reviewDays: 30, acceptanceDays: 90 },
        { band: 'CRITICAL', reviewDays: 30, acceptanceDays: null },
      ],
      lenses: expect.arrayContaining([
        { lens: 'LEGAL', reviewerRoles: ['RISK_REVIEWER', 'FINANCE'], checklist: terms.lenses[0]!.checklist },
      ]) as unknown,
    });
  });

  it('a reviewer proposes a matrix; it takes both leads, and its reason stays', async () => {
    const matrix = { effectiveFrom: '2026-02-01', rows: rows(1, 5, 'HIGH') };
    const proposed = await give(cast.reviewer, 'proposeRiskMatrix', { ...matrix, reason: 'Rare, but the end of us.' });
    expect(proposed.policy).toMatchObject({
      inForce: { number: 1 },
      next: null,
      proposal: { waitsFor: ['CONSUMER', 'PROVIDER'], reason: 'Rare, but the end of us.' },
    });
    const taken = await give(cast.cto, 'setRiskMatrix', { ...matrix, side: 'PROVIDER' });
    expect(taken.policy).toMatchObject({ proposal: { waitsFor: ['CONSUMER'], reason: 'Rare, but the end of us.' } });
    const again = await give(cast.secondReviewer, 'proposeRiskMatrix', matrix);
    expect(again.problems).toMatchObject([
      { code: 'POLICY_PROPOSAL_WAITS', policyKind: 'RISK_MATRIX', side: 'PROVIDER', proposedById: cast.cto.id },
    ]);
    const { policy } = await give(cast.cmo, 'setRiskMatrix', { ...matrix, side: 'CONSUMER' });
    expect(policy).toMatchObject({ next: { number: 2 }, proposal: null });
  });

  it('tell their history, and are found behind their ids', async () => {
    const { id } = await set('setPlanningCadence', cadence);
    await give(cast.cmo, 'setPlanningCadence', { ...asked, ...cadence, maxGapDays: 36 });
    await give(cast.cto, 'withdrawPolicyProposal', { kind: 'PLANNING_CADENCE' });
    await api.readable();
    const source = `query ($id: ID!) { node(id: $id) { ... on WorkspacePolicy { kind history { changes { type summary actorId } } } } }`;
    expect(await api.ask(source, cast.auditor, { id })).toMatchObject({
      kind: 'PLANNING_CADENCE',
      history: {
        changes: [
          { type: 'PolicyProposed', actorId: cast.cmo.id },
          {
            type: 'PolicySet',
            summary: 'The cadence of planning was set by both leads: version 2, from 2026-02-01 on.',
          },
          { type: 'PolicyProposed' },
          { type: 'PolicyProposalWithdrawn', actorId: cast.cto.id },
        ],
      },
    });
  });
});

type Who = 'cmo' | 'cto' | 'reviewer' | 'marketer' | 'backend' | 'admin' | 'facilitator';
type Case = readonly [code: string, who: Who, mutation: string, refused: { input: object; problem: object }];
const at = (...path: readonly string[]) => ({ path: ['input', ...path] });
const band = (band: Band, reviewDays: number, acceptanceDays: number | null) => ({ band, reviewDays, acceptanceDays });
const withTerms = (more: object) => ({ ...asked, ...terms, ...more });
const legal = (...items: readonly object[]) => ({
  lenses: [{ lens: 'LEGAL', reviewerRoles: ['RISK_REVIEWER'], checklist: items }],
});
const question = { itemId: 'claims', text: 'Every claim can be proven.', evidence: true };
const matrix = (likelihood: number, impact: number, to: Band) => ({ ...asked, rows: rows(likelihood, impact, to) });
const refusals: readonly Case[] = [
  ['FORBIDDEN', 'reviewer', 'setRiskMatrix', { input: matrix(1, 5, 'HIGH'), problem: { right: 'policy.set' } }],
  ['FORBIDDEN', 'admin', 'setPlanningCadence', { input: { ...asked, ...cadence }, problem: { right: 'policy.set' } }],
  ['FORBIDDEN', 'cto', 'setRiskTriggers', { input: { ...asked, ...triggers }, problem: { right: 'policy.set' } }],
  [
    'FORBIDDEN',
    'marketer',
    'proposeRiskMatrix',
    { input: { effectiveFrom: '2026-02-01', rows: rows(1, 5, 'HIGH') }, problem: { right: 'policy.propose' } },
  ],
  [
    'POLICY_NOT_PROPOSED',
    'cmo',
    'withdrawPolicyProposal',
    { input: { kind: 'RISK_MATRIX' }, problem: { policyKind: 'RISK_MATRIX' } },
  ],
  [
    'POLICY_UNCHANGED',
    'cmo',
    'setRiskMatrix',
    { input: matrix(1, 1, 'LOW'), problem: { policyKind: 'RISK_MATRIX', policyVersion: 1 } },
  ],
  ['VALIDATION_FAILED', 'cmo', 'setRiskMatrix', { input: matrix(3, 3, 'LOW'), problem: at('rows') }],
  ['VALIDATION_FAILED', 'cmo', 'setRiskMatrix', { input: matrix(5, 5, 'HIGH'), problem: at('rows') }],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setRiskMatrix',
    { input: { ...asked, rows: rows(1, 5, 'HIGH').slice(1) }, problem: at('rows') },
  ],
  [
    'DATE_IN_PAST',
    'cmo',
    'setPlanningCadence',
    { input: { ...asked, ...cadence, effectiveFrom: '2026-01-04' }, problem: at('effectiveFrom') },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setPlanningCadence',
    { input: { ...asked, ...cadence, windowDays: 27 }, problem: at('windowDays') },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setRiskTriggers',
    { input: { ...asked, ...triggers, expeditePublic: [] }, problem: at('expeditePublic') },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setRiskTriggers',
    {
      input: { ...asked, ...triggers, touches: [{ touch: 'PAYMENTS', lenses: [] }] },
      problem: at('touches', 'PAYMENTS'),
    },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setReviewTerms',
    { input: withTerms({ bands: [band('CRITICAL', 30, 5)] }), problem: at('bands', 'CRITICAL', 'acceptanceDays') },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setReviewTerms',
    { input: withTerms({ bands: [band('HIGH', 91, 90)] }), problem: at('bands') },
  ],
  [
    'VALIDATION_FAILED',
    'cmo',
    'setReviewTerms',
    { input: withTerms(legal(question, question)), problem: at('lenses', 'LEGAL', 'checklist') },
  ],
  [
    'PII_NOT_ALLOWED',
    'cmo',
    'setReviewTerms',
    {
      input: withTerms(legal({ ...question, text: 'ada@example.com said yes.' })),
      problem: at('lenses', 'LEGAL', 'checklist', '0', 'text'),
    },
  ],
];

describe('a refusal', () => {
  it.each(refusals)('%s for %s: %s stores nothing', async (code, who, mutation, { input, problem }) => {
    const before = await api.events(cast.workspaceId);
    const { problems, policy } = await give(cast[who], mutation, input);
    expect(problems).toMatchObject([{ code, ...problem }]);
    expect(policy).toBeNull();
    expect(await api.events(cast.workspaceId)).toBe(before);
  });
});
