import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { type Happening, type Made, numberOf, type Quarter, type Reference } from './quarter.js';
import { type PrintedEntry, printedEntries } from './time-entries.js';

export const [january, february, march] = ['2026-01', '2026-02', '2026-03'] as const;

/** Minutes each request plans by month (demo-quarter.md 5.2). */
const PLANS: Partial<Record<Reference, Readonly<Record<string, number>>>> = {
  'REQ-1': { [january]: 2400, [february]: 3000, [march]: 1800 },
  'REQ-2': { [january]: 600 },
  'REQ-3': { [february]: 1800 },
  'REQ-4': { [march]: 1500 },
  'REQ-5': { [january]: 480 },
  'REQ-6': { [february]: 600 },
  'REQ-8': { [february]: 480 },
};

export const planOf = (quarter: Quarter, reference: Reference) =>
  Object.entries(PLANS[reference] ?? {}).map(([period, minutes]) => ({
    agreementId: quarter.idOf('AG-1'),
    period,
    minutes,
  }));

/** Global id of a month of an agreement, AG-1 unless told. */
export const monthOf = (quarter: Quarter, period: string, agreement = 'AG-1'): string =>
  toGlobalId('Allotment', `${fromGlobalId(quarter.idOf(agreement), 'Agreement')}-${period}`);

/** Global id of an entry under AG-1. */
export const entryOf = (quarter: Quarter, entryId: string): string =>
  toGlobalId('TimeEntry', `${fromGlobalId(quarter.idOf('AG-1'), 'Agreement')}-${entryId}`);

/** What both agreements have in common. */
const common = { timeZone: 'Europe/Berlin', currency: 'EUR', validFrom: january };

export const rate = (minorUnits: number) => [{ perHour: { minorUnits, currency: 'EUR' }, effectiveFrom: '2026-01-01' }];

/** AG-1: Marketing has 80 hours a month of Engineering (demo-quarter.md 5). */
export async function agreed(quarter: Quarter): Promise<void> {
  await drafted(quarter, 'AG-1', {
    provider: { teamId: quarter.teamId('Engineering') },
    grant: { pool: { minutesPerMonth: 4800 } },
    overage: { mode: 'APPROVAL', factorPercent: 150 },
    rollover: { capped: { cap: { percent: 25 }, expiresAfterMonths: 1 } },
    thresholds: [75, 90, 100],
    graceWorkingDays: 3,
    rates: rate(9000),
  });
  await signed(quarter, 'AG-1');
}

/** A draft between Marketing and somebody; it has to get the number that is printed. */
export async function drafted(quarter: Quarter, reference: string, terms: object): Promise<void> {
  const input = { ...common, consumerTeamId: quarter.teamId('Marketing'), ...terms };
  const filter = `{ number: { eq: ${numberOf(reference)} } }`;
  const query = `{ agreements(first: 1, filter: ${filter}) { nodes { id reference } } }`;
  const known = async () => (await quarter.asks<{ nodes: Made[] }>('Finance Controller', query)).nodes[0] ?? null;
  const making = { input, made: 'agreement', known, reference };
  quarter.remember(reference, await quarter.makes('Finance Controller', 'draftAgreement', making));
}

export async function signed(quarter: Quarter, reference: string): Promise<void> {
  const agreementId = quarter.idOf(reference);
  for (const [title, side] of [
    ['CMO', 'CONSUMER'],
    ['CTO', 'PROVIDER'],
  ] as const)
    await quarter.gives(title, 'signAgreement', { input: { agreementId, side }, fields: 'agreement { status }' });
}

const recorded =
  (entry: PrintedEntry) =>
  (quarter: Quarter): Promise<unknown> => {
    const { entryId, workedOn, by, request, activity, minutes, billable } = entry;
    const work = { entryId, workedOn, activity, minutes, billable };
    const input = { agreementId: quarter.idOf('AG-1'), requestId: request && quarter.requestId(request), ...work };
    return quarter.gives(by, 'recordTime', { input, fields: 'entry { id }' });
  };

/** Entries are recorded on the day they were worked, before that day's approvals. */
const entries: readonly Happening[] = printedEntries.map((entry) => ({
  at: `${entry.workedOn}T09:10`,
  deed: recorded(entry),
}));

/** The bill of a month is accepted on its day (demo-quarter.md 5.0), and finance closes the month; at these times of the day. */
export const billsOf = (agreement: string, [accepted, closed]: readonly [string, string]): Happening[] =>
  [
    { period: january, day: '2026-02-05' },
    { period: february, day: '2026-03-05' },
    { period: march, day: '2026-04-08' },
  ].flatMap(({ period, day }) => {
    const step = (time: string, title: string, mutation: string): Happening => ({
      at: `${day}T${time}`,
      deed: (quarter) =>
        quarter.gives(title, mutation, {
          input: { allotmentId: monthOf(quarter, period, agreement) },
          fields: 'allotment { status }',
        }),
    });
    return [step(accepted, 'CMO', 'acceptStatement'), step(closed, 'Finance Controller', 'closePeriod')];
  });

const side = (title: 'CMO' | 'CTO') => (title === 'CMO' ? 'CONSUMER' : 'PROVIDER');

export const overageSigned = (quarter: Quarter, title: 'CMO' | 'CTO', overageId: string): Promise<unknown> =>
  quarter.gives(title, 'approveOverage', {
    input: { allotmentId: monthOf(quarter, february), overageId, side: side(title) },
    fields: 'allotment { status }',
  });

/** O1: REQ-8 finds 30 of 480 minutes left, and marketing asks for the others. */
export async function overageAsked(quarter: Quarter): Promise<void> {
  const found = await quarter.isRefused('CTO', 'approveRequest', 'REQ-8', {
    code: 'ALLOTMENT_EXHAUSTED',
    input: { side: 'PROVIDER' },
  });
  if (found && found['shortfallMinutes'] !== 450) throw new Error(`REQ-8 was refused: ${JSON.stringify(found)}.`);
  const asked = { requestId: quarter.requestId('REQ-8'), minutes: 450, reason: 'Legal wants it in February.' };
  await quarter.gives('CMO', 'requestOverage', {
    input: { allotmentId: monthOf(quarter, february), ...asked },
    fields: 'allotment { status }',
  });
  await overageSigned(quarter, 'CMO', 'O1');
}

/** O2: what REQ-6 gave back covered 60 of the 150 uncovered minutes of F17; both leads sign the other 90 in the days of grace. */
const secondOverage: readonly Happening[] = [
  { at: '2026-03-02T10:00', deed: (quarter) => overageSigned(quarter, 'CMO', 'O2') },
  { at: '2026-03-03T10:00', deed: (quarter) => overageSigned(quarter, 'CTO', 'O2') },
];

/** M9 took 390 minutes, not 420; and engineering takes back an hour of F14, its own upgrade. */
const corrections: readonly Happening[] = [
  {
    at: '2026-03-18T11:00',
    deed: async (quarter) => {
      await quarter.gives('Backend Engineer', 'reverseTime', {
        input: { entryId: entryOf(quarter, 'M9'), cause: 'WRONG_DURATION' },
        fields: 'entry { id }',
      });
      const by = 'Backend Engineer' as const;
      const m9b = { entryId: 'M9b', workedOn: '2026-03-17', by, request: 'REQ-4' as const, activity: 'BUILD' };
      await recorded({ ...m9b, minutes: 390, billable: true })(quarter);
    },
  },
  {
    at: '2026-03-19T11:00',
    deed: (quarter) =>
      quarter.gives('Finance Controller', 'recordPriorPeriodAdjustment', {
        input: { entryId: entryOf(quarter, 'F14'), minutes: -60, reason: 'An upgrade of engineering’s own.' },
        fields: 'entry { id }',
      }),
  },
];

const refusal = (
  at: string,
  title: string,
  mutation: string,
  given: (quarter: Quarter) => { code: string; input: object },
) => ({ at, deed: (quarter: Quarter) => quarter.refused(title, mutation, given(quarter)) }) satisfies Happening;

/** What the service refuses on the way (demo-quarter.md 5.10); nothing of it is stored. */
const refusals: readonly Happening[] = [
  refusal('2026-03-02T09:30', 'Finance Controller', 'closePeriod', (quarter) => ({
    code: 'UNCOVERED_UNDECIDED',
    input: { allotmentId: monthOf(quarter, february) },
  })),
  refusal('2026-03-19T10:30', 'CTO', 'reverseTime', (quarter) => ({
    code: 'PERIOD_CLOSED',
    input: { entryId: entryOf(quarter, 'F14'), cause: 'OTHER' },
  })),
  refusal('2026-03-19T10:40', 'Finance Controller', 'recordPriorPeriodAdjustment', (quarter) => ({
    code: 'CREDIT_EXCEEDS_ORIGINAL',
    input: { entryId: entryOf(quarter, 'F14'), minutes: -200, reason: 'All of it and more.' },
  })),
  refusal('2026-04-01T10:00', 'Backend Engineer', 'recordTime', (quarter) => ({
    code: 'TIME_ENTRY_OUTSIDE_PERIOD',
    input: {
      agreementId: quarter.idOf('AG-1'),
      startedAt: '2026-03-31T22:30:00Z',
      period: march,
      minutes: 30,
      activity: 'SUPPORT',
    },
  })),
];

/** Whatever the hours of the quarter bring about by themselves. */
export const hoursOfTheQuarter: readonly Happening[] = [
  ...entries,
  ...billsOf('AG-1', ['09:30', '09:40']),
  ...secondOverage,
  ...corrections,
  ...refusals,
];
