import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import { neededRight } from '#libs/api-kit';
import { isObjectType } from 'graphql';
import { isRight, type Role } from './domain/rights.js';
import { peopleApi, type PeopleApi } from './people.graphql.fixture.js';

let api: PeopleApi;
beforeAll(async () => {
  api = await peopleApi();
});
afterAll(() => api.close());

const PROBLEMS = 'problems { code message path ... on BusinessProblem { details } }';
interface Payload {
  readonly problems: { code: string; path: string[]; details?: unknown }[];
  readonly replayed: boolean;
  readonly position: string | null;
  readonly person?: { id: string; name: string; email: string | null; version: number; roles: unknown[] } | null;
  readonly team?: { id: string; name: string } | null;
  readonly token?: { id: string; version: number; expiresAt: string; roles: string[] | null } | null;
  readonly secret?: string | null;
}
const codes = ({ problems }: Payload) => problems.map(({ code }) => code);
const PERSON = `person { id name email version roles { role team { name } } delegations { id role from until deputy { id } } }
  position replayed ${PROBLEMS}`;
const latest = 'expect: { latest: true }';

const mutate = (token: string, fields: string, onBehalfOf?: string): Promise<Payload> =>
  api.answer(`mutation { ${fields} }`, { token, ...(onBehalfOf !== undefined && { onBehalfOf }) });

const someone = async (workspaceId: string, ...roles: Role[]) => {
  const personId = await api.bench.person(workspaceId, ...roles);
  const { token, tokenId } = await api.bench.token(workspaceId, personId);
  return { personId, id: toGlobalId('Person', personId), token, tokenId: toGlobalId('Token', tokenId) };
};
const grant = (person: string, role: Role, team?: string) =>
  `grantRole(input: { personId: "${person}", role: ${role}${team ? `, teamId: "${team}"` : ''} }, ${latest}) { ${PERSON} }`;

describe('the schema', () => {
  it('declares rights that the matrix has, and describes every field', () => {
    const types = Object.values(api.schema.getTypeMap()).filter(isObjectType);
    const fields = types
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()));
    const rights = fields.flatMap((field) => neededRight(field) ?? []);
    expect(rights.length).toBeGreaterThan(10);
    expect(rights.filter((right) => !isRight(right) && right !== 'signed-in')).toEqual([]);
    expect(fields.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

describe('an administrator', () => {
  it('adds people and teams and gives them roles; the same key again changes nothing', async () => {
    const workspaceId = await api.bench.workspace();
    const admin = await someone(workspaceId, 'ADMIN');
    const add = `addPerson(input: { name: "Carla", email: "carla@example.com" }, idempotencyKey: "k") { ${PERSON} }`;

    const added = await mutate(admin.token, add);
    const again = await mutate(admin.token, add);
    const team = await mutate(
      admin.token,
      `createTeam(input: { name: "Marketing", side: CONSUMER, timeZone: "Europe/Berlin" }) { team { id name } ${PROBLEMS} }`,
    );
    const granted = await mutate(admin.token, grant(added.person?.id ?? '', 'MARKETING_LEAD', team.team?.id));

    expect(added).toMatchObject({ problems: [], replayed: false, person: { name: 'Carla', version: 1, roles: [] } });
    expect(again).toEqual({ ...added, replayed: true });
    expect(granted.person).toMatchObject({
      version: 2,
      roles: [{ role: 'MARKETING_LEAD', team: { name: 'Marketing' } }],
    });
    const { people } = (
      await api.run(
        `{ people(role: MARKETING_LEAD, teamId: "${team.team?.id ?? ''}") { nodes { name } totalCount } }`,
        admin,
      )
    ).data as { people: unknown };
    expect(people).toEqual({ nodes: [{ name: 'Carla' }], totalCount: 1 });
  });

  it('changes names outside the log, and a late repetition does not undo a newer one', async () => {
    const workspaceId = await api.bench.workspace();
    const admin = await someone(workspaceId, 'ADMIN');
    const rename = (name: string, key: string) =>
      mutate(
        admin.token,
        `renamePerson(input: { personId: "${admin.id}", name: "${name}" }, ${latest}, idempotencyKey: "${key}") { ${PERSON} }`,
      );
    expect((await rename('Ada One', '1')).person).toMatchObject({ name: 'Ada One', version: 3 });
    expect((await rename('Ada Two', '2')).person).toMatchObject({ name: 'Ada Two', version: 4 });
    expect(await rename('Ada One', '1')).toMatchObject({ replayed: true, person: { name: 'Ada Two' } });

    const { rows } = await api.bench.pool.query<{ data: unknown }>(
      `select data from log.event where workspace_id = $1 and type = 'PersonDetailsChanged'`,
      [workspaceId],
    );
    const fact = { data: { personId: admin.personId, fields: ['name'] } };
    expect(rows).toEqual([fact, fact]);
  });

  it.each([
    ['grants a role to oneself', 'SELF_APPROVAL_FORBIDDEN', (me: string) => grant(me, 'FINANCE')],
    [
      'names a team that is not there',
      'NOT_FOUND',
      (me: string) => grant(me, 'ENGINEER', toGlobalId('Team', randomUUID())),
    ],
    ['names a person that is not there', 'NOT_FOUND', () => grant(toGlobalId('Person', randomUUID()), 'FINANCE')],
    ['names a team as a person', 'NOT_FOUND', () => grant(toGlobalId('Team', randomUUID()), 'FINANCE')],
    [
      'takes a role not held',
      'ROLE_NOT_HELD',
      (me: string) => `revokeRole(input: { personId: "${me}", role: FINANCE }, ${latest}) { ${PERSON} }`,
    ],
    [
      'gives an unknown zone',
      'TIME_ZONE_UNKNOWN',
      () => `createTeam(input: { name: "x", side: CONSUMER, timeZone: "Mars/Base" }) { ${PROBLEMS} }`,
    ],
    ['gives a blank name', 'VALIDATION_FAILED', () => `addPerson(input: { name: "  " }) { ${PERSON} }`],
    ['gives no address', 'VALIDATION_FAILED', () => `addPerson(input: { name: "x", email: "nobody" }) { ${PERSON} }`],
    [
      'changes nothing',
      'VALIDATION_FAILED',
      (me: string) => `renamePerson(input: { personId: "${me}" }, ${latest}) { ${PERSON} }`,
    ],
    [
      'saw another version',
      'CONCURRENCY_CONFLICT',
      (me: string) => `renamePerson(input: { personId: "${me}", name: "y" }, expect: { version: 1 }) { ${PERSON} }`,
    ],
  ])('is refused who %s (%s)', async (_, code, fields) => {
    const workspaceId = await api.bench.workspace();
    const admin = await someone(workspaceId, 'ADMIN');
    const before = await api.bench.pool.query('select count(*) from log.event');
    expect(codes(await mutate(admin.token, fields(admin.id)))).toEqual([code]);
    expect((await api.bench.pool.query('select count(*) from log.event')).rows).toEqual(before.rows);
  });

  it('is the only one, and only at home', async () => {
    const workspaceId = await api.bench.workspace();
    const lead = await someone(workspaceId, 'MARKETING_LEAD', 'ENGINEERING_LEAD', 'FINANCE');
    const stranger = await someone(await api.bench.workspace(), 'ADMIN');
    expect(codes(await mutate(lead.token, grant(stranger.id, 'FINANCE')))).toEqual(['FORBIDDEN']);
    expect(codes(await mutate(stranger.token, grant(lead.id, 'FINANCE')))).toEqual(['NOT_FOUND']);
    const { data } = await api.run(`{ node(id: "${lead.id}") { id } people { totalCount } }`, stranger);
    expect(data).toEqual({ node: null, people: { totalCount: 1 } });
  });
});

describe('tokens', () => {
  const mint = (input: string) =>
    `mintToken(input: { label: "laptop", ${input} }) { token { id version expiresAt roles } secret position replayed ${PROBLEMS} }`;

  it('are minted for oneself, shown once, and ended', async () => {
    const workspaceId = await api.bench.workspace();
    const lead = await someone(workspaceId, 'MARKETING_LEAD');
    const fields = mint('scopes: ["people.read", "token.mint"], expiresInDays: 7').replace(
      ') {',
      ', idempotencyKey: "m") {',
    );

    const minted = await mutate(lead.token, fields);
    const secret = minted.secret ?? '';
    expect(secret).toMatch(/^twl_/);
    expect(await mutate(lead.token, fields)).toEqual({ ...minted, secret: null, replayed: true });
    expect(codes(await mutate(secret, mint('expiresInDays: 8')))).toEqual(['TOKEN_TOO_STRONG']);
    expect(codes(await mutate(secret, mint('scopes: ["request.read"], expiresInDays: 1')))).toEqual([
      'TOKEN_TOO_STRONG',
    ]);
    expect(codes(await mutate(lead.token, mint('scopes: ["request.reed"], expiresInDays: 1')))).toEqual([
      'SCOPE_UNKNOWN',
    ]);
    expect(codes(await mutate(lead.token, mint('expiresInDays: 366')))).toEqual(['VALIDATION_FAILED']);

    const revoke = `revokeToken(input: { tokenId: "${lead.tokenId}" }, ${latest}) { token { revoked } ${PROBLEMS} }`;
    expect(await mutate(lead.token, revoke)).toMatchObject({ token: { revoked: true }, problems: [] });
    expect((await api.run('{ viewer { today } }', { token: secret })).errors?.[0]?.extensions['code']).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('get their secret by a retry when the first answer was cut short before it', async () => {
    const workspaceId = await api.bench.workspace();
    const lead = await someone(workspaceId, 'MARKETING_LEAD');
    const fields = mint('expiresInDays: 1').replace(') {', ', idempotencyKey: "m") {');
    const first = await mutate(lead.token, fields);
    await api.bench.owner.query(`delete from people.token_secret where workspace_id = $1 and label = 'laptop'`, [
      workspaceId,
    ]);
    const retried = await mutate(lead.token, fields);
    expect(retried).toMatchObject({ replayed: true, secret: expect.stringMatching(/^twl_/) as string });
    expect(retried.secret).not.toBe(first.secret);
  });

  it('of others are minted and ended by administrators alone, and give them no business power', async () => {
    const workspaceId = await api.bench.workspace();
    const admin = await someone(workspaceId, 'ADMIN');
    const lead = await someone(workspaceId, 'MARKETING_LEAD');
    const other = await someone(workspaceId, 'ADMIN', 'FINANCE');
    const forOther = (id: string, more = '') => mint(`personId: "${id}", expiresInDays: 1${more}`);

    expect(codes(await mutate(lead.token, forOther(admin.id)))).toEqual(['FORBIDDEN']);
    const refused = await mutate(admin.token, forOther(lead.id));
    expect(refused.problems).toMatchObject([{ code: 'TOKEN_TOO_STRONG', details: { roles: ['MARKETING_LEAD'] } }]);
    expect(await mutate(admin.token, forOther(other.id, ', roles: [ADMIN]'))).toMatchObject({
      token: { roles: ['ADMIN'] },
    });
    const revoke = (id: string) => `revokeToken(input: { tokenId: "${id}" }, ${latest}) { ${PROBLEMS} }`;
    expect(codes(await mutate(lead.token, revoke(admin.tokenId)))).toEqual(['NOT_FOUND']);
    const own = await api.answer('{ tokens { nodes { person { id } } } }', lead);
    expect(own).toEqual({ nodes: [{ person: { id: lead.id } }] });
    const foreign = await api.run(`{ tokens(personId: "${admin.id}") { nodes { id } } }`, lead);
    expect(foreign.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(codes(await mutate(admin.token, revoke(lead.tokenId)))).toEqual([]);
    const list = await api.answer<{ nodes: unknown[] }>('{ tokens { nodes { label person { id } } } }', admin);
    expect(list.nodes).toHaveLength(4);
  });
});

describe('a deputy', () => {
  const startsAt = '2026-01-12T09:00:00.000Z';
  const delegateTo = (deputy: string, more = '') =>
    `delegateRole(input: { role: MARKETING_LEAD, deputyId: "${deputy}", from: "2026-01-12", until: "2026-01-16"${more} }, ${latest}) { ${PERSON} }`;

  it('acts in the delegated role, sees for whom, and hands nothing on', async () => {
    const workspaceId = await api.bench.workspace({ sandbox: true, startsAt });
    const lead = await someone(workspaceId, 'MARKETING_LEAD');
    const deputy = await someone(workspaceId, 'MARKETING_MEMBER');

    expect(codes(await mutate(lead.token, delegateTo(deputy.id)))).toEqual([]);
    const viewer = await api.answer(
      '{ viewer { today person { id } onBehalfOf { id } roles { role } rights { right grant } workspace { sandbox } } }',
      { ...deputy, onBehalfOf: lead.personId },
    );
    expect(viewer).toMatchObject({
      today: '2026-01-12',
      person: { id: deputy.id },
      onBehalfOf: { id: lead.id },
      roles: [{ role: 'MARKETING_LEAD' }],
      rights: expect.arrayContaining([{ right: 'request.approve', grant: 'all' }]) as unknown,
      workspace: { sandbox: true },
    });
    const own = await api.answer('{ viewer { onBehalfOf { id } deputyFor { principal { id } role } } }', deputy);
    expect(own).toEqual({ onBehalfOf: null, deputyFor: [{ principal: { id: lead.id }, role: 'MARKETING_LEAD' }] });

    const handOn = await mutate(deputy.token, delegateTo(lead.id), lead.personId);
    expect(codes(handOn)).toEqual(['DEPUTY_CANNOT_DELEGATE']);
    const mint = 'mintToken(input: { label: "x", expiresInDays: 1 }) { problems { code path } }';
    expect(codes(await mutate(deputy.token, mint, lead.personId))).toEqual(['DEPUTY_CANNOT_MINT']);
  });

  it('is named for others by administrators alone, never for themselves, and ended', async () => {
    const workspaceId = await api.bench.workspace({ sandbox: true, startsAt });
    const lead = await someone(workspaceId, 'MARKETING_LEAD');
    const admin = await someone(workspaceId, 'ADMIN');
    const member = await someone(workspaceId, 'MARKETING_MEMBER');
    const forLead = (deputy: string) => delegateTo(deputy, `, personId: "${lead.id}"`);

    expect(codes(await mutate(member.token, forLead(member.id)))).toEqual(['FORBIDDEN']);
    expect(codes(await mutate(admin.token, forLead(admin.id)))).toEqual(['SELF_APPROVAL_FORBIDDEN']);
    expect(codes(await mutate(lead.token, delegateTo(lead.id)))).toEqual(['DELEGATION_TO_SELF']);
    expect(codes(await mutate(lead.token, delegateTo(toGlobalId('Person', randomUUID()))))).toEqual(['NOT_FOUND']);
    const named = await mutate(admin.token, forLead(member.id));
    expect(codes(named)).toEqual([]);
    const { delegations } = named.person as unknown as { delegations: { id: string }[] };
    const end = `endDelegation(input: { delegationId: "${delegations[0]?.id ?? ''}" }, ${latest}) { ${PERSON} }`;
    expect(codes(await mutate(lead.token, end))).toEqual([]);
    await expect(api.run('{ viewer { today } }', { ...member, onBehalfOf: lead.personId })).rejects.toMatchObject({
      code: 'NOT_A_DEPUTY',
    });
  });
});
