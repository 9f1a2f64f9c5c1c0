import { errorText } from './error-text.js';

describe('the text kept of an error', () => {
  it.each([
    [new RangeError('no such seat'), 'RangeError: no such seat'],
    ['plain', 'plain'],
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
