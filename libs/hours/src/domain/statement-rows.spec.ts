import fc from 'fast-check';
import type { Period } from '#libs/vocabulary';
import { openBook, work } from './book.spec-kit.js';
import { type Book, recordedLedger } from './given.spec-kit.js';
import { statementOf } from './statement.js';
import { type CreditInLog, type EntryInLog, statementFromRows } from './statement-rows.js';
import type { KnownEntry, TimeEntryEvent } from './time-entry.js';
import { anyTerms, walk, walkThrough } from './walk.spec-kit.js';

interface Kept {
  readonly bookedAt: number;
  readonly reversedAt: number | null;
  readonly credits: readonly Omit<CreditInLog, 'entry'>[];
}

/** What rows keep of entries beside them: places in the log, and credits. `late`: a reversal is numbered last in its decision. */
class Rows {
  private readonly kept = new Map<string, Kept>();
  private read = 0;

  constructor(
    private readonly book: Book,
    private readonly late: boolean,
  ) {}

  /** What happened in one decision. */
  follow(): void {
    const base = this.read * 1000;
    for (const { entryId, fact } of this.book.entryFacts.slice(this.read)) {
      this.read += 1;
      const at = base + (this.late && fact.type === 'EntryReversed' ? 999 : this.read);
      this.kept.set(entryId, after(this.kept.get(entryId), fact, at));
    }
  }

  /** As rows are read: entries and credits of one month, in no order that helps. */
  statement(period: Period) {
    const all = [...this.kept]
      .toReversed()
      .map(([id, kept]) => ({ entry: this.book.entry(id) as KnownEntry, ...kept }));
    const entries: EntryInLog[] = all.filter(({ entry }) => entry.period === period);
    const credits = all.flatMap(({ entry, credits }) => credits.map((credit) => ({ ...credit, entry })));
    return statementFromRows(
      this.book.opened(period),
      entries,
      credits.filter((credit) => credit.period === period),
    );
  }
}

function after(before: Kept | undefined, { type, data }: TimeEntryEvent, at: number): Kept {
  const { bookedAt, reversedAt, credits } = before ?? { bookedAt: at, reversedAt: null, credits: [] };
  if (type === 'EntryReversed') return { bookedAt, reversedAt: at, credits };
  return { bookedAt, reversedAt, credits: type === 'EntryCredited' ? [...credits, { ...data, at }] : credits };
}

/** What was issued and is not void: nothing that changes it leaves it standing. */
function statementAsIssued(desk: Book, period: Period) {
  const issued = desk.history(period).findLast(({ type }) => type === 'StatementIssued');
  if (issued?.type !== 'StatementIssued' || desk.opened(period).statement === null) return null;
  const { lines, totals } = issued.data;
  return { lines, totals };
}

/** The same by way of rows made of the facts of all months. */
function fromFacts(desk: Book, period: Period) {
  const { months, entries, credits } = recordedLedger(desk);
  return statementFromRows(
    months.get(period)!,
    entries.filter(({ entry }) => entry.period === period),
    credits.filter((credit) => credit.period === period),
  );
}

it('whatever anybody does, rows give the statement of the history, line by line', () => {
  const met = new Set<string>();
  const property = fc.property(anyTerms, walk, fc.boolean(), (terms, steps, late) => {
    let rows: Rows | null = null;
    const book = walkThrough(
      { terms, steps },
      () => undefined,
      (desk) => {
        rows ??= new Rows(desk, late);
        rows.follow();
        for (const period of desk.months.keys()) {
          const statement = rows.statement(period);
          expect(statement).toEqual(statementOf(desk.history(period)));
          expect(statementAsIssued(desk, period) ?? statement).toEqual(statement);
          for (const { kind, pool, originalPeriod } of statement.lines)
            met.add(`${kind} ${pool} ${originalPeriod === null ? 'own' : 'other'}`);
        }
      },
    );
    for (const period of book.months.keys()) expect(fromFacts(book, period)).toEqual(statementOf(book.history(period)));
  });
  // A seed, so that every kind of line comes up whatever the luck.
  fc.assert(property, { numRuns: 60, seed: 20260305 });
  const work = ['WORK', 'REVERSAL'].flatMap((kind) => ['BASE', 'OVERAGE', 'DEBT'].map((pool) => `${kind} ${pool} own`));
  const others = [
    'CREDIT BASE own',
    'CREDIT BASE other',
    'CREDIT OVERAGE other',
    'WORK BASE other',
    'RETAINER null own',
  ];
  expect([...met]).toEqual(expect.arrayContaining([...work, ...others]));
});

it.each([true, false])('a correction is taken back before it is recorded (numbered last: %s)', (late) => {
  const desk = openBook();
  const rows = new Rows(desk, late);
  desk.record(work({ entryId: 'a', requestId: null, minutes: 30 }));
  rows.follow();
  desk.correct('2026-01', 'a', work({ entryId: 'b', requestId: null, minutes: 50, workedOn: '2026-01-01' }));
  rows.follow();
  const { lines } = rows.statement('2026-01');
  expect(lines.map(({ lineId, minutes }) => [lineId, minutes])).toEqual([
    ['a:BASE', 30],
    ['a~reversal:BASE', -30],
    ['b:BASE', 50],
  ]);
  expect(lines).toEqual(statementOf(desk.history('2026-01'))?.lines);
});
