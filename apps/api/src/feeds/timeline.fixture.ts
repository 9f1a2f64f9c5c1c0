import { type Lane, LANES, type Status, STATUSES, type Timeline, type TimelineRow } from './timeline-answer.js';

export const evil = '<script>alert("1")</script> & co.';

interface Told {
  readonly title: string;
  readonly lane: Lane;
  readonly status: Status;
  readonly window: readonly [start: string, end: string] | null;
  readonly was?: readonly [start: string, end: string];
  readonly shiftDays?: number;
  readonly confidence?: number;
  readonly needs?: readonly number[];
}

const days = ([start, end]: readonly [string, string]) => ({ start, end, precision: 'DAY' as const });

export const row = (
  number: number,
  { window, was, shiftDays = 0, confidence, needs = [], ...told }: Told,
): TimelineRow => ({
  item: {
    id: `item-${number}`,
    reference: `RM-${number}`,
    ...told,
    window: window && days(window),
    confidence: confidence === undefined ? null : { value: confidence },
    dependencies: needs.map((other) => ({ itemId: `item-${other}`, type: 'NEEDS' })),
  },
  moved: was && window ? { from: days(was), to: days(window), shiftDays } : null,
});

/** The demo quarter as of 2026-03-26 beside its baseline of 2026-01-08. */
export const quarter: Timeline = {
  today: '2026-03-26',
  from: null,
  to: null,
  baselineDay: '2026-01-08',
  lanes: [
    { lane: 'PRODUCT', count: 1 },
    { lane: 'MARKETING', count: 3 },
    { lane: 'ENGINEERING', count: 2 },
    { lane: 'SHARED', count: 2 },
  ],
  rows: [
    row(1, {
      title: 'Onboarding',
      lane: 'SHARED',
      status: 'SHIPPED',
      window: ['2026-01-05', '2026-03-16'],
      was: ['2026-01-05', '2026-04-13'],
      shiftDays: -28,
    }),
    row(4, {
      title: 'Payment-provider upgrade',
      lane: 'ENGINEERING',
      status: 'SHIPPED',
      window: ['2026-02-02', '2026-02-13'],
    }),
    row(5, {
      title: 'Referral',
      lane: 'SHARED',
      status: 'SHIPPED',
      window: ['2026-03-02', '2026-03-27'],
      was: ['2026-02-02', '2026-05-29'],
      shiftDays: -63,
    }),
    row(6, { title: 'Paid webinars', lane: 'MARKETING', status: 'COMMITTED', window: ['2026-03-09', '2026-05-29'] }),
    row(3, {
      title: 'Spring campaign',
      lane: 'MARKETING',
      status: 'COMMITTED',
      window: ['2026-03-30', '2026-04-30'],
      was: ['2026-03-16', '2026-04-30'],
      shiftDays: 14,
      needs: [1],
    }),
    row(2, {
      title: 'Single sign-on',
      lane: 'PRODUCT',
      status: 'COMMITTED',
      window: ['2026-04-07', '2026-05-15'],
      was: ['2026-02-02', '2026-03-13'],
      shiftDays: 63,
    }),
    row(7, {
      title: 'CMS upgrade',
      lane: 'ENGINEERING',
      status: 'COMMITTED',
      window: ['2026-05-04', '2026-05-15'],
      was: ['2026-03-30', '2026-04-10'],
      shiftDays: 35,
    }),
    row(8, { title: 'Brand refresh', lane: 'MARKETING', status: 'PROPOSED', window: null }),
  ],
};

const at = (from: string, add: number): string =>
  new Date(Date.parse(from) + add * 86_400_000).toISOString().slice(0, 10);

/** The rows of a roadmap of 200 items, of every status, and with texts that would like to be run. */
export const many: Timeline = {
  today: '2026-06-17',
  from: null,
  to: null,
  baselineDay: '2026-04-01',
  lanes: LANES.map((lane) => ({ lane, count: 50 })),
  rows: Array.from({ length: 60 }, (_, index) => {
    const start = at('2026-01-05', index * 5);
    const window = [start, at(start, 3 + ((index * 17) % 90))] as const;
    const moved = index % 4 === 1 ? { was: [at(window[0], -21), at(window[1], -21)] as const, shiftDays: 21 } : {};
    const title = [
      `Item number ${index}`,
      `A title of two hundred letters ${'and more '.repeat(18)}`,
      evil,
      '季節のキャンペーン 🌸 2026',
    ][index % 4]!;
    const placed = index % 15 === 7 ? { window: null } : { window, ...moved };
    const status = placed.window === null ? 'PROPOSED' : STATUSES[1 + (index % 6)]!;
    const sure = index % 3 === 0 ? { confidence: (index * 7) % 101 } : {};
    return row(index + 1, {
      title,
      lane: LANES[index % 4]!,
      status,
      ...placed,
      ...sure,
      needs: index > 4 && index % 2 === 0 ? [index - 3] : [],
    });
  }),
};
