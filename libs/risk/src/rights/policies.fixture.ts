import { policyStream, type PolicyEvent, workspacePolicy } from '#libs/policies';
import { defaultPolicy } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { addDays, defaultGrid, riskMatrixPolicy } from '../domain/index.js';
import type { Member } from '../risk.fixture.js';
import type { Provocation } from './refusal-codes.fixture.js';
import type { RightsBench, RiskTried } from './rights.fixture.js';

let days = 0;
/** A day for each wish: none is the same as another one. */
const wish = (): { effectiveFrom: string } => {
  days += 1;
  return { effectiveFrom: addDays('2026-02-01', days) };
};

/** As it is, but for what is rare and severe. */
const rows = defaultGrid.map((bands, index) => ({ bands: index === 0 ? [...bands.slice(0, 4), 'HIGH'] : bands }));
const triggers = { touches: [], peakThresholdRpm: 500, expeditePublic: ['PEAK_TRAFFIC'], scopeParts: [] };
const terms = {
  bands: [],
  normalTargetHours: 24,
  fastTargetHours: 2,
  lenses: [],
  shortUpToMinutes: 240,
  shortItems: 2,
};
const { slaWarningPercent, earlyInvolvementMinutes, stalledAfterDays, slaTargets } = defaultPolicy;
const requests = {
  expediteQuota: 0,
  slaWarningPercent,
  earlyInvolvementMinutes,
  stalledAfterDays,
  ...slaTargets,
  vagueWords: [],
  requiredSections: [],
};

const settings = {
  setRiskMatrix: { rows },
  setRiskTriggers: triggers,
  setReviewTerms: terms,
  setRequestPolicy: requests,
};

/** A policy is the workspace's: the leads of all teams of a side may speak for it. */
const bySide = ([mutation, value]: readonly [string, object]): RiskTried[] =>
  (['CONSUMER', 'PROVIDER'] as const).map((side) => ({
    mutation,
    variant: `for ${side}`,
    input: () => ({ side, ...value, ...wish() }),
    but: [
      {
        roles: [side === 'CONSUMER' ? 'ENGINEERING_LEAD' : 'MARKETING_LEAD'],
        code: 'FORBIDDEN',
        why: 'A lead speaks for their own side.',
      },
    ],
  }));

/** Commands on policies that can be tried side by side; what is taken back is tried one by one. */
export const policyCommands: readonly RiskTried[] = [
  ...Object.entries(settings).flatMap(bySide),
  { mutation: 'proposeRiskMatrix', input: () => ({ rows, ...wish() }) },
];

/** Who wants which matrix in the bench's workspace; `side` null: proposes it to both leads. */
export async function proposed(
  { api, cast }: RightsBench,
  by: Member,
  side: 'CONSUMER' | 'PROVIDER' | null = null,
): Promise<void> {
  const value = riskMatrixPolicy.initial;
  const data = {
    kind: 'RISK_MATRIX',
    value,
    reason: null,
    side,
    byId: by.personId,
    onBehalfOf: null,
    ...wish(),
  } as const;
  await store({ api, cast }, [{ type: 'PolicyProposed', data }]);
}

const store = ({ api, cast }: Pick<RightsBench, 'api' | 'cast'>, facts: readonly PolicyEvent[]): Promise<void> =>
  api.happened(cast.workspaceId, { aggregate: workspacePolicy, id: policyStream(riskMatrixPolicy).id }, facts);

const matrix = { rows, effectiveFrom: '2027-06-01' };
const setting =
  (who: 'cmo' | 'cto', change: object = {}): Provocation =>
  ({ cast }) =>
    Promise.resolve({
      who: cast[who],
      mutation: 'setRiskMatrix',
      input: { ...matrix, side: who === 'cmo' ? 'CONSUMER' : 'PROVIDER', ...change },
    });

/** Every code a command on a policy can be refused with; each in a workspace of its own. */
export const policyProvocations: Readonly<Record<string, Provocation>> = {
  BOTH_SIDES_BY_SAME_PERSON: async (bench) => {
    const { both } = bench.cast;
    await bench.done('setRiskMatrix', both, { ...matrix, side: 'CONSUMER' });
    return { who: both, mutation: 'setRiskMatrix', input: { ...matrix, side: 'PROVIDER' } };
  },
  SIDE_ALREADY_APPROVED: async (bench) => {
    await bench.done('setRiskMatrix', bench.cast.cmo, { ...matrix, side: 'CONSUMER' });
    return setting('cmo')(bench);
  },
  POLICY_UNCHANGED: setting('cmo', { rows: defaultGrid.map((bands) => ({ bands })) }),
  POLICY_NOT_PROPOSED: ({ cast }) =>
    Promise.resolve({ who: cast.cmo, mutation: 'withdrawPolicyProposal', input: { kind: 'RISK_MATRIX' } }),
  POLICY_PROPOSAL_WAITS: async (bench) => {
    await bench.done('setRiskMatrix', bench.cast.cmo, { ...matrix, side: 'CONSUMER' });
    return { who: bench.cast.reviewer, mutation: 'proposeRiskMatrix', input: matrix };
  },
  DATE_IN_PAST: setting('cmo', { effectiveFrom: '2026-01-04' }),
  PII_NOT_ALLOWED: setting('cmo', { reason: 'Ask mara@example.com.' }),
  LIMIT_REACHED: async (bench) => {
    const { cmo, cto } = bench.cast;
    const byIds = [cmo.personId, cto.personId] as const;
    const said = {
      kind: 'RISK_MATRIX',
      value: riskMatrixPolicy.initial,
      reason: null,
      setOn: '2026-01-05',
      byIds,
    } as const;
    const versions = Array.from({ length: 99 }, (_, index): PolicyEvent => {
      return { type: 'PolicySet', data: { ...said, version: index + 2, effectiveFrom: '2026-01-05' } };
    });
    await store(bench, versions);
    return setting('cmo')(bench);
  },
  VALIDATION_FAILED: setting('cmo', { rows: rows.slice(1) }),
  FORBIDDEN: setting('cto', { side: 'CONSUMER' }),
  CONCURRENCY_CONFLICT: async (bench) => {
    await proposed(bench, bench.cast.reviewer);
    return { ...(await setting('cmo')(bench)), given: { expect: { version: 7 } } };
  },
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    await bench.done('setRiskMatrix', bench.cast.cmo, { ...matrix, side: 'CONSUMER' }, given);
    return { ...(await setting('cmo', { effectiveFrom: '2027-07-01' })(bench)), given };
  },
};
