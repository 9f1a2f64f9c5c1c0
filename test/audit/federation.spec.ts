import { composeServices as composeByApollo } from '@apollo/composition';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { buildSchema, type DocumentNode, isInputObjectType, parse, print, type GraphQLError } from 'graphql';
import { productSchema } from './product-schema.js';

interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}
interface Composed {
  readonly supergraphSdl?: string | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}
const composers: readonly (readonly [string, (subgraphs: Subgraph[]) => Composed])[] = [
  ['@apollo/composition', composeByApollo],
  ['@theguild/federation-composition', composeByGuild],
];
const federation = (...names: readonly string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${JSON.stringify(names)})`;

/** Somebody else's service, which knows requests by their ids alone. */
const campaigns = `
  type Query { campaigns: [Campaign!]! }
  type Campaign { id: ID! budgetMinor: Int! budgetCurrency: String! requestIds: [ID!]! }
`;
/** The same, with requests as objects that live in our service. */
const campaignsWithRequests = `
  ${federation('@key')}
  type Query { campaigns: [Campaign!]! }
  type Campaign @key(fields: "id") { id: ID! requests: [Request!]! }
  type Request @key(fields: "id", resolvable: false) { id: ID! }
`;

describe.each(composers)('the supergraph of %s', (_name, compose) => {
  let sdl: string;
  beforeAll(async () => {
    sdl = (await productSchema()).sdl;
  });
  const composed = (ours: string, theirs: string): Composed =>
    compose([
      { name: 'twolane', url: 'http://twolane.example/graphql', typeDefs: parse(ours) },
      { name: 'campaigns', url: 'http://campaigns.example/graphql', typeDefs: parse(theirs) },
    ]);
  const messages = ({ errors = [] }: Composed) => errors.map(({ message }) => message);

  it('takes our schema as it is, beside another', () => {
    const made = composed(sdl, campaigns);
    expect(messages(made)).toEqual([]);
    const supergraph = buildSchema(made.supergraphSdl ?? '', { assumeValidSDL: true });
    const fields = Object.keys(supergraph.getQueryType()?.getFields() ?? {});
    expect(fields).toEqual(expect.arrayContaining(['campaigns', 'node', 'requests', 'triageQueue']));
    expect(Object.keys(supergraph.getMutationType()?.getFields() ?? {})).toContain('submitRequest');
    expect(isInputObjectType(supergraph.getType('RequestFilter'))).toBe(true);
  });

  it('lets others point at requests once whoever composes says that `id` is their key', () => {
    const keyed = `${sdl}\n${federation('@key', '@shareable')}\nextend type Request @key(fields: "id")`;
    const made = composed(keyed, campaignsWithRequests);
    expect(messages(made)).toEqual([]);
    const request = buildSchema(made.supergraphSdl ?? '', { assumeValidSDL: true }).getType('Request');
    const joined = request?.astNode?.directives?.map((directive) => print(directive)) ?? [];
    expect(joined.filter((directive) => directive.includes('key: "id"'))).toHaveLength(2);
  });

  it('is not made of schemas that contradict each other', () => {
    expect(messages(composed(sdl, campaignsWithRequests))[0]).toContain('Request');
    const contradiction = campaigns.replace('type Query {', 'type Query { viewer: String! ');
    expect(messages(composed(sdl, contradiction)).join()).toContain('viewer');
  });
});
