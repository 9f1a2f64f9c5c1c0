import { providersModel, ProvidersModule } from '#libs/providers';
import { type GraphQLEnumType, isEnumType } from 'graphql';
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
});
