import { randomUUID } from 'node:crypto';
import { drafted, PERSON, RequestsBench } from '../consumers.fixture.js';
import { emptyBrief, type RequestEvent } from '../domain/index.js';
import { type Cast, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { RequestClient, wholeBrief } from '../stages.fixture.js';
import { RECORD_ITEMS, recordItems } from './record-items.projection.js';
import { happened, readByLists, wentLive } from './records.fixture.js';

const bug = (n: number, change = {}): RequestEvent => ({
  type: 'BugReported',
  data: { bugId: `B${n}`, severity: 'HIGH', foundAt: `2026-01-0${n}`, text: `Bug ${n}`, cause: null, ...change },
});
const debt: RequestEvent = {
  type: 'DebtIncurred',
  data: { debtId: 'D1', what: 'No tests', paybackDate: '2026-03-01', ownerId: PERSON },
};
const experiment: RequestEvent = {
  type: 'ExperimentDeclared',
  data: { hypothesis: 'x', timeBoxDays: 14, killCriterion: 'y', endsOn: '2026-01-19' },
};
const target: RequestEvent = {
  type: 'OutcomeTargetSet',
  data: { targetId: 'O1', metric: 'orders', baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 },
};
const measured: RequestEvent = {
  type: 'OutcomeMeasured',
  data: { targetId: 'O1', value: 48.8, measuredAt: '2026-01-20', source: 'Shop' },
};
const planned = (...channels: ('ONLINE' | 'OFFLINE')[]): RequestEvent => ({
  type: 'BriefRevised',
  data: {
    revision: 1,
    brief: { ...emptyBrief, measurementPlan: channels.map((channel) => ({ channel, method: 'm', owner: PERSON })) },
    changedPaths: [],
    cause: 'INITIAL',
    completeness: 0,
    lint: [],
    scopeHash: 'h',
  },
});
const withdrawn: RequestEvent = { type: 'RequestWithdrawn', data: { reason: 'NO_BUDGET', note: null } };
const ended: RequestEvent = { type: 'ExperimentEnded', data: { outcome: 'KILLED', note: null } };

describe('what the lists of records are read from', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
  });
  afterAll(() => bench.end());

  const reached = (position: number) => bench.consumers.waitFor({ name: RECORD_ITEMS }, position);
  const rows = async (workspaceId: string) => {
    const { rows: found } = await bench.owner.query<{ one: string }>(
      `select kind || ' ' || split_part(item_key, '/', 2) || ' ' || open || ' ' || coalesce(word, '-') || ' ' || coalesce(day::text, '-') as one
       from requests.record_item where workspace_id = $1`,
      [workspaceId],
    );
    return found.map(({ one }) => one).toSorted();
  };

  it('follows every fact, and comes to the same when it is built from nothing', async () => {
    const [workspaceId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
    const runner = bench.run([recordItems]);
    await bench.record(workspaceId, one, drafted(1), planned('ONLINE', 'OFFLINE'), target, experiment, debt);
    await reached(await bench.record(workspaceId, other, drafted(2), planned('ONLINE'), experiment));
    expect(await rows(workspaceId)).toEqual([
      'DEBT D1 true - 2026-03-01',
      'EXPERIMENT X1 true RUNNING 2026-01-19',
      'EXPERIMENT X1 true RUNNING 2026-01-19',
      'MEASUREMENT P1 true ONLINE -',
      'MEASUREMENT P1 true ONLINE -',
      'MEASUREMENT P2 true OFFLINE -',
      'OUTCOME O1 true orders -',
    ]);
    await bench.record(workspaceId, other, withdrawn);
    await bench.record(workspaceId, one, planned('OFFLINE'), ended, {
      type: 'DebtPaid',
      data: { debtId: 'D1', note: null },
    });
    const last = await bench.record(workspaceId, one, experiment, bug(1), bug(2), measured, {
      type: 'BugResolved',
      data: { bugId: 'B1', resolution: 'x' },
    });
    await reached(last);
    const live = await rows(workspaceId);
    expect(live).toEqual([
      'BUG B1 false HIGH 2026-01-01',
      'BUG B2 true HIGH 2026-01-02',
      'DEBT D1 false - 2026-03-01',
      'EXPERIMENT X1 false KILLED 2026-01-19',
      'EXPERIMENT X2 true RUNNING 2026-01-19',
      'MEASUREMENT P1 true OFFLINE -',
      'OUTCOME O1 false orders -',
    ]);
    await runner.stop();
    await bench.owner.query('truncate requests.record_item');
    await bench.owner.query(`update log.consumer set position = 0 where name = '${RECORD_ITEMS}'`);
    bench.run([recordItems]);
    await reached(last);
    expect(await rows(workspaceId)).toEqual(live);
    expect(bench.parked).toEqual([]);
  });

  it('finds a page by an index of the workspace', async () => {
    const plan = async (where: string, order: string) => {
      const client = await bench.owner.connect();
      try {
        await client.query('begin');
        await client.query('set local enable_seqscan = off');
        const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
          `explain select data from requests.record_item where workspace_id = '${randomUUID()}' and ${where} order by ${order} limit 51`,
        );
        return lines.map((line) => line['QUERY PLAN']).join('\n');
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    expect(await plan(`kind = 'BUG'`, 'day desc, item_key desc')).toMatch(/Scan Backward using record_item_by_day/);
    expect(await plan(`kind = 'OUTCOME'`, 'at desc, item_key desc')).toMatch(/using record_item_by_instant/);
    expect(await plan(`kind = 'DEBT' and open = true`, 'day, item_key')).toMatch(/Index Scan using record_item_/);
  });
});

describe('lists of records', () => {
  let api: RequestsApi;
  let client: RequestClient;
  let cast: Cast;
  let requestId: string;
  beforeAll(async () => {
    api = await requestsApi();
    cast = await api.cast();
    client = new RequestClient(api, cast);
    const plan = [{ channel: 'OFFLINE', method: 'Counted at the till', owner: cast.cmo.id }];
    requestId = await client.at('approved', { ...wholeBrief, measurementPlan: plan });
    const { workspaceId } = cast;
    await happened(api, { workspaceId, requestId }, [target, experiment, debt, ...wentLive, measured]);
    await happened(api, { workspaceId, requestId }, [bug(1), bug(2, { severity: 'LOW' }), bug(3)]);
    await readByLists(api, workspaceId, [requestId, await client.at('triaged')]);
  });
  afterAll(() => api.close());

  const ask = async (query: string, who = cast.cto) => {
    const { data, errors } = await api.run(`{ ${query} }`, who);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data!)[0] as { nodes: unknown[]; totalCount?: number; pageInfo: { endCursor: string } };
  };

  it('hold bugs by severity and by whether they are open, the latest found first', async () => {
    const ids = async (args: string) =>
      (await ask(`bugs${args} { nodes { bug { bugId } request { id } } totalCount pageInfo { endCursor } }`)) as {
        nodes: { bug: { bugId: string }; request: { id: string } }[];
        totalCount: number;
        pageInfo: { endCursor: string };
      };
    const all = await ids('');
    expect(all.nodes.map(({ bug: { bugId } }) => bugId)).toEqual(['B3', 'B2', 'B1']);
    expect(all.nodes[0]?.request).toEqual({ id: requestId });
    const low = await ids('(filter: { severity: { eq: LOW }, open: { eq: true } })');
    expect(low.nodes.map(({ bug: { bugId } }) => bugId)).toEqual(['B2']);
    const first = await ids('(first: 2)');
    const rest = await ids(`(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(rest.nodes.map(({ bug: { bugId } }) => bugId)).toEqual(['B1']);
    expect(rest.totalCount).toBe(3);
  });

  it('hold outcomes with what they attain', async () => {
    const { nodes } = await ask(
      'outcomes(filter: { measured: { eq: true } }) { nodes { outcome { metric attainmentPercent window } } }',
    );
    expect(nodes).toEqual([{ outcome: { metric: 'orders', attainmentPercent: 146.7, window: 'OPEN' } }]);
    expect((await ask('outcomes(filter: { measured: { eq: false } }) { nodes { outcome { metric } } }')).nodes).toEqual(
      [],
    );
  });

  it('hold debts by day, and experiments with their days left', async () => {
    const overdue = (day: string) =>
      ask(`debts(filter: { open: { eq: true }, paybackDate: { lt: "${day}" } }) { nodes { debt { debtId overdue } } }`);
    expect((await overdue('2026-03-02')).nodes).toEqual([{ debt: { debtId: 'D1', overdue: false } }]);
    expect((await overdue('2026-03-01')).nodes).toEqual([]);
    const { nodes } = await ask(
      'experiments(filter: { state: { eq: RUNNING } }) { nodes { experiment { daysLeft state } } }',
    );
    expect(nodes).toEqual([{ experiment: { daysLeft: 14, state: 'RUNNING' } }]);
  });

  it('hold what is measured offline', async () => {
    const { nodes } = await ask(
      'measurementPlan(filter: { channel: { eq: OFFLINE } }) { nodes { item { channel method owner } } }',
    );
    expect(nodes).toEqual([{ item: { channel: 'OFFLINE', method: 'Counted at the till', owner: cast.cmo.id } }]);
    expect(
      (await ask('measurementPlan(filter: { channel: { eq: ONLINE } }) { nodes { item { channel } } }')).nodes,
    ).toEqual([]);
  });

  it('hold requests whose checklist has a gap', async () => {
    const gaps = async () =>
      (await ask('checklistGaps { nodes { id checklist { itemId answer } } }')).nodes as { id: string }[];
    expect(await gaps()).toEqual([]);
    const another = await client.at('submitted');
    await client.done(cast.manager, 'triageRequest', client.triage(another));
    expect((await gaps()).map(({ id }) => id)).toEqual([another]);
    const refusing = await client.at('triaged');
    const answers = [{ itemId: 'REUSE', answer: 'NO', note: 'It lives for a day' }];
    await client.done(cast.engineer, 'answerChecklist', { requestId: refusing, answers });
    // The clock stands still here: both were triaged at once.
    expect(new Set((await gaps()).map(({ id }) => id))).toEqual(new Set([another, refusing]));
    await client.done(cast.requester, 'withdrawRequest', { requestId: another, reason: 'NO_BUDGET' });
    expect((await gaps()).map(({ id }) => id)).toEqual([refusing]);
  });

  it('put requests in order by how many customers spoke', async () => {
    const evidence = { quote: 'x', segment: 'All', count: 41, source: 'Survey', date: '2025-12-20' };
    await client.done(cast.cmo, 'attachEvidence', { requestId, ...evidence });
    const { nodes } = await ask('requests(filter: { evidenceCount: { gt: 0 } }) { nodes { id evidenceCount } }');
    expect(nodes).toEqual([{ id: requestId, evidenceCount: 41 }]);
  });

  it('show nothing of another workspace', async () => {
    const elsewhere = await api.cast();
    for (const list of ['outcomes', 'bugs', 'debts', 'experiments', 'measurementPlan']) {
      expect(await ask(`${list} { totalCount }`, elsewhere.cto)).toEqual({ totalCount: 0 });
    }
  });
});
