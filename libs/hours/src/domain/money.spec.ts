import fc from 'fast-check';
import { amountOf, minorIn } from './money.js';
import { refusalOf } from './given.spec-kit.js';

describe('an amount', () => {
  it.each([
    [50, 11000, 100, 9167],
    [25, 11000, 100, 4583],
    [5430, 9000, 100, 814500],
    [540, 9000, 150, 121500],
    [1, 30, 100, 1],
    [1, 29, 100, 0],
    [-1, 30, 100, -1],
    [0, 9000, 150, 0],
  ])('%s minutes at %s and %s%% is %s', (minutes, rate, factor, amount) => {
    expect(amountOf(minutes, rate, factor)).toBe(amount);
  });

  it('is exact to half a unit, halves up, and mirrored', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000_000), fc.nat(1000), (minutes, rate, factor) => {
        const exact = BigInt(minutes) * BigInt(rate) * BigInt(factor);
        const amount = amountOf(minutes, rate, factor);
        const rest = exact - BigInt(amount) * 6000n;
        expect(rest >= -3000n && rest < 3000n).toBe(true);
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(amountOf(-minutes, rate, factor) + amount).toBe(0);
      }),
    );
  });

  it('of another currency is refused', () => {
    expect(minorIn('EUR', { minor: 5, currency: 'EUR' }, [])).toBe(5);
    expect(refusalOf(() => minorIn('EUR', { minor: 5, currency: 'JPY' }, ['x']))).toEqual({
      code: 'CURRENCY_MISMATCH',
      details: { expected: 'EUR', actual: 'JPY' },
      path: ['x'],
    });
  });
});
