import { providerPolicy } from '#libs/providers';
import { prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import { openQuarter } from './quarter-world.js';

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
/** AG-2 of the demo quarter: no request, no overage, nothing carried over. */
const terms = {
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  validFrom: '2026-01',
  grant: { pool: { minutesPerMonth: 600 } },
  overage: { mode: 'HARD_STOP' },
  rates: [{ perHour: eur(11_000), effectiveFrom: '2026-01-01' }],
};
const FIELDS = 'provider { id status validFrom validUntil }';

describe('an agency works while it is approved (contexts 3.10, demo-quarter.md 5.2)', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let quarter: Quarter;
  let providerId: string;
  let agreementId: string;
  let days = 0;

  const gives = <Shape extends object>(as: string, mutation: string, input: object, fields = FIELDS) =>
    quarter.gives<Shape>(as, mutation, { input: { providerId, ...input }, fields });
  const work = (workedOn: string) => {
    days += 1;
    return { agreementId, entryId: `agency-${days}`, workedOn, minutes: 50, activity: 'BUILD' };
  };
  const records = (workedOn: string) =>
    quarter.gives<{ entry: { id: string; amount: object } }>('Agency Designer', 'recordTime', {
      input: work(workedOn),
      fields: 'entry { id amount { minorUnits currency } }',
    });
  const refusedTime = (workedOn: string, code: string) =>
    quarter.refused('Agency Designer', 'recordTime', { input: work(workedOn), code });
  const spent = async (): Promise<unknown> => {
    const query =
      'query ($id: ID!) { provider(id: $id) { status purchaseOrder { spent { minorUnits } left { minorUnits } } } }';
    return quarter.asks('Finance Controller', query, { id: providerId });
  };
  const at = (day: string) => quarter.at(`${day}T17:00`);

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    ({ quarter } = await openQuarter(api));
    await quarter.at('2026-01-02T09:00');
    const { provider } = await quarter.gives<{ provider: { id: string } }>('CTO', 'inviteProvider', {
      input: { name: 'Studio North', teamId: quarter.teamId('Agency'), ceiling: eur(4 * 9167) },
      fields: FIELDS,
    });
    providerId = provider.id;
    const drafted = await quarter.gives<{ agreement: { id: string } }>('Finance Controller', 'draftAgreement', {
      input: {
        ...terms,
        consumerTeamId: quarter.teamId('Marketing'),
        provider: { agencyId: providerId },
      },
      fields: 'agreement { id }',
    });
    agreementId = drafted.agreement.id;
    for (const [as, side] of [
      ['CMO', 'CONSUMER'],
      ['CTO', 'PROVIDER'],
    ] as const)
      await quarter.gives(as, 'signAgreement', { input: { agreementId, side }, fields: 'agreement { status }' });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('has its agreements as an agency, also where its team is named', async () => {
    const { agreement } = await quarter.gives<{ agreement: object }>('Finance Controller', 'draftAgreement', {
      input: { ...terms, consumerTeamId: quarter.teamId('Marketing'), provider: { teamId: quarter.teamId('Agency') } },
      fields: 'agreement { providerKind }',
    });
    expect(agreement).toEqual({ providerKind: 'EXTERNAL' });
  });

  it('records nothing before its approval', async () => {
    await at('2026-02-03');
    expect(await refusedTime('2026-02-03', 'PROVIDER_NOT_ONBOARDED')).toMatchObject({ code: 'PROVIDER_NOT_ONBOARDED' });
    expect(await spent()).toEqual({
      status: 'INVITED',
      purchaseOrder: { spent: { minorUnits: 0 }, left: { minorUnits: 36_668 } },
    });
  });

  it('records three times 91.67 EUR after it: 275.01, the sum of rounded lines', async () => {
    await at('2026-02-09');
    for (const item of providerPolicy.checklist) {
      await gives('Agency Designer', 'submitEvidence', { item, text: 'Signed.' });
      await gives('Risk Reviewer', 'verifyItem', { item, ok: true });
    }
    const { provider } = await gives<{ provider: object }>('CTO', 'approveProvider', { validUntil: '2026-03-10' });
    expect(provider).toMatchObject({ status: 'APPROVED', validFrom: '2026-02-09', validUntil: '2026-03-10' });
    for (const day of ['2026-02-12', '2026-02-16', '2026-02-18']) {
      await at(day);
      expect((await records(day)).entry.amount).toEqual(eur(9167));
    }
    // What was worked before the approval is recorded no more than it was then.
    await refusedTime('2026-02-03', 'PROVIDER_NOT_ONBOARDED');
    expect(await spent()).toEqual({
      status: 'APPROVED',
      purchaseOrder: { spent: { minorUnits: 27_501 }, left: { minorUnits: 9167 } },
    });
  });

  it('records up to its purchase order, and gives back what was taken back', async () => {
    await at('2026-02-20');
    const { entry } = await records('2026-02-20');
    expect(await refusedTime('2026-02-20', 'PO_CEILING_EXCEEDED')).toMatchObject({ code: 'PO_CEILING_EXCEEDED' });
    await quarter.gives('Agency Designer', 'reverseTime', {
      input: { entryId: entry.id, cause: 'WRONG_DAY' },
      fields: 'entry { id }',
    });
    expect(await spent()).toMatchObject({ purchaseOrder: { spent: { minorUnits: 27_501 } } });
  });

  it('records work of its approved days after its end, and of no later ones', async () => {
    await quarter.at('2026-03-11T09:00');
    expect(await spent()).toMatchObject({ status: 'EXPIRED' });
    expect(await refusedTime('2026-03-11', 'PROVIDER_NOT_ONBOARDED')).toMatchObject({ code: 'PROVIDER_NOT_ONBOARDED' });
    expect((await records('2026-03-10')).entry.amount).toEqual(eur(9167));
  });
});
