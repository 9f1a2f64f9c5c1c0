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

/** An agreement on the last day of January, on whose amendment the CMO said yes. */
const amendedHalf = async (effectiveFromPeriod: Period): Promise<{ id: string; wish: object }> => {
  cast = await api.cast('2026-01-31');
  const id = await activeAgreement(api, cast);
  await openMonths(api, cast, id, ['2026-01', '2026-02', '2026-03', '2026-04']);
  const wish = { agreementId: id, effectiveFromPeriod, grant: { pool: { minutesPerMonth: 3000 } } };
  await api.done(cast.cmo, 'amendAgreement', { ...wish, side: 'CONSUMER' });
  return { id, wish };
};

describe('an amendment while the clock moves', () => {
  it('reaches a month before it begins, or not at all', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, wish } = await amendedHalf('2026-02');
      const [{ problems }] = await Promise.all([
        api.give(cast.cto, 'amendAgreement', { ...wish, side: 'PROVIDER' }),
        start(id, '2026-02'),
      ]);
      const amended = (await typesOf(agreementOf(id))).includes('AgreementAmended');
      const month = await typesOf(monthOf(id, '2026-02'));
      expect(month).toEqual(
        amended ? ['PeriodOpened', 'PeriodAmended', 'PeriodStarted'] : ['PeriodOpened', 'PeriodStarted'],
      );
      expect(problems.map(({ code }) => code)).toEqual(amended ? [] : ['AMENDMENT_IN_PAST']);
    }
  });

  it('reaches a month that is opened at the same time', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, wish } = await amendedHalf('2026-03');
      await Promise.all([api.done(cast.cto, 'amendAgreement', { ...wish, side: 'PROVIDER' }), open(id, '2026-05')]);
      const [opened, ...more] = await history(monthOf(id, '2026-05'));
      const last = more.at(-1) ?? opened;
      expect(last?.data).toMatchObject({ agreementVersion: 2, grantedMinutes: 3000 });
    }
  });

  it('is carried out once, though both leads ask at once', async () => {
    cast = await api.cast();
    for (let round = 0; round < 5; round += 1) {
      const id = await activeAgreement(api, cast);
      const wish = { agreementId: id, effectiveFromPeriod: '2026-02', debtAllowed: true };
      await Promise.all([
        api.done(cast.cmo, 'amendAgreement', { ...wish, side: 'CONSUMER' }),
        api.done(cast.cto, 'amendAgreement', { ...wish, side: 'PROVIDER' }),
      ]);
      const types = (await typesOf(agreementOf(id))).slice(-3);
      expect(types).toEqual(['AgreementConsentGiven', 'AgreementConsentGiven', 'AgreementAmended']);
    }
  });
});
