import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import type { Period } from '#libs/vocabulary';
import { addMonths, lastDayOf, periodOf } from './calendar.js';
import { Desk, work } from './book.spec-kit.js';
import { ag1, agreementOn, type Book, people, standardTerms } from './given.spec-kit.js';
import { adjustGrant } from './grant.js';
import { declineOverage } from './overage.js';
import { adjustReservation, moveReservation } from './reservation.js';
import { disputeLine } from './settlement.js';
import { resolveDispute } from './dispute.js';
import { decideUncovered } from './uncovered.js';
import type { AgreementTerms } from './terms.js';
import { billings, overageModes } from './values.js';

/** One attempt; what does not fit is refused. `pick` chooses among what is there, `month` counts from today's. */
export interface Attempt {
  readonly name: keyof typeof attempts;
  readonly pick: number;
  readonly request: string | null;
  readonly minutes: number;
  readonly month: number;
  readonly flag: boolean;
}

const entryIds = (desk: Desk): string[] => [...desk.entries.keys()];
const picked = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];
const monthAt = (desk: Desk, offset: number): Period => addMonths(periodOf(desk.today), offset);
const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const inputOf = (desk: Desk, { request, minutes, flag, pick }: Attempt) =>
  work({
    entryId: `e-${desk.entries.size + 1}`,
    requestId: request,
    minutes,
    billable: flag || pick % 3 > 0,
    workedOn: desk.today,
  });

function both(
  desk: Desk,
  run: (side: 'CONSUMER' | 'PROVIDER', who: typeof people.cmo | typeof people.cto) => void,
): void {
  run('CONSUMER', people.cmo);
  run('PROVIDER', people.cto);
}

function moved(desk: Desk, { month, request, minutes }: Attempt): void {
  const [period, toPeriod] = [monthAt(desk, month), monthAt(desk, month + 1)];
  both(desk, (side, who) => {
    const months = { from: desk.month(period), to: desk.month(toPeriod) };
    const input = { requestId: request ?? 'r-1', minutes, toPeriod, side };
    const facts = moveReservation(months, input, desk.ctx(who, period));
    desk.add(period, facts.from);
    desk.add(toPeriod, facts.to);
  });
}

function disputed(desk: Desk, { pick, minutes, flag }: Attempt): void {
  const period = monthAt(desk, -1);
  const entryId = picked(entryIds(desk), pick) ?? '';
  const streams = () => ({ month: desk.month(period), entry: desk.entry(entryId) });
  for (const pool of ['BASE', 'OVERAGE', 'DEBT']) {
    const input = { lineId: `${entryId}:${pool}`, entryId, reason: 'not ours' };
    const facts = attempt(() => disputeLine(streams(), input, desk.ctx(people.cmo, period)));
    if (facts) desk.add(period, facts);
  }
  const open = desk.month(period);
  for (const { disputeId } of open.status === 'unknown' ? [] : open.disputes)
    both(desk, (side, who) => {
      const outcome = flag ? ('UPHELD' as const) : ('REJECTED' as const);
      const input = { disputeId, outcome, creditMinutes: minutes, reason: 'talked about', side };
      const facts = attempt(() => resolveDispute(streams(), input, desk.ctx(who, period)));
      if (!facts) return;
      desk.addEntry(entryId, facts.entry);
      desk.add(period, facts.month);
    });
}

/** The facts of an attempt; null when it was refused. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What nobody decided is written off, so that months come to their end. */
function writeOff(desk: Desk, period: Period): void {
  const entryIds = desk.opened(period).beyond.flatMap(({ entryId, uncovered }) => (uncovered > 0 ? [entryId] : []));
  const input = { entryIds, decision: 'WRITE_OFF', side: 'PROVIDER' } as const;
  desk.add(period, decideUncovered(desk.month(period), input, desk.ctx(people.cto, period)));
}

/** What the clock and the leads do on a day with every month that is due; `far` steps of it for months that are over. */
function tick(desk: Desk, far: number): void {
  for (const period of [...desk.months.keys()].sort()) {
    desk.start(period, desk.today);
    if (period >= periodOf(desk.today)) continue;
    const steps = [
      () => desk.beginClosing(period, plusDays(lastDayOf(period), 3)),
      () => desk.endGrace(period),
      () => writeOff(desk, period),
      () => desk.issue(period),
      () => desk.accept(period),
      () => desk.close(period),
    ];
    for (const step of steps.slice(0, far)) attempt(step);
  }
  desk.openMonths(periodOf(desk.today), 4);
}

export const attempts = {
  record: (desk: Desk, one: Attempt) => desk.record(inputOf(desk, one), people.cto),
  recordBefore: (desk: Desk, one: Attempt) => {
    const period = monthAt(desk, -1);
    desk.record({ ...inputOf(desk, one), workedOn: lastDayOf(period) }, people.cto, period);
  },
  late: (desk: Desk, one: Attempt) => {
    const originalPeriod = monthAt(desk, -1);
    desk.recordLate({ ...inputOf(desk, one), workedOn: lastDayOf(originalPeriod), originalPeriod });
  },
  reverse: (desk: Desk, { pick, month }: Attempt) => {
    desk.reverse(monthAt(desk, Math.min(0, month - 2)), picked(entryIds(desk), pick) ?? '');
  },
  correct: (desk: Desk, one: Attempt) => {
    desk.correct(periodOf(desk.today), picked(entryIds(desk), one.pick) ?? '', inputOf(desk, one));
  },
  reserve: (desk: Desk, { month, request, minutes }: Attempt) =>
    desk.reserve(monthAt(desk, month), request ?? 'r-1', minutes),
  adjustReservation: (desk: Desk, { month, request, minutes: new_ }: Attempt) => {
    const period = monthAt(desk, month);
    both(desk, (side, who) => {
      const input = { period, requestId: request ?? 'r-1', minutes: new_, side };
      desk.add(period, adjustReservation(desk.month(period), input, desk.ctx(who, period)));
    });
  },
  move: moved,
  release: (desk: Desk, { month, request }: Attempt) => desk.release(monthAt(desk, month - 1), request ?? 'r-1'),
  askOverage: (desk: Desk, { month, request, minutes }: Attempt) =>
    desk.askOverage(monthAt(desk, month % 2), request ?? 'r-1', minutes),
  approve: (desk: Desk, { month, pick }: Attempt) => {
    const period = monthAt(desk, (month % 3) - 1);
    const overage = picked(desk.opened(period).overages, pick);
    if (overage) desk.approve(period, overage.overageId);
  },
  decline: (desk: Desk, { month, pick }: Attempt) => {
    const period = monthAt(desk, (month % 2) - 1);
    const overageId = picked(desk.opened(period).overages, pick)?.overageId ?? '';
    const input = { overageId, side: 'CONSUMER', reason: 'too dear' } as const;
    desk.add(period, declineOverage(desk.month(period), input, desk.ctx(people.cmo, period)));
  },
  decide: (desk: Desk, { month, flag }: Attempt) => {
    const period = monthAt(desk, (month % 2) - 1);
    const entryIds = desk.opened(period).beyond.filter(({ uncovered }) => uncovered > 0);
    const decided = {
      entryIds: entryIds.map(({ entryId }) => entryId),
      decision: flag ? 'DEBT' : 'WRITE_OFF',
    } as const;
    if (flag)
      both(desk, (side, who) => {
        desk.add(period, decideUncovered(desk.month(period), { ...decided, side }, desk.ctx(who, period)));
      });
    else
      desk.add(
        period,
        decideUncovered(desk.month(period), { ...decided, side: 'PROVIDER' }, desk.ctx(people.cto, period)),
      );
  },
  adjustGrant: (desk: Desk, { month, minutes, flag }: Attempt) => {
    const period = monthAt(desk, month - 1);
    both(desk, (side, who) => {
      const input = { minutes: flag ? minutes : -minutes, side, reason: 'as agreed' };
      desk.add(period, adjustGrant(desk.month(period), input, desk.ctx(who, period)));
    });
  },
  credit: (desk: Desk, { pick, minutes, month }: Attempt) => {
    const entryId = picked(entryIds(desk), pick) ?? '';
    desk.credit(monthAt(desk, -(month % 2)), monthAt(desk, -1 - (pick % 2)), { entryId, minutes: -minutes });
  },
  dispute: disputed,
  day: (desk: Desk, { pick }: Attempt) => {
    desk.today = plusDays(desk.today, 1 + (pick % 12));
    tick(desk, 1 + (pick % 6));
  },
  tick: (desk: Desk, { flag }: Attempt) => tick(desk, flag ? 6 : 4),
} satisfies Record<string, (desk: Desk, attempt: Attempt) => unknown>;

const names = Object.keys(attempts) as (keyof typeof attempts)[];
const often = [
  'record',
  'record',
  'record',
  'recordBefore',
  'reserve',
  'day',
  'day',
  'day',
  'approve',
  'credit',
] as const;

export const walk = fc.array(
  fc.record<Attempt>({
    name: fc.constantFrom(...names, ...often),
    pick: fc.nat(40),
    request: fc.constantFrom('r-1', 'r-2', 'r-3', null),
    minutes: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 700 })),
    month: fc.nat(3),
    flag: fc.boolean(),
  }),
  { minLength: 40, maxLength: 160, size: 'max' },
);

export const anyTerms: fc.Arbitrary<AgreementTerms> = fc.record({
  grant: fc.record({ kind: fc.constant('POOL' as const), minutesPerMonth: fc.integer({ min: 60, max: 900 }) }),
  overage: fc.record({ mode: fc.constantFrom(...overageModes), factorPercent: fc.constantFrom(100, 133, 150) }),
  rollover: fc.oneof(
    fc.constant({ kind: 'NONE' as const }),
    fc.record({ kind: fc.constant('FULL' as const), expiresAfterMonths: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      kind: fc.constant('CAPPED' as const),
      cap: fc.oneof(fc.record({ percent: fc.nat(100) }), fc.record({ minutes: fc.nat(400) })),
      expiresAfterMonths: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  debtAllowed: fc.boolean(),
  billing: fc.constantFrom(...billings),
  thresholds: fc.constant(standardTerms.thresholds),
  graceWorkingDays: fc.constant(3),
  granularityMinutes: fc.constant(1),
});

/** Tries one after the other; `seen` hears the book after each. */
export function walkThrough(
  walked: { readonly terms: AgreementTerms; readonly steps: readonly Attempt[]; readonly tell?: Book['tell'] },
  watch: NonNullable<Book['watch']>,
  seen: (desk: Desk) => void,
): Desk {
  const rates = [{ activity: null, role: null, minorPerHour: 9167, effectiveFrom: '2026-01-01' }];
  const { terms, steps, tell = null } = walked;
  const desk = new Desk(agreementOn({ ...ag1, terms, rates }));
  desk.watch = watch;
  desk.tell = tell;
  desk.today = '2026-01-05';
  desk.openMonths('2026-01', 4);
  tick(desk, 0);
  for (const step of steps) {
    attempt(() => attempts[step.name](desk, step));
    seen(desk);
  }
  return desk;
}
