import { toGlobalId } from '#libs/api-kit';
import {
  borrowedCodes,
  KERNEL,
  ofVocabulary,
  refusalsIn,
  sourcesIn,
  typedBelow,
  typedCodesIn,
} from '#test/kit/refusal-codes';
import { randomUUID } from 'node:crypto';
import type { ProviderEvent } from '../domain/index.js';
import { type Given, type Member, type Name, ProvidersApi } from '../providers.fixture.js';
import { courses, ProvidersBench } from './rights.fixture.js';

/** Somebody is refused a command. */
interface Refused {
  readonly who: Member;
  readonly mutation: string;
  readonly input: object;
  readonly given?: Given;
}
type Provocation = (bench: ProvidersBench) => Promise<Refused>;

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const reason = 'As we spoke.';

const on =
  (course: readonly ProviderEvent[], [who, mutation, more = {}]: readonly [Name, string, object?], spent = 0) =>
  async (bench: ProvidersBench): Promise<Refused> => ({
    who: bench.cast[who],
    mutation,
    input: { providerId: await bench.agency(course, { spent }), ...more },
  });

const provocations: Readonly<Record<string, Provocation>> = {
  CHECKLIST_OPEN: on(courses.proved, ['cto', 'approveProvider', { validUntil: '2026-12-31' }]),
  ACCESS_NOT_REVOKED: on(courses.leavingWithAccess, ['cto', 'completeOffboarding']),
  SELF_APPROVAL_FORBIDDEN: async (bench) => {
    const { workspaceId } = bench.cast;
    const proof = { item: 'NDA', text: 'Signed.' };
    const providerId = await bench.agency();
    const both = await bench.api.join(workspaceId, [
      { role: 'RISK_REVIEWER', teamId: null },
      { role: 'ENGINEER', teamId: null },
    ]);
    await bench.done('submitEvidence', both, { providerId, ...proof });
    return { who: both, mutation: 'verifyItem', input: { providerId, item: 'NDA', ok: true } };
  },
  APPROVAL_EXPIRED: on(courses.runOut, ['cto', 'resumeProvider']),
  TEAM_OF_ANOTHER_PROVIDER: async (bench) => {
    const input = { name: 'Studio East', teamId: await bench.newTeam(), ceiling: eur(1000) };
    await bench.done('inviteProvider', bench.cast.cto, input);
    return { who: bench.cast.cto, mutation: 'inviteProvider', input: { ...input, name: 'Studio West' } };
  },
  PO_CEILING_EXCEEDED: on(courses.approved, ['cto', 'setPurchaseOrderCeiling', { ceiling: eur(100) }], 200),
  CURRENCY_MISMATCH: on(
    courses.approved,
    ['cto', 'setPurchaseOrderCeiling', { ceiling: { minorUnits: 500_000, currency: 'USD' } }],
    200,
  ),
  DATE_IN_PAST: on(courses.reviewed, ['cto', 'approveProvider', { validUntil: '2026-02-01' }]),
  REASON_REQUIRED: on(courses.approved, ['cto', 'suspendProvider', { reason: ' ' }]),
  PII_NOT_ALLOWED: on(courses.approved, ['cto', 'suspendProvider', { reason: 'Ask mara@example.com.' }]),
  LIMIT_REACHED: async (bench) => {
    const rateCard = Array.from({ length: 21 }, (_, index) => ({ work: `Work ${index}`, rate: eur(100) }));
    const input = { name: 'Studio East', teamId: await bench.newTeam(), ceiling: eur(1000), rateCard };
    return { who: bench.cast.cto, mutation: 'inviteProvider', input };
  },
  VALIDATION_FAILED: on(courses.invited, ['engineer', 'submitEvidence', { item: 'NDA' }]),
  INVALID_STATE: on(courses.rejected, ['cto', 'suspendProvider', { reason }]),
  NOT_FOUND: ({ cast: { cto: who } }) => {
    const providerId = toGlobalId('Provider', randomUUID());
    return Promise.resolve({ who, mutation: 'suspendProvider', input: { providerId, reason } });
  },
  FORBIDDEN: on(courses.invited, ['crafter', 'submitEvidence', { item: 'NDA', text: 'Signed.' }]),
  CONCURRENCY_CONFLICT: async (bench) => ({
    ...(await on(courses.approved, ['cto', 'suspendProvider', { reason }])(bench)),
    given: { expect: { version: 1 } },
  }),
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    const suspending = on(courses.approved, ['cto', 'suspendProvider', { reason }]);
    const { who, mutation, input } = await suspending(bench);
    await bench.done(mutation, who, input, given);
    return { ...(await suspending(bench)), given };
  },
};

const here = sourcesIn(new URL('../', import.meta.url));
const declared = refusalsIn(here);
const known = [...declared.map(({ code }) => code), ...borrowedCodes(here, ofVocabulary), ...KERNEL];
const typed = [...typedCodesIn(here), ...typedBelow];
const withFigures = [...declared, ...ofVocabulary].filter(({ hasDetails }) => hasDetails).map(({ code }) => code);
/** Asked by the gate of requests and of hours: provoked there. */
const ELSEWHERE = ['PROVIDER_NOT_ONBOARDED'];

const neverProvoked = (codes: readonly string[]): string[] =>
  codes.filter((code) => !(code in provocations) && !ELSEWHERE.includes(code));

let api: ProvidersApi;
let bench: ProvidersBench;
beforeAll(async () => {
  api = await ProvidersApi.start();
  bench = await ProvidersBench.open(api);
});
afterAll(() => api.close());

describe('the codes of refusals of agencies', () => {
  it('are all provoked by a call, and nothing else is', () => {
    expect(declared.length).toBeGreaterThan(5);
    expect(neverProvoked(known)).toEqual([]);
    expect(neverProvoked([...known, 'MOON_TOO_FULL'])).toEqual(['MOON_TOO_FULL']);
    expect(Object.keys(provocations).filter((code) => !known.includes(code))).toEqual([]);
  });

  it('have types where they have figures, so that a client need not read sentences', () => {
    expect(withFigures.filter((code) => known.includes(code) && !typed.includes(code))).toEqual([]);
  });

  it.each(Object.entries(provocations))(
    '%s comes as data with a sentence, and stores nothing',
    async (code, provoke) => {
      const { who, mutation, input, given } = await provoke(bench);
      const stored = await api.events();
      const { position, problems } = await bench.answer(mutation, who, input, given);
      expect(problems).toMatchObject([{ code, message: expect.stringMatching(/^[A-Z0-9].*\S\.$/) as string }]);
      expect(position).toBeNull();
      expect(await api.events()).toBe(stored);
      const isPlain = ['BusinessProblem', 'ValidationProblem'].includes(problems[0]!.type);
      expect([code, isPlain && code !== 'VALIDATION_FAILED']).toEqual([code, !typed.includes(code)]);
    },
  );
});
