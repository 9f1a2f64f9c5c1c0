import { fromGlobalId } from '#libs/api-kit';
import { type Command, OtherStreams, Past, Refusal } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import { randomUUID } from 'node:crypto';
import { Agency } from '../agency.fixture.js';
import { ProvidersApi } from '../providers.fixture.js';
import { AgencyGate } from './agency-gate.js';

let api: ProvidersApi;
let gate: AgencyGate;
beforeAll(async () => {
  api = await ProvidersApi.start();
  gate = new AgencyGate(api.pool, new Past({ pool: api.pool, model: api.log.model }));
});
afterAll(() => api.close());

const idOf = ({ id }: Agency): string => fromGlobalId(id, 'Provider');
const teamOf = (globalId: string): string => fromGlobalId(globalId, 'Team');
const command = ({ cast }: Agency): Command =>
  operatorCommand({ workspaceId: cast.workspaceId, operation: 'test', input: { of: randomUUID() } });

/** A decision that asks the gate; gives back what was asked, or the refusal. */
async function deciding<T>(agency: Agency, ask: (others: OtherStreams) => T): Promise<T | Refusal> {
  let answer: T | undefined;
  const of = command(agency);
  try {
    await OtherStreams.naming((streams, othersOf) =>
      api.log.decide(of, streams, (states) => {
        const others = othersOf(states);
        answer = ask(others);
        return others.facts;
      }),
    );
    return answer as T;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const spend = (entryId: string, amount: number, currency = 'EUR') => ({
  agreementId: 'ag-2',
  entryId,
  amount,
  currency,
});
const spentOf = async (agency: Agency): Promise<unknown> => {
  const query = 'query ($id: ID!) { provider(id: $id) { purchaseOrder { spent { minorUnits } } } }';
  const found = await api.ask<{ purchaseOrder: { spent: { minorUnits: number } } }>(query, agency.cast.finance, {
    id: agency.id,
  });
  return found.purchaseOrder.spent.minorUnits;
};
const withCeiling = async (minorUnits: number): Promise<Agency> => {
  const agency = await Agency.invited(api);
  await agency.does('cto', 'setPurchaseOrderCeiling', { ceiling: { minorUnits, currency: 'EUR' } });
  return agency;
};

describe('the gate of agencies', () => {
  it('knows whose people a team’s people are', async () => {
    const agency = await Agency.invited(api);
    const { workspaceId, studio, engineering } = agency.cast;
    expect(await gate.agencyOf(workspaceId, teamOf(studio))).toBe(idOf(agency));
    expect(await gate.agencyOf(workspaceId, teamOf(engineering))).toBeNull();
    expect(await gate.agencyOf(randomUUID(), teamOf(studio))).toBeNull();
    expect(await gate.teamOf(workspaceId, idOf(agency))).toBe(teamOf(studio));
    expect(await gate.teamOf(workspaceId, randomUUID())).toBeNull();
    // Turned down, they are still not of the house.
    await agency.does('cto', 'rejectProvider', { reason: 'Uninsured.' });
    expect(await gate.agencyOf(workspaceId, teamOf(studio))).toBe(idOf(agency));
  });

  it('opens on approved days', async () => {
    const agency = await Agency.reviewed(api);
    const id = idOf(agency);
    const days = ['2026-02-01', '2026-02-02', '2026-06-30', '2026-07-01'];
    const answers = async () => {
      const codes: (string | null)[] = [];
      for (const day of days) {
        const answer = await deciding(agency, (others) => gate.requireOnboarded(others, id, day));
        codes.push(answer instanceof Refusal ? answer.code : null);
      }
      return codes;
    };
    const refused = 'PROVIDER_NOT_ONBOARDED';
    expect(await answers()).toEqual([refused, refused, refused, refused]);
    expect(await deciding(agency, (others) => gate.window(others, id, days[1]!))).toBeNull();
    await agency.does('cto', 'approveProvider', { validUntil: '2026-06-30' });
    expect(await answers()).toEqual([refused, null, null, refused]);
    const window = { from: '2026-02-02', until: '2026-06-30' };
    expect(await deciding(agency, (others) => gate.window(others, id, days[3]!))).toEqual(window);
    const late = await deciding(agency, (others) => gate.requireOnboarded(others, id, days[3]!));
    expect(late).toMatchObject({ details: { validFrom: window.from, validUntil: window.until } });
    await agency.does('cto', 'suspendProvider', { reason: 'Leaked key.' });
    expect(await answers()).toEqual([refused, refused, refused, refused]);
  });

  it('only looks at the agency, and guards its purchase order', async () => {
    const agency = await Agency.approved(api);
    const id = idOf(agency);
    const of = command(agency);
    let guarded: [string, boolean][] = [];
    await OtherStreams.naming((streams, othersOf) => {
      guarded = Object.entries(streams).map(([key, { guards }]) => [key, guards !== false]);
      return api.log.decide(of, streams, (states) => {
        const others = othersOf(states);
        gate.requireOnboarded(others, id, '2026-02-02');
        gate.book(others, id, spend('e-1', 10));
        return others.facts;
      });
    });
    expect(guarded).toEqual([
      [`provider-${id}`, false],
      [`purchase-order-${id}`, true],
    ]);
  });

  it('books a purchase order to the last minor unit, whoever else does', async () => {
    const agency = await withCeiling(27_501);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        deciding(agency, (others) => gate.book(others, idOf(agency), spend(`e-${index}`, 9167))),
      ),
    );
    const refusals = all.filter((one) => one instanceof Refusal);
    expect(refusals).toHaveLength(9);
    expect(refusals[0]).toMatchObject({
      code: 'PO_CEILING_EXCEEDED',
      details: { ceiling: 27_501, spent: 27_501, amount: 9167, currency: 'EUR' },
    });
    expect(await spentOf(agency)).toBe(27_501);
  });

  it('gives back and books anew in one decision', async () => {
    const agency = await withCeiling(10_000);
    const id = idOf(agency);
    await deciding(agency, (others) => gate.book(others, id, spend('e-1', 9000)));
    await deciding(agency, (others) => {
      gate.book(others, id, spend('e-1', -9000));
      gate.book(others, id, spend('e-2', 10_000));
    });
    expect(await spentOf(agency)).toBe(10_000);
    const beyond = await deciding(agency, (others) => {
      gate.book(others, id, spend('e-2', -1));
      gate.book(others, id, spend('e-3', 1));
      gate.book(others, id, spend('e-4', 1));
    });
    expect(beyond).toMatchObject({ code: 'PO_CEILING_EXCEEDED', details: { spent: 10_000, amount: 1 } });
    const foreign = await deciding(agency, (others) => gate.book(others, id, spend('e-5', 1, 'USD')));
    expect(foreign).toMatchObject({ code: 'CURRENCY_MISMATCH', details: { expected: 'EUR', actual: 'USD' } });
    expect(await spentOf(agency)).toBe(10_000);
    // What is spent is not taken from under it, nor does its currency change.
    const less = { ceiling: { minorUnits: 9999, currency: 'EUR' } };
    expect(await agency.refused('cto', 'setPurchaseOrderCeiling', less)).toMatchObject([
      { code: 'PO_CEILING_EXCEEDED', ceiling: 9999, spent: 10_000, amount: 0, currency: 'EUR' },
    ]);
    const dollars = { ceiling: { minorUnits: 99_999, currency: 'USD' } };
    expect(await agency.codes('cto', 'setPurchaseOrderCeiling', dollars)).toEqual(['CURRENCY_MISMATCH']);
  });
});
