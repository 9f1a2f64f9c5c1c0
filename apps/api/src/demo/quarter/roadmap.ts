import { type Happening, type Made, numberOf, type Quarter, type Reference } from './quarter.js';

/** As printed: `RM-1` … `RM-8`. */
type Item = `RM-${number}`;

interface Planned {
  readonly title: string;
  readonly lane: 'PRODUCT' | 'MARKETING' | 'ENGINEERING' | 'SHARED';
  readonly kind: 'FEATURE' | 'CAMPAIGN' | 'UPGRADE' | 'EVENT';
  readonly window: readonly [start: string, end: string];
  readonly visibility?: 'COMPANY' | 'PUBLIC';
}

/** The baseline of demo-quarter.md 5.7. */
const planned: Readonly<Record<Item, Planned>> = {
  'RM-1': { title: 'Onboarding', lane: 'SHARED', kind: 'FEATURE', window: ['2026-01-05', '2026-04-13'] },
  'RM-2': { title: 'Single sign-on', lane: 'PRODUCT', kind: 'FEATURE', window: ['2026-02-02', '2026-03-13'] },
  'RM-3': {
    title: 'Spring campaign',
    lane: 'MARKETING',
    kind: 'CAMPAIGN',
    window: ['2026-03-16', '2026-04-30'],
    visibility: 'PUBLIC',
  },
  'RM-4': {
    title: 'Payment-provider upgrade',
    lane: 'ENGINEERING',
    kind: 'UPGRADE',
    window: ['2026-02-02', '2026-02-13'],
  },
  'RM-5': { title: 'Referral', lane: 'SHARED', kind: 'FEATURE', window: ['2026-02-02', '2026-05-29'] },
  'RM-6': {
    title: 'Paid webinars',
    lane: 'MARKETING',
    kind: 'EVENT',
    window: ['2026-03-09', '2026-05-29'],
    visibility: 'PUBLIC',
  },
  'RM-7': { title: 'CMS upgrade', lane: 'ENGINEERING', kind: 'UPGRADE', window: ['2026-03-30', '2026-04-10'] },
};
const items = Object.keys(planned) as Item[];

const windowOf = ([start, end]: Planned['window']) => ({ start, end, precision: 'DAY' });

const by =
  (as: string, mutation: string) =>
  (quarter: Quarter, item: Item, input: object = {}) =>
    quarter.gives(as, mutation, { input: { itemId: quarter.idOf(item), ...input }, fields: 'item { version }' });

async function proposed(quarter: Quarter, item: Item, { title, lane, kind, visibility }: Omit<Planned, 'window'>) {
  const marketing = { personId: quarter.personId('CMO'), teamId: quarter.teamId('Marketing') };
  const engineering = { personId: quarter.personId('CTO'), teamId: quarter.teamId('Engineering') };
  const owners = { ...(lane !== 'ENGINEERING' && { marketing }), ...(lane !== 'MARKETING' && { engineering }) };
  const known = () =>
    quarter.asks<{ nodes: Made[] }>(
      'CTO',
      `{ roadmapItems(first: 1, filter: { number: { eq: ${numberOf(item)} } }) { nodes { id reference } } }`,
    );
  const input = { title, lane, kind, owners, visibility: visibility ?? 'TEAMS' };
  const making = { input, made: 'item', known: async () => (await known()).nodes[0] ?? null, reference: item };
  quarter.remember(item, await quarter.makes('Product Manager', 'proposeRoadmapItem', making));
}

const linked = (quarter: Quarter, item: Item, reference: Reference, primary: boolean) =>
  by('Product Manager', 'linkRequestToItem')(quarter, item, { requestId: quarter.requestId(reference), primary });

/** Both sides say yes to what both of them carry. */
async function agreed(quarter: Quarter, item: Item): Promise<void> {
  await by('CMO', 'agreeItem')(quarter, item, { side: 'CONSUMER' });
  await by('CTO', 'agreeItem')(quarter, item, { side: 'PROVIDER' });
}

async function baseline(quarter: Quarter): Promise<void> {
  for (const item of items) {
    const { window, ...proposal } = planned[item]!;
    await proposed(quarter, item, proposal);
    await by('Product Manager', 'planItem')(quarter, item, { window: windowOf(window), horizon: 'NOW' });
  }
  const needs = { toId: quarter.idOf('RM-1'), type: 'NEEDS', bufferWorkingDays: 10 };
  await by('Product Manager', 'addItemDependency')(quarter, 'RM-3', needs);
  await by('CTO', 'addItemDependency')(quarter, 'RM-7', { toId: quarter.idOf('RM-3'), type: 'CONFLICTS' });
  const dull = { verdict: 'NOT_WORTHY', reason: 'Nobody chooses us for it.' };
  await by('CMO', 'assessCampaignWorthiness')(quarter, 'RM-2', dull);
  for (const item of ['RM-3', 'RM-6'] as const) {
    await by('CMO', 'assessCampaignWorthiness')(quarter, item, { verdict: 'WORTHY' });
    await agreed(quarter, item);
  }
  for (const item of ['RM-1', 'RM-5'] as const) await agreed(quarter, item);
  await linked(quarter, 'RM-1', 'REQ-1', true);
  for (const item of items) await by('Product Manager', 'commitItem')(quarter, item);
}

const session = (quarter: Quarter, name: string, mutation: string, input: object = {}) =>
  quarter.gives('Product Manager', mutation, {
    input: { sessionId: quarter.idOf(name), ...input },
    fields: 'planningSession { id }',
  });

const scheduled = (name: string, date: string) => async (quarter: Quarter) => {
  const input = { date, horizon: 'NOW' };
  const fields = 'planningSession { id }';
  const made = await quarter.gives<{ planningSession: { id: string } }>('Product Manager', 'schedulePlanning', {
    input,
    fields,
  });
  quarter.remember(name, made.planningSession.id);
};

/** Both leads are there. */
async function opened(quarter: Quarter, name: string): Promise<void> {
  await session(quarter, name, 'openPlanning');
  await session(quarter, name, 'recordAttendance', { personId: quarter.personId('CMO'), side: 'CONSUMER' });
  await session(quarter, name, 'recordAttendance', { personId: quarter.personId('CTO'), side: 'PROVIDER' });
}

const moved =
  (item: Item, window: Planned['window'], why: { reasonCode: string; reason: string }) => (quarter: Quarter) =>
    by('Product Manager', 'rescheduleItem')(quarter, item, { window: windowOf(window), ...why });

const started = (item: Item) => (quarter: Quarter) => by('CTO', 'startItem')(quarter, item);

const shipped = (item: Item, localDate: string) => (quarter: Quarter) =>
  by('Product Manager', 'shipItem')(quarter, item, { localDate });

const at = (time: string, ...deeds: readonly ((quarter: Quarter) => Promise<unknown>)[]): Happening => ({
  at: `2026-${time}`,
  deed: async (quarter) => {
    for (const deed of deeds) await deed(quarter);
  },
});

/** What needs the request that is asked for later is linked when it is. */
const later = (item: Item, reference: Reference, primary: boolean) => (quarter: Quarter) =>
  linked(quarter, item, reference, primary);

const refresh = { title: 'Brand refresh', lane: 'MARKETING', kind: 'CAMPAIGN' } as const;

/** The roadmap of 5.7: two joint sessions, and what moved between them. */
export const roadmapOfTheQuarter: readonly Happening[] = [
  at('01-07T09:00', scheduled('session of January', '2026-01-08')),
  at(
    '01-08T10:00',
    (quarter) => opened(quarter, 'session of January'),
    baseline,
    (quarter) => session(quarter, 'session of January', 'closePlanning'),
  ),
  at('01-09T09:00', started('RM-1')),
  at('01-19T16:00', later('RM-6', 'REQ-3', false)),
  at('01-21T16:00', later('RM-5', 'REQ-4', true)),
  at(
    '02-02T16:00',
    started('RM-4'),
    moved('RM-5', ['2026-03-02', '2026-03-27'], { reasonCode: 'SCOPE', reason: 'A single code is less work.' }),
  ),
  at(
    '02-10T16:00',
    moved('RM-1', ['2026-01-05', '2026-03-16'], { reasonCode: 'SCOPE', reason: 'Fewer steps than planned.' }),
  ),
  at(
    '02-12T16:00',
    moved('RM-3', ['2026-03-30', '2026-04-30'], {
      reasonCode: 'DEPENDENCY',
      reason: 'It begins 10 working days after the onboarding.',
    }),
  ),
  at('02-13T17:00', shipped('RM-4', '2026-02-13')),
  at(
    '02-24T16:00',
    moved('RM-2', ['2026-04-07', '2026-05-15'], { reasonCode: 'CAPACITY', reason: 'The payment form took the hands.' }),
  ),
  at('03-02T09:00', started('RM-5')),
  at(
    '03-10T16:00',
    moved('RM-7', ['2026-05-04', '2026-05-15'], {
      reasonCode: 'DEPENDENCY',
      reason: 'Not during the spring campaign.',
    }),
  ),
  at('03-16T15:00', shipped('RM-1', '2026-03-16')),
  at('03-24T15:00', shipped('RM-5', '2026-03-24')),
  at('03-25T09:00', scheduled('session of March', '2026-03-26')),
  at(
    '03-26T10:00',
    (quarter) => opened(quarter, 'session of March'),
    (quarter) => proposed(quarter, 'RM-8', refresh),
    (quarter) => session(quarter, 'session of March', 'closePlanning'),
  ),
];
