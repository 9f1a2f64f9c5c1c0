import { Accountability } from '#libs/requests';
import { randomUUID } from 'node:crypto';
import {
  AlignmentApi,
  type Cast,
  type Member,
  mutation,
  type Name,
  type Payload,
  personGid,
  teamGid,
} from '../alignment.fixture.js';
import { responsibilities } from '../domain/index.js';
import { Responsibilities } from './responsibilities.js';

interface Shape {
  readonly id: string;
  readonly version: number;
  readonly property: string;
  readonly responsibilities: readonly object[];
}

let api: AlignmentApi;
let cast: Cast;
beforeAll(async () => {
  api = await AlignmentApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
});

const SHAPE = `responsibilities { id version property responsibilities { requestType role reason setById since
  party { teamId personId team { id } person { id } } } }`;

const give = (who: Member, name: string, input: object, expect: object = { latest: true }) =>
  api.answer<Payload<Shape>>(mutation(name, SHAPE), who, { input, expect });

const done = async (who: Member, name: string, input: object): Promise<Shape> => {
  const { it, problems } = await give(who, name, input);
  if (!it || problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return it;
};

const person = (who: Name) => ({ personId: personGid(cast[who].personId) });
const accountable = (property: string, who: Name, more: object = {}) => ({
  property,
  role: 'ACCOUNTABLE',
  party: person(who),
  ...more,
});

const whoDoesWhat = (property: string, type = 'BUG') =>
  api.answer<{ role: string; level: string | null; parties: { personId: string | null; teamId: string | null }[] }[]>(
    `query ($property: String!, $type: RequestType!) { whoDoesWhat(property: $property, type: $type) {
      role level parties { teamId personId team { id } person { id } } } }`,
    cast.engineer,
    { property, type },
  );

describe('the responsibility map', () => {
  it('answers who does what, from the property itself or from what holds for all', async () => {
    const engineering = { teamId: teamGid(cast.teams.engineering) };
    await done(cast.bridge, 'setResponsibility', { ...accountable('*', 'cto'), party: engineering });
    await done(cast.cmo, 'setResponsibility', accountable('Shop.Example', 'cmo', { requestType: 'BUG' }));
    const consulted = { ...accountable('https://shop.example/', 'manager'), role: 'CONSULTED' };
    const shop = await done(cast.manager, 'setResponsibility', consulted);
    expect(shop).toMatchObject({
      version: 2,
      property: 'Shop.Example',
      responsibilities: [
        { requestType: 'BUG', role: 'ACCOUNTABLE', setById: personGid(cast.cmo.personId), party: { team: null } },
        { requestType: null, role: 'CONSULTED', party: { person: { id: personGid(cast.manager.personId) } } },
      ],
    });

    expect(await whoDoesWhat('shop.example')).toMatchObject([
      { role: 'RESPONSIBLE', level: null, parties: [] },
      { role: 'ACCOUNTABLE', level: 'EXACT', parties: [person('cmo')] },
      { role: 'CONSULTED', level: 'PROPERTY', parties: [person('manager')] },
      { role: 'INFORMED', level: null },
    ]);
    expect((await whoDoesWhat('shop.example', 'EMAIL'))[1]).toMatchObject({
      level: 'DEFAULT',
      parties: [{ ...engineering, personId: null, team: { id: engineering.teamId } }],
    });
    await done(cast.cto, 'setResponsibility', accountable('*', 'cto', { requestType: 'EMAIL' }));
    expect((await whoDoesWhat('blog.example', 'EMAIL'))[1]).toMatchObject({ level: 'DEFAULT_TYPE' });

    const node = 'query ($id: ID!) { node(id: $id) { ... on PropertyResponsibilities { property version } } }';
    expect(await api.answer(node, cast.engineer, { id: shop.id })).toEqual({ property: 'Shop.Example', version: 2 });
  });

  it('is a list with filters, page by page', async () => {
    await done(cast.cmo, 'setResponsibility', accountable('a.example', 'cmo'));
    await done(cast.cmo, 'setResponsibility', accountable('b.example', 'cto', { requestType: 'BUG' }));
    const team = { teamId: teamGid(cast.teams.marketing) };
    await done(cast.cmo, 'setResponsibility', { ...accountable('c.example', 'cmo'), role: 'INFORMED', party: team });
    const list = async (args: string) => {
      const { nodes } = await api.answer<{ nodes: Shape[] }>(
        `query { responsibilityMap(${args}) { nodes { property } pageInfo { endCursor } } }`,
        cast.agency,
      );
      return nodes.map(({ property }) => property);
    };
    expect(await list('first: 10')).toEqual(['a.example', 'b.example', 'c.example']);
    expect(await list('order: [{ updatedAt: DESC }]')).toEqual(['c.example', 'b.example', 'a.example']);
    expect(await list('filter: { accountable: { eq: true } }')).toEqual(['a.example']);
    expect(await list(`filter: { responsibilities: { some: { teamId: { eq: "${team.teamId}" } } } }`)).toEqual([
      'c.example',
    ]);
    const cto = personGid(cast.cto.personId);
    expect(
      await list(`filter: { responsibilities: { some: { personId: { eq: "${cto}" }, requestType: { eq: BUG } } } }`),
    ).toEqual(['b.example']);
    const other = await api.cast();
    const { nodes } = await api.answer<{ nodes: Shape[] }>('query { responsibilityMap { nodes { id } } }', other.cmo);
    expect(nodes).toEqual([]);
  });

  it('replaces who is accountable with a reason, and lets a role end with one', async () => {
    await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    const other = accountable('shop.example', 'cto', { reason: 'The shop is theirs now.' });
    const replaced = await done(cast.cmo, 'setResponsibility', other);
    expect(replaced.responsibilities).toMatchObject([{ reason: 'The shop is theirs now.', party: person('cto') }]);
    expect(await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cto'))).toMatchObject({ version: 2 });
    const ended = await done(cast.cto, 'removeResponsibility', { ...other, reason: 'The shop is closed.' });
    expect(ended).toMatchObject({ version: 3, responsibilities: [] });
    expect((await whoDoesWhat('shop.example'))[1]).toMatchObject({ level: null, parties: [] });
  });

  it('of one workspace is nothing to another, though a property has the same id in both', async () => {
    const { id } = await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    cast = await api.cast();
    expect(await api.answer(node, cast.engineer, { id })).toBeNull();
    expect((await whoDoesWhat('shop.example'))[1]).toMatchObject({ level: null, parties: [] });
    const own = await done(cast.cto, 'setResponsibility', accountable('shop.example', 'cto'));
    expect(own).toMatchObject({ id, version: 1, responsibilities: [{ party: person('cto') }] });
  });

  it('tells triage who is accountable, in one statement', async () => {
    await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    await done(cast.cmo, 'setResponsibility', accountable('blog.example', 'cto', { requestType: 'EMAIL' }));
    const map: Accountability = new Responsibilities(api.pool);
    let answers: readonly object[] = [];
    const properties = ['https://shop.example', 'blog.example', 'www'];
    const statements = await api.statementsOf(async () => {
      answers = await map.accountableFor(cast.workspaceId, properties, 'BUG');
      expect(await map.accountableFor(cast.workspaceId, [], 'BUG')).toEqual([]);
    });
    expect(statements).toHaveLength(1);
    expect(answers).toEqual([
      { property: 'https://shop.example', party: { kind: 'PERSON', id: cast.cmo.personId }, level: 'PROPERTY' },
      { property: 'blog.example', party: null, level: null },
      { property: 'www', party: null, level: null },
    ]);
  });
});

describe('a refusal', () => {
  const cases: readonly [code: string, who: Name, name: string, input: () => object, problem: object][] = [
    [
      'REASON_REQUIRED',
      'cto',
      'setResponsibility',
      () => accountable('shop.example', 'cto'),
      { path: ['input', 'reason'] },
    ],
    [
      'REASON_REQUIRED',
      'cto',
      'removeResponsibility',
      () => accountable('shop.example', 'cmo', { reason: ' ' }),
      { path: ['input', 'reason'] },
    ],
    [
      'PII_NOT_ALLOWED',
      'cto',
      'setResponsibility',
      () => accountable('shop.example', 'cto', { reason: 'Ask cleo@example.com' }),
      { path: ['input', 'reason'] },
    ],
    [
      'NOT_FOUND',
      'cto',
      'removeResponsibility',
      () => accountable('shop.example', 'cto', { reason: 'Gone.' }),
      { what: 'responsibility' },
    ],
    [
      'NOT_FOUND',
      'cto',
      'setResponsibility',
      () => accountable('shop.example', 'cto', { party: { personId: personGid(randomUUID()) } }),
      { what: 'person', path: ['input', 'party', 'personId'] },
    ],
    [
      'NOT_FOUND',
      'cto',
      'setResponsibility',
      () => accountable('shop.example', 'cto', { party: { teamId: teamGid(randomUUID()) } }),
      { what: 'team', path: ['input', 'party', 'teamId'] },
    ],
    [
      'VALIDATION_FAILED',
      'cto',
      'setResponsibility',
      () => accountable('https://', 'cto'),
      { path: ['input', 'property'] },
    ],
    [
      'FORBIDDEN',
      'engineer',
      'setResponsibility',
      () => accountable('shop.example', 'cto'),
      { right: 'responsibility.set' },
    ],
    [
      'FORBIDDEN',
      'agency',
      'removeResponsibility',
      () => accountable('shop.example', 'cto', { reason: 'Gone.' }),
      { right: 'responsibility.set' },
    ],
  ];

  it.each(cases)('%s: %s, %s', async (code, who, ...[name, input, problem]) => {
    await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    const before = await api.events();
    const { position, it, problems } = await give(cast[who], name, input());
    expect({ position, it }).toEqual({ position: null, it: null });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, message: expect.stringMatching(/^\S.*\.$/) as string, ...problem });
    expect(await api.events()).toBe(before);
  });

  it('LIMIT_REACHED comes with the 501st on a property', async () => {
    const { id } = await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    const facts = Array.from({ length: 499 }, () => ({
      type: 'ResponsibilitySet',
      data: {
        property: 'shop.example',
        requestType: null,
        role: 'INFORMED',
        party: { kind: 'PERSON', id: randomUUID() },
        reason: null,
        replaced: null,
      },
    }));
    const plain = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
    await api.happened(cast.workspaceId, responsibilities, plain, facts);
    const { problems } = await give(cast.cmo, 'setResponsibility', {
      ...accountable('shop.example', 'cto'),
      role: 'CONSULTED',
    });
    expect(problems).toMatchObject([{ code: 'LIMIT_REACHED', max: 500 }]);
  });

  it('CONCURRENCY_CONFLICT shows the property as it is now', async () => {
    const { id } = await done(cast.cmo, 'setResponsibility', accountable('shop.example', 'cmo'));
    const input = accountable('shop.example', 'cto', { reason: 'So it is.' });
    const { problems } = await give(cast.cmo, 'setResponsibility', input, { version: 7 });
    expect(problems).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expected: 7, actual: 1, current: { id } }]);
  });

  it('of a question is an error of the field', async () => {
    const query = 'query { whoDoesWhat(property: " ", type: BUG) { role } }';
    const { errors } = await api.run(query, cast.cmo);
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', path: ['property'] } }]);
  });
});

it('ten name somebody accountable at once: there is one in the end', async () => {
  const names = ['cmo', 'cto', 'bridge', 'manager', 'engineer'] as const;
  await Promise.all(
    [...names, ...names].map((who) =>
      give(cast.cmo, 'setResponsibility', accountable('shop.example', who, { reason: 'So it is.' })),
    ),
  );
  const answer = (await whoDoesWhat('shop.example'))[1];
  expect(answer).toMatchObject({ level: 'PROPERTY' });
  expect(answer?.parties).toHaveLength(1);
});
