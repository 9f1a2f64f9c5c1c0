import { fromGlobalId } from '#libs/api-kit';
import {
  agreement,
  type AgreementState,
  allotment,
  allotmentId,
  type HoursContext,
  openPeriod,
  startPeriod,
  termsFor,
} from './domain/index.js';
import type { Cast, HoursApi } from './hours.fixture.js';

/** AG-1 of the demo quarter, from a month on: 80 h a month, a quarter of it carried over for a month, 90.00 EUR an hour. */
export const ag1 = ({ marketing, engineering }: Cast, validFrom = '2026-01') => ({
  consumerTeamId: marketing,
  provider: { teamId: engineering },
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  validFrom,
  grant: { pool: { minutesPerMonth: 4800 } },
  overage: { mode: 'APPROVAL', factorPercent: 150 },
  rollover: { capped: { cap: { percent: 25 }, expiresAfterMonths: 1 } },
  billing: 'ACTUALS',
  thresholds: [75, 90, 100],
  graceWorkingDays: 3,
  rates: [{ perHour: { minorUnits: 9000, currency: 'EUR' }, effectiveFrom: `${validFrom}-01` }],
});

/** Global id of an agreement both leads signed: AG-1, or with other fields of `draftAgreement`. */
export async function activeAgreement(api: HoursApi, cast: Cast, change: object = {}): Promise<string> {
  const draft = await api.done(cast.cmo, 'draftAgreement', { ...ag1(cast), ...change });
  const agreementId = draft.agreement!.id;
  await api.done(cast.cmo, 'signAgreement', { agreementId, side: 'CONSUMER' });
  await api.done(cast.cto, 'signAgreement', { agreementId, side: 'PROVIDER' });
  return agreementId;
}

/**
 * Opens months for planning, as the clock would; months whose first day has come begin. For specs that run no process of the clock.
 * @param agreementId global id
 */
export async function openMonths(
  api: HoursApi,
  { workspaceId }: Cast,
  agreementId: string,
  periods: readonly string[],
): Promise<void> {
  const id = fromGlobalId(agreementId, 'Agreement');
  const known = await knownAgreement(api, workspaceId, id);
  const dedicated = { workingDays: 20, absenceMinutes: 0 };
  for (const period of periods) {
    const stream = { aggregate: allotment, id: allotmentId(id, period) };
    const context = (now: string): HoursContext => ({
      now,
      today: now.slice(0, 10),
      actor: { personId: 'process:clock', roles: ['process'], side: null, grant: 'all' },
      terms: termsFor(known, period),
    });
    await api.happened(workspaceId, stream, (month, now) =>
      openPeriod(month, { agreementId: id, period, dedicated }, context(now)),
    );
    await api.happened(workspaceId, stream, (month, now) => startPeriod(month, {}, context(now)));
  }
}

async function knownAgreement(api: HoursApi, workspaceId: string, id: string): Promise<AgreementState> {
  const events = await api.log.readStream({ workspaceId, streamId: `${agreement.type}-${id}` });
  const state = (events as Parameters<typeof agreement.evolve>[1][]).reduce(
    (known, event) => agreement.evolve(known, event),
    agreement.initial,
  );
  if (state.status === 'unknown') throw new Error(`No agreement ${id}.`);
  return state;
}
