import { buildSchema, type GraphQLResolveInfo, graphqlSync } from 'graphql';
import { fieldNames } from './field-names.js';

const schema = buildSchema('type Node { name: String brief: String next: Node } type Query { root: Node }');

const namesIn = (source: string): string[] => {
  let names: string[] = [];
  const rootValue = {
    root: (_args: object, _context: unknown, info: GraphQLResolveInfo) => void (names = [...fieldNames(info)].sort()),
  };
  expect(graphqlSync({ schema, source, rootValue }).errors).toBeUndefined();
  return names;
};

describe('names of the fields asked for', () => {
  it('are those below the field, by their own names', () => {
    expect(namesIn('{ root { title: name next { brief } } }')).toEqual(['brief', 'name', 'next']);
  });

  it('are found in fragments and inline fragments, also under a directive', () => {
    const fragments =
      'fragment A on Node { next { ...B } } fragment B on Node { ... on Node { brief @skip(if: true) } }';
    expect(namesIn(`{ root { ...A ...A } } ${fragments}`)).toEqual(['brief', 'next']);
  });
});
