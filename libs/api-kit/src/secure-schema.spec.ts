import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { toGlobalId } from './global-id.js';
import { undeclaredFields, payloadFaults, printSdl, rightsOf, rigidGuardedFields } from './schema-walk.js';
import { secureSchema } from './secure-schema.js';
import {
  FOREIGN_THING,
  OTHER_THING,
  THING,
  grantOf,
  guest,
  member,
  reader,
  seen,
  startThings,
} from './things.fixture.js';
import type { Things } from './things.fixture.js';

const id = toGlobalId('Thing', THING);

const change = (name: string, more = ''): string => `mutation {
  changeThing(input: { thingId: "${id}", name: "${name}" }, expect: { version: 3 }${more}) {
    thing { id }
    thingId
    position
    replayed
    problems {
      __typename code category message path retryable
      ... on StaleVersionProblem { expected actual current { id ... on Thing { name } } }
      ... on InvalidStateProblem { state allowed }
      ... on TooFewHoursProblem { available requested }
      ... on BusinessProblem { details }
      ... on ForbiddenProblem { right }
      ... on NotFoundProblem { what }
    }
  }
}`;

interface Answer {
  thing: object | null;
  thingId: string | null;
  position: string | null;
  replayed: boolean;
  problems: Record<string, unknown>[];
}

const answerOf = ({ data, errors }: ExecutionResult): Answer => {
  expect(errors).toBeUndefined();
  return (data as { changeThing: Answer }).changeThing;
};
const codeOf = ({ errors }: ExecutionResult): unknown => errors?.[0]?.extensions['code'];

describe('the secured schema', () => {
  let things: Things;
  beforeAll(async () => void (things = await startThings()));
  afterAll(() => things.close());

  describe('rights', () => {
    test('a query without a viewer is UNAUTHENTICATED, an open one is answered', async () => {
      expect(codeOf(await things.run('{ things { id } }', { viewer: null }))).toBe('UNAUTHENTICATED');
      expect(codeOf(await things.run(`{ thing(id: "${id}") { id } }`, { viewer: null }))).toBe('UNAUTHENTICATED');
      expect((await things.run('{ greeting }', { viewer: null })).data).toEqual({ greeting: 'hello' });
    });

    test('a missing right is FORBIDDEN on a field that cannot be null and null on one that can', async () => {
      expect(codeOf(await things.run('{ things { id } }', { viewer: guest }))).toBe('FORBIDDEN');
      expect((await things.run(`{ thing(id: "${id}") { id } }`, { viewer: guest })).data).toEqual({ thing: null });
    });

    test('a field of an object has a right of its own', async () => {
      const both = `{ thing(id: "${id}") { secret rigidSecret } }`;
      expect((await things.run(both)).data).toEqual({ thing: { secret: 7, rigidSecret: 8 } });
      expect((await things.run(`{ thing(id: "${id}") { id secret } }`, { viewer: reader })).data).toEqual({
        thing: { id, secret: null },
      });
      const rigid = await things.run(both, { viewer: reader });
      expect([codeOf(rigid), rigid.data]).toEqual(['FORBIDDEN', { thing: null }]);
    });

    test('a field with a resolver of its own too, and the resolver is told how far the right reaches', async () => {
      const note = `{ thing(id: "${id}") { note } }`;
      expect((await things.run(note)).data).toEqual({ thing: { note: 'noted for own' } });
      expect((await things.run(note, { viewer: reader })).data).toEqual({ thing: { note: null } });
    });

    test('a property that is a function is called when it is asked for, and only by who may', async () => {
      const lazy = `{ thing(id: "${id}") { lazy lazySecret } }`;
      expect((await things.run(lazy)).data).toEqual({ thing: { lazy: 'r-1 own', lazySecret: 'r-1 own' } });
      expect((await things.run(lazy, { viewer: reader })).data).toEqual({
        thing: { lazy: 'r-1 own', lazySecret: null },
      });
    });

    test('a subscription is refused before it starts', async () => {
      const opened = await things.open('subscription { noted }', member);
      const events: unknown[] = [];
      if (Symbol.asyncIterator in opened) for await (const { data } of opened) events.push(data);
      expect(events).toEqual([{ noted: 'first for own' }]);
      expect(codeOf((await things.open('subscription { noted }', reader)) as ExecutionResult)).toBe('FORBIDDEN');
      expect(codeOf((await things.open('subscription { noted }', null)) as ExecutionResult)).toBe('UNAUTHENTICATED');
    });

    test('signed-in reaches own things only, and the caller is who the token says', async () => {
      expect((await things.run('{ me }', { viewer: guest })).data).toEqual({ me: `${guest.personId} own` });
    });

    test('a command that the viewer may not give is a problem', async () => {
      const answer = answerOf(await things.run(change('x'), { viewer: guest }));
      expect(answer).toMatchObject({ thing: null, thingId: null, position: null, replayed: false });
      expect(answer.problems).toMatchObject([
        { __typename: 'ForbiddenProblem', code: 'FORBIDDEN', right: 'thing.change' },
      ]);
    });

    test('a command without a viewer is an error, for nobody is there to be told', async () => {
      expect(codeOf(await things.run(change('x'), { viewer: null }))).toBe('UNAUTHENTICATED');
    });

    test('a root field without a right stops the schema (planted)', () => {
      const query = new GraphQLObjectType({ name: 'Query', fields: { open: { type: GraphQLString } } });
      const schema = new GraphQLSchema({ query });
      expect(undeclaredFields(schema)).toEqual(['Query.open']);
      expect(() => secureSchema(schema, { grantOf })).toThrow('Query.open');
    });

    test('the walks find what is guarded, what is rigid, and no faults in the payloads', () => {
      expect(undeclaredFields(things.schema)).toEqual([]);
      expect(rightsOf(things.schema).get('thing.secret')).toEqual([
        'Subscription.noted',
        'Thing.lazySecret',
        'Thing.note',
        'Thing.rigidSecret',
        'Thing.secret',
      ]);
      expect(rigidGuardedFields(things.schema)).toEqual(['Thing.rigidSecret']);
      expect(payloadFaults(things.schema)).toEqual([]);
    });

    test('the printed schema shows rights, the key and the one-of', () => {
      const sdl = printSdl(things.schema);
      expect(sdl).toContain('directive @needs(');
      expect(sdl).toMatch(/secret: Int @needs\(right: "thing.secret"\)/);
      expect(sdl).toMatch(/minPosition: LogPosition\n {2}\): String! @needs\(right: "anyone"\)/);
      expect(sdl).toMatch(/idempotencyKey: String/);
      expect(sdl).toContain('input Expect @oneOf');
      expect(sdl).toMatch(/type StaleVersionProblem implements Problem/);
    });
  });

  describe('refusals', () => {
    test.each([
      [
        'state',
        {
          __typename: 'InvalidStateProblem',
          code: 'INVALID_STATE',
          state: 'DRAFT',
          allowed: ['OPEN'],
          retryable: false,
        },
      ],
      ['hours', { __typename: 'TooFewHoursProblem', category: 'LIMIT', available: 120, requested: 300 }],
      ['odd', { __typename: 'BusinessProblem', code: 'ODD', details: { figure: 1 }, retryable: true }],
      ['own', { __typename: 'ForbiddenProblem', right: 'thing.change' }],
    ])('%s becomes a typed problem and nothing else of the payload is asked', async (name, problem) => {
      const answer = answerOf(await things.run(change(name)));
      expect(answer).toMatchObject({
        thing: null,
        thingId: null,
        position: null,
        replayed: false,
        problems: [problem],
      });
    });

    test('a stale version shows the current object, and hides it from who may not read it', async () => {
      const [problem] = answerOf(await things.run(change('stale'))).problems;
      expect(problem).toMatchObject({
        code: 'CONCURRENCY_CONFLICT',
        expected: 3,
        actual: 5,
        path: ['expect', 'version'],
      });
      expect(problem?.['current']).toMatchObject({ id });
    });

    test('an input that breaks a rule of its class is a problem with its path', async () => {
      const [problem] = answerOf(await things.run(change('n'.repeat(21)))).problems;
      expect(problem).toMatchObject({
        __typename: 'ValidationProblem',
        code: 'VALIDATION_FAILED',
        path: ['input', 'name'],
      });
    });

    test('an id of another type or junk sounds like a thing that is not there', async () => {
      for (const bad of [toGlobalId('Person', THING), toGlobalId('Thing', '1'), 'junk', `${id}=`]) {
        const [problem] = answerOf(await things.run(change('x').replace(id, bad))).problems;
        expect(problem).toMatchObject({ code: 'NOT_FOUND', what: 'thing', path: ['input', 'thingId'] });
      }
      const listed = change('x').replace('name:', `otherIds: ["${id}", "junk"], name:`);
      expect(answerOf(await things.run(listed)).problems).toMatchObject([{ path: ['input', 'otherIds', '1'] }]);
    });

    test('`latest: false` says nothing and is refused; both at once is malformed', async () => {
      const no = await things.run(change('x').replace('version: 3', 'latest: false'));
      expect(answerOf(no).problems).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['expect', 'latest'] }]);
      expect((await things.run(change('x').replace('version: 3', 'version: 3, latest: true'))).errors).toHaveLength(1);
    });

    test('in a query a refusal is an error with its code, category and details', async () => {
      const { errors } = await things.run('{ things(text: "hours") { id } }');
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'TOO_FEW_HOURS',
        category: 'LIMIT',
        details: { available: 120, requested: 300 },
      });
    });

    test('a bug is no problem: it stays an error', async () => {
      const { errors } = await things.run(change('bug'));
      expect(errors?.[0]?.originalError).toBeInstanceOf(TypeError);
    });

    test('the error log hears of bugs, not of refusals', async () => {
      things.logged.length = 0;
      await things.run(change('hours'));
      await things.run('{ things(text: "state") { id } }');
      expect(things.logged).toEqual([]);
      await things.run(change('bug'));
      expect(things.logged).toHaveLength(1);
    });
  });

  describe('a successful command', () => {
    test('answers with its object, a position of this epoch and no problems; the use-case sees plain ids', async () => {
      const answer = answerOf(await things.run(change('fine')));
      expect(answer).toEqual({
        thing: { id },
        thingId: id,
        position: Buffer.from('e1.42').toString('base64url'),
        replayed: false,
        problems: [],
      });
      expect(seen.inputs.at(-1)).toEqual({
        input: { thingId: THING, name: 'fine' },
        expected: { version: 3 },
        grant: 'own',
      });
    });

    test('the same key gives the same command, another key, actor or input another one', async () => {
      const commandOf = async (source: string, viewer = member): Promise<(typeof seen.commands)[number]> => {
        answerOf(await things.run(source, { viewer }));
        const command = seen.commands.at(-1);
        if (!command) throw new Error('no command');
        return command;
      };
      const first = await commandOf(change('fine', ', idempotencyKey: "k"'));
      expect(await commandOf(change('fine', ', idempotencyKey: "k"'))).toEqual(first);
      expect(await commandOf(change('other', ', idempotencyKey: "k"'))).toMatchObject({ commandId: first.commandId });
      expect((await commandOf(change('other', ', idempotencyKey: "k"'))).requestHash).not.toBe(first.requestHash);
      const other = await commandOf(change('fine', ', idempotencyKey: "l"'));
      expect([other.commandId === first.commandId, other.requestHash === first.requestHash]).toEqual([false, true]);
      expect((await commandOf(change('fine'))).commandId).not.toBe((await commandOf(change('fine'))).commandId);
      const twin = { ...member, personId: OTHER_THING };
      expect((await commandOf(change('fine', ', idempotencyKey: "k"'), twin)).commandId).not.toBe(first.commandId);
      expect(first).toMatchObject({ operation: 'changeThing', actorRole: 'MEMBER', correlationId: 'r-1' });
    });

    test('the header is the key of a single mutation only, and must not contradict the argument', async () => {
      const argument = change('fine', ', idempotencyKey: "k"');
      answerOf(await things.run(argument));
      const byArgument = seen.commands.at(-1)?.commandId;
      answerOf(await things.run(change('fine'), { idempotencyKey: 'k' }));
      expect(seen.commands.at(-1)?.commandId).toBe(byArgument);
      expect(codeOf(await things.run(argument, { idempotencyKey: 'other' }))).toBe('BAD_USER_INPUT');
      const body = change('fine').slice('mutation {'.length, -1);
      const two = `mutation { ${body} ...F } fragment F on Mutation { b: ${body.trim()} }`;
      expect(codeOf(await things.run(two, { idempotencyKey: 'k' }))).toBe('BAD_USER_INPUT');
      expect((await things.run(two)).errors).toBeUndefined();
    });

    test.each(['', ' \\n ', 'k'.repeat(256)])('the key %j is BAD_USER_INPUT', async (key) => {
      expect(codeOf(await things.run(change('fine', `, idempotencyKey: "${key}"`)))).toBe('BAD_USER_INPUT');
    });
  });

  describe('nodes', () => {
    test('come in order, with null for foreign, unknown, edited and forbidden ones', async () => {
      const ids = [
        toGlobalId('Thing', OTHER_THING),
        'junk',
        toGlobalId('Thing', FOREIGN_THING),
        toGlobalId('Nothing', THING),
        id,
      ];
      const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }';
      const { data } = await things.run(query, {}, { ids });
      expect(data?.['nodes']).toEqual([
        { id: ids[0], __typename: 'Thing' },
        null,
        null,
        null,
        { id, __typename: 'Thing' },
      ]);
      expect((await things.run(`{ node(id: "${id}") { id } }`, { viewer: guest })).data).toEqual({ node: null });
      const many = await things.run(query, {}, { ids: Array.from({ length: 251 }, () => id) });
      expect(many.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT', limit: 250 });
    });
  });

  test('guarded fields keep a DataLoader batch whole', async () => {
    seen.batches.length = 0;
    await things.run('{ things { secret name rigidSecret } }');
    expect(seen.batches).toEqual([[id, toGlobalId('Thing', OTHER_THING)]]);
  });

  test.each(['a\u0000b', 'a\ud800b', '\udc00'])('text that cannot be stored is refused: %j', async (text) => {
    const { errors } = await things.run('query ($t: String) { things(text: $t) { id } }', {}, { t: text });
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('text');
    const name = await things.run(
      'mutation ($i: ChangeThingInput!) { changeThing(input: $i, expect: { latest: true }) { replayed } }',
      {},
      { i: { thingId: id, name: text } },
    );
    expect(name.errors?.[0]?.message).toContain('input.name');
  });

  test('a literal cannot smuggle such text in, whole characters beyond the basic plane pass', async () => {
    expect(codeOf(await things.run('{ things(text: "a\\u0000b") { id } }'))).toBe('BAD_USER_INPUT');
    expect((await things.run('{ things(text: "\ud83d\ude80") { id } }')).errors).toBeUndefined();
  });

  test('securing twice changes nothing', async () => {
    const before = printSdl(things.schema);
    secureSchema(things.schema, { grantOf });
    expect(printSdl(things.schema)).toBe(before);
    expect(answerOf(await things.run(change('fine'))).problems).toEqual([]);
  });
});
