import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { request } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import { peak, riskReview } from '../domain/index.js';
import { reviewSamples } from '../events.samples.fixture.js';
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

type Shown = { readonly id: string };
type Entry = { readonly kind: string; readonly from: string; readonly to: string; readonly title: string };
type Calendar = { readonly entries: readonly (Entry & { readonly nodeId: string })[]; readonly truncated: boolean };
const document = `query ($from: LocalDate!, $to: LocalDate!, $propertyIds: [ID!], $teamId: ID) {
  changeCalendar(from: $from, to: $to, propertyIds: $propertyIds, teamId: $teamId) {
    truncated entries { kind from to title nodeId } } }`;
const quarter = { from: '2026-01-01', to: '2026-03-31' };
const calendar = (change: object = {}, who: Member = bench.cast.backend) =>
  api.ask<Calendar>(document, who, { ...quarter, ...change });
const kinds = ({ entries }: Calendar) => entries.map(({ kind }) => kind);

const register = async (name: string): Promise<string> => {
  const input = { name, url: 'https://www.example', isPublic: true };
  return ((await api.done(bench.cast.cmo, 'registerProperty', input)).property as Shown).id;
};

/** A request that links properties, promised for a day. */
async function planned(properties: readonly string[], date: string): Promise<string> {
  const { cast } = bench;
  const requestId = await bench.request();
  await api.done(cast.marketer, 'setProperties', { requestId, properties });
  const data = { date, dateKind: 'PREFERENCE', previous: null, reason: null, sides: ['CONSUMER', 'PROVIDER'] } as const;
  const known = { aggregate: request, id: fromGlobalId(requestId, 'Request') };
  await api.happened(cast.workspaceId, known, [{ type: 'DateAgreed', data }]);
  return requestId;
}

/** A review that was decided. */
async function cleared(propertyIds: readonly string[], validUntil: string): Promise<string> {
  const id = randomUUID();
  const { ReviewOpened: opened, ReviewCleared: made } = reviewSamples;
  await api.happened(bench.cast.workspaceId, { aggregate: riskReview, id }, [
    { type: 'ReviewOpened', data: { ...opened, propertyIds: propertyIds.map((one) => fromGlobalId(one, 'Property')) } },
    { type: 'ReviewCleared', data: { ...made, validUntil } },
  ]);
  return toGlobalId('RiskReview', id);
}

describe('changeCalendar', () => {
  it('is one list of everything that has a day, in order', async () => {
    const { cast } = bench;
    const www = await register('www');
    const peakInput = { title: 'Sale', from: '2026-01-20', to: '2026-01-22', expectedPeakRpm: 6000 };
    const peakId = ((await api.done(cast.cmo, 'declarePeak', { propertyId: www, ...peakInput })).peak as Shown).id;
    const freezeInput = { propertyIds: [www], from: '2026-01-20', to: '2026-01-23', reason: 'Sale' };
    const freezeId = ((await api.done(cast.cto, 'declareFreeze', freezeInput)).freeze as Shown).id;
    const promised = await planned(['WWW'], '2026-02-02');
    const reviewId = await cleared([www], '2026-03-31');
    expect(await calendar()).toEqual({
      truncated: false,
      entries: [
        { kind: 'FREEZE', from: '2026-01-20', to: '2026-01-23', title: 'Sale', nodeId: freezeId },
        { kind: 'PEAK', from: '2026-01-20', to: '2026-01-22', title: 'Sale', nodeId: peakId },
        {
          kind: 'AGREED_DATE',
          from: '2026-02-02',
          to: '2026-02-02',
          title: expect.stringMatching(/^REQ-\d+ Spring/),
          nodeId: promised,
        },
        { kind: 'REVIEW_VALIDITY_END', from: '2026-03-31', to: '2026-03-31', title: 'RR-2', nodeId: reviewId },
      ],
    });
    expect(kinds(await calendar({ from: '2026-01-23', to: '2026-02-01' }))).toEqual(['FREEZE']);
    await api.done(cast.cto, 'endFreeze', { freezeId, reason: 'Off' });
    expect(kinds(await calendar({ from: '2026-01-21', to: '2026-01-21' }))).toEqual(['PEAK']);
  });

  it('shows a launch instead of the date that was promised, and those that were taken back', async () => {
    const { cast } = bench;
    const live = await bench.request({ stage: 'launched' });
    const shown = async () => (await calendar()).entries.map(({ kind, from, nodeId }) => [kind, from, nodeId]);
    expect(await shown()).toEqual([['LAUNCH', '2026-01-05', live]]);
    const known = { aggregate: request, id: fromGlobalId(live, 'Request') };
    const data = { reason: 'DEFECT', note: null, failed: true } as const;
    await api.happened(cast.workspaceId, known, [{ type: 'LaunchRolledBack', data }]);
    expect(await shown()).toEqual([
      ['LAUNCH_ROLLED_BACK', '2026-01-05', live],
      ['AGREED_DATE', '2026-01-23', live],
    ]);
  });

  it('keeps to some properties, and to the work of one team', async () => {
    const { cast } = bench;
    const [www, blog] = [await register('www'), await register('blog')];
    await planned(['www'], '2026-02-02');
    await planned([], '2026-02-03');
    await cleared([blog], '2026-02-04');
    const peakInput = { title: 'Sale', from: '2026-01-20', to: '2026-01-22', expectedPeakRpm: 6000 };
    await api.done(cast.cmo, 'declarePeak', { propertyId: blog, ...peakInput });
    expect(kinds(await calendar())).toEqual(['PEAK', 'AGREED_DATE', 'AGREED_DATE', 'REVIEW_VALIDITY_END']);
    expect(kinds(await calendar({ propertyIds: [www] }))).toEqual(['AGREED_DATE']);
    expect(kinds(await calendar({ propertyIds: [blog] }))).toEqual(['PEAK', 'REVIEW_VALIDITY_END']);
    expect(kinds(await calendar({ teamId: cast.sales }))).toEqual(['PEAK']);
    expect(kinds(await calendar({ teamId: cast.marketing }))).toEqual(['PEAK', 'AGREED_DATE', 'AGREED_DATE']);
  });

  it('shows of requests and reviews what the caller may see', async () => {
    const { cast } = bench;
    await planned(['www'], '2026-02-02');
    await cleared([await register('www')], '2026-02-04');
    const held = [{ role: 'ENGINEER', teamId: null }] as const;
    const narrow = await api.join(cast.workspaceId, held, ['property.read']);
    expect(kinds(await calendar({}, narrow))).toEqual([]);
    const wider = await api.join(cast.workspaceId, held, ['property.read', 'request.read']);
    expect(kinds(await calendar({}, wider))).toEqual(['AGREED_DATE']);
    const other = await RiskBench.open(api);
    expect(kinds(await calendar({}, other.cast.backend))).toEqual([]);
  });

  it('says when there is more than it shows, and has at most 366 days', async () => {
    const { cast } = bench;
    const propertyId = fromGlobalId(await register('www'), 'Property');
    const many = Array.from({ length: 501 }, (_, n) => n);
    const data = { propertyId, from: '2026-01-20', to: '2026-01-20', expectedPeakRpm: 1, testedCapacityRpm: null };
    for (let at = 0; at < many.length; at += 50) {
      await Promise.all(
        many.slice(at, at + 50).map((n) => {
          const fact = { type: 'PeakDeclared' as const, data: { ...data, title: `P${n}` } };
          return api.happened(cast.workspaceId, { aggregate: peak, id: randomUUID() }, [fact]);
        }),
      );
    }
    const { entries, truncated } = await calendar();
    expect([entries.length, truncated]).toEqual([500, true]);
    const codes = async (change: object) =>
      (await api.run(document, cast.backend, { ...quarter, ...change })).errors?.map(
        ({ extensions }) => extensions?.code,
      );
    expect(await codes({ to: '2027-01-02' })).toEqual(['LIMIT_REACHED']);
    expect(await codes({ to: '2025-12-31' })).toEqual(['VALIDATION_FAILED']);
    const properties = Array.from({ length: 201 }, () => toGlobalId('Property', propertyId));
    expect(await codes({ propertyIds: properties })).toEqual(['LIMIT_REACHED']);
  });
});
