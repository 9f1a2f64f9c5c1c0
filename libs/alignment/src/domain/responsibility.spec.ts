import fc from 'fast-check';
import { people, Scenario } from './given.spec-kit.js';
import {
  type Held,
  type Party,
  propertyKeyOf,
  propertyNamed,
  removeResponsibility,
  responsibilities,
  type ResponsibilityInput,
  responsibilityRoles,
  setResponsibility,
  whoDoesWhat,
  whoHas,
} from './index.js';

const team: Party = { kind: 'TEAM', id: 't-1' };
const cleo: Party = { kind: 'PERSON', id: 'p-cleo' };
const theo: Party = { kind: 'PERSON', id: 'p-theo' };
const nothing = new Scenario(responsibilities);

const input = (more: Partial<ResponsibilityInput> = {}): ResponsibilityInput => ({
  property: 'shop.example',
  requestType: null,
  role: 'ACCOUNTABLE',
  party: cleo,
  ...more,
});
const set = (given: typeof nothing, more: Partial<ResponsibilityInput> = {}) =>
  given.when(setResponsibility, input(more), people.cmo);
const removed = (given: typeof nothing, more: Partial<ResponsibilityInput> = {}) =>
  given.when(removeResponsibility, input({ reason: 'She has left.', ...more }), people.cmo);
const heldIn = ({ state }: typeof nothing): readonly Held[] => (state.status === 'known' ? state.held : []);

describe('a responsibility', () => {
  it('is set for a property, a type and a role', () => {
    const { facts } = set(nothing, { requestType: 'BUG', role: 'INFORMED', party: team, reason: 'They asked.' });
    expect(facts).toEqual([
      {
        type: 'ResponsibilitySet',
        data: {
          property: 'shop.example',
          requestType: 'BUG',
          role: 'INFORMED',
          party: team,
          reason: 'They asked.',
          replaced: null,
        },
      },
    ]);
  });

  it('is held by several, but for the one who is accountable', () => {
    const roles = ['RESPONSIBLE', 'CONSULTED', 'INFORMED'] as const;
    const many = roles.reduce((given, role) => set(set(given, { role }), { role, party: theo }), set(nothing));
    expect(heldIn(many)).toHaveLength(7);
    const other = set(many, { party: theo, reason: 'She has left.' });
    expect(other.facts).toMatchObject([{ data: { party: theo, replaced: cleo, reason: 'She has left.' } }]);
    expect(heldIn(other)).toHaveLength(7);
    expect(heldIn(other).filter(({ role }) => role === 'ACCOUNTABLE')).toMatchObject([{ party: theo }]);
  });

  it('owes a reason when somebody else was accountable, for the same type alone', () => {
    const one = set(nothing);
    expect(set(one, { party: theo }).refusal).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reason'] });
    expect(set(one, { party: { kind: 'TEAM', id: 'p-cleo' } }).refusal.code).toBe('REASON_REQUIRED');
    expect(set(one, { party: theo, requestType: 'BUG' }).facts).toHaveLength(1);
  });

  it('that is held already stores nothing', () => {
    expect(set(set(nothing)).facts).toEqual([]);
  });

  it('ends with a reason, when there is one', () => {
    const one = set(nothing);
    expect(removed(one).facts).toEqual([
      {
        type: 'ResponsibilityRemoved',
        data: { ...input(), reason: 'She has left.' },
      },
    ]);
    expect(heldIn(removed(one))).toEqual([]);
    expect(removed(one, { reason: ' ' }).refusal.code).toBe('REASON_REQUIRED');
    expect(removed(one, { party: theo }).refusal).toMatchObject({
      code: 'NOT_FOUND',
      details: { what: 'responsibility' },
    });
    expect(removed(one, { requestType: 'BUG' }).refusal.code).toBe('NOT_FOUND');
    expect(removed(nothing).refusal.code).toBe('NOT_FOUND');
  });

  it('names a property and holds no personal data', () => {
    for (const property of ['', '  ', 'https://', 'x'.repeat(301), 'a\u0000'])
      expect(set(nothing, { property }).refusal.code).toBe('VALIDATION_FAILED');
    expect(set(nothing, { reason: 'Ask cleo@example.com' }).refusal.code).toBe('PII_NOT_ALLOWED');
    expect(removed(set(nothing), { reason: 'Ask cleo@example.com' }).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('has room for 500 on a property', () => {
    const data = (n: number) => ({
      ...input({ role: 'INFORMED', party: { kind: 'PERSON', id: `p-${n}` } }),
      reason: null,
      replaced: null,
    });
    const facts = Array.from({ length: 500 }, (_, n) => ({ type: 'ResponsibilitySet' as const, data: data(n) }));
    const full = nothing.given(facts, people.cmo);
    expect(set(full).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 500 } });
    const last = nothing.given(facts.slice(1), people.cmo);
    const accountable = set(last);
    expect(accountable.facts).toHaveLength(1);
    expect(set(accountable, { party: theo, reason: 'She has left.' }).facts).toHaveLength(1);
  });
});

describe('any course of a property', () => {
  const change = fc.record({
    requestType: fc.constantFrom(null, 'BUG', 'EMAIL'),
    role: fc.constantFrom(...responsibilityRoles),
    party: fc.constantFrom(team, cleo, theo),
    remove: fc.boolean(),
  });

  it('leaves at most one accountable for each type, and nobody twice', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const end = changes.reduce(
          (given, { remove, ...more }) =>
            remove ? removed(given, more) : set(given, { ...more, reason: 'So it is.' }),
          nothing,
        );
        const held = heldIn(end);
        const accountable = held.filter(({ role }) => role === 'ACCOUNTABLE').map(({ requestType }) => requestType);
        expect(new Set(accountable).size).toBe(accountable.length);
        const keys = held.map(({ requestType, role, party }) => JSON.stringify([requestType, role, party]));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

describe('the name of a property', () => {
  it.each([
    ['https://Shop.Example/', 'shop.example'],
    ['  shop.example ', 'shop.example'],
    ['HTTP://shop.example/de//', 'shop.example/de'],
    ['Partner   portal', 'partner portal'],
    ['*', '*'],
    ['https:// ', ''],
  ])('%j is %j', (written, key) => {
    expect(propertyKeyOf(written)).toBe(key);
  });

  it('is its own key once it is one', () => {
    fc.assert(fc.property(fc.webUrl(), (url) => expect(propertyKeyOf(propertyKeyOf(url))).toBe(propertyKeyOf(url))));
    expect(propertyNamed(' shop.example ', ['property'])).toBe('shop.example');
  });
});

describe('who does what', () => {
  const held = (requestType: string | null, role: Held['role'], ...parties: Party[]): Held[] =>
    parties.map((party) => ({
      requestType,
      role,
      party,
      reason: null,
      by: { personId: 'p', onBehalfOf: null },
      since: '2026-01-05T08:00:00.000Z',
    }));
  const byProperty = new Map([
    ['shop.example', [...held('BUG', 'ACCOUNTABLE', cleo), ...held(null, 'RESPONSIBLE', team, theo)]],
    ['*', [...held('BUG', 'CONSULTED', theo), ...held(null, 'ACCOUNTABLE', team), ...held(null, 'CONSULTED', cleo)]],
  ]);
  const ask = (property: string, type: string) => whoDoesWhat({ property, type, byProperty });

  it('is answered for each role by the most specific entry that names somebody', () => {
    expect(ask('https://Shop.example/', 'BUG')).toEqual([
      { role: 'RESPONSIBLE', level: 'PROPERTY', parties: [team, theo] },
      { role: 'ACCOUNTABLE', level: 'EXACT', parties: [cleo] },
      { role: 'CONSULTED', level: 'DEFAULT_TYPE', parties: [theo] },
      { role: 'INFORMED', level: null, parties: [] },
    ]);
    expect(ask('shop.example', 'EMAIL')).toMatchObject([
      { level: 'PROPERTY' },
      { level: 'DEFAULT', parties: [team] },
      { level: 'DEFAULT', parties: [cleo] },
      { level: null },
    ]);
  });

  it('falls back to all properties, which are asked for themselves as well', () => {
    const elsewhere = ask('blog.example', 'BUG');
    expect(elsewhere.map(({ level }) => level)).toEqual([null, 'DEFAULT', 'DEFAULT_TYPE', null]);
    expect(ask('*', 'BUG')).toEqual(elsewhere);
    expect(whoHas('ACCOUNTABLE', { property: 'x', type: 'BUG', byProperty: new Map() }).parties).toEqual([]);
  });
});
