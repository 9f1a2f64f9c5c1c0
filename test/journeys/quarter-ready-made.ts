import { fromGlobalId } from '#libs/api-kit';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { readOperations } from '../../apps/api/src/explorer/operations.js';

/** The explorer's ready-made operations that only read hours, risks, the roadmap and metrics, with the figures they come with, about a quarter that is told. */
export function describeReadyMadeHours(told: () => Quarter): void {
  const run = async <Shape>(name: string, as: string): Promise<Shape> => {
    const found = (await readOperations()).find((one) => one.name.endsWith(name));
    if (!found) throw new Error(`There is no ready-made operation called ${name}.`);
    const mark = '<id of the agreement, from Months of an agreement>';
    const variables = found.variables.replace(mark, told().idOf('AG-1'));
    expect(variables).not.toContain('<');
    return told().asks<Shape>(as, found.query, variables ? (JSON.parse(variables) as Record<string, unknown>) : {});
  };

  it('offers the hours of the quarter ready-made', async () => {
    const { nodes } = await run<{ nodes: { id: string; months: object[] }[] }>('agreement-months', 'CMO');
    expect(fromGlobalId(nodes[0]!.id, 'Agreement')).toBe(fromGlobalId(told().idOf('AG-1'), 'Agreement'));
    expect(nodes[0]!.months).toMatchObject([
      { period: '2026-01', status: 'CLOSED', balance: { grantedMinutes: 4800, usedMinutes: 4170 } },
      { period: '2026-02', status: 'CLOSED', balance: { carriedInMinutes: 630, usedMinutes: 5970 } },
      { period: '2026-03', status: 'CLOSED', balance: { usedMinutes: 3420 } },
      { period: '2026-04', status: 'OPEN', balance: { carriedInMinutes: 1200 } },
      {},
      {},
    ]);
    expect(await run('14-statement', 'Finance Controller')).toMatchObject({
      status: 'CLOSED',
      totals: { billedMinutes: 3360, amount: { minorUnits: 499_500 } },
    });
    // The first field of three: what was known in the evening of the 10th.
    expect(await run('as-of', 'CTO')).toMatchObject({ status: 'OPEN', balance: { availableMinutes: 30 } });
    expect(await run('what-if', 'CMO')).toMatchObject({ difference: { minorUnits: -36_000 } });
    expect(await run('waiting-on-leads', 'CTO')).toEqual({
      total: expect.any(Number) as number,
      items: expect.anything() as object[],
    });
    expect(await run('agencies', 'CTO')).toMatchObject({
      totalCount: 1,
      nodes: [{ name: 'Studio North', status: 'APPROVED', purchaseOrder: { left: { minorUnits: 100_000 - 27_501 } } }],
    });
  });

  it('offers the risks and the roadmap of the quarter ready-made', async () => {
    // The first field of two: as it is.
    expect(await run('risk-matrix', 'Auditor')).toMatchObject({ exposure: 129, rated: 10, notRated: 0 });
    expect(await run('25-roadmap', 'CMO')).toMatchObject({ lanes: { length: 4 }, nodes: { length: 8 } });
    expect(await run('alignment', 'CTO')).toMatchObject({ pairs: [{ status: 'ALIGNED' }], conflicts: [] });
    expect(await run('blocked-launches', 'CTO')).toEqual({ nodes: [] });
  });

  it('offers the scoreboard of the quarter ready-made', async () => {
    const { rows } = await run<{ rows: { key: string }[] }>('scoreboard', 'Auditor');
    expect(rows.filter(({ key }) => ['M3', 'M22'].includes(key))).toMatchObject([
      { value: 7, n: 7, baseline: { value: 8.75 }, changePercent: -20, attainment: { target: { changePercent: -20 } } },
      { value: 30, n: 7, baseline: null },
    ]);
  });
}
