import { randomUUID } from 'node:crypto';
import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { provider } from '#libs/providers';
import { activeAgreement, openMonths } from '../agreements.fixture.js';
import type { Cast, Given, Member } from '../hours.fixture.js';
import type { HoursBench, Told } from './rights.fixture.js';
import { DECEMBER, JANUARY, stories, type Story } from './stories.fixture.js';

/** Who is refused what. */
export interface Refused {
  readonly who: Member;
  readonly mutation: string;
  readonly input: object;
  readonly given?: Given;
}

/** Brings an agreement to where a command is refused; the command. */
export type Provocation = (bench: HoursBench) => Promise<Refused>;

type Name = { [K in keyof Cast]: Cast[K] extends Member ? K : never }[keyof Cast];
type More = object | ((told: Told) => object);

const moreOf = (more: More, told: Told): object =>
  typeof more === 'function' ? (more as (t: Told) => object)(told) : more;

const onAgreement =
  (story: Story, who: Name, mutation: string, more: More = {}): Provocation =>
  async (bench) => {
    const told = await bench.tell(story);
    const input = { agreementId: told.agreementId, ...moreOf(more, told) };
    return { who: bench.cast[who], mutation, input };
  };

const onMonth =
  (story: Story, period: string, [who, mutation, more = {}]: readonly [Name, string, More?]): Provocation =>
  async (bench) => {
    const told = await bench.tell(story);
    return { who: bench.cast[who], mutation, input: { allotmentId: told.month(period), ...moreOf(more, told) } };
  };

const onEntry =
  (story: Story, [who, mutation, more = {}]: readonly [Name, string, object?], entryId = 'e-1'): Provocation =>
  async (bench) => ({
    who: bench.cast[who],
    mutation,
    input: { entryId: (await bench.tell(story)).entry(entryId), ...more },
  });

const hour = { minutes: 60, activity: 'BUILD', workedOn: '2026-01-05' };
/** An hour of the backend engineer, with other fields. */
const recording = (change: object, story: Story = stories.running): Provocation =>
  onAgreement(story, 'backend', 'recordTime', { ...hour, ...change });

const reason = 'As we spoke.';
const requested = ({ requestId }: Told) => ({ requestId });
const side = 'CONSUMER';
const otherTerms = { effectiveFromPeriod: '2026-03', graceWorkingDays: 4, side };
const INVITE = 'mutation ($input: InviteProviderInput!) { inviteProvider(input: $input) { position } }';
const usd = { minorUnits: 9000, currency: 'USD' };

/** An hour under the agreement of an agency that is approved or not, and may cost 10.00 EUR; in a workspace of its own. */
export async function agencyHour({ api }: HoursBench, isApproved: boolean) {
  const cast = await api.cast();
  const ceiling = { minorUnits: 1000, currency: 'EUR' };
  await api.ask(INVITE, cast.cto, { input: { name: 'Studio North', teamId: cast.agencyTeam, ceiling } });
  const { nodes } = await api.ask<{ nodes: { id: string }[] }>('{ providers { nodes { id } } }', cast.cto);
  const agencyId = nodes[0]!.id;
  if (isApproved) {
    const stream = { aggregate: provider, id: fromGlobalId(agencyId, 'Provider') };
    const data = { validFrom: '2026-01-01', validUntil: '2026-06-30', renewal: false, policyVersion: 1 };
    await api.happened(cast.workspaceId, stream, [{ type: 'ProviderApproved', data }]);
  }
  const agreementId = await activeAgreement(api, cast, { provider: { agencyId } });
  await openMonths(api, cast, agreementId, [JANUARY]);
  return { cast, input: { agreementId, ...hour } };
}

const agencyWork =
  (isApproved: boolean): Provocation =>
  async (bench) => {
    const { cast, input } = await agencyHour(bench, isApproved);
    return { who: cast.agencyDesigner, mutation: 'recordTime', input };
  };

/** Every code a command on hours can be refused with. */
export const provocations: Readonly<Record<string, Provocation>> = {
  AMENDMENT_IN_PAST: onAgreement(stories.signed, 'cmo', 'amendAgreement', {
    ...otherTerms,
    effectiveFromPeriod: JANUARY,
  }),
  BOTH_SIDES_BY_SAME_PERSON: async (bench) => {
    const { both } = bench.cast;
    const { agreementId } = await bench.tell(stories.drafted);
    await bench.done('signAgreement', both, { agreementId, side });
    return { who: both, mutation: 'signAgreement', input: { agreementId, side: 'PROVIDER' } };
  },
  SIDE_ALREADY_APPROVED: onAgreement(stories.signedByConsumer, 'cmo', 'signAgreement', { side }),
  ALLOTMENT_EXHAUSTED: onMonth(stories.reserved, JANUARY, [
    'cmo',
    'adjustReservation',
    (told: Told) => ({ ...requested(told), minutes: 700, side }),
  ]),
  PERIOD_NOT_RESERVABLE: onMonth(stories.issued, DECEMBER, [
    'cmo',
    'adjustReservation',
    (told: Told) => ({ ...requested(told), minutes: 60, side }),
  ]),
  PERIOD_CLOSED: onMonth(stories.closed, DECEMBER, ['cmo', 'acceptStatement']),
  TIME_ENTRY_EXISTS: recording({ entryId: 'e-1' }, stories.booked),
  MINUTES_INVALID: recording({ minutes: 1441 }),
  TIME_ENTRY_OUTSIDE_PERIOD: recording({ period: DECEMBER }),
  TIME_ENTRY_CROSSES_PERIOD: recording({ workedOn: null, startedAt: '2025-12-31T22:30:00Z' }),
  REQUEST_NOT_CHARGEABLE: async (bench) =>
    recording({ requestId: await bench.request({ until: 'RequestDrafted' }) })(bench),
  ENTRY_NOT_FOUND: onEntry(stories.booked, ['cto', 'reverseTime', { cause: 'OTHER' }], 'e-9'),
  ENTRY_ALREADY_REVERSED: onEntry(stories.reversed, ['cto', 'reverseTime', { cause: 'OTHER' }]),
  CREDIT_EXCEEDS_ORIGINAL: onEntry(stories.closed, [
    'finance',
    'recordPriorPeriodAdjustment',
    { minutes: -61, reason },
  ]),
  OVERAGE_PENDING: onMonth(stories.overage, JANUARY, [
    'cmo',
    'requestOverage',
    (told: Told) => ({ ...requested(told), minutes: 60, reason }),
  ]),
  DEBT_NOT_ALLOWED: onMonth(stories.noDebt, JANUARY, [
    'cmo',
    'decideUncovered',
    { side, entryIds: ['e-1'], decision: 'DEBT' },
  ]),
  NOTHING_UNCOVERED: onMonth(stories.uncovered, JANUARY, [
    'cto',
    'decideUncovered',
    { side: 'PROVIDER', entryIds: ['e-0'], decision: 'WRITE_OFF' },
  ]),
  UNCOVERED_UNDECIDED: onMonth(stories.undecided, DECEMBER, ['cto', 'issueStatement']),
  PERIOD_NOT_OVER: onMonth(stories.running, JANUARY, ['finance', 'closePeriod']),
  DISPUTE_OPEN: onMonth(stories.disputed, DECEMBER, ['cmo', 'acceptStatement']),
  STATEMENT_NOT_ACCEPTED: onMonth(stories.closing, DECEMBER, ['cmo', 'acceptStatement']),
  PREVIOUS_PERIOD_OPEN: onMonth(stories.outOfOrder, DECEMBER, ['finance', 'closePeriod']),
  CURRENCY_MISMATCH: onAgreement(stories.signed, 'cmo', 'setRate', {
    side,
    effectiveFrom: '2026-03-01',
    perHour: usd,
  }),
  PROVIDER_NOT_ONBOARDED: agencyWork(false),
  PO_CEILING_EXCEEDED: agencyWork(true),
  REASON_REQUIRED: onMonth(stories.overage, JANUARY, ['cmo', 'declineOverage', { side, overageId: 'O1', reason: ' ' }]),
  PII_NOT_ALLOWED: onMonth(stories.running, JANUARY, [
    'cmo',
    'adjustGrant',
    { side, minutes: 30, reason: 'Ask mara@example.com.' },
  ]),
  LIMIT_REACHED: onMonth(stories.uncovered, JANUARY, [
    'cto',
    'decideUncovered',
    { side: 'PROVIDER', entryIds: Array.from({ length: 501 }, (_, index) => `e-${index}`), decision: 'WRITE_OFF' },
  ]),
  DATE_IN_FUTURE: recording({ workedOn: '2026-01-06' }),
  CSV_UNREADABLE: onAgreement(stories.running, 'cto', 'importTimeEntries', {
    format: 'PLAIN',
    csv: 'colour\nred',
    dryRun: false,
  }),
  VALIDATION_FAILED: onAgreement(stories.signed, 'cmo', 'amendAgreement', { effectiveFromPeriod: '2026-03', side }),
  INVALID_STATE: onAgreement(stories.signed, 'cmo', 'signAgreement', { side }),
  NOT_FOUND: ({ cast }) => {
    const agreementId = toGlobalId('Agreement', randomUUID());
    return Promise.resolve({ who: cast.cmo, mutation: 'signAgreement', input: { agreementId, side } });
  },
  FORBIDDEN: onAgreement(stories.drafted, 'salesLead', 'signAgreement', { side }),
  CONCURRENCY_CONFLICT: async (bench) => ({
    ...(await onAgreement(stories.signedByConsumer, 'cto', 'signAgreement', { side: 'PROVIDER' })(bench)),
    given: { expect: { version: 1 } },
  }),
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    const { agreementId } = await bench.tell(stories.drafted);
    await bench.done('signAgreement', bench.cast.cmo, { agreementId, side }, given);
    return { ...(await onAgreement(stories.drafted, 'cmo', 'signAgreement', { side })(bench)), given };
  },
};
