import { balanceOf } from './balance.js';
import { type Desk, openBook, work } from './book.spec-kit.js';
import { recordPriorPeriodAdjustment } from './credit.js';
import { resolveDispute } from './dispute.js';
import { ag1, agreementOn, people, refusalOf, standardTerms } from './given.spec-kit.js';
import { acceptBySilence, disputeLine, issueByLead } from './settlement.js';
import { startPeriod } from './opening.js';

const [jan, feb, mar] = ['2026-01', '2026-02', '2026-03'];
const closing = (minutesPerMonth: number, change: Partial<typeof standardTerms> = {}, minutes = 60): Desk => {
  const terms = { ...standardTerms, thresholds: [], ...change, grant: { kind: 'POOL', minutesPerMonth } as const };
  const desk = openBook(jan, agreementOn({ ...ag1, terms }));
  desk.today = '2026-01-15';
  desk.record(work({ minutes }));
  desk.today = '2026-02-01';
  desk.beginClosing(jan, '2026-02-04');
  return desk;
};

const dispute = (desk: Desk) => {
  const input = { lineId: 'e-1:BASE', entryId: 'e-1', reason: 'not ours' };
  const streams = { month: desk.month(jan), entry: desk.entry('e-1') };
  return desk.add(jan, disputeLine(streams, input, desk.ctx(people.cmo, jan)));
};
const resolve = (desk: Desk, outcome: 'UPHELD' | 'REJECTED', creditMinutes: number) =>
  [people.cmo, people.cto].map((who) => {
    const input = { disputeId: 'S1', outcome, creditMinutes, reason: 'talked about', side: who.side };
    const facts = resolveDispute({ month: desk.month(jan), entry: desk.entry('e-1') }, input, desk.ctx(who, jan));
    desk.addEntry('e-1', facts.entry);
    return desk.add(jan, facts.month);
  });

describe('closing a month', () => {
  it('is begun by the lead of the team that did the work, or by the clock', () => {
    const desk = closing(600);
    desk.today = '2026-02-05';
    const input = { history: desk.history(jan), acceptBy: '2026-02-12' };
    const issued = (roles: readonly string[]) =>
      issueByLead(desk.month(jan), input, desk.ctx({ ...people.cto, roles }, jan));
    // Roles held in other teams do not count on this agreement.
    const forbidden = { code: 'FORBIDDEN', details: { right: 'statement.issue' } };
    expect(refusalOf(() => issued([]))).toMatchObject(forbidden);
    expect(refusalOf(() => issued(['MARKETING_LEAD']))).toMatchObject(forbidden);
    expect(issued(['ENGINEERING_LEAD']).at(-1)).toMatchObject({ type: 'StatementIssued', data: { number: 1 } });
  });

  it('checks in the order of the page', () => {
    const desk = openBook();
    desk.today = '2026-01-15';
    desk.record(work({ requestId: null, minutes: 1440 }));
    expect(refusalOf(() => desk.close(jan))).toMatchObject({
      code: 'PERIOD_NOT_OVER',
      details: { endsOn: '2026-01-31' },
    });
    expect(refusalOf(() => desk.beginClosing(jan, '2026-02-04')).code).toBe('PERIOD_NOT_OVER');
    const late = closing(20);
    expect(refusalOf(() => late.close(jan))).toMatchObject({ code: 'UNCOVERED_UNDECIDED', details: { minutes: 40 } });
    late.approve(jan, 'O1');
    expect(refusalOf(() => late.close(jan))).toMatchObject({
      code: 'PERIOD_NOT_OVER',
      details: { endsOn: '2026-02-04' },
    });
    expect(refusalOf(() => late.issue(jan)).code).toBe('PERIOD_NOT_OVER');
    late.today = '2026-02-05';
    expect(refusalOf(() => late.close(jan))).toMatchObject({
      code: 'STATEMENT_NOT_ACCEPTED',
      details: { issued: false },
    });
    expect(refusalOf(() => late.accept(jan)).code).toBe('STATEMENT_NOT_ACCEPTED');
    late.issue(jan);
    dispute(late);
    expect(refusalOf(() => late.close(jan))).toMatchObject({ code: 'DISPUTE_OPEN', details: { disputeIds: ['S1'] } });
    expect(refusalOf(() => late.accept(jan)).code).toBe('DISPUTE_OPEN');
    resolve(late, 'REJECTED', 0);
    expect(refusalOf(() => late.close(jan)).details).toEqual({ issued: true });
    late.accept(jan);
    expect(late.close(jan)).toEqual({ month: ['PeriodClosed'], next: ['BalanceCarriedIn'] });
    expect(refusalOf(() => late.close(jan)).code).toBe('PERIOD_CLOSED');
    expect(refusalOf(() => late.askOverage(jan, 'r-1', 5)).code).toBe('PERIOD_CLOSED');
  });

  it('goes in order', () => {
    const desk = closing(600);
    desk.start(feb, '2026-02-05');
    desk.today = '2026-03-06';
    desk.beginClosing(feb, '2026-03-04');
    desk.issue(feb);
    desk.accept(feb);
    expect(refusalOf(() => desk.close(feb))).toMatchObject({ code: 'PREVIOUS_PERIOD_OPEN', details: { period: jan } });
    desk.settle(jan);
    // What comes in changes the balance, so the statement of February is issued again.
    expect(desk.history(feb).at(-1)?.type).toBe('StatementVoided');
    desk.settle(feb);
    expect(desk.opened(feb).status).toBe('CLOSED');
  });

  it('bills no overage while base minutes are left (settlement)', () => {
    const desk = closing(100, {}, 100);
    desk.record(work({ entryId: 'e-2', requestId: 'r-2', minutes: 60, workedOn: '2026-01-30' }), people.cto, jan);
    desk.approve(jan, 'O1');
    desk.reverse(jan, 'e-1');
    desk.today = '2026-02-05';
    expect(desk.issue(jan)).toEqual(['GraceEnded', 'OverageRebased', 'StatementIssued']);
    expect(desk.opened(jan).sums).toMatchObject({ base: 60, overage: 0, rebased: 60 });
    expect(desk.opened(jan).statement?.amount).toBe(9000);
  });

  it('starts anew with a new entry', () => {
    const desk = closing(600);
    desk.today = '2026-02-05';
    desk.issue(jan);
    desk.accept(jan);
    const late = work({ entryId: 'e-2', workedOn: '2026-01-31' });
    expect(desk.record(late, people.cto, jan)).toEqual(['TimeRecorded', 'StatementVoided']);
    expect(refusalOf(() => desk.close(jan)).code).toBe('STATEMENT_NOT_ACCEPTED');
    desk.settle(jan);
    expect(desk.history(jan).at(-1)?.data).toMatchObject({ consumed: 120, amount: 18000 });
  });

  it('takes silence for acceptance, and no word of anybody but the consumer’s lead', () => {
    const desk = closing(600);
    desk.today = '2026-02-05';
    desk.issue(jan, '2026-02-12');
    expect(refusalOf(() => desk.accept(jan, people.cto)).code).toBe('FORBIDDEN');
    desk.today = '2026-02-12';
    expect(acceptBySilence(desk.month(jan), {}, desk.ctx(people.clock, jan))).toEqual([]);
    desk.today = '2026-02-13';
    expect(acceptBySilence(desk.month(jan), {}, desk.ctx(people.clock, jan))).toMatchObject([
      { type: 'StatementAccepted', data: { byId: null } },
    ]);
  });

  it('upholds a dispute with a credit on the statement', () => {
    const desk = closing(600);
    desk.today = '2026-02-05';
    desk.issue(jan);
    dispute(desk);
    expect(refusalOf(() => dispute(desk)).code).toBe('NOT_FOUND');
    expect(refusalOf(() => resolve(desk, 'UPHELD', 61)).code).toBe('CREDIT_EXCEEDS_ORIGINAL');
    expect(resolve(desk, 'UPHELD', 20)).toEqual([
      ['ConsentGiven'],
      ['ConsentGiven', 'DisputeResolved', 'PriorPeriodAdjusted', 'StatementVoided'],
    ]);
    desk.settle(jan);
    expect(desk.history(jan).at(-1)?.data).toMatchObject({ amount: 6000, unused: 560 });
  });

  it('lets a dispute end although its entry was taken back', () => {
    const desk = closing(600);
    desk.today = '2026-02-05';
    desk.issue(jan);
    dispute(desk);
    desk.reverse(jan, 'e-1');
    expect(refusalOf(() => resolve(desk, 'UPHELD', 20)).code).toBe('ENTRY_ALREADY_REVERSED');
    expect(resolve(desk, 'REJECTED', 0)).toEqual([['ConsentGiven'], ['ConsentGiven', 'DisputeResolved']]);
    desk.settle(jan);
    expect(desk.opened(jan).status).toBe('CLOSED');
  });

  it('carries lots that live longer under the cap, oldest first', () => {
    const desk = closing(100, { rollover: { kind: 'CAPPED', cap: { minutes: 70 }, expiresAfterMonths: 2 } }, 50);
    desk.today = '2026-02-05';
    desk.settle(jan);
    expect(desk.opened(feb).lots).toEqual([{ expiresAfterPeriod: mar, minutes: 50, drawn: 0 }]);
    desk.start(feb, '2026-02-05');
    desk.record(work({ entryId: 'e-2', minutes: 20 }));
    desk.today = '2026-03-05';
    desk.beginClosing(feb, '2026-03-04');
    desk.settle(feb);
    expect(desk.history(feb).at(-1)?.data).toMatchObject({
      unused: 130,
      rolledOver: 70,
      expired: 60,
      lotsOut: [
        { expiresAfterPeriod: mar, minutes: 30 },
        { expiresAfterPeriod: '2026-04', minutes: 40 },
      ],
    });
  });

  it('bills a retainer whatever was used', () => {
    const desk = closing(600, { billing: 'RETAINER' }, 700);
    desk.approve(jan, 'O1');
    desk.today = '2026-02-05';
    desk.settle(jan);
    expect(desk.history(jan).at(-1)?.data).toMatchObject({ amount: 600 * 150 + 100 * 225 });
  });

  it('lets what is left of a lot expire with the month it was good for', () => {
    const desk = closing(600, { rollover: { kind: 'FULL', expiresAfterMonths: 1 } }, 100);
    desk.today = '2026-02-05';
    desk.settle(jan);
    desk.start(feb, '2026-02-05');
    desk.today = '2026-02-10';
    desk.record(work({ entryId: 'e-2', minutes: 200 }));
    desk.today = '2026-03-01';
    desk.beginClosing(feb, '2026-03-04');
    desk.today = '2026-03-05';
    desk.settle(feb);
    // 500 came from January: 200 of them are worked, 300 expire; what February granted goes on whole.
    const closed = desk.history(feb).findLast(({ type }) => type === 'PeriodClosed');
    expect(closed?.data).toMatchObject({
      unused: 900,
      rolledOver: 600,
      expired: 300,
      lotsOut: [{ expiresAfterPeriod: mar, minutes: 600 }],
    });
  });

  it('ends with the agreement: what is left expires', () => {
    const desk = closing(600);
    desk.agreement = { ...desk.agreement, status: 'ENDED', validTo: jan };
    desk.today = '2026-02-05';
    desk.issue(jan);
    desk.accept(jan);
    expect(desk.close(jan).next).toEqual([]);
    expect(desk.history(jan).at(-1)?.data).toMatchObject({
      unused: 540,
      rolledOver: 0,
      expired: 540,
      nextPeriod: null,
    });
    expect(startPeriod(desk.month(feb), {}, desk.ctx(people.clock, feb))).toEqual([]);
  });
});

describe('a credit on a closed month', () => {
  const closed = () => {
    const rates = [{ activity: null, role: null, minorPerHour: 11000, effectiveFrom: '2026-01-01' }];
    const desk = openBook(jan, agreementOn({ ...ag1, rates }));
    desk.today = '2026-01-15';
    desk.record(work({ minutes: 50 }));
    desk.start(feb, '2026-02-05');
    desk.beginClosing(jan, '2026-02-04');
    return desk;
  };

  it('takes the rest of the rounding with the last part', () => {
    const desk = closed();
    expect(refusalOf(() => desk.credit(feb, jan, { entryId: 'e-1', minutes: -25 })).code).toBe('INVALID_STATE');
    desk.settle(jan);
    desk.credit(feb, jan, { entryId: 'e-1', minutes: -25 });
    desk.credit(feb, jan, { entryId: 'e-1', minutes: -25 });
    const credits = desk.history(feb).filter(({ type }) => type === 'PriorPeriodAdjusted');
    expect(credits).toMatchObject([{ data: { amount: -4583 } }, { data: { amount: -4584 } }]);
    expect(refusalOf(() => desk.credit(feb, jan, { entryId: 'e-1', minutes: -1 })).code).toBe(
      'CREDIT_EXCEEDS_ORIGINAL',
    );
    expect(balanceOf(desk.opened(feb)).available).toBe(4800 + 50 + 1200);
  });

  it('is decided by FINANCE, or by both leads', () => {
    const desk = closed();
    desk.settle(jan);
    const streams = () => ({ month: desk.month(feb), original: desk.month(jan), entry: desk.entry('e-1') });
    const credit = (who: typeof people.cmo | typeof people.cto, minutes = -10) => {
      const input = { entryId: 'e-1', minutes, reason: 'too much', side: who.side };
      return desk.add(feb, recordPriorPeriodAdjustment(streams(), input, desk.ctx(who, feb)).month);
    };
    expect(refusalOf(() => credit(people.cmo, 10)).code).toBe('VALIDATION_FAILED');
    expect(credit(people.cmo)).toEqual(['ConsentGiven']);
    expect(credit(people.cto)).toEqual(['ConsentGiven', 'PriorPeriodAdjusted']);
    expect(refusalOf(() => desk.credit(feb, jan, { entryId: 'nobody', minutes: -1 })).code).toBe('ENTRY_NOT_FOUND');
  });
});
