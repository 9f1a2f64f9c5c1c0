import { getNamedType, type GraphQLField, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import type { PeopleLoaders } from '#libs/people';
import { type Cast, requestsApi, type RequestsApi } from './requests.fixture.js';
import { RequestClient } from './stages.fixture.js';
import { toRequest } from './types/to-request.js';

let api: RequestsApi;
let cast: Cast;
let client: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
  cast = await api.cast();
  client = new RequestClient(api, cast);
});
afterAll(() => api.close());

const plain = ({ args, type }: GraphQLField<unknown, unknown>): boolean =>
  args.length === 0 && isLeafType(getNamedType(type));

/** `version`, or `brief { version … }` with all plain fields; connections with their count alone. */
const asked = (field: GraphQLField<unknown, unknown>): string => {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return field.name;
  const inside = Object.values(type.getFields()).filter(plain);
  return `${field.name} { __typename ${inside.map(({ name }) => name).join(' ')} }`;
};

describe('the list', () => {
  it('reads for every field what it is made of: each asked alone says what the detail and the node say', async () => {
    const id = await client.at('approved');
    const type = api.schema.getType('Request');
    if (!isObjectType(type)) throw new Error('There is no type Request.');
    const free = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
    const fields = free.map(asked);
    const whole = fields.join(' ');
    const detail = await api.run(
      `query ($id: ID!) { request(id: $id) { ${whole} } node(id: $id) { ... on Request { ${whole} } } }`,
      cast.cto,
      { variables: { id } },
    );
    expect(detail).toMatchObject({ errors: undefined, data: { request: { id, status: 'APPROVED' } } });
    expect(detail.data?.['node']).toEqual(detail.data?.['request']);
    const alone: unknown[] = [];
    for (const field of fields) {
      const { data, errors } = await api.run(`{ requests { nodes { ${field} } } }`, cast.cto);
      expect(errors).toBeUndefined();
      alone.push((data as { requests: { nodes: object[] } }).requests.nodes[0]);
    }
    expect(Object.assign({}, ...alone)).toEqual(detail.data?.['request']);
  });

  it('would rather fail than show a column that nobody read as if it were empty', () => {
    const request = toRequest({ workspace_id: 'w', request_id: 'r' }, {} as PeopleLoaders);
    expect(request.requestId).toBe('r');
    expect(() => request.owner).toThrow('owner_id of this request was not read');
    expect(() => request.brief).toThrow('document');
  });
});
