import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { riskReview } from '../domain/index.js';
import { propertyIdOf } from '../ids.js';
import { RiskApi } from '../risk.fixture.js';
import { type PlayedQuarter, reviewOf, storeQuarter } from './quarter.fixture.js';

interface Page<T> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

interface Exposed {
  readonly exposure: number;
  readonly highestBand: string;
  readonly notRated: number;
  readonly bands: readonly { readonly count: number }[];
}

const PAGE = 'totalCount pageInfo { hasNextPage endCursor }';
const EXPOSED = 'exposure highestBand notRated bands { count }';
const INITIATIVES = `query ($kind: RiskSubjectKind, $first: Int, $after: String, $asOf: AsOf) {
  riskByInitiative(kind: $kind, first: $first, after: $after, asOf: $asOf) { ${PAGE} nodes {
    ${EXPOSED} subjectKind subjectId reviewReference reviewStatus request { reference } } } }`;
const PROPERTIES = `query ($asOf: AsOf) { riskByProperty(asOf: $asOf) { ${PAGE} nodes { ${EXPOSED} propertyId name reviews } } }`;
const DUE = `query ($until: LocalDate, $overdueOnly: Boolean! = false) { risksDue(until: $until, overdueOnly: $overdueOnly) {
  ${PAGE} nodes { risk { reference reviewReference } dueOn cause overdue daysLeft } } }`;
const ACCEPTANCES = `query ($days: Int! = 30) { acceptances(expiringWithinDays: $days) {
  ${PAGE} nodes { risk { reference acceptedUntil } expiresOn daysLeft } } }`;
const TREND = `query ($weeks: Int! = 12, $asOf: AsOf, $teamId: ID) { exposureTrend(weeks: $weeks, asOf: $asOf, teamId: $teamId) {
  day exposure rated notRated bands { count } asOfPosition } }`;
const FACT = `query ($asOf: AsOf) { materialisedRisks(asOf: $asOf) { ${PAGE} nodes { reference occurrences inherent { likelihood } } } }`;
const CALIBRATION = `query ($asOf: AsOf) { riskCalibration(asOf: $asOf) { levels { likelihood predicted materialised percent } } }`;

const counts = ({ bands }: Exposed): number[] => bands.map(({ count }) => count);

describe('pictures of the risks of the demo quarter', () => {
  let api: RiskApi;
  let quarter: PlayedQuarter;
  const ask = <T>(source: string, variables: object = {}) => api.ask<T>(source, quarter.cast.auditor, variables);
  const codeOf = async (source: string, variables: object) =>
    (await api.run(source, quarter.cast.auditor, variables)).errors?.[0]?.extensions?.['code'];

  beforeAll(async () => {
    api = await RiskApi.start();
    quarter = await storeQuarter(api, ({ marketing }) => [fromGlobalId(marketing, 'Team')]);
  });
  afterAll(() => api.close());

  type Initiative = Exposed & { readonly reviewReference: string };

  it('by initiative: the most exposed first, page by page, now and as it was', async () => {
    const { nodes, totalCount } = await ask<Page<Initiative>>(INITIATIVES);
    expect(nodes.slice(0, 3).map((one) => [one.reviewReference, one.exposure, one.highestBand, counts(one)])).toEqual([
      ['RR-1', 15, 'MEDIUM', [1, 2, 0, 0]],
      ['RR-2', 13, 'MEDIUM', [2, 1, 0, 0]],
      ['RR-3', 9, 'MEDIUM', [1, 1, 0, 0]],
    ]);
    expect([totalCount, nodes.reduce((sum, { exposure }) => sum + exposure, 0)]).toEqual([5, 53]);
    expect(nodes[0]).toMatchObject({ subjectKind: 'REQUEST', reviewStatus: 'CLEARED', request: null });
    const asOf = { recordedAt: '2026-02-26T11:00:00.000Z' };
    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Page<Initiative> = await ask(INITIATIVES, { asOf, first: 2, after });
      walked.push(...page.nodes.map((one) => `${one.reviewReference} ${one.exposure}`));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(walked.slice(0, 3)).toEqual(['RR-2 23', 'RR-3 15', 'RR-1 15']);
    expect(walked.slice(3).sort()).toEqual(['RR-4 8', 'RR-6 8']);
    await expect(ask(INITIATIVES, { kind: 'PROPERTY' })).resolves.toMatchObject({ totalCount: 0 });
    await expect(codeOf(INITIATIVES, { after: 'no cursor' })).resolves.toBe('INVALID_CURSOR');
  });

  it('by property: what shows on two counts on both', async () => {
    const { nodes } = await ask<Page<Exposed & { readonly propertyId: string; readonly reviews: number }>>(PROPERTIES);
    expect(nodes).toMatchObject([
      { propertyId: toGlobalId('Property', propertyIdOf('shop.example')), exposure: 21, reviews: 2, name: null },
      {
        propertyId: toGlobalId('Property', propertyIdOf('trend.example')),
        exposure: 8,
        reviews: 1,
        highestBand: 'MEDIUM',
      },
    ]);
  });

  it('as a trend: at the end of each week, in the zone of the workspace, and now', async () => {
    type Point = Exposed & { readonly day: string; readonly rated: number; readonly asOfPosition: string };
    const points = await ask<Point[]>(TREND, { weeks: 6 });
    expect(points.map(({ day, exposure }) => `${day} ${exposure}`)).toEqual([
      '2026-02-22 73',
      '2026-03-01 63',
      '2026-03-08 53',
      '2026-03-15 53',
      '2026-03-22 53',
      '2026-03-29 53',
      '2026-03-31 53',
    ]);
    expect(counts(points[0]!)).toEqual([2, 7, 1, 0]);
    const then = await ask<Point[]>(TREND, { weeks: 2, asOf: { position: points[1]!.asOfPosition } });
    // On the day of its last fact, Friday 27th.
    expect(then.map(({ day, exposure }) => `${day} ${exposure}`)).toEqual([
      '2026-02-15 99',
      '2026-02-22 73',
      '2026-02-27 63',
    ]);
    const all = await ask<Point[]>(TREND, { weeks: 104 });
    expect(all).toHaveLength(105);
    expect(all[0]).toMatchObject({ day: '2024-04-07', exposure: 0, rated: 0, notRated: 0 });
    const none = await ask<Point[]>(TREND, { weeks: 1, teamId: quarter.cast.sales });
    expect(none.map(({ exposure }) => exposure)).toEqual([0, 0]);
    await expect(codeOf(TREND, { weeks: 105 })).resolves.toBe('VALIDATION_FAILED');
    await expect(codeOf(TREND, { weeks: 0 })).resolves.toBe('VALIDATION_FAILED');
  });

  type Due = { readonly risk: { readonly reference: string }; readonly dueOn: string; readonly daysLeft: number };
  const due = async (variables: object = {}) =>
    (await ask<Page<Due>>(DUE, variables)).nodes.map(
      ({ risk, dueOn, daysLeft }) => `${dueOn} ${risk.reference} ${daysLeft}`,
    );
  const ending = async (days: number) =>
    (
      await ask<Page<{ readonly risk: { readonly reference: string }; readonly daysLeft: number }>>(ACCEPTANCES, {
        days,
      })
    ).nodes.map(({ risk, daysLeft }) => `${risk.reference} ${daysLeft}`);

  it('as what is due, and whose acceptance ends', async () => {
    await expect(due()).resolves.toEqual(['2026-04-29 K9 29']);
    await expect(due({ until: '2026-05-10' })).resolves.toEqual([
      '2026-04-29 K9 29',
      '2026-05-03 K7 33',
      '2026-05-05 K10 35',
    ]);
    await expect(due({ overdueOnly: true, until: '2027-12-31' })).resolves.toEqual([]);
    await expect(ending(44)).resolves.toEqual([]);
    await expect(ending(45)).resolves.toEqual(['K10 45']);
    await expect(codeOf(ACCEPTANCES, { days: 732 })).resolves.toBe('VALIDATION_FAILED');
  });

  it('as what became fact, and whether the likely happened', async () => {
    const before = { asOf: { recordedAt: '2026-03-31T09:59:59.000Z' } };
    await api.happened(quarter.cast.workspaceId, { aggregate: riskReview, id: reviewOf('REQ-3') }, [
      { type: 'RiskMaterialised', data: { riskId: 'K5', occurrence: { kind: 'INCIDENT', id: 'INC-9' }, note: null } },
    ]);
    await expect(ask(FACT)).resolves.toMatchObject({
      totalCount: 1,
      nodes: [{ reference: 'K5', occurrences: 1, inherent: { likelihood: 3 } }],
    });
    await expect(ask(FACT, before)).resolves.toMatchObject({ nodes: [] });
    await expect(ask(CALIBRATION)).resolves.toEqual({
      levels: [
        { likelihood: 1, predicted: 0, materialised: 0, percent: null },
        { likelihood: 2, predicted: 2, materialised: 0, percent: 0 },
        { likelihood: 3, predicted: 5, materialised: 1, percent: 20 },
        { likelihood: 4, predicted: 2, materialised: 0, percent: 0 },
        { likelihood: 5, predicted: 1, materialised: 0, percent: 0 },
      ],
    });
  });

  it('and later what is overdue', async () => {
    await api.setClock(quarter.cast.workspaceId, '2026-05-04T08:00:00.000Z');
    await expect(due({ overdueOnly: true })).resolves.toEqual(['2026-04-29 K9 -5', '2026-05-03 K7 -1']);
    await expect(ending(30)).resolves.toEqual(['K10 11']);
  });

  it('show nothing of another workspace', async () => {
    const { auditor } = await api.cast();
    for (const source of [INITIATIVES, PROPERTIES, DUE, ACCEPTANCES, FACT])
      await expect(api.ask<Page<object>>(source, auditor)).resolves.toMatchObject({ totalCount: 0, nodes: [] });
  });
});
