import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { type ProductSchema, productSchema } from './product-schema.js';

/*
 * Relay's compiler is one package of 117 MB for all platforms: `npm run audit:relay` fetches it and runs this spec with it.
 * Without it, the rules that it checks a schema against are held here.
 */
const compiler = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'relay-compiler'))
  .find((file) => existsSync(file));

const typeOf = (type: GraphQLObjectType | undefined | null, field: string): string | undefined =>
  type?.getFields()[field]?.type.toString();

/** What keeps Relay from refetching by id and from paging, in its own words' order: Node, connections, edges, pageInfo. */
const faultsForRelay = (schema: GraphQLSchema): string[] => {
  const query = schema.getQueryType();
  const node = query?.getFields()['node'];
  const faults: string[] = [];
  if (node?.args.map(({ name, type }) => `${name}: ${String(type)}`).join() !== 'id: ID!')
    faults.push('node takes more than its id');
  if (node?.type.toString() !== 'Node') faults.push('node is no Node');
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (type.name.endsWith('Connection')) faults.push(...faultsOfConnection(type, schema));
    for (const field of Object.values(type.getFields())) {
      const paged = field.type.toString().endsWith('Connection!');
      const has = (name: string): boolean => field.args.some((arg) => arg.name === name);
      // Forward always; a ranking is not read backward.
      if (paged && !(has('first') && has('after') && has('last') === has('before')))
        faults.push(`${type.name}.${field.name} cannot be paged`);
    }
  }
  return faults;
};

const faultsOfConnection = (connection: GraphQLObjectType, schema: GraphQLSchema): string[] => {
  const named = connection.name.replace(/Connection$/, '');
  const edge = schema.getType(`${named}Edge`) as GraphQLObjectType | undefined;
  const pageInfo = schema.getType('PageInfo') as GraphQLObjectType | undefined;
  const wanted: readonly (readonly [GraphQLObjectType | undefined, string, string])[] = [
    [connection, 'edges', `[${named}Edge!]!`],
    [connection, 'pageInfo', 'PageInfo!'],
    [edge, 'cursor', 'String!'],
    [edge, 'node', `${named}!`],
    [pageInfo, 'hasNextPage', 'Boolean!'],
    [pageInfo, 'hasPreviousPage', 'Boolean!'],
    [pageInfo, 'startCursor', 'String'],
    [pageInfo, 'endCursor', 'String'],
  ];
  return wanted
    .filter(([type, field, expected]) => typeOf(type, field) !== expected)
    .map(([type, field]) => `${type?.name ?? connection.name}.${field}`);
};

const source = `import { graphql } from 'react-relay';
graphql\`
  fragment ClientLine on Request @refetchable(queryName: "ClientLineRefetch") { reference title status requester { name } }
\`;
graphql\`
  fragment ClientPage on Query
  @refetchable(queryName: "ClientPageNext")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, filter: { type: "RequestFilter" }) {
    requests(first: $first, after: $after, filter: $filter) @connection(key: "ClientPage_requests") {
      totalCount
      edges { node { ...ClientLine } }
    }
  }
\`;
graphql\`
  fragment ClientPageBack on Query
  @refetchable(queryName: "ClientPagePrevious")
  @argumentDefinitions(last: { type: "Int", defaultValue: 20 }, before: { type: "String" }) {
    triageQueue(last: $last, before: $before) @connection(key: "ClientPageBack_triageQueue") { edges { node { ...ClientLine } } }
  }
\`;
graphql\`
  query ClientQuery($filter: RequestFilter) { ...ClientPage @arguments(filter: $filter) ...ClientPageBack viewer { person { name } } }
\`;
graphql\`
  mutation ClientSubmitMutation($input: SubmitRequestInput!, $expect: Expect!, $key: String) {
    submitRequest(input: $input, expect: $expect, idempotencyKey: $key) {
      request { ...ClientLine version } position
      problems { __typename code message ... on StaleVersionProblem { expected actual current { id ...ClientLine @alias(as: "line") } } }
    }
  }
\`;
graphql\`
  subscription ClientChangesSubscription($id: ID!, $after: LogPosition) {
    requestChanged(id: $id, after: $after) { position type request { ...ClientLine } }
  }
\`;
`;

interface Compiled {
  readonly failure: string | null;
  readonly artifacts: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

const compile = async (sdl: string): Promise<Compiled> => {
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  const generated = join(folder, 'src/__generated__');
  try {
    await mkdir(generated, { recursive: true });
    await writeFile(join(folder, 'src/Client.ts'), source);
    await writeFile(join(folder, 'schema.graphql'), sdl);
    const config = { src: './src', schema: './schema.graphql', language: 'typescript' };
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));
    const failure = await promisify(execFile)(String(compiler), ['relay.config.json'], { cwd: folder }).then(
      () => null,
      (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
    );
    const names = await readdir(generated);
    const texts = await Promise.all(
      names.map(async (name) => [name, await readFile(join(generated, name), 'utf8')] as const),
    );
    return { failure, artifacts: names.map((name) => name.replace('.graphql.ts', '')).sort(), texts: new Map(texts) };
  } finally {
    await rm(folder, { recursive: true });
  }
};

describe('Relay', () => {
  let product: ProductSchema;
  beforeAll(async () => {
    product = await productSchema();
  });

  it('finds in our schema all that it pages and refetches by', () => {
    expect(faultsForRelay(buildSchema(product.sdl))).toEqual([]);
  });

  it.each([
    ['node(id: ID!): Node', 'node(id: ID!, more: Int): Node', 'node takes more than its id'],
    ['cursor: String!', 'cursor: String', 'ThingEdge.cursor'],
    ['hasNextPage: Boolean!', 'hasMore: Boolean!', 'PageInfo.hasNextPage'],
    ['last: Int, ', '', 'Query.things cannot be paged'],
  ])('would miss %s', (text, changed, fault) => {
    const small = `interface Node { id: ID! } type Thing implements Node { id: ID! }
      type ThingEdge { cursor: String! node: Thing! } type ThingConnection { edges: [ThingEdge!]! pageInfo: PageInfo! }
      type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
      type Query { node(id: ID!): Node things(first: Int, after: String, last: Int, before: String): ThingConnection! }`;
    expect(faultsForRelay(buildSchema(small))).toEqual([]);
    expect(faultsForRelay(buildSchema(small.replace(text, changed)))).toEqual([fault]);
  });

  const withCompiler = compiler ? describe : describe.skip;
  withCompiler(`’s own compiler${compiler ? '' : ' (SKIPPED: not installed; npm run audit:relay fetches it)'}`, () => {
    it('compiles fragments, pages either way, refetching, a mutation and a subscription', async () => {
      const { failure, artifacts, texts } = await compile(product.sdl);
      expect(failure).toBeNull();
      expect(artifacts).toEqual([
        'ClientChangesSubscription',
        'ClientLine',
        'ClientLineRefetch',
        'ClientPage',
        'ClientPageBack',
        'ClientPageNext',
        'ClientPagePrevious',
        'ClientQuery',
        'ClientSubmitMutation',
      ]);
      expect(texts.get('ClientLineRefetch.graphql.ts')).toContain('node(id: $id)');
      expect(texts.get('ClientPageNext.graphql.ts')).toContain('endCursor');
    });

    it('would refuse a node that takes more than its id', async () => {
      const spoilt = product.sdl.replace(/(\n {2}node\([^)]*id: ID!)/, '$1\n    more: Int');
      expect((await compile(spoilt)).failure).toContain('@refetchable');
    });
  });
});
