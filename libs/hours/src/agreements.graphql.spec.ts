import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { ag1 } from './agreements.fixture.js';
import { type Cast, HoursApi } from './hours.fixture.js';

let api: HoursApi;
let cast: Cast;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
});

const draft = async (change: object = {}): Promise<string> =>
  (await api.done(cast.finance, 'draftAgreement', { ...ag1(cast), ...change })).agreement!.id;
const sign = (agreementId: string, side: string) => ({ agreementId, side });

describe('drafting an agreement', () => {
  it('writes down who agrees with whom on what, with what nobody said as usual', async () => {
    const { marketing, engineering } = cast;
    const id = await draft({ overage: null, rollover: null, thresholds: null, graceWorkingDays: null, billing: null });
    const query = `query ($id: ID!) { agreement(id: $id) { reference status providerKind agencyId timeZone currency validFrom validTo
      consumerTeam { id } providerTeam { id } signatures { side } openConsents { consentId } rateCardVersion
      termsVersions { version } terms { version effectiveFromPeriod overageMode overageFactorPercent debtAllowed billing thresholds
        graceWorkingDays granularityMinutes grant { minutesPerMonth personId } rollover { carries capPercent capMinutes expiresAfterMonths } }
      rates { activity role perHour { minorUnits currency } effectiveFrom } } }`;
    expect(await api.ask(query, cast.cmo, { id })).toEqual({
      reference: 'AG-1',
      status: 'DRAFT',
      providerKind: 'TEAM',
      agencyId: null,
      rateCardVersion: 1,
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      validFrom: '2026-01',
      validTo: null,
      consumerTeam: { id: marketing },
      providerTeam: { id: engineering },
      signatures: [],
      openConsents: [],
      termsVersions: [{ version: 1 }],
      terms: {
        version: 1,
        effectiveFromPeriod: '2026-01',
        overageMode: 'APPROVAL',
        overageFactorPercent: 150,
        debtAllowed: false,
        billing: 'ACTUALS',
        thresholds: [75, 90, 100],
        graceWorkingDays: 3,
        granularityMinutes: 1,
        grant: { minutesPerMonth: 4800, personId: null },
        rollover: { carries: false, capPercent: null, capMinutes: null, expiresAfterMonths: null },
      },
      rates: [
        { activity: null, role: null, perHour: { minorUnits: 9000, currency: 'EUR' }, effectiveFrom: '2026-01-01' },
      ],
    });
  });

  it('takes a share of a person, minutes for a cap, and a rate for a kind of work', async () => {
    const { id: personId } = cast.backend;
    const perHour = { minorUnits: 8000, currency: 'EUR' };
    const id = await draft({
      grant: { dedicated: { personId, percent: 50, dailyMinutes: 480 } },
      rollover: { capped: { cap: { minutes: 600 }, expiresAfterMonths: 2 } },
      rates: [...ag1(cast).rates, { activity: 'QA', role: 'ENGINEER', perHour, effectiveFrom: '2026-02-01' }],
    });
    const shown = await api.ask(
      `query ($id: ID!) { agreement(id: $id) { rates { activity role } terms { grant { minutesPerMonth personId percent dailyMinutes
        calendarTeamId } rollover { carries capPercent capMinutes expiresAfterMonths } } } }`,
      cast.cmo,
      { id },
    );
    const calendarTeamId = cast.engineering;
    expect(shown).toEqual({
      rates: [
        { activity: null, role: null },
        { activity: 'QA', role: 'ENGINEER' },
      ],
      terms: {
        grant: { minutesPerMonth: null, personId, percent: 50, dailyMinutes: 480, calendarTeamId },
        rollover: { carries: true, capPercent: null, capMinutes: 600, expiresAfterMonths: 2 },
      },
    });
  });

  it('gives every agreement a number of its own, and the same one to the same command', async () => {
    const again = { key: 'k-1' };
    const first = await api.done(cast.cmo, 'draftAgreement', ag1(cast), again);
    const second = await api.done(cast.cmo, 'draftAgreement', ag1(cast), again);
    expect(second).toMatchObject({ replayed: true, agreement: { id: first.agreement!.id, number: 1 } });
    const other = await api.done(cast.cmo, 'draftAgreement', ag1(cast));
    expect(other.agreement!['number']).not.toBe(1);
  });

  const missing = toGlobalId('Team', randomUUID());
  it.each([
    ['a team that is not there', { consumerTeamId: missing }, 'NOT_FOUND', 'consumerTeamId'],
    ['a provider that is not there', { provider: { teamId: missing } }, 'NOT_FOUND', 'provider.teamId'],
    [
      'an agency that is not there',
      { provider: { agencyId: toGlobalId('Provider', randomUUID()) } },
      'NOT_FOUND',
      'provider.agencyId',
    ],
    [
      'a person who is not there',
      { grant: { dedicated: { personId: toGlobalId('Person', randomUUID()), percent: 50, dailyMinutes: 480 } } },
      'NOT_FOUND',
      'grant.dedicated.personId',
    ],
    [
      'a rate in another currency',
      { rates: [{ perHour: { minorUnits: 9000, currency: 'USD' }, effectiveFrom: '2026-01-01' }] },
      'CURRENCY_MISMATCH',
      'rates.0.perHour.currency',
    ],
    ['no currency', { currency: 'euro' }, 'VALIDATION_FAILED', 'currency'],
    ['no zone', { timeZone: 'Mars/Base' }, 'VALIDATION_FAILED', 'timeZone'],
    ['no month', { validFrom: '2026-13' }, 'VALIDATION_FAILED', 'validFrom'],
    ['an end before its beginning', { validTo: '2025-12' }, 'VALIDATION_FAILED', 'validTo'],
    ['no minutes', { grant: { pool: { minutesPerMonth: 0 } } }, 'VALIDATION_FAILED', 'grant.pool.minutesPerMonth'],
    ['overage for less', { overage: { factorPercent: 99 } }, 'VALIDATION_FAILED', 'overage.factorPercent'],
    ['a rollover that is none and yet is', { rollover: { none: false } }, 'VALIDATION_FAILED', 'rollover.none'],
    [
      'more than everything carried over',
      { rollover: { capped: { cap: { percent: 101 }, expiresAfterMonths: 1 } } },
      'VALIDATION_FAILED',
      'rollover.capped.cap.percent',
    ],
    ['thresholds in disorder', { thresholds: [90, 75] }, 'VALIDATION_FAILED', 'thresholds'],
    ['no rate', { rates: [] }, 'VALIDATION_FAILED', 'rates'],
    ['too many thresholds', { thresholds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }, 'LIMIT_REACHED', 'thresholds'],
  ])('is refused for %s', async (_what, change, code, path) => {
    const before = await api.events(cast.workspaceId);
    const { agreement, problems } = await api.give(cast.cmo, 'draftAgreement', { ...ag1(cast), ...change });
    expect(problems).toMatchObject([{ code, path: ['input', ...path.split('.')] }]);
    expect(agreement).toBeNull();
    expect(await api.events(cast.workspaceId)).toBe(before);
  });

  it('is refused for teams of the wrong side and for whoever may not', async () => {
    const { marketing, engineering } = cast;
    const swapped = { ...ag1(cast), consumerTeamId: engineering };
    expect(await api.refused(cast, cast.cmo, 'draftAgreement', swapped)).toEqual(['NOT_FOUND']);
    const both = { ...ag1(cast), provider: { teamId: marketing } };
    expect(await api.refused(cast, cast.cmo, 'draftAgreement', both)).toEqual(['NOT_FOUND']);
    for (const who of [cast.marketer, cast.backend, cast.bridge, cast.admin, cast.auditor])
      expect(await api.refused(cast, who, 'draftAgreement', ag1(cast))).toEqual(['FORBIDDEN']);
  });
});

describe('signing', () => {
  it('makes an agreement hold once both leads have signed', async () => {
    const id = await draft();
    const { agreement } = await api.done(cast.cto, 'signAgreement', sign(id, 'PROVIDER'), { expect: { version: 1 } });
    expect(agreement).toMatchObject({ status: 'DRAFT', version: 2, signatures: [{ side: 'PROVIDER' }] });
    const second = await api.done(cast.cmo, 'signAgreement', sign(id, 'CONSUMER'));
    expect(second.agreement).toMatchObject({ status: 'ACTIVE', version: 4 });
    const before = await api.give(cast.cmo, 'signAgreement', sign(id, 'CONSUMER'));
    expect(before.problems).toMatchObject([{ code: 'INVALID_STATE', state: 'ACTIVE', allowed: ['DRAFT'] }]);
  });

  it('is for the leads of the two teams alone', async () => {
    const id = await draft();
    const refused = (who: keyof Cast & ('salesLead' | 'bridge' | 'finance' | 'cto'), side: string) =>
      api.refused(cast, cast[who], 'signAgreement', sign(id, side));
    expect(await refused('salesLead', 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await refused('bridge', 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await refused('finance', 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await refused('cto', 'CONSUMER')).toEqual(['FORBIDDEN']);
  });

  it('needs two persons, counting whom a deputy stands for', async () => {
    const id = await draft();
    await api.done(cast.both, 'signAgreement', sign(id, 'CONSUMER'));
    expect(await api.refused(cast, cast.both, 'signAgreement', sign(id, 'PROVIDER'))).toEqual([
      'BOTH_SIDES_BY_SAME_PERSON',
    ]);
    await api.delegate(cast.workspaceId, cast.both, cast.frontend, 'ENGINEERING_LEAD');
    const standIn = { onBehalfOf: cast.both };
    const standing = await api.give(cast.frontend, 'signAgreement', sign(id, 'PROVIDER'), standIn);
    expect(standing.problems).toMatchObject([{ code: 'BOTH_SIDES_BY_SAME_PERSON' }]);
    const { problems } = await api.give(cast.cmo, 'signAgreement', sign(id, 'CONSUMER'));
    expect(problems).toMatchObject([{ code: 'SIDE_ALREADY_APPROVED', __typename: 'SideAlreadyApprovedProblem' }]);
    await api.delegate(cast.workspaceId, cast.cto, cast.backend, 'ENGINEERING_LEAD');
    const { agreement } = await api.done(cast.backend, 'signAgreement', sign(id, 'PROVIDER'), { onBehalfOf: cast.cto });
    expect(agreement).toMatchObject({ status: 'ACTIVE' });
    const query = `query ($id: ID!) { agreement(id: $id) { signatures { side by { id } onBehalfOf { id } } } }`;
    expect(await api.ask(query, cast.auditor, { id })).toEqual({
      signatures: [
        { side: 'CONSUMER', by: { id: cast.both.id }, onBehalfOf: null },
        { side: 'PROVIDER', by: { id: cast.backend.id }, onBehalfOf: { id: cast.cto.id } },
      ],
    });
  });

  it('of both sides at once leaves no half-signed agreement', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await draft();
      await Promise.all([
        api.done(cast.cmo, 'signAgreement', sign(id, 'CONSUMER')),
        api.done(cast.cto, 'signAgreement', sign(id, 'PROVIDER')),
      ]);
      expect(await api.ask('query ($id: ID!) { agreement(id: $id) { status } }', cast.cmo, { id })).toEqual({
        status: 'ACTIVE',
      });
    }
  });

  it('is refused on what is not there or has changed', async () => {
    const id = await draft();
    const nowhere = sign(toGlobalId('Agreement', randomUUID()), 'CONSUMER');
    expect(await api.refused(cast, cast.cmo, 'signAgreement', nowhere)).toEqual(['NOT_FOUND']);
    const stale = { expect: { version: 7 } };
    const { problems } = await api.give(cast.cmo, 'signAgreement', sign(id, 'CONSUMER'), stale);
    expect(problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 7, actual: 1, current: { id } }]);
    const abroad = await api.cast();
    expect(await api.refused(abroad, abroad.cmo, 'signAgreement', sign(id, 'CONSUMER'))).toEqual(['NOT_FOUND']);
  });
});
