import { toGlobalId } from '#libs/api-kit';
import { cellOf, type Right } from '#libs/people';
import { randomUUID } from 'node:crypto';
import { type Cast, CAST, type Name, ProvidersApi } from './providers.fixture.js';

const nowhere = { providerId: toGlobalId('Provider', randomUUID()) };
const money = { minorUnits: 1, currency: 'EUR' };

/** Every command of this context, the right it needs, and an input that nothing but the right can let pass far. */
const COMMANDS: readonly (readonly [name: string, right: Right, input: object])[] = [
  ['inviteProvider', 'provider.manage', { name: 'Studio', teamId: toGlobalId('Team', randomUUID()), ceiling: money }],
  ['submitEvidence', 'provider.evidence', { ...nowhere, item: 'NDA', text: 'Signed.' }],
  ['verifyItem', 'provider.verify', { ...nowhere, item: 'NDA', ok: true }],
  ['approveProvider', 'provider.manage', { ...nowhere, validUntil: '2026-12-31' }],
  ['rejectProvider', 'provider.manage', { ...nowhere, reason: 'No.' }],
  ['suspendProvider', 'provider.suspend', { ...nowhere, reason: 'Leaked key.' }],
  ['resumeProvider', 'provider.manage', nowhere],
  ['startOffboarding', 'provider.manage', { ...nowhere, reason: 'The end.' }],
  ['recordAccess', 'provider.manage', { ...nowhere, system: 'Tag manager' }],
  ['confirmRevoked', 'provider.manage', { ...nowhere, accessId: 'X1' }],
  ['completeOffboarding', 'provider.manage', nowhere],
  ['recordIntegrationStep', 'provider.manage', { ...nowhere, step: 'POINT_PERSON' }],
  ['setPurchaseOrderCeiling', 'provider.manage', { ...nowhere, ceiling: money }],
];

let api: ProvidersApi;
let cast: Cast;
beforeAll(async () => {
  api = await ProvidersApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

describe('the matrix of rights, cell by cell', () => {
  it('names every mutation of this context', () => {
    const fields = Object.values(api.schema.getMutationType()!.getFields());
    const ours = fields.filter(({ type }) => String(type).startsWith('ProviderPayload')).map(({ name }) => name);
    expect(COMMANDS.map(([name]) => name).sort()).toEqual(ours.sort());
  });

  it.each(Object.keys(CAST) as Name[])('%s gets what it says', async (name) => {
    const [role] = CAST[name];
    const stored = await api.events();
    for (const [command, right, input] of COMMANDS) {
      const { problems } = await api.give(cast[name], command, input);
      const refused = problems.some((problem) => problem.code === 'FORBIDDEN' && problem['right'] === right);
      expect([command, refused]).toEqual([command, cellOf(role, right) === null]);
      // Nothing of what the inputs name is there: whoever may try is told so.
      expect(problems).toHaveLength(1);
    }
    const { data } = await api.run('{ providers { totalCount } }', cast[name]);
    expect((data?.['providers'] ?? null) !== null).toBe(cellOf(role, 'provider.read') !== null);
    expect(await api.events()).toBe(stored);
  });
});
