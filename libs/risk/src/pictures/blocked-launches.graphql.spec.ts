import { RiskBench } from '../risk-requests.fixture.js';
import { RiskApi } from '../risk.fixture.js';

interface Blocked {
  readonly truncated: boolean;
  readonly nodes: readonly {
    readonly requestId: string;
    readonly request: { readonly reference: string; readonly status: string } | null;
    readonly reasons: readonly { readonly check: string; readonly cause: string; readonly text: string }[];
  }[];
}

const BLOCKED = `{ blockedLaunches { truncated nodes { requestId request { reference status }
  reasons { check cause text reviewId highestBand missing { kind text } } } } }`;
const READINESS = `query ($id: ID!) { launchReadiness(requestId: $id) { conditions { check reasons {
  check cause text reviewId highestBand missing { kind text } } } } }`;

describe('launches that would be refused', () => {
  let api: RiskApi;
  let bench: RiskBench;
  const ask = (who = bench.cast.auditor) => api.ask<Blocked>(BLOCKED, who);

  beforeAll(async () => {
    api = await RiskApi.start();
    bench = await RiskBench.open(api);
  });
  afterAll(() => api.close());

  it('are those near their launch that risk has something against, accepted ones first, as readiness tells them', async () => {
    const paid = { touches: ['PAYMENTS'] };
    const started = await bench.request({ ...paid, stage: 'started' });
    const accepted = await bench.request({ ...paid, stage: 'tracked' });
    await bench.request({ ...paid, stage: 'approved' });
    await bench.request({ stage: 'tracked' });
    await bench.request({ stage: 'launched' });
    const { nodes, truncated } = await ask();
    expect([nodes.map(({ requestId }) => requestId), truncated]).toEqual([[accepted, started], false]);
    expect(nodes[0]).toMatchObject({
      request: { status: 'ACCEPTED' },
      reasons: [{ check: 'RISK', cause: 'UNDECIDED' }],
    });
    type Readiness = {
      readonly conditions: readonly { readonly check: string; readonly reasons: readonly object[] }[];
    };
    const { conditions } = await api.ask<Readiness>(READINESS, bench.cast.auditor, { id: accepted });
    const ofRisk = conditions.filter(({ check }) => check === 'RISK' || check === 'FREEZE');
    expect(nodes[0]?.reasons).toEqual(ofRisk.flatMap(({ reasons }) => reasons));
  });

  it('are asked for by as many statements, however many they are, and show nothing of other workspaces', async () => {
    const few = await api.statementsOf(() => ask());
    await bench.request({ touches: ['PAYMENTS'], stage: 'started' });
    await bench.request({ touches: ['PERSONAL_DATA'], stage: 'delivered' });
    const more = await api.statementsOf(() => ask());
    const reads = (asked: readonly string[]) =>
      asked.filter((text) => /(FROM|from) (requests|risk|policies)\./.test(text)).length;
    expect(reads(more)).toBe(reads(few));
    await expect(ask()).resolves.toMatchObject({ nodes: { length: 4 } });
    const { auditor } = await api.cast();
    await expect(ask(auditor)).resolves.toEqual({ truncated: false, nodes: [] });
  });
});
