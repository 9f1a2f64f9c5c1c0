import { compareInlineView } from '#libs/event-log';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { rebuildReadModels } from '#test/kit/read-models';
import { logModel } from '../../apps/api/src/contexts.js';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { tellQuarter } from '../../apps/api/src/demo/quarter/tell.js';
import { describeHours } from './demo-quarter-hours.js';
import { describeMetrics, describeRipeMetrics } from './demo-quarter-metrics.js';
import { describeRequests } from './demo-quarter-requests.js';
import { describeRisk } from './demo-quarter-risk.js';
import { describeRoadmap } from './demo-quarter-roadmap.js';
import { describeReadyMadeHours } from './quarter-ready-made.js';
import { describeStatementFiles } from './quarter-statement-files.js';
import { describeTimeline } from './quarter-timeline.js';
import { type Line, openQuarter } from './quarter-world.js';
import { describeBill } from './readme-bill.js';
import { describeLog } from './readme-log.js';

describe('the demo quarter', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let quarter: Quarter;
  let line: Line;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    ({ quarter, line } = await openQuarter(api));
    await tellQuarter(quarter);
  }, 180_000);
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  /** Every printed figure. */
  const describeFigures = (): void => {
    describeRequests(() => quarter);
    describeHours(() => quarter);
    describeRisk(() => quarter);
    describeRoadmap(() => quarter);
    describeMetrics(() => ({ api, quarter }));
    describeStatementFiles(() => ({ api, quarter }));
    describeTimeline(() => ({ api, quarter }));
  };

  describe('as it was told', describeFigures);

  it('leaves every read model as the log says', async () => {
    const { views } = logModel();
    const compared = views.map((view) => compareInlineView(database.ownerPool(), logModel(), view));
    const differing = (await Promise.all(compared)).flatMap(({ differences }) => differences);
    expect(differing).toEqual([]);
  });

  describe('ready-made', () => {
    describeReadyMadeHours(() => quarter);
    describeBill(() => ({ api, quarter }));
    describeLog(() => ({ api, ownerUrl: database.ownerUrl }));
  });

  describe('after every read model was dropped and rebuilt from the log', () => {
    beforeAll(async () => {
      await api.stop();
      const [before, after] = await rebuildReadModels(database.ownerUrl);
      expect(after).toBe(before);
      api = await startApi({ databaseUrl: database.url, work: true });
      line.moveTo(api);
      // The clock waits for whoever follows the log.
      await quarter.at('2026-04-15T12:00');
    }, 180_000);

    describeFigures();
    describeRipeMetrics(() => quarter);
  });
});
