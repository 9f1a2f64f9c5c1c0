import { createClient } from 'graphql-ws';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Authenticate } from '../parts.js';
import {
  goodToken,
  member,
  revocableToken,
  type SmallApiHandle,
  type SmallApiOptions,
  startSmallApi,
} from '../small-api.fixture.js';

const wsUrl = (api: SmallApiHandle) => `${api.url.replace('http', 'ws')}/graphql`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

type Message = { id?: string; type: string; payload?: unknown };

/** A socket that speaks the protocol by hand, so that it can also misbehave. */
class Hand {
  private readonly received: Message[] = [];
  private wake: (() => void) | undefined;
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString('utf8')) as Message);
      this.wake?.();
    });
  }

  static async open(api: SmallApiHandle, params?: object): Promise<Hand> {
    const hand = new Hand(new WebSocket(wsUrl(api), 'graphql-transport-ws'));
    await once(hand.socket, 'open');
    if (params) {
      hand.send({ type: 'connection_init', payload: params });
      await hand.next();
    }
    return hand;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  async next(): Promise<Message> {
    while (this.received.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.received.shift() as Message;
  }
}

const codeOf = (message: Message): unknown =>
  Array.isArray(message.payload) ? (message.payload[0] as { extensions: { code: string } }).extensions.code : undefined;

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

const withApi = async (given: SmallApiOptions, use: (api: SmallApiHandle) => Promise<void>): Promise<void> => {
  const api = await startSmallApi(given);
  try {
    await use(api);
  } finally {
    await api.app.close();
  }
};

describe('subscriptions', () => {
  let api: SmallApiHandle;
  beforeAll(async () => {
    api = await startSmallApi({
      options: { maxSubscriptions: 2, maxDepth: 5, maxAliases: 5, maxCost: 500, operationsPerMinute: 10_000 },
    });
  });
  afterAll(() => api.app.close());

  describe('over WebSocket', () => {
    it('serve graphql-ws’s own client unmodified', async () => {
      const client = createClient({
        url: wsUrl(api),
        webSocketImpl: WebSocket,
        connectionParams: bearer(goodToken),
        retryAttempts: 0,
      });
      const numbers: unknown[] = [];
      for await (const { data } of client.iterate({ query: 'subscription { numbers(upTo: 3) }' }))
        numbers.push(data?.numbers);
      expect(numbers).toEqual([1, 2, 3]);
      await client.dispose();
    });

    it.each([
      ['no token', {}],
      ['a wrong token', bearer('twl_wrong')],
    ])('open no socket for %s', async (_what, params) => {
      const hand = await Hand.open(api);
      hand.send({ type: 'connection_init', payload: params });
      expect((await hand.closed).code).toBe(4403);
    });

    it.each(['{ greeting }', 'mutation { count }'])('carry nothing but subscriptions: %s', async (query) => {
      const before = api.seen.executed;
      const hand = await Hand.open(api, bearer(goodToken));
      hand.subscribe('1', query);
      const answer = await hand.next();
      expect(answer.type).toBe('error');
      expect(codeOf(answer)).toBe('BAD_USER_INPUT');
      expect(api.seen.executed).toBe(before);
      hand.socket.close();
    });

    it.each([
      ['syntax', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      [
        'aliases',
        `subscription S { numbers(upTo: 1) } query Q { ${Array.from({ length: 20 }, (_, n) => `a${n}: greeting`).join(' ')} }`,
        'LIMIT',
      ],
    ])('pass the document rules: %s', async (_what, query, code) => {
      const hand = await Hand.open(api, bearer(goodToken));
      hand.subscribe('1', query);
      const answer = await hand.next();
      expect(answer.type).toBe('error');
      expect(codeOf(answer)).toBe(code);
      expect(JSON.stringify(answer.payload)).toContain('requestId');
      hand.socket.close();
    });

    it('can be opened on behalf of somebody', async () => {
      const asked: unknown[] = [];
      const authenticate: Authenticate = (_token, headers) => {
        asked.push(headers['on-behalf-of']);
        return Promise.resolve(member);
      };
      await withApi({ parts: { authenticate } }, async (own) => {
        const hand = await Hand.open(own, { ...bearer(goodToken), 'on-behalf-of': 'UGVyc29uOjE' });
        hand.socket.close();
        expect(asked).toEqual(['UGVyc29uOjE']);
      });
    });

    it('are masked like everything else, mid-stream too', async () => {
      const hand = await Hand.open(api, bearer(goodToken));
      hand.subscribe('1', 'subscription { failing }');
      expect(await hand.next()).toMatchObject({ type: 'next', payload: { data: { failing: 1 } } });
      const failed = await hand.next();
      expect(JSON.stringify(failed)).toContain('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(failed)).toContain('requestId');
      expect(JSON.stringify(failed)).not.toMatch(/ECONNREFUSED|db\.internal/);
      hand.socket.close();
    });

    it('look at the token again for every subscription', async () => {
      const hand = await Hand.open(api, bearer(revocableToken));
      hand.subscribe('1', 'subscription { numbers(upTo: 1) }');
      expect((await hand.next()).type).toBe('next');
      expect((await hand.next()).type).toBe('complete');
      api.seen.revoked.add(revocableToken);
      hand.subscribe('2', 'subscription { numbers(upTo: 1) }');
      expect(codeOf(await hand.next())).toBe('UNAUTHENTICATED');
      api.seen.revoked.clear();
      hand.socket.close();
    });

    it('are bounded per socket', async () => {
      const hand = await Hand.open(api, bearer(goodToken));
      for (const id of ['1', '2', '3']) hand.subscribe(id, 'subscription { numbers(upTo: 0, thenWait: true) }');
      const answer = await hand.next();
      expect(answer).toMatchObject({ id: '3', type: 'error' });
      expect(codeOf(answer)).toBe('LIMIT');
      expect(api.seen.openSources).toBe(2);
      hand.send({ id: '1', type: 'complete' });
      await until(() => api.seen.openSources === 1);
      hand.socket.close();
    });

    it.each(['close', 'terminate'] as const)('let go of a silent source when the socket is gone (%s)', async (how) => {
      await until(() => api.seen.openSources === 0);
      const hand = await Hand.open(api, bearer(goodToken));
      hand.subscribe('1', 'subscription { numbers(upTo: 1, thenWait: true) }');
      await hand.next();
      expect(api.seen.openSources).toBe(1);
      hand.socket[how]();
      await until(() => api.seen.openSources === 0);
    });

    it('take no message beyond 64 KiB', async () => {
      const hand = await Hand.open(api, bearer(goodToken));
      hand.socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `# ${'x'.repeat(70_000)}` } }));
      expect((await hand.closed).code).toBe(1009);
    });

    it('close a socket that sends nonsense, without a word of ours', async () => {
      const hand = await Hand.open(api, bearer(goodToken));
      hand.socket.send('nonsense');
      expect(await hand.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
    });

    it('are not served at another address: 404 at once', async () => {
      const socket = new WebSocket(`${api.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
      expect(response.statusCode).toBe(404);
    });

    it('close a socket that never introduces itself', () =>
      withApi({ options: { socketInitMs: 20 } }, async (own) => {
        const hand = await Hand.open(own);
        expect((await hand.closed).code).toBe(4408);
      }));

    it('end a living subscription when its token is revoked', async () => {
      // Good for the socket and for the subscription; gone when the second event comes.
      const answers = [true, true, true, false];
      const authenticate = () => Promise.resolve(answers.shift() ? member : null);
      await withApi({ options: { recheckMs: 0 }, parts: { authenticate } }, async (own) => {
        const hand = await Hand.open(own, bearer(goodToken));
        hand.subscribe('1', 'subscription { numbers(upTo: 5) }');
        expect(await hand.next()).toMatchObject({ type: 'next', payload: { data: { numbers: 1 } } });
        const answer = await hand.next();
        expect(answer.type).toBe('error');
        expect(codeOf(answer)).toBe('UNAUTHENTICATED');
        await until(() => own.seen.openSources === 0);
        hand.socket.close();
      });
    });

    it('end for a client that goes on asking and takes no answer', async () => {
      const hand = await Hand.open(api, bearer(goodToken));
      hand.socket.pause();
      const payload = { text: 'x'.repeat(60_000) };
      // More than the system keeps between the two by itself.
      for (let turn = 0; turn < 400; turn += 1) hand.send({ type: 'ping', payload });
      expect((await hand.closed).code).toBe(1006);
    });

    it('are bounded per process', () =>
      withApi({ options: { maxSockets: 1 } }, async (own) => {
        const first = await Hand.open(own, bearer(goodToken));
        const second = new WebSocket(wsUrl(own), 'graphql-transport-ws');
        const [, response] = (await once(second, 'unexpected-response')) as [unknown, { statusCode: number }];
        expect(response.statusCode).toBe(503);
        first.socket.close();
      }));

    it('are bounded for one token, so that nobody takes the places of all', () =>
      withApi({ options: { maxSocketsOfToken: 1 } }, async (own) => {
        const first = await Hand.open(own, bearer(goodToken));
        const second = await Hand.open(own);
        second.send({ type: 'connection_init', payload: bearer(goodToken) });
        expect((await second.closed).code).toBe(4429);
        const other = await Hand.open(own, bearer(revocableToken));
        first.socket.close();
        await first.closed;
        const third = await Hand.open(own, bearer(goodToken));
        for (const { socket } of [other, third]) socket.close();
      }));
  });

  describe('over server-sent events', () => {
    const stream = (query: string, signal?: AbortSignal) =>
      fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(goodToken) },
        body: JSON.stringify({ query }),
        ...(signal && { signal }),
      });

    it('come as next and complete', async () => {
      const response = await stream('subscription { numbers(upTo: 2) }');
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      expect(await response.text()).toBe(
        ':\n\nevent: next\ndata: {"data":{"numbers":1}}\n\nevent: next\ndata: {"data":{"numbers":2}}\n\nevent: complete\ndata: \n\n',
      );
    });

    it('are refused in the stream, with the same words as on a socket', async () => {
      const text = await (await stream('mutation { count }')).text();
      expect(text).toContain('BAD_USER_INPUT');
      expect(text).toContain('event: complete');
    });

    it('need a token: a real 401', async () => {
      const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers: { accept: 'text/event-stream' } });
      expect(response.status).toBe(401);
    });

    it('are masked', async () => {
      const text = await (await stream('subscription { failing }')).text();
      expect(text).toContain('INTERNAL_SERVER_ERROR');
      expect(text).not.toMatch(/ECONNREFUSED|db\.internal/);
    });

    it('let go of the source when the client leaves', async () => {
      await until(() => api.seen.openSources === 0);
      const leave = new AbortController();
      const response = await stream('subscription { numbers(upTo: 1, thenWait: true) }', leave.signal);
      const reader = response.body?.getReader();
      await reader?.read();
      await until(() => api.seen.openSources === 1);
      leave.abort();
      await until(() => api.seen.openSources === 0);
    });

    it('are bounded per token', async () => {
      const leave = new AbortController();
      const silent = 'subscription { numbers(upTo: 0, thenWait: true) }';
      const open = [await stream(silent, leave.signal), await stream(silent, leave.signal)];
      await until(() => api.seen.openSources === 2);
      expect(await (await stream(silent)).text()).toContain('LIMIT');
      leave.abort();
      await until(() => api.seen.openSources === 0);
      expect(open).toHaveLength(2);
    });
  });
});

describe('stopping', () => {
  // ws waits 30 s for a goodbye, http a minute for the rest of a header: these would run into the time limit.
  const limit = 15_000;

  it(
    'is not held by clients that say nothing',
    async () => {
      const api = await startSmallApi({ options: { drainMs: 50 } });
      const { port } = new URL(api.url);
      const raw = (text: string): Promise<Socket> =>
        new Promise((resolve) => {
          const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, () => resolve(socket)));
          socket.on('error', () => undefined);
        });
      const upgrade = [
        'GET /graphql HTTP/1.1',
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
      ];
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
      const deaf = await raw([...upgrade, key, 'Sec-WebSocket-Protocol: graphql-transport-ws', '', ''].join('\r\n'));
      await once(deaf, 'data');
      const sockets = [await raw(' '), await raw('POST /graphql HTTP/1.1\r\nHost:'), deaf].map((socket) =>
        socket.resume(),
      );
      const stuck = fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(goodToken) },
        body: JSON.stringify({ query: '{ slow }' }),
      }).catch(() => 'cut');
      await until(() => api.seen.waiting.length === 1);
      const ends = sockets.map((socket) => once(socket, 'close'));
      await api.app.close();
      await Promise.all(ends);
      expect(await stuck).toBe('cut');
    },
    limit,
  );

  it(
    'lets a request in flight finish, tells sockets and streams to go, and says that it is not ready',
    async () => {
      const api = await startSmallApi({ options: { drainMs: 10_000 } });
      const slow = api.post({ query: '{ slow }' });
      await until(() => api.seen.waiting.length === 1);
      const hand = await Hand.open(api, bearer(goodToken));
      hand.subscribe('1', 'subscription { numbers(upTo: 0, thenWait: true) }');
      await until(() => api.seen.openSources === 1);
      const closing = api.app.close();
      expect((await hand.closed).code).toBe(1001);
      api.seen.waiting[0]?.();
      const response = await slow;
      expect(await response.json()).toEqual({ data: { slow: 'done' } });
      await closing;
      expect(api.seen.openSources).toBe(0);
      await expect(fetch(api.url)).rejects.toThrow();
    },
    limit,
  );
});
