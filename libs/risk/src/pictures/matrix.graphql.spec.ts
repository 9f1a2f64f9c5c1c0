import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { workspacePolicy } from '#libs/policies';
import { propertyIdOf } from '../ids.js';
import { bands, defaultGrid, matrixOf, standingRisks } from '../domain/index.js';
import { reviewsAsOf } from '../domain/quarter.spec-kit.js';
import { RiskApi } from '../risk.fixture.js';
import { idOf, type PlayedQuarter, reviewOf, storeQuarter } from './quarter.fixture.js';

interface Matrix {
  readonly cells: readonly {
    readonly likelihood: number;
    readonly impact: number;
    readonly band: string;
    readonly count: number;
    readonly risks: readonly { readonly id: string; readonly reference: string; readonly reviewReference: string }[];
  }[];
  readonly bands: readonly { readonly band: string; readonly count: number }[];
  readonly exposure: number;
  readonly rated: number;
  readonly notRated: number;
  readonly matrixVersion: number;
  readonly asOfPosition: string;
}

const MATRIX = `query ($stage: RiskStage, $asOf: AsOf, $teamId: ID, $propertyId: ID) {
  riskMatrix(stage: $stage, asOf: $asOf, teamId: $teamId, propertyId: $propertyId) {
    exposure rated notRated matrixVersion asOfPosition bands { band count }
    cells { likelihood impact band count risks(first: 100) { id reference title reviewReference subjectId current { score band } } } } }`;

const filled = ({ cells }: Pick<Matrix, 'cells'>): Record<string, string> =>
  Object.fromEntries(
    cells
      .filter(({ count }) => count > 0)
      .map(({ likelihood, impact, count, risks }) => {
        expect(risks).toHaveLength(count);
        return [`(${likelihood},${impact})`, risks.map(({ reference }) => reference).join(' ')];
      }),
  );
const bandsOf = ({ bands }: Matrix): Record<string, number> =>
  Object.fromEntries(bands.map(({ band, count }) => [band, count]));

describe('the risk matrix of the demo quarter (5.5, 5.6)', () => {
  let api: RiskApi;
  let quarter: PlayedQuarter;
  const ask = (variables: object = {}, who = quarter.cast.auditor) => api.ask<Matrix>(MATRIX, who, variables);

  beforeAll(async () => {
    api = await RiskApi.start();
    const own = (globalId: string) => fromGlobalId(globalId, 'Team');
    quarter = await storeQuarter(api, ({ marketing, engineering }) => [own(marketing), own(engineering)]);
  });
  afterAll(() => api.close());

  it('stands on 2026-03-31 as printed', async () => {
    const matrix = await ask();
    expect(filled(matrix)).toEqual({
      '(1,3)': 'K8',
      '(1,4)': 'K3 K5 K6',
      '(1,5)': 'K1 K4',
      '(2,3)': 'K2 K7',
      '(2,4)': 'K9 K10',
    });
    expect(bandsOf(matrix)).toEqual({ LOW: 4, MEDIUM: 6, HIGH: 0, CRITICAL: 0 });
    expect(matrix).toMatchObject({ exposure: 53, rated: 10, notRated: 0, matrixVersion: 1 });
    expect(matrix.cells).toHaveLength(25);
    const count = (band: string) => matrix.cells.filter((cell) => cell.band === band).length;
    expect(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].map(count)).toEqual([8, 7, 7, 3]);
  });

  it('was inherently CRITICAL 2, HIGH 4, MEDIUM 4, Σ 129', async () => {
    const matrix = await ask({ stage: 'INHERENT' });
    expect([bandsOf(matrix), matrix.exposure]).toEqual([{ LOW: 0, MEDIUM: 4, HIGH: 4, CRITICAL: 2 }, 129]);
    await expect(ask({ stage: 'RESIDUAL_TARGET' })).resolves.toMatchObject({ exposure: 0, rated: 0, notRated: 10 });
  });

  it('was known at noon of 2026-02-26 as printed, and is found again by its position', async () => {
    const then = await ask({ asOf: { recordedAt: '2026-02-26T11:00:00.000Z' } });
    expect(filled(then)).toEqual({
      '(3,5)': 'K4',
      '(1,5)': 'K1',
      '(2,3)': 'K2 K7',
      '(1,4)': 'K3 K5 K6',
      '(3,3)': 'K8',
      '(2,4)': 'K9 K10',
    });
    expect([bandsOf(then), then.exposure]).toEqual([{ LOW: 3, MEDIUM: 6, HIGH: 1, CRITICAL: 0 }, 69]);
    const [risk] = then.cells.flatMap(({ risks }) => risks).filter(({ reference }) => reference === 'K4');
    expect(risk).toMatchObject({
      id: toGlobalId('Risk', `${reviewOf('REQ-3')}-K4`),
      reviewReference: 'RR-2',
      title: 'Card data touches our server',
      current: { score: 15, band: 'HIGH' },
    });
    await expect(ask({ asOf: { position: then.asOfPosition } })).resolves.toEqual(then);
  });

  it('is at the end of any day what the facts up to then come to', async () => {
    const days = [...new Set(Object.values(quarter.desks).flatMap(({ facts }) => facts.map(({ day }) => day)))];
    for (const day of days.sort()) {
      for (const stage of ['INHERENT', 'CURRENT', 'RESIDUAL_TARGET'] as const) {
        const oracle = matrixOf(standingRisks(reviewsAsOf(quarter.desks, day)), stage);
        const matrix = await ask({ stage, asOf: { recordedAt: `${day}T10:00:00.000Z` } });
        expect([matrix.exposure, bandsOf(matrix), matrix.cells.map(({ count }) => count)]).toEqual([
          oracle.exposure,
          oracle.byBand,
          oracle.cells.map(({ riskIds }) => riskIds.length),
        ]);
      }
    }
  });

  it('shows one property, one team, and nothing of other workspaces', async () => {
    const shop = await ask({ propertyId: toGlobalId('Property', propertyIdOf('Shop.example ')) });
    expect(filled(shop)).toEqual({ '(1,4)': 'K5 K6', '(1,5)': 'K4', '(2,4)': 'K9' });
    const trend = { propertyId: toGlobalId('Property', propertyIdOf('trend.example')) };
    await expect(ask(trend)).resolves.toMatchObject({ exposure: 8 });
    await expect(ask({ ...trend, teamId: quarter.cast.engineering })).resolves.toMatchObject({ exposure: 8 });
    await expect(ask({ teamId: quarter.cast.sales })).resolves.toMatchObject({ exposure: 0, rated: 0 });
    const elsewhere = await api.cast();
    await expect(ask({}, elsewhere.auditor)).resolves.toMatchObject({ exposure: 0, rated: 0, notRated: 0 });
    await expect(ask({ teamId: quarter.cast.marketing }, elsewhere.auditor)).resolves.toMatchObject({ rated: 0 });
  });

  it('has one statement for all risks of all cells, and says where it ends', async () => {
    const asked = await api.statementsOf(() => ask());
    expect(asked.filter((text) => text.includes('risk.review_version'))).toHaveLength(2);
    const few = MATRIX.replace('first: 100', 'first: 1');
    const { cells } = await api.ask<Matrix>(few, quarter.cast.auditor);
    expect(cells.flatMap(({ risks }) => risks.map(({ reference }) => reference))).toEqual([
      'K8',
      'K3',
      'K1',
      'K2',
      'K9',
    ]);
  });

  const codeOf = async (variables: object, source = MATRIX, who = quarter.cast.auditor) =>
    (await api.run(source, who, variables)).errors?.[0]?.extensions?.['code'];

  it('is refused for what is no team, no property, no past, too much', async () => {
    await expect(codeOf({ teamId: quarter.cast.auditor.id })).resolves.toBe('NOT_FOUND');
    await expect(codeOf({ propertyId: quarter.cast.marketing })).resolves.toBe('NOT_FOUND');
    await expect(codeOf({ asOf: { recordedAt: '2027-01-01T00:00:00Z' } })).resolves.toBe('INSTANT_NOT_PAST');
    await expect(codeOf({}, MATRIX.replace('first: 100', 'first: 101'))).resolves.toBe('LIMIT');
    await expect(codeOf({}, MATRIX.replace('first: 100', 'first: -1'))).resolves.toBe('BAD_USER_INPUT');
  });

  it('has the colours of the matrix in force on its day, and leaves ratings as they were given (K5)', async () => {
    const before = await ask();
    // One grade more for all that is not at the ends.
    const value = defaultGrid.map((row, likelihood) =>
      row.map((band, impact) => (likelihood + impact === 0 ? 'LOW' : (bands[bands.indexOf(band) + 1] ?? 'CRITICAL'))),
    );
    const { workspaceId } = quarter.cast;
    const byIds = [idOf('p-cleo'), idOf('p-theo')] as const;
    const set = { kind: 'RISK_MATRIX', value, reason: null, setOn: '2026-03-31', byIds, version: 2 } as const;
    await api.happened(workspaceId, { aggregate: workspacePolicy, id: 'RISK_MATRIX' }, [
      { type: 'PolicySet', data: { ...set, effectiveFrom: '2026-04-01' } },
    ]);
    const { asOfPosition: _moved, ...today } = await ask();
    expect(before).toMatchObject(today);
    await api.setClock(workspaceId, '2026-04-01T08:00:00.000Z');
    const after = await ask();
    expect(after).toMatchObject({ matrixVersion: 2, exposure: before.exposure, bands: before.bands });
    const count = (band: string) => after.cells.filter((cell) => cell.band === band).length;
    expect(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].map(count)).toEqual([1, 7, 7, 10]);
    const then = await ask({ asOf: { position: before.asOfPosition } });
    expect(then).toEqual(before);
  });
});
