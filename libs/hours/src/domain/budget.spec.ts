import { balanceOf } from './balance.js';
import { type Desk, openBook, work } from './book.spec-kit.js';
import { ag1, agreementOn, people, refusalOf, standardTerms } from './given.spec-kit.js';
import { withdrawConsent } from './consent-rules.js';
import { adjustForAbsence, adjustGrant } from './grant.js';
import { declineOverage, requestOverage } from './overage.js';
import { adjustReservation, moveReservation, releaseByLead } from './reservation.js';
import { decideUncovered } from './uncovered.js';

const [jan, feb] = ['2026-01', '2026-02'];
const onPool = (minutesPerMonth: number, change: Partial<typeof standardTerms> = {}): Desk => {
  const terms = { ...standardTerms, thresholds: [], ...change, grant: { kind: 'POOL', minutesPerMonth } as const };
  const desk = openBook(jan, agreementOn({ ...ag1, terms }));
  desk.today = '2026-01-15';
  return desk;
};
const grant = (
  desk: Desk,
  minutes: number,
  who: typeof people.cmo | typeof people.cto | typeof people.both,
  side = who.side,
) => desk.add(jan, adjustGrant(desk.month(jan), { minutes, side, reason: 'as agreed' }, desk.ctx(who, jan)));

describe('a reservation', () => {
  it('takes what is there and says what is missing', () => {
    const desk = onPool(600);
    for (let index = 0; index < 10; index += 1) desk.reserve(jan, `r-${index}`, 60);
    expect(refusalOf(() => desk.reserve(jan, 'r-10', 60))).toMatchObject({
      code: 'ALLOTMENT_EXHAUSTED',
      details: { period: jan, availableMinutes: 0, requestedMinutes: 60, shortfallMinutes: 60 },
    });
    expect(balanceOf(desk.opened(jan))).toMatchObject({ available: 0, openReserved: 600 });
  });

  it('counts what was worked', () => {
    const desk = onPool(600);
    desk.record(work({ requestId: 'r-1', minutes: 100 }));
    desk.reserve(jan, 'r-1', 300);
    expect(desk.history(jan).at(-1)?.data).toEqual({
      requestId: 'r-1',
      minutes: 300,
      baseMinutes: 200,
      overageMinutes: 0,
      availableAfter: 300,
    });
  });

  it.each([0, -5, 1.5])('of %s minutes is none', (minutes) => {
    expect(refusalOf(() => onPool(600).reserve(jan, 'r-1', minutes)).code).toBe('VALIDATION_FAILED');
  });

  it('is given back by either lead of the two teams, and by nobody else', () => {
    const desk = onPool(600);
    desk.reserve(jan, 'r-1', 300);
    const release = (who: Parameters<Desk['ctx']>[0]) =>
      releaseByLead(desk.month(jan), { requestId: 'r-1' }, desk.ctx(who, jan));
    expect(release(people.cmo)).toMatchObject([
      { type: 'ReservationReleased', data: { minutes: 300, cause: 'LEADS' } },
    ]);
    expect(release(people.cto)).toHaveLength(1);
    expect(refusalOf(() => release(people.finance)).code).toBe('FORBIDDEN');
    desk.add(jan, release(people.cto));
    expect(release(people.cto)).toEqual([]);
    expect(
      refusalOf(() => releaseByLead(desk.month('2026-12'), { requestId: 'r-1' }, desk.ctx(people.cto, jan))),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('needs a month that is planned or open', () => {
    const desk = onPool(600);
    expect(desk.reserve('2026-04', 'r-1', 60)).toEqual(['MinutesReserved']);
    expect(refusalOf(() => desk.reserve('2026-09', 'r-1', 60)).code).toBe('PERIOD_NOT_RESERVABLE');
    desk.today = '2026-02-01';
    desk.beginClosing(jan, '2026-02-04');
    expect(refusalOf(() => desk.reserve(jan, 'r-1', 60))).toMatchObject({
      code: 'PERIOD_NOT_RESERVABLE',
      details: { period: jan, status: 'CLOSING' },
    });
  });

  it('is adjusted and moved by both leads', () => {
    const desk = onPool(600);
    desk.reserve(jan, 'r-1', 300);
    const adjust = (side: 'CONSUMER' | 'PROVIDER', minutes: number) => {
      const who = side === 'CONSUMER' ? people.cmo : people.cto;
      const input = { period: jan, requestId: 'r-1', minutes, side };
      return desk.add(jan, adjustReservation(desk.month(jan), input, desk.ctx(who, jan)));
    };
    expect(adjust('CONSUMER', 200)).toEqual(['ConsentGiven']);
    expect(adjust('PROVIDER', 200)).toEqual(['ConsentGiven', 'ReservationAdjusted']);
    const move = (who: typeof people.cmo | typeof people.cto) => {
      const months = { from: desk.month(jan), to: desk.month(feb) };
      const input = { requestId: 'r-1', minutes: 150, toPeriod: feb, side: who.side };
      const facts = moveReservation(months, input, desk.ctx(who, jan));
      return [desk.add(jan, facts.from), desk.add(feb, facts.to)];
    };
    expect(move(people.cmo)).toEqual([['ConsentGiven'], []]);
    expect(move(people.cto)).toEqual([['ConsentGiven', 'ReservationMovedOut'], ['ReservationMovedIn']]);
    expect([jan, feb].map((period) => balanceOf(desk.opened(period)).openReserved)).toEqual([50, 150]);
  });
});

it('a reversal reserves nothing again for a request that is over', () => {
  const desk = onPool(600);
  desk.reserve(jan, 'REQ-1', 60);
  desk.record(work({ minutes: 60 }));
  expect(desk.release(jan, 'REQ-1')).toEqual(['ReservationReleased']);
  expect(desk.release(jan, 'REQ-1')).toEqual([]);
  desk.reverse(jan, 'e-1');
  expect(balanceOf(desk.opened(jan))).toMatchObject({ openReserved: 0, available: 600 });
});

describe('overage', () => {
  it('is bound to one request (H9)', () => {
    const desk = onPool(60);
    desk.askOverage(jan, 'r-1', 100);
    desk.approve(jan, 'O1');
    desk.record(work({ entryId: 'e-1', requestId: 'r-2', minutes: 90 }));
    desk.record(work({ entryId: 'e-2', requestId: 'r-1', minutes: 90 }));
    expect(balanceOf(desk.opened(jan))).toMatchObject({ consumed: 60, overageConsumed: 90, uncovered: 30 });
  });

  it('is asked for once at a time, in whole minutes, with a reason', () => {
    const desk = onPool(60);
    expect(refusalOf(() => desk.askOverage(jan, 'r-1', 0)).code).toBe('VALIDATION_FAILED');
    const mute = () => requestOverage(desk.month(jan), { requestId: 'r-1', minutes: 5 });
    expect(refusalOf(mute).code).toBe('REASON_REQUIRED');
    desk.askOverage(jan, 'r-1', 10);
    expect(refusalOf(() => desk.askOverage(jan, 'r-1', 20))).toMatchObject({
      code: 'OVERAGE_PENDING',
      details: { overageId: 'O1' },
    });
  });

  it('is signed by two sides and two persons, leads alone', () => {
    const desk = onPool(60);
    desk.askOverage(jan, 'r-1', 10);
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'CONSUMER', people.bridge)).code).toBe('FORBIDDEN');
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'CONSUMER', people.finance)).code).toBe('FORBIDDEN');
    expect(desk.signOverage(jan, 'O1', 'CONSUMER', people.both)).toEqual(['OverageApprovedBySide']);
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'PROVIDER', people.both)).code).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    const deputy = { ...people.cto, onBehalfOf: people.both.personId };
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'PROVIDER', deputy)).code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'CONSUMER', people.cmo)).code).toBe('SIDE_ALREADY_APPROVED');
    expect(desk.signOverage(jan, 'O1', 'PROVIDER', people.cto)).toEqual(['OverageApprovedBySide', 'OverageApproved']);
    expect(refusalOf(() => desk.signOverage(jan, 'O1', 'PROVIDER', people.cto)).code).toBe('NOT_FOUND');
  });

  it('of uncovered time loses its signature when it grows, not when it shrinks', () => {
    const desk = onPool(60);
    desk.record(work({ entryId: 'e-1', minutes: 100 }));
    desk.signOverage(jan, 'O1', 'CONSUMER', people.cmo);
    grant(desk, 10, people.cmo);
    grant(desk, 10, people.cto);
    expect(desk.opened(jan).overages).toMatchObject([{ minutes: 30, signed: { side: 'CONSUMER' } }]);
    desk.record(work({ entryId: 'e-2', minutes: 5 }));
    expect(desk.opened(jan).overages).toMatchObject([{ minutes: 35, signed: null }]);
  });

  it('is declined with a reason, and then a decision is due', () => {
    const desk = onPool(60);
    desk.record(work({ minutes: 100 }));
    const decline = (reason: string | null) =>
      declineOverage(desk.month(jan), { overageId: 'O1', side: 'CONSUMER', reason }, desk.ctx(people.cmo, jan));
    expect(refusalOf(() => decline(null)).code).toBe('REASON_REQUIRED');
    desk.add(jan, decline('too dear'));
    expect(desk.opened(jan)).toMatchObject({ overages: [], sums: { uncovered: 40 } });
  });
});

describe('uncovered minutes', () => {
  const decide = (desk: Desk, decision: 'WRITE_OFF' | 'DEBT', who: typeof people.cmo | typeof people.cto) => {
    const input = { entryIds: ['e-1'], decision, side: who.side };
    return desk.add(jan, decideUncovered(desk.month(jan), input, desk.ctx(who, jan)));
  };

  it('are written off by the provider alone', () => {
    const desk = onPool(60);
    desk.record(work({ minutes: 100 }));
    expect(refusalOf(() => decide(desk, 'WRITE_OFF', people.cmo)).code).toBe('FORBIDDEN');
    expect(decide(desk, 'WRITE_OFF', people.cto)).toEqual(['UncoveredTimeWrittenOff', 'OverageWithdrawn']);
    expect(refusalOf(() => decide(desk, 'WRITE_OFF', people.cto)).code).toBe('NOTHING_UNCOVERED');
  });

  it('become debt where the agreement and both leads allow it', () => {
    const strict = onPool(60);
    strict.record(work({ minutes: 100 }));
    expect(refusalOf(() => decide(strict, 'DEBT', people.cto)).code).toBe('DEBT_NOT_ALLOWED');
    const desk = onPool(60, { debtAllowed: true });
    desk.record(work({ minutes: 100 }));
    expect(decide(desk, 'DEBT', people.cmo)).toEqual(['ConsentGiven']);
    expect(decide(desk, 'DEBT', people.cto)).toEqual([
      'ConsentGiven',
      'UncoveredTimeCarriedAsDebt',
      'OverageWithdrawn',
    ]);
    desk.today = '2026-02-02';
    desk.beginClosing(jan, '2026-02-01');
    desk.settle(jan);
    expect(desk.history(jan).at(-1)?.data).toMatchObject({ debtOut: 40, amount: 15000 });
    expect(balanceOf(desk.opened(feb)).basePool).toBe(20);
  });
});

describe('a reduction', () => {
  it('takes what is free, waits for the rest, and comes after uncovered time', () => {
    const desk = onPool(600);
    desk.reserve(jan, 'r-1', 500);
    grant(desk, -300, people.cmo);
    expect(grant(desk, -300, people.cto)).toEqual([
      'ConsentGiven',
      'GrantAdjusted',
      'ReductionApplied',
      'ShortfallRaised',
    ]);
    expect(desk.history(jan).at(-1)?.data).toEqual({
      pendingMinutes: 200,
      movable: [{ requestId: 'r-1', minutes: 500 }],
    });
    desk.record(work({ requestId: null, minutes: 50 }));
    expect(desk.release(jan, 'r-1')).toEqual(['ReservationReleased', 'UncoveredTimeCovered', 'ReductionApplied']);
    expect(balanceOf(desk.opened(jan))).toMatchObject({
      basePool: 300,
      consumed: 50,
      available: 250,
      reductionPending: 0,
    });
  });

  it('needs both leads, two persons, a reason and minutes', () => {
    const desk = onPool(600);
    expect(refusalOf(() => grant(desk, 0, people.cmo)).code).toBe('VALIDATION_FAILED');
    grant(desk, -10, people.both);
    expect(refusalOf(() => grant(desk, -10, people.both, 'CONSUMER')).code).toBe('SIDE_ALREADY_APPROVED');
    const again = { minutes: -10, side: 'PROVIDER', reason: 'x' } as const;
    const sign = () => adjustGrant(desk.month(jan), again, desk.ctx(people.both, jan));
    expect(refusalOf(sign).code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    desk.add(jan, withdrawConsent(desk.month(jan), { consentId: 'C1' }, desk.ctx(people.cmo, jan)));
    expect(grant(desk, -10, people.cto)).toEqual(['ConsentGiven']);
  });

  it('comes from an absence as well', () => {
    const desk = onPool(600);
    const absence = { minutes: -480, reason: 'a day off' };
    const facts = adjustForAbsence(desk.month(jan), absence, desk.ctx(people.clock, jan));
    expect(desk.add(jan, facts)).toEqual(['GrantAdjusted', 'ReductionApplied']);
  });
});
