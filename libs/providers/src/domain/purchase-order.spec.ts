import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import { agencyTeam, freeTeam } from './agency-team.js';
import { Scenario } from './given.spec-kit.js';
import { bookSpend, purchaseOrder, setCeiling, type Spend } from './purchase-order.js';

const nothing = Scenario.of(purchaseOrder);
const order = nothing.given([{ type: 'CeilingSet', data: { minorUnits: 27_501, currency: 'EUR', previous: null } }]);
type At = typeof order;
const spend = (amount: number, currency = 'EUR', entryId = 'e-1'): Spend => ({
  agreementId: 'ag-2',
  entryId,
  amount,
  currency,
});
const book = (at: At, amount: number, currency?: string) =>
  at.when((state, input: Spend) => bookSpend(state, input), spend(amount, currency));
const ceiling = (at: At, minorUnits: number, currency = 'EUR') => at.when(setCeiling, { minorUnits, currency });

describe('a purchase order', () => {
  it('takes what fits, to the last minor unit', () => {
    const full = book(book(book(order, 9167), 9167), 9167);
    expect(full.facts).toEqual([{ type: 'SpendBooked', data: { agreementId: 'ag-2', entryId: 'e-1', amount: 9167 } }]);
    expect(full.state).toMatchObject({ spent: 27_501 });
    expect(book(full, 1).refusal).toMatchObject({
      code: 'PO_CEILING_EXCEEDED',
      details: { ceiling: 27_501, spent: 27_501, amount: 1, currency: 'EUR' },
    });
    expect(book(book(full, -9167), 9167).state).toMatchObject({ spent: 27_501 });
  });

  it('counts what the same decision has booked before', () => {
    expect(() => bookSpend(order.state, spend(9167), 20_000)).toThrow(Refusal);
    expect(bookSpend(order.state, spend(27_501), -1)).toHaveLength(1);
  });

  it('counts in one currency', () => {
    expect(book(order, 1, 'USD').refusal).toMatchObject({
      code: 'CURRENCY_MISMATCH',
      details: { expected: 'EUR', actual: 'USD' },
    });
    expect(book(order, 0).facts).toEqual([]);
    expect(book(nothing, 5).facts).toEqual([]);
  });

  it('gets another ceiling, but none below what is spent', () => {
    const spent = book(order, 9167);
    expect(ceiling(spent, 9167).facts).toEqual([
      {
        type: 'CeilingSet',
        data: { minorUnits: 9167, currency: 'EUR', previous: { minorUnits: 27_501, currency: 'EUR' } },
      },
    ]);
    expect(ceiling(spent, 9166).refusal).toMatchObject({
      code: 'PO_CEILING_EXCEEDED',
      details: { ceiling: 9166, spent: 9167, amount: 0 },
    });
    expect(ceiling(spent, 27_501).facts).toEqual([]);
    expect(ceiling(spent, 27_501, 'USD').refusal.code).toBe('CURRENCY_MISMATCH');
    expect(ceiling(order, 27_501, 'USD').facts).toHaveLength(1);
    for (const bad of [-1, 1.5, 10 ** 13]) expect(ceiling(order, bad).refusal.code).toBe('VALIDATION_FAILED');
  });

  it('is never overdrawn by bookings, and knows what they add up to', () => {
    const amounts = fc.array(fc.integer({ min: -20_000, max: 20_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(amounts, (all) => {
        let sum = 0;
        all.reduce((at, amount) => {
          const next = book(at, amount);
          const fits = amount <= 0 || sum + amount <= 27_501;
          if (fits) sum += amount;
          expect(next.state).toMatchObject({ spent: sum });
          return next;
        }, order);
      }),
    );
  });
});

describe('an agency’s team', () => {
  it('is free once its agency is gone', () => {
    const taken = Scenario.of(agencyTeam).given([
      { type: 'AgencyTeamTaken', data: { teamId: 't-1', providerId: 'a-1' } },
    ]);
    expect(freeTeam(taken.state, 'a-1')).toEqual([{ type: 'AgencyTeamFreed', data: { providerId: 'a-1' } }]);
    expect(freeTeam(taken.state, 'a-2')).toEqual([]);
  });
});
