import fc from 'fast-check';
import { account, availableOf, openOf } from './balance.js';
import { type Desk, openBook } from './book.spec-kit.js';
import type { AllotmentEvent } from './facts.js';
import type { Book } from './given.spec-kit.js';
import { ledgerCheck } from './ledger-check.js';
import { lineAmount } from './money.js';
import { standingOf } from './reversal.js';
import type { AllotmentState, Sums } from './state.js';
import { anyTerms, walk, walkThrough } from './walk.spec-kit.js';

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const zeros = { a: 0, b: 0, c: 0 };

/** What is wrong with a month (H1, H9, sums, lots); plain comparisons, for it is asked after every single fact. */
function wrongIn(month: AllotmentState): string[] {
  const accounts = Object.values(month.accounts);
  const isNegative = accounts.some((one) => Math.min(one.base, one.overage, one.earmark, one.reserved) < 0);
  const wrong = {
    available: availableOf(month) < 0,
    base: total(accounts.map(({ base }) => base)) !== month.sums.base,
    overage: total(accounts.map(({ overage }) => overage)) !== month.sums.overage,
    account: isNegative,
    lots: month.lots.some(({ drawn, minutes }) => drawn < 0 || drawn > minutes),
    pending: Math.min(month.pending.debt, month.pending.grant) < 0,
  };
  return Object.entries(wrong).flatMap(([name, is]) => (is ? [`${month.period}: ${name}`] : []));
}

/** H1, H9, H11 and the sums, after every single fact. */
function requireSound(book: Book): void {
  const months = book.opens();
  const wrong = months.flatMap(wrongIn);
  if (wrong.length > 0) expect(wrong).toEqual([]);
  const check = ledgerCheck(months);
  if (check.a !== 0 || check.b !== 0 || check.c !== 0) expect(check).toEqual(zeros);
}

/** H2, H5, H6, H7 of the fact at hand. */
function requireFact(book: Book, fact: AllotmentEvent): void {
  if (fact.type === 'TimeRecorded' || fact.type === 'LateTimeRecorded') {
    const { draw, minutes, billable } = fact.data;
    expect(draw.base + draw.overage + draw.uncovered).toBe(billable ? minutes : 0);
    expect(total(draw.lots.map((lot) => lot.minutes))).toBeLessThanOrEqual(draw.base);
  }
  if (fact.type === 'TimeReversed') {
    const { base, overage, uncovered, writtenOff, debt } = fact.data.draw;
    const drawn = base + overage + uncovered + writtenOff + debt;
    expect(drawn).toBe(fact.data.billable ? fact.data.minutes : 0);
  }
  if (fact.type === 'PeriodClosed') {
    const { rolledOver, expired, unused, lotsOut } = fact.data;
    expect(rolledOver + expired).toBe(unused);
    expect(total(lotsOut.map((lot) => lot.minutes))).toBe(rolledOver);
  }
  if (fact.type === 'BalanceCarriedIn') {
    const before = book.opened(fact.data.fromPeriod);
    expect(before.sums.rolledOver).toBe(total(fact.data.lots.map((lot) => lot.minutes)));
    expect([before.status, before.sums.uncovered]).toEqual(['CLOSED', 0]);
  }
  if (fact.type !== 'StatementIssued') return;
  const { lines, totals } = fact.data;
  expect(total(lines.map(({ amount }) => amount))).toBe(totals.amount);
  expect(total(lines.map(({ minutes }) => minutes))).toBe(totals.billedMinutes);
  expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(lines.length);
}

/** No minute waits for a decision that something covers, and the month asks for exactly those that wait. */
function requireCovered(month: AllotmentState): void {
  const available = availableOf(month);
  for (const { requestId, uncovered } of month.beyond) {
    if (uncovered === 0) continue;
    const own = account(month, requestId);
    expect([available, openOf(own), own.earmark]).toEqual([0, 0, 0]);
  }
  for (const { kind, requestId, minutes } of month.overages) {
    if (kind === 'PLANNED') continue;
    const undecided = month.beyond.filter((one) => one.requestId === requestId).map(({ uncovered }) => uncovered);
    expect(minutes).toBe(total(undecided));
  }
  if (month.pending.debt + month.pending.grant > 0) expect(available).toBe(0);
}

/** H7 against the sums: what the statement bills is what the month counted. */
function requireBilled(desk: Desk, month: AllotmentState): void {
  const issued = desk.history(month.period).findLast(({ type }) => type === 'StatementIssued');
  if (issued?.type !== 'StatementIssued' || month.status !== 'CLOSED') return;
  const { totals } = issued.data;
  const { base, overage, debt, uncovered } = month.sums;
  expect(totals.overageMinutes).toBe(overage);
  expect(uncovered).toBe(0);
  if (month.billing === 'ACTUALS') expect([totals.baseMinutes, totals.debtMinutes]).toEqual([base, debt]);
  else expect([totals.baseMinutes, totals.retainerMinutes]).toEqual([0, month.pool.granted + month.pool.adjusted]);
}

/** H3, H4, H8, H10 over a whole book. */
function requireHistory(desk: Desk): void {
  for (const period of desk.months.keys()) {
    const history = desk.history(period);
    const reversed = history.flatMap((fact) => (fact.type === 'TimeReversed' ? [fact.data.reversesEntryId] : []));
    expect(new Set(reversed).size).toBe(reversed.length);
    const percents = history.flatMap((fact) => (fact.type === 'BudgetThresholdCrossed' ? [fact.data.percent] : []));
    expect(new Set(percents).size).toBe(percents.length);
    const end = history.findIndex(({ type }) => type === 'PeriodClosed');
    if (end >= 0) expect(end).toBe(history.length - 1);
  }
  for (const entry of desk.entries.values()) {
    if (entry.status === 'unknown') continue;
    const standing = standingOf(desk.opened(entry.period), entry);
    const billed = { BASE: standing.base, OVERAGE: standing.overage, DEBT: standing.debt };
    for (const pool of ['BASE', 'OVERAGE', 'DEBT'] as const) {
      const { minutes, amount } = entry.credited[pool];
      const whole = lineAmount(pool, billed[pool], entry);
      expect(minutes).toBeLessThanOrEqual(billed[pool]);
      expect(amount).toBeLessThanOrEqual(whole);
      if (minutes === billed[pool]) expect(amount).toBe(minutes === 0 ? 0 : whole);
    }
  }
}

describe('whatever anybody tries', () => {
  it('the ledger holds after every fact (H1 to H11)', () => {
    const facts = new Map<string, number>();
    const count = (map: Map<string, number>, name: string) => map.set(name, (map.get(name) ?? 0) + 1);
    fc.assert(
      fc.property(anyTerms, walk, (terms, steps) => {
        const desk = walkThrough(
          { terms, steps },
          (book, fact) => {
            count(facts, fact.type);
            requireSound(book);
            requireFact(book, fact);
          },
          (after) => after.opens().forEach(requireCovered),
        );
        desk.opens().forEach((month) => requireBilled(desk, month));
        requireHistory(desk);
      }),
      // A seed, so that every fact comes up whatever the luck.
      { numRuns: 150, seed: 20260105 },
    );
    for (const type of ['OverageRebased', 'OverageLapsed', 'MinutesExpired', 'PriorPeriodAdjusted', 'ReductionApplied'])
      expect(facts.get(type) ?? 0).toBeGreaterThan(0);
  });
});

it('the check sees a minute that is nowhere', () => {
  const month = openBook().opened('2026-01');
  const lost = (change: Partial<Sums>) => ledgerCheck([{ ...month, sums: { ...month.sums, ...change } }]);
  expect(ledgerCheck([month])).toEqual(zeros);
  expect(lost({ expired: 1 })).toEqual({ a: -1, b: 0, c: 0 });
  expect(lost({ approvedOverage: 1 })).toEqual({ a: 0, b: 1, c: 0 });
  expect(lost({ recorded: 1 })).toEqual({ a: 0, b: 0, c: 1 });
});
