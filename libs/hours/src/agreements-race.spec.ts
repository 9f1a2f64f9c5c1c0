import { fromGlobalId } from '#libs/api-kit';
import type { Fact } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import type { Period } from '#libs/vocabulary';
import { activeAgreement, openMonths } from './agreements.fixture.js';
import { byProcess, HoursDecisions, type HoursTarget, monthStream } from './decisions.js';
import { agreement, allotment, allotmentId, openPeriod, startPeriod } from './domain/index.js';
import { type Cast, HoursApi } from './hours.fixture.js';

const dedicated = { workingDays: 0, absenceMinutes: 0 };

let api: HoursApi;
let cast: Cast;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());

/** What the clock does to a month on a day that is about to come. */
const clockOn = (id: string, today: string): HoursTarget => ({
  agreementId: fromGlobalId(id, 'Agreement'),
  command: operatorCommand({ workspaceId: cast.workspaceId, operation: 'clock', input: { id, today } }),
  circumstances: (known, now) => ({ ...byProcess('month-clock')(known, now), today }),
  agreement: 'latest',
});

const start = (id: string, period: Period) =>
  new HoursDecisions(api.log).decide(
    clockOn(id, `${period}-01`),
    { month: monthStream(fromGlobalId(id, 'Agreement'), period) },
    ({ month }, { contextFor }) => ({ month: startPeriod(month, {}, contextFor(period)) }),
  );

const open = (id: string, period: Period) => {
  const agreementId = fromGlobalId(id, 'Agreement');
  return new HoursDecisions(api.log).decide(
    clockOn(id, '2026-02-01'),
    { month: monthStream(agreementId, period) },
    ({ month }, { contextFor }) => ({
      month: openPeriod(month, { agreementId, period, dedicated }, contextFor(period)),
    }),
  );
};

const history = async (streamId: string): Promise<Fact[]> =>
  api.log.readStream({ workspaceId: cast.workspaceId, streamId });
const typesOf = async (streamId: string): Promise<string[]> => (await history(streamId)).map(({ type }) => type);
const monthOf = (id: string, period: Period): string =>
  `${allotment.type}-${allotmentId(fromGlobalId(id, 'Agreement'), period)}`;
const agreementOf = (id: string): string => `${agreement.type}-${fromGlobalId(id, 'Agreement')}`;

/** An agreement on the last day of January, to whose change the CMO said yes. */
const halfAgreed = async (
  mutation: string,
  wish: object,
  terms: object = {},
): Promise<{ id: string; other: object }> => {
  cast = await api.cast('2026-01-31');
  const id = await activeAgreement(api, cast, terms);
  await openMonths(api, cast, id, ['2026-01', '2026-02', '2026-03', '2026-04']);
  await api.done(cast.cmo, mutation, { ...wish, agreementId: id, side: 'CONSUMER' });
  return { id, other: { ...wish, agreementId: id, side: 'PROVIDER' } };
};

const smaller = (effectiveFromPeriod: Period) => ({ effectiveFromPeriod, grant: { pool: { minutesPerMonth: 3000 } } });
const rounds = Array.from({ length: 4 }, (_, round) => round);

describe('an amendment while the clock moves', () => {
  it.each(rounds)('reaches a month before it begins, or not at all (%i)', async () => {
    const { id, other } = await halfAgreed('amendAgreement', smaller('2026-02'));
    const [{ problems }] = await Promise.all([api.give(cast.cto, 'amendAgreement', other), start(id, '2026-02')]);
    const amended = (await typesOf(agreementOf(id))).includes('AgreementAmended');
    const month = await typesOf(monthOf(id, '2026-02'));
    expect(month).toEqual(
      amended ? ['PeriodOpened', 'PeriodAmended', 'PeriodStarted'] : ['PeriodOpened', 'PeriodStarted'],
    );
    expect(problems.map(({ code }) => code)).toEqual(amended ? [] : ['AMENDMENT_IN_PAST']);
  });

  it.each(rounds)('reaches a month that is opened at the same time (%i)', async () => {
    const { id, other } = await halfAgreed('amendAgreement', smaller('2026-03'));
    await Promise.all([api.done(cast.cto, 'amendAgreement', other), open(id, '2026-05')]);
    const last = (await history(monthOf(id, '2026-05'))).at(-1);
    expect(last?.data).toMatchObject({ agreementVersion: 2, grantedMinutes: 3000 });
  });

  it.each(rounds)('is carried out once, though both leads ask at once (%i)', async () => {
    const { id, other } = await halfAgreed('amendAgreement', smaller('2026-03'));
    const another = { ...other, effectiveFromPeriod: '2026-04' };
    await Promise.all([
      api.done(cast.cmo, 'amendAgreement', { ...another, side: 'CONSUMER' }),
      api.done(cast.cto, 'amendAgreement', another),
    ]);
    const types = (await typesOf(agreementOf(id))).slice(-3);
    expect(types).toEqual(['AgreementConsentGiven', 'AgreementConsentGiven', 'AgreementAmended']);
  });
});

describe('a rate while the clock moves', () => {
  it.each(rounds)('prices a retainer before the month begins, or not at all (%i)', async () => {
    const wish = { perHour: { minorUnits: 8000, currency: 'EUR' }, effectiveFrom: '2026-02-01' };
    const { id, other } = await halfAgreed('setRate', wish, { billing: 'RETAINER' });
    const [{ problems }] = await Promise.all([api.give(cast.cto, 'setRate', other), start(id, '2026-02')]);
    const set = (await typesOf(agreementOf(id))).includes('RateSet');
    const begun = (await history(monthOf(id, '2026-02'))).find(({ type }) => type === 'PeriodStarted');
    expect(begun?.data).toEqual({ billing: 'RETAINER', retainerRate: set ? 8000 : 9000 });
    expect(problems.map(({ code }) => code)).toEqual(set ? [] : ['AMENDMENT_IN_PAST']);
  });
});

describe('the end while the clock moves', () => {
  it.each(rounds)('keeps the month after it from beginning, or comes too late (%i)', async () => {
    const { id, other } = await halfAgreed('endAgreement', { lastPeriod: '2026-01' });
    await api.setClock(cast.workspaceId, '2026-01-31T22:59:59.990Z');
    const [{ problems }] = await Promise.all([api.give(cast.cto, 'endAgreement', other), start(id, '2026-02')]);
    const ended = (await typesOf(agreementOf(id))).includes('AgreementEnded');
    expect(problems.map(({ code }) => code)).toEqual(ended ? [] : ['AMENDMENT_IN_PAST']);
    expect((await typesOf(monthOf(id, '2026-02'))).includes('PeriodStarted')).toBe(!ended);
  });
});
