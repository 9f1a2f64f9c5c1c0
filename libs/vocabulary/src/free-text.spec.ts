import { isLocalDate, isPeriod, upcomingDate } from './local-date.js';
import { freeText, optionalText, owedReason, personalDataIn, plainText } from './free-text.js';

const rule = { path: ['input', 'text'], max: 20 };

describe('personal data in a text', () => {
  it.each([
    'Write to mara@example.com please',
    'mara.k+news@sub.example.co.uk',
    'jürgen@müller.de',
    '<mara@example.org>',
  ])('finds the e-mail address in “%s”', (text) => {
    expect(personalDataIn(text)).toBe('EMAIL');
  });

  it.each([
    'Call +49 30 1234567',
    'Call +4930123456789 now',
    'tel:+1 (555) 123-4567',
    '+49 (0)171 / 234 56 78',
    '0049 171 2345678',
    '030 1234567',
    '0171-2345678',
    '(089) 12 34 56 78',
    '020 7946 0958',
    '(555) 123-4567',
    '555-123-4567',
    'since 2026-01-05 under 030 1234567',
  ])('finds the phone number in “%s”', (text) => {
    expect(personalDataIn(text)).toBe('PHONE');
  });

  it.each([
    'From 2026-01-05 to 2026-03-31',
    'On 05.01.2026, 05/01/2026 or 5-1-26',
    'At 09:00-17:00, 2026-01-05T08:30:00.000Z',
    'Costs 20 610.00 EUR, or 1,234,567.89, or 0.123456789',
    'Grow by +15% or +1 200 000 or +100 000 000 EUR',
    '+10.000.000 more',
    'REQ-1234567, ticket 0012345678, order 4930123456789',
    'id 550e8400-e29b-41d4-a716-446655440000',
    'see https://example.com/a/0049-171-2345678?tel=+49301234567',
    'see www.example.com/030-1234567',
    'package lib@1.2.3, @mention, price @ 3.50',
    'https://medium.example/@writer/post-123456789012',
    'color #012345, 1024x768, v18.4.0-beta.17, 192.168.100.200',
    '6 000/7 200/9 600 minutes',
    '480, 600, 780',
  ])('finds none in “%s”', (text) => {
    expect(personalDataIn(text)).toBeNull();
  });

  it('stays linear on long text made to hurt it', () => {
    for (const text of [
      'a'.repeat(100_000),
      '1 '.repeat(50_000),
      `${'a.'.repeat(50_000)}@`,
      '+1'.repeat(50_000),
      `a@${'b'.repeat(100_000)}`,
    ]) {
      expect(personalDataIn(text)).not.toBe('EMAIL');
    }
  });
});

describe('texts', () => {
  it('are trimmed and kept as they are', () => {
    expect(freeText('  héllo 🌷 ', rule)).toBe('héllo 🌷');
    expect(plainText('mara@example.com', rule)).toBe('mara@example.com');
  });

  it.each([
    ['empty', '  '],
    ['too long', 'x'.repeat(21)],
    ['with a null byte', 'a\u0000b'],
    ['with half a character', 'a\udc00b'],
  ])('are refused when %s', (_what, text) => {
    expect(() => freeText(text, rule)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED', path: rule.path }));
  });

  it('count an emoji once', () => {
    expect(freeText('🌷'.repeat(20), rule)).toHaveLength(40);
    expect(() => freeText('🌷'.repeat(21), rule)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });

  it('can be left out, unless they are owed', () => {
    expect([optionalText(null, rule), optionalText(undefined, rule), optionalText(' ', rule)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(() => owedReason(' ', 'a test', rule)).toThrow(
      expect.objectContaining({ code: 'REASON_REQUIRED', path: rule.path }),
    );
    expect(owedReason(' because ', 'a test', rule)).toBe('because');
  });
});

describe('days', () => {
  it.each(['2026-01-31', '2024-02-29', '2000-02-29', '2026-12-31'])('%s exists', (day) =>
    expect(isLocalDate(day)).toBe(true),
  );

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-5',
    '05.01.2026',
    '',
    '2026-01-05T00:00:00Z',
  ])('“%s” does not', (day) => expect(isLocalDate(day)).toBe(false));

  it('may be today, not yesterday', () => {
    expect(upcomingDate('2026-01-05', '2026-01-05', ['d'])).toBe('2026-01-05');
    expect(() => upcomingDate('2026-01-04', '2026-01-05', ['d'])).toThrow(
      expect.objectContaining({ code: 'DATE_IN_PAST', path: ['d'] }),
    );
    expect(() => upcomingDate('2026-02-30', '2026-01-05', ['d'])).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });

  it('make months', () => {
    expect(['2026-01', '2026-12', '2026-13', '2026-00', '2026-1'].map(isPeriod)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
