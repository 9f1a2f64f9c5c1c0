import { NotFound, StaleVersion } from '../refusal.js';
import { Unavailable } from '../unavailable.js';
import { errorText, tellableFailure } from './error-text.js';

describe('the text kept of an error', () => {
  it.each([
    [new RangeError('no such seat'), 'RangeError: no such seat'],
    ['plain', 'plain'],
    [new NotFound('seat'), 'NOT_FOUND: No such seat.'],
    [new Unavailable('lost', null), 'Unavailable: lost'],
    [new Error('cannot reach postgres://app:hunter2@db:5432/x'), 'Error: cannot reach postgres://db:5432/x'],
    [new Error('{"password": "hunter2", "a": 1}'), 'Error: {"password": [left out], "a": 1}'],
    [new Error('Authorization: Bearer abc.def refused'), 'Error: Authorization: [left out] refused'],
    [new Error('a\u0000b\nc'), 'Error: a b c'],
  ])('%s', (error, text) => {
    expect(errorText(error)).toBe(text);
  });

  it('is short', () => {
    expect(errorText(new Error('x'.repeat(10_000)))).toHaveLength(500);
  });
});

describe('what a caller is told of it', () => {
  const told = (error: unknown, whole = true) => tellableFailure(errorText(error), { whole });

  it('is a refusal as it stands, or its code alone where it may be about somebody else', () => {
    const refused = new StaleVersion('hall-red', 1, 2);
    expect(told(refused)).toBe(`CONCURRENCY_CONFLICT: ${refused.message}`);
    expect(told(refused, false)).toBe('CONCURRENCY_CONFLICT: refused by a rule.');
  });

  it.each([
    [new TypeError('x.y is not a function'), 'Unexpected; the service’s own log tells more.'],
    ['ECONNREFUSED 10.0.0.7', 'Unexpected; the service’s own log tells more.'],
    [new Unavailable('10.0.0.7', null), 'The database could not be reached, or was too busy; it is tried again.'],
  ])('is nothing internal: %s', (error, text) => {
    expect(told(error)).toBe(text);
  });
});
