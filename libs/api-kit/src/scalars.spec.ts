import fc from 'fast-check';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';
import { Instant, LocalDate, LogPosition, formatPosition, isLocalDate, parsePosition } from './scalars.js';

const parsed = (scalar: { parseValue(value: unknown): unknown }, value: unknown): unknown => {
  try {
    return scalar.parseValue(value);
  } catch {
    return 'refused';
  }
};

describe('Instant', () => {
  test.each([
    ['2026-01-05T08:30:00Z', '2026-01-05T08:30:00.000Z'],
    ['2026-01-05T08:30:00.1Z', '2026-01-05T08:30:00.100Z'],
    ['2026-02-30T00:00:00Z', 'refused'],
    ['2026-01-05T24:00:00Z', 'refused'],
    ['2026-01-05T08:60:00Z', 'refused'],
    ['2026-01-05T08:30:00+01:00', 'refused'],
    ['2026-01-05', 'refused'],
    ['0000-01-01T00:00:00Z', 'refused'],
    [1767601800000, 'refused'],
  ])('%s → %s', (value, expected) => expect(parsed(Instant, value)).toBe(expected));

  test('a Date leaves as text', () => expect(Instant.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z'));
});

describe('LocalDate', () => {
  test.each(['2026-02-29', '0000-01-01', '2026-13-01', '2026-1-1', '2026-01-00', '2026-01-01T00:00:00Z', 20260101])(
    '%s is refused',
    (value) => expect(parsed(LocalDate, value)).toBe('refused'),
  );

  test('every day that exists is one', () => {
    const day = fc.date({ min: new Date('0001-01-01Z'), max: new Date('9999-12-31Z'), noInvalidDate: true });
    fc.assert(fc.property(day, (date) => isLocalDate(date.toISOString().slice(0, 10))));
  });
});

describe('LogPosition', () => {
  const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

  test('what goes out comes back', () => {
    const round = fc.property(epoch, fc.maxSafeNat(), (name, position) => {
      expect(parsePosition(formatPosition({ epoch: name, position }))).toEqual({ epoch: name, position });
    });
    fc.assert(round);
  });

  test('nothing else is a position', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.integer()),
        (value) => parsed(LogPosition, value) === 'refused',
      ),
    );
    for (const inner of ['e1.', 'e1.-1', 'e1.01', '.5', 'e1.99999999999999999', 'e1.1.1']) {
      expect(parsed(LogPosition, Buffer.from(inner).toString('base64url'))).toBe('refused');
    }
  });

  test('in a query it is INVALID_POSITION, as a variable and as a literal', async () => {
    const args = { after: { type: LogPosition } };
    const query = new GraphQLObjectType({ name: 'Query', fields: { thing: { type: GraphQLString, args } } });
    const schema = new GraphQLSchema({ query });
    const variable = await graphql({
      schema,
      source: 'query ($p: LogPosition) { thing(after: $p) }',
      variableValues: { p: 'x' },
    });
    const literal = await graphql({ schema, source: '{ thing(after: "x") }' });
    expect([variable, literal].map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual([
      'INVALID_POSITION',
      'INVALID_POSITION',
    ]);
  });
});
