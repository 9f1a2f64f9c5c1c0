import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { secureSmallApi, smallApiModules, startSmallApi } from '../../small-api.fixture.js';
import { buildSchemaOf } from './build.js';
import { breaks, faultsOf, printSorted, unclearDeprecations, undescribed } from './check.js';
import { describeCommonArguments } from './describe.js';

const described = `
"""A directive."""
directive @needs("""Name of the right.""" right: String!) on FIELD_DEFINITION
type Query {
  """The thing."""
  thing("""Its number, e.g. 1.""" number: Int): Thing @needs(right: "thing.read")
}
"""A thing."""
type Thing {
  """Its colour."""
  colour: Colour
  """Its older colour."""
  shade: String @deprecated(reason: "Use colour instead. Removed on 2027-03-31.")
}
"""A colour."""
enum Colour {
  """Like a tomato."""
  RED
}
"""A filter."""
input ThingFilter {
  """The colour."""
  colour: Colour
}
`;
const without = (text: string): string => {
  expect(described).toContain(text);
  return described.replace(text, '');
};

describe('what every mutation has', () => {
  const of = (mutation: string) =>
    buildSchema(`
    type Query { a: Int }
    type Mutation { ${mutation} }
    """Which draft."""
    input DraftInput { id: ID! }
    input Expect { version: Int }
  `);
  const argumentsOf = (schema: GraphQLSchema) => {
    const fields = schema.getMutationType()?.getFields() ?? {};
    return fields['submit']?.args.map(({ description }) => description);
  };

  it('is described once for all, by its type or by us', () => {
    const schema = describeCommonArguments(of('submit(input: DraftInput!, expect: Expect!, other: Int): Int'));
    expect(argumentsOf(schema)).toEqual(['Which draft.', expect.stringContaining('version you have seen'), undefined]);
  });

  it('keeps what a mutation says of its own', () => {
    const schema = describeCommonArguments(of('submit("""Its own.""" input: DraftInput!): Int'));
    expect(argumentsOf(schema)).toEqual(['Its own.']);
  });
});

describe('the committed schema', () => {
  it('keeps directives and order, whatever order the code has', () => {
    const printed = printSorted(buildSchema(described));
    expect(printed).toContain('@needs(right: "thing.read")');
    expect(printed.indexOf('enum Colour')).toBeLessThan(printed.indexOf('type Thing'));
    expect(printSorted(buildSchema(printed))).toBe(printed);
  });

  it('declares @oneOf where it is used, for tools that do not know it', () => {
    const printed = printSorted(buildSchema(`${described} """Either.""" input Choice @oneOf { """A.""" a: Int }`));
    expect(printed).toContain('directive @oneOf on INPUT_OBJECT');
    expect(buildSchema(printed).getType('Choice')).toMatchObject({ isOneOf: true });
    expect(printSorted(buildSchema(printed))).toBe(printed);
    expect(printSorted(buildSchema(described))).not.toContain('@oneOf');
  });

  it('is built without the service, and is what the service serves', async () => {
    const built = printSorted(await buildSchemaOf(smallApiModules(), secureSmallApi));
    const api = await startSmallApi();
    expect(printSorted(api.app.get(GraphQLSchemaHost).schema)).toBe(built);
    expect(built).toContain('things(');
    expect(built).toContain('@needs(right: "signed-in")');
    await api.app.close();
  });

  it('has no fault when the file is what the code says', () => {
    const schema = buildSchema(described);
    expect(faultsOf(schema, { written: printSorted(schema), committed: null })).toEqual([]);
  });

  it.each([
    ['drifted', 'type Query { a: Int }'],
    ['missing', null],
  ])('is at fault when the file is %s', (_what, written) => {
    expect(faultsOf(buildSchema(described), { written, committed: null })).toEqual([
      expect.stringContaining('npm run schema'),
    ]);
  });

  it.each([
    ['"""A directive."""', '@needs'],
    ['"""Name of the right."""', '@needs(right:)'],
    ['"""The thing."""', 'Query.thing'],
    ['"""Its number, e.g. 1."""', 'Query.thing(number:)'],
    ['"""A thing."""', 'Thing'],
    ['"""Its colour."""', 'Thing.colour'],
    ['"""A colour."""', 'Colour'],
    ['"""Like a tomato."""', 'Colour.RED'],
    ['"""A filter."""', 'ThingFilter'],
    ['"""The colour."""', 'ThingFilter.colour'],
  ])('must say what %s says', (text, coordinate) => {
    expect(undescribed(buildSchema(without(text)))).toEqual([`${coordinate} has no description.`]);
  });

  it.each(['Use colour instead.', 'Removed on 2027-03-31.', 'No longer supported'])(
    'does not accept the deprecation %j',
    (reason) => {
      const schema = buildSchema(described.replace('Use colour instead. Removed on 2027-03-31.', reason));
      expect(unclearDeprecations(schema)).toEqual([expect.stringContaining('Thing.shade')]);
    },
  );

  it('names what would break a client, and lets additions pass', () => {
    const renamed = buildSchema(described.replace('colour: Colour\n  """Its older', 'tint: Colour\n  """Its older'));
    expect(breaks(described, renamed)).toEqual(['Breaks clients: Thing.colour was removed.']);
    expect(breaks(without('"""Its colour."""\n  colour: Colour'), buildSchema(described))).toEqual([]);
  });
});
