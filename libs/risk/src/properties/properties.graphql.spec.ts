import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';

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

const www = { name: 'www.example', url: 'https://www.example', isPublic: true };
type Shown = { readonly id: string; readonly version: number };
const register = async (input: object = www): Promise<string> =>
  ((await api.done(bench.cast.cmo, 'registerProperty', input)).property as Shown).id;
const nobody = (type: string) => toGlobalId(type, randomUUID());

describe('registerProperty', () => {
  it('makes a property, once for a name however it is written', async () => {
    const { cast } = bench;
    const { property } = await api.done(cast.manager, 'registerProperty', { ...www, name: ' WWW.example ' });
    expect(property).toMatchObject({ version: 1, name: 'WWW.example', isPublic: true, testedCapacityRpm: null });
    const [problem] = await api.problems(cast, cast.cmo, 'registerProperty', www);
    expect(problem).toMatchObject({ __typename: 'AlreadyRegisteredProblem', what: 'property' });
    const named = `query ($name: String!) { propertyOfName(name: $name) { id } }`;
    expect(await api.ask(named, cast.backend, { name: 'www.EXAMPLE' })).toEqual({ id: (property as Shown).id });
    expect(await api.ask(named, cast.backend, { name: 'other' })).toBeNull();
  });

  it('is told the same when it is repeated with its key', async () => {
    const first = await api.done(bench.cast.cmo, 'registerProperty', www, { key: 'once' });
    const again = await api.done(bench.cast.cmo, 'registerProperty', www, { key: 'once' });
    expect([again.replayed, again.position, again.property]).toEqual([true, first.position, first.property]);
  });

  it('wants an address, no personal data, and a right', async () => {
    const { cast } = bench;
    expect(await api.refused(cast, cast.cmo, 'registerProperty', { ...www, url: 'www' })).toEqual([
      'VALIDATION_FAILED',
    ]);
    expect(await api.refused(cast, cast.cmo, 'registerProperty', { ...www, name: 'jo@shop.example' })).toEqual([
      'PII_NOT_ALLOWED',
    ]);
    expect(await api.refused(cast, cast.backend, 'registerProperty', www)).toEqual(['FORBIDDEN']);
  });
});

describe('a property', () => {
  const document = `query ($id: ID!) { property(id: $id) { version name url testedCapacityRpm
    responsibilities { area person { id } } checks { kind result evidence checkedOn capacityRpm }
    history { changes { type summary } } } }`;

  it('shows who answers for it, its last checks and what happened', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const assigned = { propertyId, area: 'SECURITY', personId: cast.reviewer.id };
    await api.done(cast.cto, 'assignResponsibility', assigned, { expect: { version: 1 } });
    const check = {
      propertyId,
      kind: 'PERFORMANCE',
      result: 'PASSED',
      evidence: 'The report',
      checkedOn: '2026-01-04',
    };
    await api.done(cast.backend, 'recordCheck', { ...check, capacityRpm: 5000 }, { expect: { version: 2 } });
    await api.readable();
    expect(await api.ask(document, cast.auditor, { id: propertyId })).toMatchObject({
      version: 3,
      testedCapacityRpm: 5000,
      responsibilities: [{ area: 'SECURITY', person: { id: cast.reviewer.id } }],
      checks: [{ kind: 'PERFORMANCE', result: 'PASSED', evidence: 'The report', capacityRpm: 5000 }],
      history: {
        changes: [{ type: 'PropertyRegistered' }, { type: 'ResponsibilityAssigned' }, { type: 'CheckRecorded' }],
      },
    });
    const again = await api.done(cast.cto, 'assignResponsibility', assigned);
    expect([again.position, again.property]).toEqual([null, expect.objectContaining({ version: 3 })]);
  });

  it('is refused what it does not know', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const assigned = { propertyId, area: 'SECURITY', personId: nobody('Person') };
    const [nobodyThere] = await api.problems(cast, cast.cto, 'assignResponsibility', assigned);
    expect(nobodyThere).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'personId'] });
    const elsewhere = { propertyId: nobody('Property'), area: 'SECURITY', personId: cast.cto.id };
    const [nowhere] = await api.problems(cast, cast.cto, 'assignResponsibility', elsewhere);
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'propertyId'] });
    const known = { ...assigned, personId: cast.cto.id };
    const [stale] = await api.problems(cast, cast.cto, 'assignResponsibility', known, { expect: { version: 7 } });
    expect(stale).toMatchObject({ code: 'CONCURRENCY_CONFLICT', actual: 1 });
    const check = { propertyId, kind: 'TEST', result: 'FAILED', evidence: 'It fails', checkedOn: '2026-01-05' };
    const refused = (change: object) => api.refused(cast, cast.backend, 'recordCheck', { ...check, ...change });
    expect(await refused({ checkedOn: '2026-01-06' })).toEqual(['DATE_IN_FUTURE']);
    expect(await refused({ evidence: null })).toEqual(['REASON_REQUIRED']);
    expect(await refused({ capacityRpm: 10 })).toEqual(['VALIDATION_FAILED']);
    expect(await refused({ propertyId: nobody('Property') })).toEqual(['NOT_FOUND']);
    expect(await api.refused(cast, cast.cmo, 'recordCheck', check)).toEqual(['FORBIDDEN']);
  });

  it('is found among all by name, page by page, and by its id', async () => {
    const { cast } = bench;
    for (const name of ['beta', 'alpha', 'gamma']) await register({ ...www, name, isPublic: name !== 'beta' });
    const page = `query ($after: String, $filter: PropertyFilter) { properties(first: 2, after: $after, filter: $filter) {
      nodes { id name } pageInfo { hasNextPage endCursor } } }`;
    type Page = { nodes: { id: string; name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await api.ask<Page>(page, cast.backend);
    const second = await api.ask<Page>(page, cast.backend, { after: first.pageInfo.endCursor });
    expect([first, second].map(({ nodes }) => nodes.map(({ name }) => name))).toEqual([['alpha', 'beta'], ['gamma']]);
    const hidden = await api.ask<Page>(page, cast.backend, { filter: { isPublic: { eq: false } } });
    expect(hidden.nodes.map(({ name }) => name)).toEqual(['beta']);
    const node = `query ($id: ID!) { node(id: $id) { ... on Property { name } } }`;
    expect(await api.ask(node, cast.backend, { id: hidden.nodes[0]!.id })).toEqual({ name: 'beta' });
    const other = await RiskBench.open(api);
    expect(await api.ask(node, other.cast.backend, { id: hidden.nodes[0]!.id })).toBeNull();
    expect((await api.run(page, cast.agencyDesigner)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('knows the requests that link its name, and they what is registered of it', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const linked = await bench.request();
    await bench.request();
    await api.done(cast.marketer, 'setProperties', { requestId: linked, properties: ['WWW.example', 'elsewhere'] });
    const ofProperty = `query ($id: ID!) { property(id: $id) { requests { count requests { id } } } }`;
    expect(await api.ask(ofProperty, cast.backend, { id: propertyId })).toEqual({
      requests: { count: 1, requests: [{ id: linked }] },
    });
    const ofRequest = `query ($id: ID!) { request(id: $id) { registeredProperties { name property { id } } } }`;
    expect(await api.ask(ofRequest, cast.backend, { id: linked })).toEqual({
      registeredProperties: [
        { name: 'WWW.example', property: { id: propertyId } },
        { name: 'elsewhere', property: null },
      ],
    });
  });
});
