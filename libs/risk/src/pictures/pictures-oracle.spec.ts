import { Policies } from '#libs/policies';
import {
  acceptancesEnding,
  bands,
  calibrationOf,
  defaultPolicies,
  dueOf,
  matrixOf,
  policyOn,
  ratingAt,
  type RiskPolicy,
  stages,
  standingRisks,
} from '../domain/index.js';
import { RiskApi } from '../risk.fixture.js';
import { MatrixReader } from './matrix-reader.js';
import { RiskListReader } from './risk-list-reader.js';
import { idOf } from './quarter.fixture.js';
import { TrendReader } from './trend-reader.js';
import { someWalks, type Step, storeWalk } from './walk.fixture.js';
import { CursorCodec } from '#libs/api-kit';
import { randomBytes } from 'node:crypto';

const everywhere = { teamId: null, propertyId: null };

let api: RiskApi;
beforeAll(async () => {
  api = await RiskApi.start();
});
afterAll(() => api.close());

describe.each(someWalks(3).map((attempts, index) => [index + 1, attempts] as const))(
  'walk %i of three reviews',
  (_index, attempts) => {
    let api: RiskApi;
    let steps: Step[];
    let workspaceId: string;

    beforeAll(async () => {
      api = await RiskApi.start();
      const cast = await api.cast();
      ({ workspaceId } = cast);
      steps = await storeWalk(api, cast, attempts);
    });
    afterAll(() => api.close());

    const matrix = () => new MatrixReader(api.pool, new Policies(api.pool));

    it('shows at every position and stage what the facts come to', async () => {
      expect(steps.length).toBeGreaterThan(10);
      for (const { position, reviews } of steps) {
        for (const stage of stages) {
          const risks = standingRisks(reviews);
          const { cells, byBand, exposure } = matrixOf(risks, stage);
          const query = { workspaceId, position, ...everywhere, stage, day: '2026-01-05' };
          const shown = await matrix().figures(query);
          expect(shown).toMatchObject({
            byBand,
            exposure,
            notRated: risks.filter((risk) => ratingAt(risk, stage) === null).length,
          });
          expect(shown.cells.map(({ count }) => count)).toEqual(cells.map(({ riskIds }) => riskIds.length));
          const listed = await matrix().risks(query, cells, 100);
          expect(listed.map((some) => some.map(({ risk }) => risk.riskId).sort())).toEqual(
            cells.map(({ riskIds }) => [...riskIds].sort()),
          );
        }
      }
    });

    it('shows the same at all positions by one statement, with teams and without', async () => {
      const trend = new TrendReader(api.pool);
      const positions = steps.map(({ position }) => position);
      const doubled = [0, ...positions.flatMap((position) => [position, position])];
      const asked = await api.statementsOf(() => trend.points({ workspaceId, ...everywhere }, doubled));
      expect(asked.filter((text) => text.includes('risk.review_version'))).toHaveLength(1);
      const points = await trend.points({ workspaceId, ...everywhere }, doubled);
      const expected = steps.flatMap(({ reviews }) => {
        const { byBand, exposure } = matrixOf(standingRisks(reviews), 'CURRENT');
        const point = { byBand, exposure };
        return [point, point];
      });
      expect(points[0]).toMatchObject({ exposure: 0, rated: 0, notRated: 0 });
      expect(points.slice(1).map(({ byBand, exposure }) => ({ byBand, exposure }))).toEqual(expected);
      const ofTeam = await trend.points({ workspaceId, teamId: idOf('team 1'), propertyId: null }, positions);
      const second = steps.map(({ reviews }) => matrixOf(standingRisks(reviews.slice(1, 2)), 'CURRENT').exposure);
      expect(ofTeam.map(({ exposure }) => exposure)).toEqual(second);
    });

    it('lists what is due, what ends, and what became fact as the rules do', async () => {
      const lists = new RiskListReader(api.pool, new CursorCodec(randomBytes(32)));
      const { position, reviews } = steps.at(-1)!;
      const scope = { workspaceId, position, ...everywhere };
      const risks = standingRisks(reviews);
      const usual = policyOn(defaultPolicies, '2026-01-05');
      const harsher = bands.map(() => bands.map(() => 'CRITICAL' as const));
      const stricter: RiskPolicy = {
        ...usual,
        matrix: {
          version: 2,
          effectiveFrom: '2026-01-09',
          value: harsher
            .map((row) => [...row, 'CRITICAL' as const])
            .concat([Array(5).fill('CRITICAL') as 'CRITICAL'[]]),
        },
      };
      for (const policy of [usual, stricter]) {
        const due = risks.flatMap((risk) => dueOf(risk, policy) ?? []);
        for (const until of ['2026-01-09', '2026-04-30', '2030-12-31']) {
          const { nodes } = await lists.due(scope, policy, until, { first: 250 });
          const found = nodes.map(({ risk, due_on: dueOn, cause }) => ({ riskId: risk.riskId, dueOn, cause }));
          const order = (list: readonly { readonly dueOn: string }[]) => list.map((one) => JSON.stringify(one)).sort();
          expect(order(found)).toEqual(order(due.filter(({ dueOn }) => dueOn <= until)));
          expect(found.map(({ dueOn }) => dueOn)).toEqual(found.map(({ dueOn }) => dueOn).sort());
        }
      }
      const span = { from: '2026-01-01', until: '2030-12-31' };
      const ending = acceptancesEnding(risks, span.from, span.until).map(
        ({ riskId, expiresOn }) => `${expiresOn} ${riskId}`,
      );
      const { nodes } = await lists.acceptedUntil(scope, span, { first: 250 });
      expect(nodes.map(({ risk }) => `${risk.acceptedUntil} ${risk.riskId}`).sort()).toEqual(ending.sort());
      await expect(lists.calibration(scope)).resolves.toEqual(calibrationOf(risks));
    });
  },
);
