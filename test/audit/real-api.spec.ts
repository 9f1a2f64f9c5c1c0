import { type AuditResult, auditServer } from 'graphql-http';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { change, draft, startTwoWorlds, type TwoWorlds } from '../journeys/two-worlds.js';

let worlds: TwoWorlds;
beforeAll(async () => {
  worlds = await startTwoWorlds();
});
afterAll(() => worlds.stop());

describe('graphql-http’s audit of the whole application', () => {
  it('passes whole', async () => {
    const { url } = worlds.api;
    const { token } = worlds.api.who('CMO');
    const fetchFn = (address: string, init: RequestInit = {}) =>
      fetch(address, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${token}` },
      });
    const results: AuditResult[] = await auditServer({ url: `${url}/graphql`, fetchFn });
    expect(results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`)).toEqual([]);
    expect(results).toHaveLength(61);
  });
});

interface Change {
  readonly requestChanged: {
    readonly type: string;
    readonly position: string;
    readonly request: { readonly version: number };
  };
}

describe('graphql-ws’s own client', () => {
  const WATCH = `subscription ($id: ID!, $after: LogPosition) {
    requestChanged(id: $id, after: $after) { type position request { version } } }`;
  const clientOf = (title: string): Client =>
    createClient({
      url: `${worlds.api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${worlds.sandbox.who(title).token}` },
      retryAttempts: 0,
    });

  /** The next changes after a position; then the socket is closed. */
  const next = async (count: number, variables: Record<string, unknown>): Promise<Change['requestChanged'][]> => {
    const client = clientOf('Auditor');
    const found: Change['requestChanged'][] = [];
    for await (const { data, errors } of client.iterate<Change>({ query: WATCH, variables })) {
      if (!data) throw new Error(JSON.stringify(errors));
      found.push(data.requestChanged);
      if (found.length === count) break;
    }
    await client.dispose();
    return found;
  };

  it('follows a request as it changes, goes away, and misses nothing when it comes back', async () => {
    const [id, other] = [await draft(worlds), await draft(worlds)];
    const { position: start } = await worlds.sandbox.done<{ position: string }>(TOUCH, {
      as: 'Requester',
      variables: { id },
    });
    const watching = next(2, { id, after: start });
    await change(worlds, 'addCoAuthor', { requestId: other, personId: worlds.sandbox.who('Engineer').id }, 'CTO');
    await change(worlds, 'addCoAuthor', { requestId: id, personId: worlds.sandbox.who('Engineer').id }, 'CTO');
    await change(worlds, 'addCoAuthor', { requestId: id, personId: worlds.sandbox.who('Agency').id }, 'CTO');
    const seen = await watching;
    expect(seen.map(({ type }) => type)).toEqual(['CoAuthorAdded', 'CoAuthorAdded']);

    await change(worlds, 'withdrawRequest', { requestId: id, reason: 'NO_LONGER_NEEDED' });
    await change(worlds, 'reviveRequest', { requestId: id, reason: 'It is on again.' });
    const missed = await next(2, { id, after: seen[1]?.position });
    expect(missed.map(({ type }) => type)).toEqual(['RequestWithdrawn', 'RequestRevived']);
    expect((await next(4, { id, after: start })).map(({ position }) => position)).toEqual(
      [...seen, ...missed].map(({ position }) => position),
    );
  });

  it.each([
    ['of nothing', () => 'UmVxdWVzdDox', null, 'NOT_FOUND'],
    ['of another workspace', (theirs: string) => theirs, null, 'NOT_FOUND'],
    ['after a position that nobody gave out', (theirs: string) => theirs, 'ZTEuNDI', 'INVALID_POSITION'],
  ])('is told why it cannot follow a request %s', async (_what, idOf, after, code) => {
    const id = idOf(await draft(worlds));
    const { token } = worlds.api.who('CMO');
    const client = createClient({
      url: `${worlds.api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const told = await client
      .iterate({ query: WATCH, variables: { id, after } })
      .next()
      .then(
        ({ value }) => value?.errors,
        (error: unknown) => error,
      );
    expect(told).toMatchObject([{ extensions: { code, requestId: expect.any(String) as string } }]);
    await client.dispose();
  });
});

const TOUCH = `mutation ($id: ID!) { setTouches(input: { requestId: $id, add: [{ touch: PAYMENTS, why: "It sells." }] }, expect: { latest: true }) {
  position problems { code message } } }`;
