import { ValidationFailed } from '#libs/event-log';
import { type WindowInput, wholeMonths, windowOf, windowsUpTo } from './window.js';

describe('a window', () => {
  it.each([
    [{ month: '2024-02' }, ['MONTH', '2024-02-01', '2024-02-29']],
    [{ quarter: '2026-Q4' }, ['QUARTER', '2026-10-01', '2026-12-31']],
    [{ from: '2026-01-05', until: '2026-01-05' }, ['CUSTOM', '2026-01-05', '2026-01-05']],
  ])('%j', (input, expected) => {
    const { kind, from, until } = windowOf(input);
    expect([kind, from, until]).toEqual(expected);
  });

  it.each<WindowInput>([
    {},
    { month: '2026-13' },
    { month: '2026-1' },
    { quarter: '2026-Q5' },
    { quarter: 'Q1' },
    { from: '2026-01-01' },
    { until: '2026-01-01' },
    { from: '2026-02-30', until: '2026-03-01' },
    { from: '2026-02-02', until: '2026-02-01' },
    { from: '2000-01-01', until: '2026-01-01' },
    { month: '2026-01', quarter: '2026-Q1' },
    { month: '2026-01', from: '2026-01-01', until: '2026-01-02' },
  ])('is not %j', (input) => {
    expect(() => windowOf(input)).toThrow(ValidationFailed);
  });

  it('is followed back by others of its kind', () => {
    const fromOf = (input: WindowInput) => windowsUpTo(windowOf(input), 3).map(({ from, until }) => `${from} ${until}`);
    expect(fromOf({ month: '2026-02' })).toEqual([
      '2025-12-01 2025-12-31',
      '2026-01-01 2026-01-31',
      '2026-02-01 2026-02-28',
    ]);
    expect(fromOf({ quarter: '2026-Q1' })).toEqual([
      '2025-07-01 2025-09-30',
      '2025-10-01 2025-12-31',
      '2026-01-01 2026-03-31',
    ]);
    expect(fromOf({ from: '2026-01-05', until: '2026-01-11' })).toEqual([
      '2025-12-22 2025-12-28',
      '2025-12-29 2026-01-04',
      '2026-01-05 2026-01-11',
    ]);
  });

  it('has the months of which every day is in it', () => {
    expect(wholeMonths({ from: '2026-01-01', until: '2026-03-31' })).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(wholeMonths({ from: '2026-01-02', until: '2026-03-30' })).toEqual(['2026-02']);
    expect(wholeMonths({ from: '2026-01-02', until: '2026-02-27' })).toEqual([]);
  });
});
