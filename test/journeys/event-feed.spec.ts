import { randomUUID } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { formatPosition, parsePosition } from '#libs/api-kit';
import { appendTo } from '../faults/consumer-model.js';
import {
  type FeedAccess,
  type FeedAsked,
  type FeedClient,
  Refused,
  type Told,
  TRANSPORTS,
} from '../faults/feed-clients.js';
import { ServerSockets } from '../faults/feed-silent.js';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';
import { Program } from '../kit/program.js';
import type { Pool } from 'pg';

const FOLLOW = fileURLToPath(new URL('../../apps/cli/follow.mjs', import.meta.url));
const META = '{"commandId":"c","correlationId":"c","actorId":"somebody","actorRole":"tester"}';

interface Stored {
  readonly id: string;
  readonly type: string;
  readonly position: number;
  readonly subject: string;
}

describe('the feed of the log, over each transport', () => {
  let database: TestDatabase;
  let owner: Pool;
  let api: RunningApi;
  let access: FeedAccess;
  let workspaceId: string;
  const sockets = new ServerSockets();
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    owner = database.ownerPool(2);
    const limits = { maxSubscriptions: 6, operationsPerMinute: 10_000, recheckMs: 0, beatMs: 1000 };
    api = await startApi({ databaseUrl: database.url, limits });
    access = { url: api.url, token: api.who('Auditor').token };
    workspaceId = (await owner.query<{ id: string }>('select workspace_id as id from people.workspace')).rows[0]!.id;
    await append(['thing-1', 'thing-2', 'thing-1']);
    await append(['thing-1'], { type: 'RequestRevived' });
  });
  afterAll(async () => {
    sockets.end();
    await api.stop();
    await database.drop();
  });

  /** One event for each of these streams. */
  const append = async (streams: readonly string[], { type = 'RequestWithdrawn', workspace = workspaceId } = {}) => {
    const client = await owner.connect();
    const raw = { streamType: 'thing', type, data: '{"reason":"NO_BUDGET"}', meta: META };
    if (new Set(streams).size === streams.length) await appendTo(client, workspace, streams, raw);
    else for (const stream of streams) await appendTo(client, workspace, [stream], raw);
    client.release();
    api.service.horizon.signal();
  };

  const stored = async (): Promise<Stored[]> => {
    const sql = `select event_id as id, type, position::float8 as position, stream_id as subject from log.event
      where workspace_id = $1 order by position`;
    return (await owner.query<Stored>(sql, [workspaceId])).rows;
  };

  const at = (position: number): string => formatPosition({ epoch: api.service.horizon.current().epoch, position });
  const idsOf = (told: readonly { id: string | null }[]): unknown[] => told.map(({ id }) => id).filter(Boolean);

  /** Items up to so many events. */
  const take = async (client: FeedClient, asked: FeedAsked, events: number, who = access): Promise<Told[]> => {
    const told: Told[] = [];
    const cut = new AbortController();
    for await (const item of client(who, asked, cut.signal)) {
      told.push(item);
      if (idsOf(told).length >= events) break;
    }
    cut.abort();
    return told;
  };

  /** What it is refused with, at once or in its middle. */
  const refusal = async (client: FeedClient, asked: FeedAsked, who = access) => {
    const error = await take(client, asked, Number.POSITIVE_INFINITY, who).catch((refused: unknown) => refused);
    if (!(error instanceof Refused)) throw new Error(`Not refused: ${String(error)}`);
    return { code: error.code, details: error.details };
  };

  describe.each(Object.entries(TRANSPORTS))('%s', (_name, client) => {
    it('begins with the place where it begins, and goes on after any item', async () => {
      const all = await stored();
      const told = await take(client, { from: 'BEGINNING' }, all.length);
      expect(told[0]).toEqual({ id: null, position: at(0) });
      expect(told.slice(1)).toEqual(all.map(({ id, type, position }) => ({ id, type, position: at(position) })));
      for (const [index, { position }] of told.slice(-5, -1).entries())
        expect(idsOf(await take(client, { after: position }, 4 - index))).toEqual(idsOf(told.slice(index - 4)));
    });

    it('begins with now unless told, and an event is not held back until the next', async () => {
      const source = client(access, {}, new AbortController().signal);
      const { value: begin } = await source.next();
      expect(begin).toMatchObject({ id: null });
      const next = source.next();
      await append(['thing-now']);
      expect(await next).toMatchObject({ value: { id: (await stored()).at(-1)!.id } });
      await source.return(undefined);
      // Cut before its first event, it comes back with the place where it began.
      expect(idsOf(await take(client, { after: (begin as Told).position }, 1))).toEqual([(await stored()).at(-1)!.id]);
    });

    it('gives what is asked for and nothing else', async () => {
      const all = await stored();
      const [withdrawn, ofOne] = [
        all.filter(({ type }) => type === 'RequestWithdrawn'),
        all.filter(({ subject }) => subject === 'thing-1'),
      ];
      const versions = [{ type: 'RequestWithdrawn', version: 1 }];
      const types = ['RequestWithdrawn'];
      const from = 'BEGINNING';
      expect(idsOf(await take(client, { from, types, versions }, withdrawn.length))).toEqual(idsOf(withdrawn));
      expect(idsOf(await take(client, { from, subject: 'thing-1' }, ofOne.length))).toEqual(idsOf(ofOne));
    });

    it('refuses what was never given out, and what there is not', async () => {
      const { epoch } = api.service.horizon.current();
      const cases: [FeedAsked, string, unknown][] = [
        [{ after: 'junk' }, 'INVALID_POSITION', undefined],
        [{ after: formatPosition({ epoch: 'another', position: 1 }) }, 'INVALID_POSITION', { reason: 'OTHER_EPOCH' }],
        [{ after: formatPosition({ epoch, position: 1e9 }) }, 'INVALID_POSITION', { reason: 'AHEAD_OF_LOG' }],
        [{ types: ['Nothing'] }, 'BAD_USER_INPUT', undefined],
        [{ versions: [{ type: 'RequestWithdrawn', version: 99 }] }, 'BAD_USER_INPUT', undefined],
      ];
      for (const [asked, code, details] of cases) expect(await refusal(client, asked)).toEqual({ code, details });
      const cmo = { ...access, token: api.who('CMO').token };
      expect(await refusal(client, {}, cmo)).toMatchObject({ code: 'FORBIDDEN' });
    });

    it('tells nothing of other workspaces but how far it is, so that nobody walks there again', async () => {
      const [begin] = await take(client, {}, 0);
      await append(
        Array.from({ length: 1100 }, (_, number) => `thing-${number}`),
        { workspace: randomUUID() },
      );
      const source = client(access, { after: begin!.position }, new AbortController().signal);
      await source.next();
      const { value } = (await source.next()) as { value: Told };
      await source.return(undefined);
      expect(value.id).toBeNull();
      const walked = parsePosition(value.position).position;
      expect(walked).toBeGreaterThan(parsePosition(begin!.position).position);
      expect(api.service.horizon.current().safe - walked).toBeLessThan(1000);
    });
  });

  const lines = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/events${query}`, { headers: { authorization: `Bearer ${access.token}`, ...headers } });

  it('ends at once when it is not followed, with the place it came to, also when nothing matched', async () => {
    const all = await stored();
    const read = async (query: string) => {
      const text = await (await lines(query)).text();
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Told & { data?: object });
    };
    const told = await read('');
    const end = told.at(-1)!.position;
    const events = told.filter(({ id }) => id).toReversed();
    expect(idsOf(told)).toEqual(idsOf(all));
    expect(told.at(-1)).toEqual({ position: end });
    expect(events[0]).toMatchObject({ specversion: '1.0', data: { reason: 'NO_BUDGET' }, streamversion: 4 });
    expect(await read(`?after=${end}`)).toEqual([{ position: end }]);
    const unmatched = await read('?types=RequestDrafted');
    expect([idsOf(unmatched), unmatched.at(-1)]).toEqual([[], { position: end }]);
    expect(idsOf(await read(`?after=${events[1]!.position}&from=now`))).toEqual([events[0]!.id]);
  });

  it('says what is wrong before the first line, with a status', async () => {
    const cases: [string, Record<string, string>, number, string][] = [
      ['', { authorization: 'Bearer twl_wrong' }, 401, 'UNAUTHENTICATED'],
      ['', { authorization: `Bearer ${api.who('CMO').token}` }, 403, 'FORBIDDEN'],
      ['?after=junk', {}, 400, 'INVALID_POSITION'],
      [`?after=${formatPosition({ epoch: 'another', position: 1 })}`, {}, 400, 'INVALID_POSITION'],
      ['?type=RequestDrafted', {}, 400, 'BAD_USER_INPUT'],
      ['?types=A&types=B', {}, 400, 'BAD_USER_INPUT'],
      ['?follow=maybe', {}, 400, 'BAD_USER_INPUT'],
      ['?versions=RequestDrafted', {}, 400, 'BAD_USER_INPUT'],
      ['?subject=%20', {}, 400, 'BAD_USER_INPUT'],
    ];
    for (const [query, headers, status, code] of cases) {
      const response = await lines(query, headers);
      expect([query, response.status, await response.json()]).toMatchObject([
        query,
        status,
        { errors: [{ extensions: { code, requestId: expect.any(String) as unknown } }] },
      ]);
    }
    expect(
      (await fetch(`${api.url}/events`, { method: 'HEAD', headers: { authorization: `Bearer ${access.token}` } }))
        .status,
    ).toBe(404);
  });

  it('compresses for those who take it', async () => {
    const told = async (accepted: string) => {
      const asked = get(`${api.url}/events`, {
        headers: { authorization: `Bearer ${access.token}`, 'accept-encoding': accepted },
      });
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      const { 'content-encoding': encoding, 'content-type': type } = answer.headers;
      const body = encoding === 'gzip' ? answer.pipe(createGunzip()) : answer;
      return { encoding, type, text: (await body.toArray()).map(String).join('') };
    };
    const plain = await told('identity');
    expect(plain).toMatchObject({ encoding: undefined, type: 'application/x-ndjson; charset=utf-8' });
    expect(await told('br;q=1, gzip;q=0.5')).toEqual({ ...plain, encoding: 'gzip' });
    expect(await told('gzip;q=0')).toEqual(plain);
  });

  it('opens so many streams of one token and no more, whatever their transport', async () => {
    const cut = new AbortController();
    const { lines: byLines, 'server-sent events': bySse } = TRANSPORTS;
    const open = Array.from({ length: 6 }, (_, n) => (n % 2 ? byLines! : bySse!)(access, {}, cut.signal));
    await Promise.all(open.map((source) => source.next()));
    expect((await lines('')).status).toBe(429);
    expect(await refusal(bySse!, {})).toMatchObject({ code: 'LIMIT' });
    cut.abort();
    while ((await lines('')).status === 429);
  });

  it('is followed by a script of fifteen lines, which misses nothing and repeats nothing when it is cut and when it is killed', async () => {
    const start = (...args: string[]) => new Program([FOLLOW, api.url, ...args], { TWOLANE_TOKEN: access.token });
    const first = start();
    await append(['thing-script-1']);
    await first.says(/"thing-script-1".*\n/);
    for (const socket of sockets.all) socket.destroy();
    await append(['thing-script-2']);
    await first.says(/"thing-script-2".*\n/);
    const { stdout } = await first.interrupt();
    await append(['thing-script-3']);
    const linesOf = (text: string) =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Told);
    const again = start(linesOf(stdout).at(-1)!.position);
    await again.says(/"thing-script-3".*\n/);
    const rest = (await again.interrupt()).stdout;
    expect(idsOf([...linesOf(stdout), ...linesOf(rest)])).toEqual(idsOf(await stored()));
  });

  it('ends when its token is revoked, and when the log begins a new epoch', async () => {
    const sources = (asked: FeedAsked) =>
      Object.values(TRANSPORTS).map((client) => ({ heard: refusal(client, asked, access), asked }));
    const epochs = sources({});
    while (api.service.horizon.followers < epochs.length) await new Promise((resolve) => setImmediate(resolve));
    await owner.query('select log.new_epoch()');
    await append(['thing-epoch']);
    for (const { heard } of epochs)
      expect(await heard).toEqual({ code: 'INVALID_POSITION', details: { reason: 'OTHER_EPOCH' } });
    const revoked = sources({});
    while (api.service.horizon.followers < revoked.length) await new Promise((resolve) => setImmediate(resolve));
    await owner.query(`delete from people.token_secret`);
    await append(['thing-revoked']);
    for (const { heard } of revoked) expect(await heard).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
