import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { providersModel, ProvidersModule } from '#libs/providers';
import { type GraphQLEnumType, isEnumType } from 'graphql';
import { allotmentId } from '../domain/index.js';
import { type Cast, HoursApi, type Member } from '../hours.fixture.js';
import { TimeBench } from './time.fixture.js';

let api: HoursApi;
beforeAll(async () => {
  api = await HoursApi.start({ models: [providersModel], modules: [ProvidersModule] });
});
afterAll(() => api.close());

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });

/** Every item of the security checklist. */
function itemsOf(): string[] {
  const type = Object.values(api.schema.getTypeMap()).find(
    (one): one is GraphQLEnumType => isEnumType(one) && one.name === 'ProviderChecklistItem',
  );
  return type!.getValues().map(({ name }) => name);
}

async function approvedAgency(cast: Cast, validUntil: string): Promise<string> {
  const does = async (who: Member, name: string, input: object): Promise<{ provider?: { id: string } }> =>
    (await api.done(who, name, input)) as { provider?: { id: string } };
  const { agencyTeam, agencyDesigner, cto, reviewer } = cast;
  const card = [{ work: 'Design', rate: eur(9000) }];
  const invitation = { name: 'Studio North', teamId: agencyTeam, contactId: agencyDesigner.id, ceiling: eur(20_000) };
  await does(cto, 'inviteProvider', { ...invitation, rateCard: card });
  const { nodes } = await api.ask<{ nodes: { id: string }[] }>('{ providers { nodes { id } } }', cto);
  const providerId = nodes[0]!.id;
  for (const item of itemsOf()) {
    await does(agencyDesigner, 'submitEvidence', { providerId, item, link: `https://docs.example/${item}` });
    await does(reviewer, 'verifyItem', { providerId, item, ok: true });
  }
  await does(cto, 'approveProvider', { providerId, validUntil });
  return providerId;
}

describe('time of an agency', () => {
  it('is recorded while its checklist is approved, up to the ceiling of its order; a correction gives back first', async () => {
    const cast = await api.cast();
    const agencyId = await approvedAgency(cast, '2026-01-20');
    const bench = await TimeBench.begin(api, { provider: { agencyId } }, cast);
    const { agencyDesigner } = cast;
    const booked = () => api.events(cast.workspaceId, 'SpendBooked');
    const early = bench.work({ workedOn: '2026-01-04' });
    expect(await bench.refused(agencyDesigner, 'recordTime', early)).toMatchObject({ code: 'PROVIDER_NOT_ONBOARDED' });
    const first = await bench.record({ minutes: 120, activity: 'BUILD' }, agencyDesigner);
    expect(await booked()).toBe(1);
    // 180.00 of 200.00 are spent.
    const over = await bench.refused(agencyDesigner, 'recordTime', bench.work({ minutes: 30 }));
    expect(over).toMatchObject({ code: 'PO_CEILING_EXCEEDED' });
    const correction = { entryId: first.id, cause: 'WRONG_DURATION', minutes: 130 };
    const { entry } = await bench.done(agencyDesigner, 'correctTime', correction);
    expect(await booked()).toBe(3);
    await bench.done(agencyDesigner, 'reverseTime', { entryId: entry!.id, cause: 'OTHER' });
    const csv = 'id,day,minutes\na,2026-01-05,120\nb,2026-01-05,60\nc,2026-01-05,10';
    const document = `mutation ($input: ImportTimeEntriesInput!) { importTimeEntries(input: $input) { rows { fate problems { code } } } }`;
    const file = (dryRun: boolean) =>
      api.ask<{ rows: { fate: string; problems: { code: string }[] }[] }>(document, bot, {
        input: { agreementId: bench.agreementId, format: 'PLAIN', csv, dryRun },
      });
    const bot = await api.join(cast.workspaceId, [{ role: 'INTEGRATION', teamId: null }], ['time.import']);
    const refused = { fate: 'REFUSED', problems: [{ code: 'PO_CEILING_EXCEEDED' }] };
    const before = await api.events(cast.workspaceId);
    expect((await file(true)).rows).toMatchObject([{ fate: 'WOULD_RECORD' }, refused, { fate: 'WOULD_RECORD' }]);
    expect(await api.events(cast.workspaceId)).toBe(before);
    expect((await file(false)).rows).toMatchObject([{ fate: 'RECORDED' }, refused, { fate: 'RECORDED' }]);
    await bench.on('2026-01-21');
    const late = bench.work({ workedOn: '2026-01-21', minutes: 1 });
    expect(await bench.refused(agencyDesigner, 'recordTime', late)).toMatchObject({ code: 'PROVIDER_NOT_ONBOARDED' });
  });

  it('counts uncovered minutes from the first, overage when both leads sign it, and what is written off or taken back', async () => {
    const cast = await api.cast();
    const agencyId = await approvedAgency(cast, '2026-01-20');
    const change = { provider: { agencyId }, grant: { pool: { minutesPerMonth: 60 } } };
    const bench = await TimeBench.begin(api, change, cast);
    const { agencyDesigner, cmo, cto } = cast;
    const spent = async () => {
      const { purchaseOrder } = await api.ask<{ purchaseOrder: { spent: { minorUnits: number } } }>(
        'query ($id: ID!) { provider(id: $id) { purchaseOrder { spent { minorUnits } } } }',
        cto,
        { id: agencyId },
      );
      return purchaseOrder.spent.minorUnits;
    };
    const requestId = await bench.request();
    const work = { minutes: 120, activity: 'BUILD', requestId };
    // 60 minutes of the pool and 60 that nothing covers, at 90.00 an hour each.
    const first = await bench.record(work, agencyDesigner);
    expect(await spent()).toBe(18_000);
    const beyond = bench.work({ minutes: 30, requestId });
    expect(await bench.refused(agencyDesigner, 'recordTime', beyond)).toMatchObject({ code: 'PO_CEILING_EXCEEDED' });
    const plain = fromGlobalId(bench.agreementId, 'Agreement');
    const month = { allotmentId: toGlobalId('Allotment', allotmentId(plain, '2026-01')) };
    const signs = { ...month, overageId: 'O1' };
    await api.done(cmo, 'approveOverage', { ...signs, side: 'CONSUMER' });
    // Overage costs half as much again: 225.00 of 200.00.
    const tooDear = await api.refused(cast, cto, 'approveOverage', { ...signs, side: 'PROVIDER' });
    expect(tooDear).toEqual(['PO_CEILING_EXCEEDED']);
    await api.done(cto, 'setPurchaseOrderCeiling', { providerId: agencyId, ceiling: eur(22_500) });
    await api.done(cto, 'approveOverage', { ...signs, side: 'PROVIDER' });
    expect(await spent()).toBe(22_500);
    await bench.done(cto, 'reverseTime', { entryId: first.id, cause: 'DUPLICATE' });
    expect(await spent()).toBe(0);
    // The 60 of the pool are free again, and the 60 of the overage; 20 find nothing and are written off.
    await api.done(cto, 'setPurchaseOrderCeiling', { providerId: agencyId, ceiling: eur(30_000) });
    const { entryId } = await bench.record({ ...work, minutes: 140 }, agencyDesigner);
    expect(await spent()).toBe(9_000 + 13_500 + 3_000);
    const writeOff = { ...month, entryIds: [entryId], decision: 'WRITE_OFF', side: 'PROVIDER' };
    await api.done(cto, 'decideUncovered', writeOff);
    expect(await spent()).toBe(9_000 + 13_500);
  });
});
