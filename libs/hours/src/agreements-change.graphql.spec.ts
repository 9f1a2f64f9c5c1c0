import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { activeAgreement, ag1, openMonths } from './agreements.fixture.js';
import { allotment, allotmentId } from './domain/index.js';
import { type Cast, HoursApi, type Member } from './hours.fixture.js';

let api: HoursApi;
let cast: Cast;
let agreementId: string;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
  agreementId = await activeAgreement(api, cast);
  await openMonths(api, cast, agreementId, ['2026-01', '2026-02', '2026-03', '2026-04']);
});

const smaller = { effectiveFromPeriod: '2026-02', grant: { pool: { minutesPerMonth: 3000 } } };
const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const forSide = (side: string, wish: object) => ({ agreementId, side, ...wish });
/** Both leads ask for the same. */
const agreed = async (mutation: string, wish: object) => {
  await api.done(cast.cmo, mutation, forSide('CONSUMER', wish));
  return api.done(cast.cto, mutation, forSide('PROVIDER', wish));
};
const granted = async (who: Member = cast.cmo) => {
  const { months } = await api.ask<{ months: { balance: { grantedMinutes: number } }[] }>(
    'query ($id: ID!) { agreement(id: $id) { months { balance { grantedMinutes } } } }',
    who,
    { id: agreementId },
  );
  return months.map(({ balance }) => balance.grantedMinutes);
};
const refused = (who: Member, mutation: string, input: object) => api.refused(cast, who, mutation, input);

describe('an amendment', () => {
  it('holds when both leads asked for it, and reaches months that are opened already', async () => {
    const first = await api.done(cast.cmo, 'amendAgreement', forSide('CONSUMER', smaller));
    expect(first.agreement).toMatchObject({
      terms: { version: 1 },
      openConsents: [{ consentId: 'C1', action: 'AMEND_AGREEMENT', side: 'CONSUMER', byId: cast.cmo.id }],
    });
    expect(await granted()).toEqual([4800, 4800, 4800, 4800]);
    const second = await api.done(cast.cto, 'amendAgreement', forSide('PROVIDER', smaller));
    // January is not amended: its terms are still those in force today.
    expect(second.agreement).toMatchObject({ terms: { version: 1 }, openConsents: [] });
    expect(await granted()).toEqual([4800, 3000, 3000, 3000]);
    await openMonths(api, cast, agreementId, ['2026-05']);
    expect((await granted()).at(-1)).toBe(3000);
    expect(await api.events(cast.workspaceId, 'PeriodAmended')).toBe(3);
  });

  it('leaves what it does not name as it is', async () => {
    await agreed('amendAgreement', { effectiveFromPeriod: '2026-03', overage: { mode: 'WARN' }, graceWorkingDays: 5 });
    const { termsVersions } = await api.ask<{ termsVersions: object[] }>(
      `query ($id: ID!) { agreement(id: $id) { termsVersions { version effectiveFromPeriod overageMode overageFactorPercent graceWorkingDays
        rollover { capPercent } } } }`,
      cast.auditor,
      { id: agreementId },
    );
    const same = { overageFactorPercent: 150, rollover: { capPercent: 25 } };
    expect(termsVersions).toEqual([
      { version: 1, effectiveFromPeriod: '2026-01', overageMode: 'APPROVAL', graceWorkingDays: 3, ...same },
      { version: 2, effectiveFromPeriod: '2026-03', overageMode: 'WARN', graceWorkingDays: 5, ...same },
    ]);
    expect(await granted()).toEqual([4800, 4800, 4800, 4800]);
  });

  it('dedicates a person by the working days of the provider’s calendar', async () => {
    const { id: personId } = cast.backend;
    await agreed('amendAgreement', {
      effectiveFromPeriod: '2026-02',
      grant: { dedicated: { personId, percent: 50, dailyMinutes: 480 } },
    });
    // 20, 22 and 22 working days of half a day each.
    expect(await granted()).toEqual([4800, 4800, 5280, 5280]);
  });

  it('that one side asked for can be taken back by that side', async () => {
    await api.done(cast.cmo, 'amendAgreement', forSide('CONSUMER', smaller));
    const back = { agreementId, consentId: 'C1' };
    expect(await refused(cast.cto, 'withdrawAgreementConsent', back)).toEqual(['FORBIDDEN']);
    expect(await refused(cast.salesLead, 'withdrawAgreementConsent', back)).toEqual(['FORBIDDEN']);
    const { agreement } = await api.done(cast.cmo, 'withdrawAgreementConsent', back);
    expect(agreement).toMatchObject({ openConsents: [] });
    expect(await refused(cast.cmo, 'withdrawAgreementConsent', back)).toEqual(['NOT_FOUND']);
    const alone = await api.done(cast.cto, 'amendAgreement', forSide('PROVIDER', smaller));
    expect(alone.agreement).toMatchObject({ openConsents: [{ consentId: 'C2' }] });
    expect(await granted()).toEqual([4800, 4800, 4800, 4800]);
  });

  it.each([
    ['a month that has begun', { ...smaller, effectiveFromPeriod: '2026-01' }, 'AMENDMENT_IN_PAST'],
    ['a month that is over', { ...smaller, effectiveFromPeriod: '2025-12' }, 'AMENDMENT_IN_PAST'],
    ['no month', { ...smaller, effectiveFromPeriod: 'soon' }, 'VALIDATION_FAILED'],
    ['nothing at all', { effectiveFromPeriod: '2026-02' }, 'VALIDATION_FAILED'],
    ['a step of no minutes', { effectiveFromPeriod: '2026-02', granularityMinutes: 0 }, 'VALIDATION_FAILED'],
    [
      'too many thresholds',
      { effectiveFromPeriod: '2026-02', thresholds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      'LIMIT_REACHED',
    ],
    [
      'a person who is not there',
      {
        effectiveFromPeriod: '2026-02',
        grant: { dedicated: { personId: toGlobalId('Person', randomUUID()), percent: 50, dailyMinutes: 480 } },
      },
      'NOT_FOUND',
    ],
  ])('is refused for %s', async (_what, wish, code) => {
    expect(await refused(cast.cmo, 'amendAgreement', forSide('CONSUMER', wish))).toEqual([code]);
  });

  it('tells which month has begun', async () => {
    const wish = forSide('CONSUMER', { ...smaller, effectiveFromPeriod: '2026-01' });
    const { data } = await api.run(
      `mutation ($input: AmendAgreementInput!) { amendAgreement(input: $input, expect: { latest: true }) { problems {
        ... on AmendmentInPastProblem { period periodStatus path } } } }`,
      cast.cmo,
      { input: wish },
    );
    expect(data).toEqual({
      amendAgreement: {
        problems: [{ period: '2026-01', periodStatus: 'OPEN', path: ['input', 'effectiveFromPeriod'] }],
      },
    });
  });

  it('needs two persons, the leads of the two teams, and an agreement that holds', async () => {
    await api.done(cast.both, 'amendAgreement', forSide('CONSUMER', smaller));
    const amend = (who: Member, side: string, wish: object = smaller) =>
      refused(who, 'amendAgreement', forSide(side, wish));
    expect(await amend(cast.both, 'PROVIDER')).toEqual(['BOTH_SIDES_BY_SAME_PERSON']);
    expect(await amend(cast.cmo, 'CONSUMER')).toEqual(['SIDE_ALREADY_APPROVED']);
    expect(await amend(cast.salesLead, 'CONSUMER')).toEqual(['FORBIDDEN']);
    expect(await amend(cast.cmo, 'PROVIDER')).toEqual(['FORBIDDEN']);
    expect(await amend(cast.finance, 'CONSUMER')).toEqual(['FORBIDDEN']);
    const { agreement } = await api.done(cast.cmo, 'draftAgreement', ag1(cast));
    const onDraft = { ...forSide('CONSUMER', smaller), agreementId: agreement!.id };
    expect(await refused(cast.cmo, 'amendAgreement', onDraft)).toEqual(['INVALID_STATE']);
    const nowhere = { ...onDraft, agreementId: toGlobalId('Agreement', randomUUID()) };
    expect(await refused(cast.cmo, 'amendAgreement', nowhere)).toEqual(['NOT_FOUND']);
  });
});

describe('a rate', () => {
  const qa = { activity: 'QA', perHour: eur(8000), effectiveFrom: '2026-02-10' };

  it('holds when both leads asked for it', async () => {
    const { agreement } = await agreed('setRate', qa);
    expect(agreement).toMatchObject({ rateCardVersion: 2, openConsents: [] });
    const { rates } = await api.ask<{ rates: object[] }>(
      'query ($id: ID!) { agreement(id: $id) { rates { activity perHour { minorUnits } effectiveFrom } } }',
      cast.finance,
      { id: agreementId },
    );
    expect(rates[1]).toEqual({ activity: 'QA', perHour: { minorUnits: 8000 }, effectiveFrom: '2026-02-10' });
  });

  it('is another wish at another price', async () => {
    await api.done(cast.cmo, 'setRate', forSide('CONSUMER', qa));
    const { agreement } = await api.done(cast.cto, 'setRate', forSide('PROVIDER', { ...qa, perHour: eur(8001) }));
    expect(agreement).toMatchObject({ rateCardVersion: 1, openConsents: [{ consentId: 'C1' }, { consentId: 'C2' }] });
  });

  it.each([
    ['a day of this month', { ...qa, effectiveFrom: '2026-01-20' }, 'AMENDMENT_IN_PAST'],
    ['another currency', { ...qa, perHour: { minorUnits: 8000, currency: 'USD' } }, 'CURRENCY_MISMATCH'],
    ['less than nothing', { ...qa, perHour: eur(-1) }, 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_what, wish, code) => {
    expect(await refused(cast.cmo, 'setRate', forSide('CONSUMER', wish))).toEqual([code]);
  });

  it('is for the leads of the two teams alone', async () => {
    for (const who of [cast.salesLead, cast.cto, cast.bridge])
      expect(await refused(who, 'setRate', forSide('CONSUMER', qa))).toEqual(['FORBIDDEN']);
  });

  it('waits with at most 50 other wishes', async () => {
    const wish = (minor: number) => forSide('CONSUMER', { ...qa, perHour: eur(minor) });
    for (let minor = 1; minor <= 50; minor += 1) await api.done(cast.cmo, 'setRate', wish(minor));
    expect(await refused(cast.cmo, 'setRate', wish(51))).toEqual(['LIMIT_REACHED']);
  });
});

describe('the end', () => {
  it('is fixed when both leads asked for it', async () => {
    const { agreement } = await agreed('endAgreement', { lastPeriod: '2026-02' });
    expect(agreement).toMatchObject({ status: 'ENDED', validTo: '2026-02' });
    const again = forSide('CONSUMER', { lastPeriod: '2026-03' });
    expect(await refused(cast.cmo, 'endAgreement', again)).toEqual(['INVALID_STATE']);
  });

  it('gives back what is reserved in the months after it', async () => {
    const plain = fromGlobalId(agreementId, 'Agreement');
    for (const period of ['2026-02', '2026-03']) {
      const reserved = {
        requestId: randomUUID(),
        minutes: 600,
        baseMinutes: 600,
        overageMinutes: 0,
        availableAfter: 4200,
      };
      const month = { aggregate: allotment, id: allotmentId(plain, period) };
      await api.happened(cast.workspaceId, month, [{ type: 'MinutesReserved', data: reserved }]);
    }
    await api.done(cast.cmo, 'endAgreement', forSide('CONSUMER', { lastPeriod: '2026-02' }));
    const reserved = async () => {
      const { months } = await api.ask<{ months: { balance: { openReservedMinutes: number } }[] }>(
        'query ($id: ID!) { agreement(id: $id) { months { balance { openReservedMinutes } } } }',
        cast.cmo,
        { id: agreementId },
      );
      return months.map(({ balance }) => balance.openReservedMinutes);
    };
    expect(await reserved()).toEqual([0, 600, 600, 0]);
    await api.done(cast.cto, 'endAgreement', forSide('PROVIDER', { lastPeriod: '2026-02' }));
    expect(await reserved()).toEqual([0, 600, 0, 0]);
  });

  it.each([
    ['a month that is over', '2025-12', 'AMENDMENT_IN_PAST'],
    ['no month', '2026-2', 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_what, lastPeriod, code) => {
    expect(await refused(cast.cmo, 'endAgreement', forSide('CONSUMER', { lastPeriod }))).toEqual([code]);
  });

  it('is for the leads of the two teams alone', async () => {
    for (const who of [cast.salesLead, cast.cto, cast.finance])
      expect(await refused(who, 'endAgreement', forSide('CONSUMER', { lastPeriod: '2026-03' }))).toEqual(['FORBIDDEN']);
  });
});
