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

describe('declarePeak', () => {
  const spring = { title: 'Spring sale', from: '2026-03-16', to: '2026-03-20', expectedPeakRpm: 6000 };
  const declare = async (propertyId: string, change: object = {}) =>
    ((await api.done(bench.cast.marketer, 'declarePeak', { propertyId, ...spring, ...change })).peak as Shown).id;

  it('tells what its property is missing, by the better of two tests', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const peakId = await declare(propertyId, { testedCapacityRpm: 1000 });
    const document = `query ($id: ID!) { peak(id: $id) { version title from to property { name } testedCapacityRpm
      capacityRpm capacityGap history { changes { type } } } }`;
    await api.readable();
    expect(await api.ask(document, cast.facilitator, { id: peakId })).toEqual({
      version: 1,
      title: 'Spring sale',
      from: '2026-03-16',
      to: '2026-03-20',
      property: { name: 'www.example' },
      testedCapacityRpm: 1000,
      capacityRpm: 1000,
      capacityGap: 5000,
      history: { changes: [{ type: 'PeakDeclared' }] },
    });
    const check = { propertyId, kind: 'PERFORMANCE', result: 'PASSED', evidence: 'Report', checkedOn: '2026-01-04' };
    await api.done(cast.backend, 'recordCheck', { ...check, capacityRpm: 6500 });
    expect(await api.ask(document, cast.facilitator, { id: peakId })).toMatchObject({
      capacityRpm: 6500,
      capacityGap: -500,
    });
  });

  it('is listed with its property, and among the gaps while there is one, the greatest first', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const other = await register({ ...www, name: 'shop' });
    const small = await declare(propertyId, { testedCapacityRpm: 5999 });
    const great = await declare(other, { title: 'Summer', from: '2026-07-01', to: '2026-07-01' });
    await declare(propertyId, { title: 'Fine', testedCapacityRpm: 6000 });
    const gaps = `query ($from: LocalDate!, $to: LocalDate!) { capacityGaps(from: $from, to: $to) { id capacityGap } }`;
    const year = { from: '2026-03-20', to: '2026-07-01' };
    expect(await api.ask(gaps, cast.cto, year)).toEqual([
      { id: great, capacityGap: 6000 },
      { id: small, capacityGap: 1 },
    ]);
    expect(await api.ask(gaps, cast.cto, { ...year, from: '2026-03-21' })).toEqual([{ id: great, capacityGap: 6000 }]);
    const { errors } = await api.run(gaps, cast.cto, { from: '2026-01-01', to: '2027-01-02' });
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_REACHED' } }]);
    const ofProperty = `query ($id: ID!) { property(id: $id) { peaks { title } } }`;
    expect(await api.ask(ofProperty, cast.cto, { id: propertyId })).toEqual({
      peaks: expect.arrayContaining([{ title: 'Spring sale' }, { title: 'Fine' }]),
    });
    const all = `{ peaks(filter: { expectedPeakRpm: { gte: 6000 } }, order: [{ from: DESC }]) { nodes { title } } }`;
    expect(await api.ask(all, cast.cto)).toMatchObject({ nodes: [{ title: 'Summer' }, {}, {}] });
  });

  it('is refused for no property, and for days or figures that are none', async () => {
    const { cast } = bench;
    const propertyId = await register();
    const refused = (change: object) =>
      api.refused(cast, cast.marketer, 'declarePeak', { propertyId, ...spring, ...change });
    expect(await refused({ propertyId: nobody('Property') })).toEqual(['NOT_FOUND']);
    expect(await refused({ to: '2026-03-15' })).toEqual(['VALIDATION_FAILED']);
    expect(await refused({ expectedPeakRpm: 0 })).toEqual(['VALIDATION_FAILED']);
    expect(await refused({ title: 'Call 030 1234567' })).toEqual(['PII_NOT_ALLOWED']);
    expect(await api.refused(cast, cast.backend, 'declarePeak', { propertyId, ...spring })).toEqual(['FORBIDDEN']);
  });
});
