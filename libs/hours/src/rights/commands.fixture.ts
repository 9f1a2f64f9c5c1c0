import type { Role } from '#libs/people';
import { randomUUID } from 'node:crypto';
import type { Exception } from '#test/kit/rights-matrix';
import { ag1 } from '../agreements.fixture.js';
import type { HoursCell, HoursTried, Told } from './rights.fixture.js';
import { DECEMBER, FEBRUARY, JANUARY, stories, type Story } from './stories.fixture.js';

type More = (told: Told, cell: HoursCell) => object;

/** On an agreement of the leads' own teams, or of other teams. */
const onAgreement =
  (story: Story, more: More = () => ({})) =>
  async (cell: HoursCell): Promise<object> => {
    const told = await cell.bench.tell(story, { between: cell.whose });
    return { agreementId: told.agreementId, ...more(told, cell) };
  };

/** The same of a month. */
const onMonth =
  (story: Story, period: string, more: More = () => ({})) =>
  async (cell: HoursCell): Promise<object> => {
    const told = await cell.bench.tell(story, { between: cell.whose });
    return { allotmentId: told.month(period), ...more(told, cell) };
  };

const LEADS: readonly Role[] = ['MARKETING_LEAD', 'ENGINEERING_LEAD'];
const ofOthers: Exception = {
  roles: LEADS,
  whose: 'another',
  code: 'FORBIDDEN',
  why: 'The lead of another team signs nothing.',
};

/** A command that both leads give, each for their own side. */
const bySide = (mutation: string, inputOf: (side: 'CONSUMER' | 'PROVIDER') => HoursTried['input']): HoursTried[] =>
  (['CONSUMER', 'PROVIDER'] as const).map((side) => ({
    mutation,
    variant: `for ${side}`,
    input: inputOf(side),
    but: [
      ofOthers,
      {
        roles: [side === 'CONSUMER' ? 'ENGINEERING_LEAD' : 'MARKETING_LEAD'],
        code: 'FORBIDDEN',
        why: 'A lead signs the side of their own team.',
      },
    ],
  }));

const reason = 'As we spoke.';
const perHour = { minorUnits: 10_000, currency: 'EUR' };

const onAgreements: readonly HoursTried[] = [
  {
    mutation: 'draftAgreement',
    // Nothing holds by being written down: for which teams it is does not matter.
    input: ({ bench: { cast }, whose }) =>
      ag1(whose === 'own' ? cast : { ...cast, marketing: cast.sales, engineering: cast.agencyTeam }),
  },
  ...bySide('signAgreement', (side) => onAgreement(stories.drafted, () => ({ side }))),
  ...bySide('amendAgreement', (side) =>
    onAgreement(stories.signed, () => ({ side, effectiveFromPeriod: '2026-03', graceWorkingDays: 4 })),
  ),
  ...bySide('setRate', (side) => onAgreement(stories.signed, () => ({ side, effectiveFrom: '2026-03-01', perHour }))),
  ...bySide('endAgreement', (side) => onAgreement(stories.signed, () => ({ side, lastPeriod: '2026-03' }))),
  {
    mutation: 'withdrawAgreementConsent',
    input: onAgreement(stories.wantedTerms, () => ({ consentId: 'C1' })),
    but: [ofOthers, { roles: ['ENGINEERING_LEAD'], code: 'FORBIDDEN', why: 'Marketing wanted it.' }],
  },
];

const onMonths: readonly HoursTried[] = [
  ...bySide('adjustGrant', (side) => onMonth(stories.running, JANUARY, () => ({ side, minutes: 30, reason }))),
  ...bySide('adjustReservation', (side) =>
    onMonth(stories.reserved, JANUARY, ({ requestId }) => ({ side, minutes: 120, requestId })),
  ),
  ...bySide('moveReservation', (side) =>
    onMonth(stories.reserved, JANUARY, ({ requestId }) => ({ side, minutes: 120, requestId, toPeriod: FEBRUARY })),
  ),
  {
    mutation: 'releaseReservation',
    input: onMonth(stories.reserved, JANUARY, ({ requestId }) => ({ requestId })),
    but: [ofOthers],
  },
  {
    mutation: 'withdrawConsent',
    input: onMonth(stories.wished, JANUARY, () => ({ consentId: 'C1' })),
    but: [ofOthers, { roles: ['ENGINEERING_LEAD'], code: 'FORBIDDEN', why: 'Marketing wanted it.' }],
  },
  ...bySide('decideUncovered', (side) =>
    onMonth(stories.uncovered, JANUARY, () => ({ side, entryIds: ['e-1'], decision: 'DEBT' })),
  ),
  {
    mutation: 'decideUncovered',
    variant: 'by writing off',
    input: onMonth(stories.uncovered, JANUARY, () => ({
      side: 'PROVIDER',
      entryIds: ['e-1'],
      decision: 'WRITE_OFF',
    })),
    but: [ofOthers, { roles: ['MARKETING_LEAD'], code: 'FORBIDDEN', why: 'The provider alone gives work away.' }],
  },
  {
    mutation: 'requestOverage',
    input: async ({ bench, holder, whose }) => {
      const requestId = await bench.request({ ...(whose === 'own' && { requester: holder.member }) });
      const told = await bench.tell(stories.running, { requestId });
      return { allotmentId: told.month(JANUARY), requestId, minutes: 60, reason };
    },
  },
  {
    mutation: 'requestOverage',
    variant: 'of other teams',
    input: onMonth(stories.running, JANUARY, ({ requestId }) => ({ requestId, minutes: 60, reason })),
    but: [
      { ...ofOthers, roles: ['MARKETING_LEAD'] },
      {
        roles: ['MARKETING_MEMBER', 'ENGINEER', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'],
        code: 'FORBIDDEN',
        why: 'Neither asked for the work.',
      },
    ],
  },
  ...bySide('approveOverage', (side) => onMonth(stories.overage, JANUARY, () => ({ side, overageId: 'O1' }))),
  ...bySide('declineOverage', (side) => onMonth(stories.overage, JANUARY, () => ({ side, overageId: 'O1', reason }))),
];

/** `own`: the caller worked; `another`: somebody else did. */
const working =
  (more: object = {}): HoursTried['input'] =>
  async ({ bench, holder, whose }) => {
    // Under an agreement of the caller's own team.
    const between = holder.role === 'AGENCY_MEMBER' ? 'another' : 'own';
    const { agreementId } = await bench.tell(stories.running, { between });
    const personId = (whose === 'own' ? holder.member : bench.cast.frontend).id;
    return { agreementId, personId, minutes: 30, activity: 'BUILD', workedOn: '2026-01-05', reason, ...more };
  };
const onEntry =
  (more: object): HoursTried['input'] =>
  async ({ bench, holder, whose }) => {
    const between = holder.role === 'AGENCY_MEMBER' ? 'another' : 'own';
    const told = await bench.tell(stories.booked, { between, ...(whose === 'own' && { worker: holder.member }) });
    return { entryId: told.entry(), cause: 'WRONG_DURATION', ...more };
  };
const credited =
  (more: object) =>
  async ({ bench, whose }: HoursCell) => ({
    entryId: (await bench.tell(stories.closed, { between: whose })).entry(),
    minutes: -30,
    reason,
    ...more,
  });

const onTime: readonly HoursTried[] = [
  { mutation: 'recordTime', input: working() },
  {
    mutation: 'recordTime',
    variant: 'of others, under an agreement of other teams',
    input: async ({ bench, whose }) => {
      const { agreementId } = await bench.tell(stories.running, { between: whose });
      const { id: personId } = bench.cast.frontend;
      return { agreementId, personId, minutes: 30, activity: 'BUILD', workedOn: '2026-01-05', reason };
    },
    but: [
      { ...ofOthers, roles: ['ENGINEERING_LEAD'] },
      {
        roles: ['ENGINEER', 'PRODUCT_MANAGER', 'RISK_REVIEWER', 'BRIDGE', 'AGENCY_MEMBER'],
        code: 'FORBIDDEN',
        why: 'It is not their time.',
      },
    ],
  },
  {
    mutation: 'recordTime',
    variant: 'of their own, under an agreement of other teams',
    input: async ({ bench, holder: { role, member } }) => {
      const between = role === 'AGENCY_MEMBER' ? 'own' : 'another';
      const { agreementId } = await bench.tell(stories.running, { between });
      return { agreementId, personId: member.id, minutes: 30, activity: 'BUILD', workedOn: '2026-01-05', reason };
    },
    but: [
      {
        roles: ['ENGINEER', 'ENGINEERING_LEAD', 'AGENCY_MEMBER'],
        code: 'FORBIDDEN',
        why: 'Others pay for it, an agency out of its own order.',
      },
      { roles: ['PRODUCT_MANAGER', 'RISK_REVIEWER', 'BRIDGE'], code: 'carried out', why: 'It is theirs both times.' },
    ],
  },
  { mutation: 'reverseTime', input: onEntry({}) },
  { mutation: 'correctTime', input: onEntry({ minutes: 45, reason }) },
  {
    mutation: 'recordLateTime',
    input: onAgreement(stories.closed, () => ({
      originalPeriod: DECEMBER,
      workedOn: '2025-12-12',
      minutes: 30,
      activity: 'BUILD',
      reason,
    })),
    but: [{ ...ofOthers, roles: ['ENGINEERING_LEAD'] }],
  },
  {
    mutation: 'importTimeEntries',
    input: async ({ bench, whose }) => ({
      agreementId: (await bench.tell(stories.running, { between: whose })).agreementId,
      format: 'PLAIN',
      csv: `id,day,minutes,person\n${randomUUID()},2026-01-05,30,Finn`,
      people: [{ name: 'Finn', personId: bench.cast.frontend.id }],
      dryRun: false,
    }),
    but: [{ ...ofOthers, roles: ['ENGINEERING_LEAD'] }],
  },
  {
    mutation: 'recordPriorPeriodAdjustment',
    variant: 'by finance',
    input: credited({}),
    but: [{ roles: LEADS, code: 'NOT_FOUND', why: 'Leads say for which side they speak.' }],
  },
  ...bySide('recordPriorPeriodAdjustment', (side) => credited({ side })),
];

const onClosing: readonly HoursTried[] = [
  {
    mutation: 'issueStatement',
    input: onMonth(stories.closing, DECEMBER),
    but: [ofOthers],
  },
  { mutation: 'acceptStatement', input: onMonth(stories.issued, DECEMBER), but: [ofOthers] },
  {
    mutation: 'disputeLine',
    input: onMonth(stories.issued, DECEMBER, () => ({ lineId: 'e-1:BASE', reason })),
    but: [ofOthers],
  },
  ...bySide('resolveDispute', (side) =>
    onMonth(stories.disputed, DECEMBER, () => ({ side, disputeId: 'S1', outcome: 'REJECTED', reason })),
  ),
  { mutation: 'closePeriod', input: onMonth(stories.accepted, DECEMBER) },
];

/** Every command of hours, and on what it is tried. */
export const hoursCommands: readonly HoursTried[] = [...onAgreements, ...onMonths, ...onTime, ...onClosing];
