import { statementOf } from './statement.js';

describe('the statement of a risk', () => {
  it.each([
    [
      ['The call is not guarded.', 'It may be repeated.', 'Customers pay twice.'],
      'Because the call is not guarded, it may be repeated; as a result, customers pay twice.',
    ],
    [
      ['Because PayPal sends it twice', 'Somebody pays twice;', 'We refund it, and they are angry. '],
      'Because PayPal sends it twice, somebody pays twice; as a result, we refund it, and they are angry.',
    ],
    [
      ['Stripe is down', 'SEPA debits fail', 'EU orders wait'],
      'Because Stripe is down, SEPA debits fail; as a result, EU orders wait.',
    ],
  ])('is one sentence that leaves names as they are: %j', ([cause = '', event = '', consequence = ''], sentence) => {
    expect(statementOf({ cause, event, consequence })).toBe(sentence);
  });
});
