import { randomUUID } from 'node:crypto';
import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { freeze, maxFrozen, maxNotedFreezes, maxOverrides, property } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { RiskBench } from '../risk-requests.fixture.js';
import { type Member, RiskApi } from '../risk.fixture.js';

let api: RiskApi;
let bench: RiskBench;
beforeAll(async () => {
  api = await RiskApi.start();
});
beforeEach(async () => {
  bench = await RiskBench.open(api);
});
afterAll(async () => {
  await api?.close();
});

type Shown = { readonly id: string; readonly version: number };
const register = async (name = 'www.example'): Promise<string> => {
  const input = { name, url: 'https://www.example', isPublic: true };
  return ((await api.done(bench.cast.cmo, 'registerProperty', input)).property as Shown).id;
};
const sale = { from: '2026-01-07', to: '2026-01-09', reason: 'Winter sale' };
const declare = async (propertyIds: readonly string[], change: object = {}): Promise<string> =>
  ((await api.done(bench.cast.cto, 'declareFreeze', { propertyIds, ...sale, ...change })).freeze as Shown).id;
const frozen = `query ($id: ID!) { property(id: $id) { version freezes { id status } } }`;
const nobody = (type: string) => toGlobalId(type, randomUUID());

describe('declareFreeze', () => {
  it('is noted on every property it covers', async () => {
    const { cast } = bench;
    const [one, two, three] = [await register('one'), await register('two'), await register('three')];
    const freezeId = await declare([one, two, one]);
    const document = `query ($id: ID!) { freeze(id: $id) { version from to reason status endedOn properties { name }
      overrides { requestId } history { changes { type } } } }`;
    await api.readable();
    expect(await api.ask(document, cast.auditor, { id: freezeId })).toEqual({
      version: 1,
      ...sale,
      status: 'AHEAD',
      endedOn: null,
      properties: [{ name: 'one' }, { name: 'two' }],
      overrides: [],
      history: { changes: [{ type: 'FreezeDeclared' }] },
    });
    const freezes = [{ id: freezeId, status: 'AHEAD' }];
    expect(await api.ask(frozen, cast.backend, { id: two })).toEqual({ version: 2, freezes });
    expect(await api.ask(frozen, cast.backend, { id: three })).toEqual({ version: 1, freezes: [] });
    await api.setClock(cast.workspaceId, '2026-01-09T12:00:00.000Z');
    expect(await api.ask(frozen, cast.backend, { id: two })).toMatchObject({ freezes: [{ status: 'IN_FORCE' }] });
    await api.setClock(cast.workspaceId, '2026-01-09T23:30:00.000Z');
    expect(await api.ask(frozen, cast.backend, { id: two })).toMatchObject({ freezes: [] });
    expect(await api.ask(document, cast.auditor, { id: freezeId })).toMatchObject({ status: 'OVER' });
  });

  it('is noted on all of them or on none', async () => {
    const { cast } = bench;
    const one = await register();
    const [problem] = await api.problems(cast, cast.cto, 'declareFreeze', {
      propertyIds: [one, nobody('Property')],
      ...sale,
    });
    expect(problem).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'propertyIds'] });
  });

  it('has properties, days that are not over, and a reason', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const refused = (change: object, who: Member = cast.cto) =>
      api.refused(cast, who, 'declareFreeze', { propertyIds: [propertyId], ...sale, ...change });
    expect(await refused({ propertyIds: [] })).toEqual(['VALIDATION_FAILED']);
    expect(await refused({ to: '2026-01-06' })).toEqual(['VALIDATION_FAILED']);
    expect(await refused({ from: '2026-01-01', to: '2026-01-04' })).toEqual(['DATE_IN_PAST']);
    expect(await refused({ reason: null })).toEqual(['REASON_REQUIRED']);
    expect(await refused({ propertyIds: Array.from({ length: 201 }, () => nobody('Property')) })).toEqual([
      'LIMIT_REACHED',
    ]);
    expect(await refused({}, cast.marketer)).toEqual(['FORBIDDEN']);
  });

  it('finds no room where too many are ahead', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const noted = Array.from({ length: maxNotedFreezes }, () => ({
      type: 'PropertyFrozen' as const,
      data: { freezeId: randomUUID(), from: '2026-02-02', to: '2026-02-03' },
    }));
    await api.happened(cast.workspaceId, { aggregate: property, id: fromGlobalId(propertyId, 'Property') }, noted);
    const [problem] = await api.problems(cast, cast.cto, 'declareFreeze', { propertyIds: [propertyId], ...sale });
    expect(problem).toMatchObject({ __typename: 'LimitReachedProblem', max: maxNotedFreezes });
  });
});

describe('endFreeze', () => {
  it('frees all of two hundred properties at once', async () => {
    const { cast } = bench;
    const names = Array.from({ length: maxFrozen }, (_, n) => `shop-${n}`);
    await Promise.all(
      names.map((name) => {
        const data = { name, url: 'https://www.example', isPublic: true };
        const known = { aggregate: property, id: propertyIdOf(name) };
        return api.happened(cast.workspaceId, known, [{ type: 'PropertyRegistered', data }]);
      }),
    );
    const freezeId = await declare(names.map((name) => toGlobalId('Property', propertyIdOf(name))));
    const covered = `query ($id: ID!) { freeze(id: $id) { properties { name freezes { id } } } }`;
    type Covered = { readonly properties: readonly { readonly freezes: readonly Shown[] }[] };
    const noted = async () => {
      const { properties } = await api.ask<Covered>(covered, cast.backend, { id: freezeId });
      return properties.map(({ freezes }) => freezes.length).filter((count) => count === 1).length;
    };
    expect(await noted()).toBe(maxFrozen);
    await api.done(cast.cto, 'endFreeze', { freezeId, reason: 'A mistake' });
    expect(await noted()).toBe(0);
  });

  it('frees its properties from today on', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const freezeId = await declare([propertyId]);
    const ended = await api.done(cast.cmo, 'endFreeze', { freezeId, reason: 'A mistake' }, { expect: { version: 1 } });
    expect(ended.freeze).toMatchObject({ version: 2, status: 'ENDED', endedOn: '2026-01-05', endReason: 'A mistake' });
    expect(await api.ask(frozen, cast.backend, { id: propertyId })).toEqual({ version: 3, freezes: [] });
    const listed = `query ($filter: FreezeFilter) { freezes(filter: $filter) { nodes { id } } }`;
    const ofProperty = { properties: { some: { propertyId: { eq: propertyId } } } };
    expect(await api.ask(listed, cast.backend, { filter: ofProperty })).toEqual({ nodes: [{ id: freezeId }] });
    expect(await api.ask(listed, cast.backend, { filter: { ended: { eq: false } } })).toEqual({ nodes: [] });
  });

  it('wants a reason and a freeze that is not over', async () => {
    const { cast } = bench;
    const freezeId = await declare([await register()]);
    const end = { freezeId, reason: 'A mistake' };
    expect(await api.refused(cast, cast.cmo, 'endFreeze', { freezeId })).toEqual(['REASON_REQUIRED']);
    expect(await api.refused(cast, cast.cmo, 'endFreeze', { ...end, freezeId: nobody('Freeze') })).toEqual([
      'NOT_FOUND',
    ]);
    expect(await api.refused(cast, cast.backend, 'endFreeze', end)).toEqual(['FORBIDDEN']);
    await api.done(cast.cmo, 'endFreeze', end);
    const [problem] = await api.problems(cast, cast.cmo, 'endFreeze', end);
    expect(problem).toMatchObject({ code: 'INVALID_STATE', state: 'ENDED' });
  });
});

describe('overrideFreeze', () => {
  const reason = 'The event is tomorrow';
  const overrides = `query ($id: ID!) { freeze(id: $id) { overrides { request { id } granted
    signatures { side by { id } onBehalfOf { id } reason } } } }`;
  const stand = async () => ({ freezeId: await declare([await register()]), requestId: await bench.request() });

  it('takes both leads, and shows whose word is missing', async () => {
    const { cast } = bench;
    const { freezeId, requestId } = await stand();
    const yes = { freezeId, requestId, reason };
    await api.done(cast.cmo, 'overrideFreeze', { ...yes, side: 'CONSUMER' }, { expect: { version: 1 } });
    const signature = { side: 'CONSUMER', by: { id: cast.cmo.id }, onBehalfOf: null, reason };
    expect(await api.ask(overrides, cast.backend, { id: freezeId })).toEqual({
      overrides: [{ request: { id: requestId }, granted: false, signatures: [signature] }],
    });
    expect(await api.refused(cast, cast.cmo, 'overrideFreeze', { ...yes, side: 'CONSUMER' })).toEqual([
      'SIDE_ALREADY_APPROVED',
    ]);
    await api.delegate(cast.workspaceId, cast.cto, cast.backend, 'ENGINEERING_LEAD');
    await api.done(cast.backend, 'overrideFreeze', { ...yes, side: 'PROVIDER' }, { onBehalfOf: cast.cto });
    expect(await api.ask(overrides, cast.backend, { id: freezeId })).toMatchObject({
      overrides: [
        {
          granted: true,
          signatures: [signature, { side: 'PROVIDER', by: { id: cast.backend.id }, onBehalfOf: { id: cast.cto.id } }],
        },
      ],
    });
    const [problem] = await api.problems(cast, cast.cto, 'overrideFreeze', { ...yes, side: 'PROVIDER' });
    expect(problem).toMatchObject({ __typename: 'FreezeAlreadyOverriddenProblem', freezeId, requestId });
  });

  it('takes two persons, each the lead of the request’s own team', async () => {
    const { cast } = bench;
    const { freezeId, requestId } = await stand();
    const yes = { freezeId, requestId, reason, side: 'CONSUMER' };
    expect(await api.refused(cast, cast.salesLead, 'overrideFreeze', yes)).toEqual(['FORBIDDEN']);
    expect(await api.refused(cast, cast.cto, 'overrideFreeze', yes)).toEqual(['FORBIDDEN']);
    expect(await api.refused(cast, cast.manager, 'overrideFreeze', yes)).toEqual(['FORBIDDEN']);
    await api.done(cast.both, 'overrideFreeze', yes);
    expect(await api.refused(cast, cast.both, 'overrideFreeze', { ...yes, side: 'PROVIDER' })).toEqual([
      'BOTH_SIDES_BY_SAME_PERSON',
    ]);
  });

  it('is refused without a reason, for no request or freeze, when it ended, and beyond the limit', async () => {
    const { cast } = bench;
    const { freezeId, requestId } = await stand();
    const yes = { freezeId, requestId, reason, side: 'CONSUMER' };
    const refused = (change: object) => api.refused(cast, cast.cmo, 'overrideFreeze', { ...yes, ...change });
    expect(await refused({ reason: '' })).toEqual(['REASON_REQUIRED']);
    expect(await refused({ freezeId: nobody('Freeze') })).toEqual(['NOT_FOUND']);
    const [problem] = await api.problems(cast, cast.cmo, 'overrideFreeze', { ...yes, requestId: nobody('Request') });
    expect(problem).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'requestId'] });
    const by = { personId: cast.cmo.personId, onBehalfOf: null };
    const given = Array.from({ length: maxOverrides }, () => ({
      type: 'FreezeOverrideGivenBySide' as const,
      data: { requestId: randomUUID(), side: 'CONSUMER' as const, by, reason },
    }));
    const known = { aggregate: freeze, id: fromGlobalId(freezeId, 'Freeze') };
    await api.happened(cast.workspaceId, known, given);
    expect(await refused({})).toEqual(['LIMIT_REACHED']);
    await api.done(cast.cmo, 'endFreeze', { freezeId, reason: 'Over' });
    expect(await refused({})).toEqual(['INVALID_STATE']);
  });
});
