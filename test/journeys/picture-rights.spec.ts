import { toGlobalId } from '#libs/api-kit';
import { type Aggregate, type Fact } from '#libs/event-log';
import {
  cellOf,
  DEMO_WORKSPACE_ID,
  operatorCommand,
  PeopleStore,
  person,
  type Right,
  ROLES,
  type Role,
  Tokens,
  Workspaces,
} from '#libs/people';
import { propertyIdOf, riskRules } from '#libs/risk';
import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { randomUUID } from 'node:crypto';

const { property } = riskRules;

const NAME = 'shop.example';
const LINK = `query ($team: ID, $property: ID) { riskMatrix(teamId: $team, propertyId: $property) { picture { path } } }`;

const noSandboxes = { createSandbox: () => Promise.reject(new Error('Nothing stands still here.')) };

interface Somebody {
  readonly personId: string;
  readonly token: string;
}

describe('who sees the risk matrix as a picture', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let elsewhere: string;
  const propertyId = toGlobalId('Property', propertyIdOf(NAME));
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
    const { pool } = api.service;
    const asked = { name: 'Elsewhere', sandbox: false, timeZone: 'Europe/Berlin' };
    ({ workspaceId: elsewhere } = await new Workspaces(pool, noSandboxes).create(asked));
    const registered = { name: NAME, url: 'https://shop.example', isPublic: true };
    await happened(DEMO_WORKSPACE_ID, { aggregate: property, id: propertyIdOf(NAME) }, [
      { type: 'PropertyRegistered', data: registered },
    ]);
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  /** Stores facts that happened, whoever decided them. */
  async function happened<State, Event extends Fact>(
    workspaceId: string,
    { aggregate, id }: { aggregate: Aggregate<State, Event>; id: string },
    facts: readonly Event[],
  ): Promise<void> {
    const command = operatorCommand({ workspaceId, operation: 'cast', input: { id, facts } });
    await api.service.events.decideOne(command, { aggregate, id, expect: 'latest' }, () => facts);
  }

  /** Somebody with one role, in no team. */
  async function join(
    role: Role,
    scopes: readonly Right[] | null = null,
    workspaceId = DEMO_WORKSPACE_ID,
  ): Promise<Somebody> {
    const { events, pool } = api.service;
    const personId = randomUUID();
    await happened(workspaceId, { aggregate: person, id: personId }, [
      { type: 'PersonAdded', data: { personId } },
      { type: 'RoleGranted', data: { personId, role, teamId: null } },
    ]);
    const command = operatorCommand({ workspaceId, operation: 'mintToken', input: { personId } });
    const asked = { personId, label: 'bench', expiresAt: null, roles: scopes && [role], scopes };
    const { token } = await new Tokens(events, new PeopleStore(pool)).mint(command, asked, null);
    if (token === null) throw new Error('A new token has no secret.');
    return { personId, token };
  }

  const get = (path: string, who: Somebody | null) =>
    fetch(`${api.url}${path}`, { headers: who === null ? {} : { authorization: `Bearer ${who.token}` } });
  const statusOf = async (path: string, who: Somebody | null): Promise<number> => (await get(path, who)).status;
  const MATRIX = '/risk/risk-matrix.svg';

  async function linkOf(who: Somebody, variables: object = {}): Promise<string | null> {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${who.token}` },
      body: JSON.stringify({ query: LINK, variables }),
    });
    const { data } = (await response.json()) as { data: { riskMatrix: { picture: { path: string } } } | null };
    return data?.riskMatrix?.picture.path ?? null;
  }

  it('is for the roles that read risks, with a token and in making a link', async () => {
    for (const role of ROLES) {
      const who = await join(role, role === 'INTEGRATION' ? ['risk.read'] : null);
      const reads = cellOf(role, 'risk.read') !== null;
      expect([role, await statusOf(MATRIX, who), (await linkOf(who)) !== null]).toEqual([
        role,
        reads ? 200 : 403,
        reads,
      ]);
    }
  });

  it('is not for a token that was cut to something else, nor for an integration without the scope', async () => {
    const cut: [Role, readonly Right[] | null][] = [
      ['AUDITOR', ['request.read', 'property.read', 'people.read']],
      ['INTEGRATION', null],
      ['INTEGRATION', ['request.read']],
    ];
    for (const [role, scopes] of cut) {
      const who = await join(role, scopes);
      expect([role, scopes, await statusOf(MATRIX, who), await linkOf(who)]).toEqual([role, scopes, 403, null]);
    }
  });

  it('shows what a link was made for until it expires, also after its maker may see no risks any more', async () => {
    const maker = await join('FINANCE');
    const path = (await linkOf(maker))!;
    const before = await (await get(path, null)).text();
    await happened(DEMO_WORKSPACE_ID, { aggregate: person, id: maker.personId }, [
      { type: 'RoleRevoked', data: { personId: maker.personId, role: 'FINANCE', teamId: null } },
    ]);
    // The past is for who may read today: no new link, and no picture of then by token.
    expect([await statusOf(MATRIX, maker), await linkOf(maker)]).toEqual([403, null]);
    expect(await statusOf(`${MATRIX}?asOf=2026-01-01T00:00:00Z`, maker)).toBe(403);
    const after = await get(path, null);
    expect([after.status, await after.text()]).toEqual([200, before]);
  });

  it('tells somebody of another workspace nothing of this one, not even a name', async () => {
    const stranger = await join('AUDITOR', null, elsewhere);
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as: 'CTO',
    });
    const { id: teamId, name: team } = nodes[0]!;
    const query = `?team=${teamId}&property=${propertyId}`;
    const here = await (await get(`${MATRIX}${query}`, await join('AUDITOR'))).text();
    expect(here).toContain(team);
    expect(here).toContain(NAME);
    const linked = (await linkOf(stranger, { team: teamId, property: propertyId }))!;
    for (const there of [await get(`${MATRIX}${query}`, stranger), await get(linked, null)]) {
      const svg = await there.text();
      expect(there.status).toBe(200);
      expect(svg).not.toContain(team);
      expect(svg).not.toContain(NAME);
      expect(svg).toContain('Σ 0');
    }
  });

  it('is no link where somebody else’s token is given with it', async () => {
    const path = (await linkOf(await join('AUDITOR')))!;
    expect(await statusOf(path, await join('ADMIN'))).toBe(200);
    expect(await statusOf(path.replace('/pictures/', '/pictures/x'), await join('AUDITOR'))).toBe(404);
  });
});
