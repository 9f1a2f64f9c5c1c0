import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { parse } from 'graphql';
import { join } from 'node:path';
import ts from 'typescript';
import { readOperations } from '../../apps/api/src/explorer/operations.js';
import { type ProductSchema, productSchema } from './product-schema.js';

/** Lives in memory alone; the place decides which packages its imports find. */
const folder = join(process.cwd(), 'test/audit/generated-client/');

const line = 'fragment RequestLine on Request { id reference title status waitingOn requester { name } }';
const list = `query ClientList($filter: RequestFilter, $order: [RequestOrder!], $after: String) {
  requests(first: 20, after: $after, filter: $filter, order: $order) {
    totalCount edges { cursor node { ...RequestLine } } pageInfo { hasNextPage endCursor } } }`;
const submit = `mutation ClientSubmit($input: SubmitRequestInput!, $expect: Expect!) {
  submitRequest(input: $input, expect: $expect) { position request { version } problems { __typename code
    ... on StaleVersionProblem { expected actual } } } }`;

const client = (body: string): string => `
  import { graphql, useFragment } from './gql/index.js';
  import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
  const Line = graphql(${JSON.stringify(line)});
  const List = graphql(${JSON.stringify(list)});
  const Submit = graphql(${JSON.stringify(submit)});
  ${body}`;

const goodClient = client(`
  export const titles = (page: ResultOf<typeof List>): string[] =>
    page.requests.edges.map(({ node }) => { const { title, status } = useFragment(Line, node); return title + status; });
  export const variables: VariablesOf<typeof List> = {
    filter: { or: [{ status: { eq: 'SUBMITTED' } }, { number: { gt: 7 } }, { touches: { some: { touch: { eq: 'PAYMENTS' } } } }] },
    order: [{ updatedAt: 'DESC' }],
  };
  export const conflict = ({ submitRequest }: ResultOf<typeof Submit>): number[] =>
    submitRequest.problems.flatMap((problem) => problem.__typename === 'StaleVersionProblem' ? [problem.expected, problem.actual] : []);
  export const command: VariablesOf<typeof Submit> = { input: { requestId: 'x' }, expect: { version: 3 } };`);

const scalars = {
  Instant: 'string',
  LocalDate: 'string',
  LogPosition: 'string',
  JSON: 'unknown',
  MinorUnits: 'number',
};

const generate = async ({ schema, document }: ProductSchema): Promise<Map<string, string>> => {
  const ready = await readOperations();
  const texts = [...ready.map(({ query }) => query), line, list, submit];
  const documents = texts.map((rawSDL, n) => ({ rawSDL, location: `operation-${n}.ts`, document: parse(rawSDL) }));
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: `${folder}gql/`,
    schema: document,
    schemaAst: schema,
    documents,
    plugins: [],
    pluginMap: {},
    presetConfig: {},
    config: {
      scalars,
      strictScalars: true,
      enumType: 'string-literal',
      useTypeImports: true,
      emitLegacyCommonJSImports: false,
    },
  });
  const files = await Promise.all(sections.map(async (section) => [section.filename, await codegen(section)] as const));
  return new Map(files);
};

/** What the compiler says of these files, which need not be on the disk. */
const faultsIn = (files: ReadonlyMap<string, string>): string[] => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const onDisk = ts.createCompilerHost(options);
  host.directoryExists = (name) =>
    [...files.keys()].some((file) => file.startsWith(`${name}/`)) || ts.sys.directoryExists(name);
  host.fileExists = (name) => files.has(name) || onDisk.fileExists(name);
  host.readFile = (name) => files.get(name) ?? onDisk.readFile(name);
  host.getSourceFile = (name, target) => {
    const text = files.get(name);
    return text === undefined ? onDisk.getSourceFile(name, target) : ts.createSourceFile(name, text, target, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(folder.length)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
};

describe('graphql-codegen with the client preset', () => {
  let generated: Map<string, string>;
  beforeAll(async () => {
    generated = await generate(await productSchema());
  });
  const withClient = (body: string) => faultsIn(new Map([...generated, [`${folder}client.ts`, body]]));

  it('makes a client of our schema, the ready-made operations included, that type-checks', () => {
    expect([...generated.keys()].map((name) => name.slice(folder.length)).sort()).toEqual([
      'gql/fragment-masking.ts',
      'gql/gql.ts',
      'gql/graphql.ts',
      'gql/index.ts',
    ]);
    expect(withClient(goodClient)).toEqual([]);
  });

  it.each([
    [
      'a field that nobody asked for',
      'export const of = (page: ResultOf<typeof List>) => page.requests.nodes;',
      'nodes',
    ],
    ['another type', 'export const of = (page: ResultOf<typeof List>): string => page.requests.totalCount;', 'number'],
    [
      'a status that does not exist',
      `export const v: VariablesOf<typeof List> = { filter: { status: { eq: 'FINISHED' } } };`,
      'FINISHED',
    ],
    [
      'two of what is one of',
      `export const v: VariablesOf<typeof Submit> = { input: { requestId: 'x' }, expect: { version: 1, latest: true } };`,
      'latest',
    ],
    [
      'a command without its expectation',
      `export const v: VariablesOf<typeof Submit> = { input: { requestId: 'x' } };`,
      'expect',
    ],
  ])('lets nobody use %s', (_what, body, named) => {
    expect(withClient(client(body)).join()).toContain(named);
  });
});
