import { buildSchema, execute, type ExecutionResult, isObjectType, parse } from 'graphql';
import { Refusal } from '#libs/event-log';
import type { ApiContext, Viewer } from './context.js';
import { ReadsFrom, type Reach } from './min-position.js';
import { formatPosition } from './scalars.js';
import { secureSchema } from './secure-schema.js';

const sdl = `
  directive @needs(right: String!) on FIELD_DEFINITION
  directive @readsFrom(consumers: [String!]!) on FIELD_DEFINITION
  type Query {
    things(first: Int): [Thing!]! @needs(right: "thing.read")
    counts: Int @needs(right: "thing.read") @readsFrom(consumers: ["thing-counts", "other-counts"])
  }
  type Mutation { change: Payload @needs(right: "thing.read") }
  type Payload { position: Int replayed: Boolean problems: [String!]! }
  type Thing { name(long: Boolean): String }
`;
const viewer: Viewer = { personId: 'p', workspaceId: 'w', tokenId: 't', roles: [{ role: 'MEMBER', teamId: null }] };
const minPosition = formatPosition({ epoch: 'e1', position: 7 });

interface Given {
  readonly reach?: Reach;
  readonly grant?: 'all' | null;
}

/** A secured schema, what happened in it, and how to ask it. */
const schemaOf = ({ reach, grant = 'all' }: Given) => {
  const schema = buildSchema(sdl);
  const happened: unknown[] = [];
  const { things, counts } = schema.getQueryType()!.getFields();
  things!.resolve = (_source, args) => {
    happened.push(['things', { ...(args as object) }]);
    return [{ name: 'one' }];
  };
  counts!.resolve = (_source, args) => {
    happened.push(['counts', { ...(args as object) }]);
    return 3;
  };
  secureSchema(schema, { grantOf: () => grant, ...(reach && { reach }) });
  const contextValue: ApiContext = { viewer, requestId: 'r', logEpoch: 'e1', loaders: new Map() };
  const run = (source: string) => execute({ schema, document: parse(source), contextValue });
  return { schema, happened, run };
};

const codeOf = ({ errors }: ExecutionResult) => errors?.[0]?.extensions['code'];

describe('minPosition', () => {
  it('is an argument of every query and of nothing else, also when a schema is secured twice', () => {
    const { schema } = schemaOf({});
    secureSchema(schema, { grantOf: () => 'all' });
    const having = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .flatMap(({ type, field }) =>
        field.args.filter(({ name }) => name === 'minPosition').map(() => `${type.name}.${field.name}`),
      );
    expect(having).toEqual(['Query.things', 'Query.counts']);
  });

  it('changes nothing where it is not given: the resolver is called in the same turn', () => {
    const reach = () => Promise.reject(new Error('not to be asked'));
    const { run, happened } = schemaOf({ reach });
    expect(run('{ things(first: 2) { name } counts(minPosition: null) }')).toEqual({
      data: { things: [{ name: 'one' }], counts: 3 },
    });
    expect(happened).toEqual([
      ['things', { first: 2 }],
      ['counts', {}],
    ]);
  });

  it('is waited for before the resolver is called, with the consumers whose rows it reads', async () => {
    const asked: unknown[] = [];
    let open: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (open = resolve));
    const { run, happened } = schemaOf({
      reach: (...args) => {
        asked.push(args);
        return reached;
      },
    });
    const answer = run(
      `{ things(first: 2, minPosition: "${minPosition}") { name } counts(minPosition: "${minPosition}") }`,
    );
    await Promise.resolve();
    expect(happened).toEqual([]);
    expect(asked).toEqual([
      [{ epoch: 'e1', position: 7 }, []],
      [{ epoch: 'e1', position: 7 }, ['thing-counts', 'other-counts']],
    ]);
    open();
    expect(await answer).toEqual({ data: { things: [{ name: 'one' }], counts: 3 } });
    expect(happened).toEqual([
      ['things', { first: 2 }],
      ['counts', {}],
    ]);
  });

  it('that is refused is a typed error, and the resolver is not called', async () => {
    const reach = () =>
      Promise.reject(new Refusal('INVALID_POSITION', 'VALIDATION', 'Of another log.', { reason: 'OTHER_EPOCH' }));
    const { run, happened } = schemaOf({ reach });
    const result = await run(`{ counts(minPosition: "${minPosition}") }`);
    expect([codeOf(result), result.errors?.[0]?.extensions['details']]).toEqual([
      'INVALID_POSITION',
      { reason: 'OTHER_EPOCH' },
    ]);
    expect(happened).toEqual([]);
  });

  it('is not waited for on behalf of somebody who may not read', async () => {
    const { run } = schemaOf({ reach: () => Promise.reject(new Error('not to be asked')), grant: null });
    expect(await run(`{ counts(minPosition: "${minPosition}") }`)).toEqual({ data: { counts: null } });
  });

  it('is never ignored: without anybody to wait for it the query fails', async () => {
    const { run, happened } = schemaOf({});
    expect((await run(`{ counts(minPosition: "${minPosition}") }`)).errors).toHaveLength(1);
    expect(happened).toEqual([]);
  });
});

it('only names of consumers can be declared', () => {
  expect(() => ReadsFrom('request-counts')).not.toThrow();
  expect(() => ReadsFrom('a") @needs(right: "anyone')).toThrow('Not the name');
});
