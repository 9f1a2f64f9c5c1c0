import { randomUUID } from 'node:crypto';
import type { EventLog } from '#libs/event-log';
import {
  type TransportOptions,
  WEBHOOK_OUTBOX,
  WebhookSecrets,
  type WebhookTerms,
  WebhookTransport,
} from '#libs/webhooks';
import { Receiver } from '#test/kit/receiver';
import { Webhook } from 'standardwebhooks';
import { type BenchSender, HookBench, until } from './webhook-bench.js';
import { happen, tell, termsAt } from './webhook-model.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

let bench: HookBench;
let log: EventLog;
/** One workspace for each test. */
let workspaceId: string;
beforeAll(async () => {
  bench = await HookBench.open();
  ({ log } = bench);
});
afterAll(() => bench.close());
beforeEach(() => {
  workspaceId = bench.begin();
});
afterEach(() => bench.end());

const receiver = () => bench.receiver();
const events = (count: number) => bench.events(count);
const hook = (url: string, more: Partial<WebhookTerms> = {}) => bench.hook(url, more);
const one = (url: string) => bench.one(url);
const sender = (more: BenchSender = {}) => bench.sender(more);
const logged = (webhookId: string) => bench.logged(webhookId);

describe('a receiver that behaves badly', () => {
  it('answers 500, then well: it is tried again when the pause is over, with the same id', async () => {
    const there = await receiver();
    const { webhookId, secret } = await one(there.url);
    there.answers(500, { body: 'Oh\u0000no' });
    const sends = sender();
    expect(await sends.round()).toBe(1);
    expect(await logged(webhookId)).toEqual([
      { state: 'PENDING', number: 1, status_code: 500, answer: 'Oh no', error: 'It answered with 500.' },
    ]);
    there.recovers();
    bench.clock += 4 * SECOND;
    expect(await sends.round()).toBe(0);
    bench.clock += 2 * SECOND;
    expect(await sends.round()).toBe(1);
    expect(await logged(webhookId)).toMatchObject([
      { state: 'DELIVERED', number: 1 },
      { state: 'DELIVERED', number: 2, status_code: 204, answer: null, error: null },
    ]);
    const [first, second] = there.received;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(second!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp']);
    expect(new Webhook(secret).verify(second!.body, second!.headers as Record<string, string>)).toMatchObject({
      type: 'TeamCreated',
      id: second!.headers['webhook-id'],
    });
  });

  it('asks for time by Retry-After, and gets it', async () => {
    const there = await receiver();
    await one(there.url);
    there.answers(503, { headers: { 'retry-after': '120' } });
    const sends = sender();
    await sends.round();
    bench.clock += 100 * SECOND;
    expect(await sends.round()).toBe(0);
    bench.clock += 21 * SECOND;
    expect(await sends.round()).toBe(1);
  });

  it('hangs: four calls wait for it and no more, and everybody else gets theirs meanwhile', async () => {
    const [hanging, well] = [await receiver(), await receiver()];
    const open: (() => void)[] = [];
    hanging.answer = (response) => void open.push(() => response.writeHead(204).end());
    await hook(hanging.url);
    const { webhookId } = await hook(well.url);
    await bench.collected(await events(10));
    const sends = sender({ pollMs: 20 });
    sends.start();
    await until('the others are told', () => well.received.length === 10);
    await until('it is recorded', async () => (await logged(webhookId)).every(({ state: how }) => how === 'DELIVERED'));
    expect(hanging.received).toHaveLength(4);
    hanging.recovers();
    for (const end of open) end();
    await until('the rest', () => hanging.received.length === 10);
    await sends.stop();
  });

  it('never answers: the call ends by itself, and says why', async () => {
    const there = await receiver();
    there.answer = () => undefined;
    const { webhookId } = await one(there.url);
    await sender({ transport: { timeoutMs: 100 } }).round();
    expect(await logged(webhookId)).toMatchObject([
      { state: 'PENDING', status_code: null, error: 'No answer within 0.1 seconds.' },
    ]);
  });

  it('breaks off in the middle of its answer, or is not there: both are tried again', async () => {
    const there = await receiver();
    there.answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    const broken = await one(there.url);
    const gone = await Receiver.start();
    const absent = await hook(gone.url);
    await gone.stop();
    const plain = await hook(there.url.replace('http:', 'https:'));
    await bench.collected(await events(1));
    await sender().round();
    const [first] = await logged(broken.webhookId);
    expect((await logged(plain.webhookId))[0]?.error).toBe('No secure connection came about.');
    expect(first).toMatchObject({ state: 'PENDING', error: 'The connection broke off.' });
    expect(await logged(absent.webhookId)).toMatchObject([{ state: 'PENDING', error: 'The connection was refused.' }]);
  });

  it('answers without end: its status counts, and what nobody needs is not read', async () => {
    const there = await receiver();
    const block = Buffer.alloc(64 * 1024, 'x');
    let written = 0;
    let closed = false;
    there.answer = (response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200);
      const pour = (): void => {
        while (!closed && written < 1024 ** 3) {
          written += block.length;
          if (!response.write(block)) return void response.once('drain', pour);
        }
      };
      pour();
    };
    const { webhookId } = await one(there.url);
    await sender().round();
    await until('the connection is closed', () => closed);
    expect(written).toBeLessThan(64 * 1024 ** 2);
    expect(await logged(webhookId)).toEqual([
      { state: 'DELIVERED', number: 1, status_code: 200, answer: 'x'.repeat(1024), error: null },
    ]);
  });

  it('sends elsewhere: nobody goes there', async () => {
    const [there, elsewhere] = [await receiver(), await receiver()];
    there.answers(307, { headers: { location: elsewhere.url } });
    const { webhookId } = await one(there.url);
    await sender().round();
    expect(elsewhere.received).toEqual([]);
    expect((await logged(webhookId))[0]).toMatchObject({ state: 'PENDING', status_code: 307 });
  });

  it('is gone: it is told nothing more until somebody enables it, and then judged anew', async () => {
    const there = await receiver();
    there.answers(410);
    const { webhookId } = await one(there.url);
    const sends = sender();
    await sends.round();
    await sends.round();
    const [, disabled, ...more] = await bench.factsOf(webhookId);
    expect(more).toEqual([]);
    expect(disabled).toMatchObject({
      type: 'WebhookDisabled',
      data: { reason: 'GONE' },
      meta: { actorId: 'process:webhook-sender', actorRole: 'process' },
    });
    expect(await logged(webhookId)).toMatchObject([{ state: 'FAILED', status_code: 410 }]);

    there.recovers();
    await bench.collected(await events(1));
    await tell(log, { workspaceId, webhookId }, { type: 'WebhookEnabled', data: { webhookId } });
    await bench.collected(await events(1));
    expect(await sends.round()).toBe(1);
    expect(await logged(webhookId)).toMatchObject([{ state: 'FAILED' }, { state: 'DELIVERED' }]);
    expect((await bench.factsOf(webhookId)).at(-1)).toMatchObject({ type: 'WebhookEnabled' });
  });

  it('fails for days: each delivery is given up after ten tries, the receiver after five days', async () => {
    const there = await receiver();
    there.answers(500);
    const { webhookId } = await one(there.url);
    const sends = sender();
    for (let hours = 0; hours < 4 * 24; hours += 1) {
      while ((await sends.round()) > 0) bench.clock += 60 * SECOND;
      bench.clock += 3600 * SECOND;
    }
    const tries = await logged(webhookId);
    expect(tries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(tries[0]!.state).toBe('FAILED');
    expect((await bench.factsOf(webhookId)).at(-1)).toMatchObject({ type: 'WebhookRegistered' });
    bench.clock += 2 * DAY;
    await sends.round();
    expect((await bench.factsOf(webhookId)).at(-1)).toMatchObject({
      type: 'WebhookDisabled',
      data: { reason: 'FAILING' },
    });
  });
});

describe('addresses that are not public', () => {
  it('are found out when the connection is made, whatever was looked up before', async () => {
    const there = await receiver();
    const asked: string[] = [];
    const answers = ['127.0.0.1', '10.0.0.1'];
    const transport = {
      resolve: ((host, answer) => {
        asked.push(host);
        answer(null, [{ address: answers[asked.length - 1]!, family: 4 }]);
      }) satisfies TransportOptions['resolve'],
    };
    const url = there.url.replace('127.0.0.1', 'tools.example');
    const call = { url, headers: {}, body: '{}' };
    // Looked up once for a connection, which goes where the answer pointed.
    expect(await new WebhookTransport({ allowPrivate: true, ...transport }).post(call)).toMatchObject({
      delivered: true,
    });
    expect(asked).toEqual(['tools.example']);
    asked.splice(0);
    const strict = new WebhookTransport({ allowPrivate: false, ...transport });
    expect(await strict.post({ ...call, url: url.replace('http:', 'https:') })).toMatchObject({
      delivered: false,
      statusCode: null,
      error: 'The name of the host leads to an address that is not public.',
    });
    expect(asked).toEqual(['tools.example']);
    const literal = { ...call, url: there.url.replace('http:', 'https:') };
    expect((await strict.post(literal)).error).toContain('not public');
    expect(there.received).toHaveLength(1);
  });
});

describe('the outbox', () => {
  it('matches each event with the webhooks as they were when it happened', async () => {
    const place = async (url: string, more: Partial<WebhookTerms> = {}) => ({
      workspaceId,
      ...(await hook(url, more)),
    });
    const moved = await place('http://127.0.0.1:1/');
    const { webhookId } = moved;
    const [before, missed, heard, other, last] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await happen(log, workspaceId, before);
    await tell(log, moved, { type: 'WebhookDisabled', data: { webhookId, reason: 'ASKED', note: null } });
    await happen(log, workspaceId, missed);
    await tell(log, moved, { type: 'WebhookEnabled', data: { webhookId } });
    await happen(log, workspaceId, heard);
    const narrow = termsAt('http://127.0.0.1:1/', { subject: `team-${last}` });
    await tell(log, moved, { type: 'WebhookChanged', data: { webhookId, ...narrow } });
    await happen(log, workspaceId, other);
    await happen(log, randomUUID(), last);
    const late = await place('http://127.0.0.1:1/', { types: null });
    const end = await happen(log, workspaceId, last);
    await tell(log, late, { type: 'WebhookRemoved', data: { webhookId: late.webhookId } });
    await bench.collected(await happen(log, workspaceId));
    expect((await bench.matched(webhookId)).map((row) => row.stream_id)).toEqual(
      [before, heard, last].map((id) => `team-${id}`),
    );
    expect(await bench.matched(late.webhookId)).toEqual([{ stream_id: `team-${last}`, position: end }]);
  });

  it('takes nothing twice when it begins anew, and what a parked stream had missed when that is tried again', async () => {
    const { webhookId } = await hook('http://127.0.0.1:1/');
    const teamId = randomUUID();
    const count = async () => (await logged(webhookId)).length;
    await bench.owner.query(
      `insert into log.parked (consumer, version, workspace_id, stream_id, position, error, needs_newer_program)
       values ($1, 1, $2, $3, 1, 'NewerEvent: of a newer program', false)`,
      [WEBHOOK_OUTBOX, workspaceId, `team-${teamId}`],
    );
    await happen(log, workspaceId, teamId);
    const last = await events(1);
    await bench.collected(last);
    expect(await count()).toBe(1);
    await bench.owner.query('delete from webhooks.delivery');
    await bench.owner.query('update log.consumer set position = 0 where name = $1', [WEBHOOK_OUTBOX]);
    await bench.collected(last);
    expect(await count()).toBe(0);
    await bench.owner.query('update log.parked set retry_requested = true where consumer = $1', [WEBHOOK_OUTBOX]);
    const runner = bench.outbox();
    runner.start();
    await until('the parked stream is taken', async () => (await count()) === 1);
    await runner.stop();
  });

  it('forgets what came through after a month, and the rest later', async () => {
    const there = await receiver();
    const { webhookId } = await one(there.url);
    const sends = sender();
    await sends.round();
    there.answers(410);
    await bench.collected(await events(1));
    bench.clock += 5 * SECOND;
    await sends.round();
    const left = async () => (await logged(webhookId)).map(({ state: how }) => how);
    bench.clock += 29 * DAY;
    await sends.tidy();
    expect(await left()).toEqual(['DELIVERED', 'FAILED']);
    bench.clock += 2 * DAY;
    await sends.tidy();
    expect(await left()).toEqual(['FAILED']);
    bench.clock += 61 * DAY;
    await sends.tidy();
    expect(await left()).toEqual([]);
  });
});

describe('secrets', () => {
  it('follow one another in the order of the facts, whoever writes first', async () => {
    const place = { workspaceId, webhookId: randomUUID() };
    const secrets = new WebhookSecrets(bench.database.pool(2));
    const make = (version: number, overlapHours = 24) =>
      secrets.make({ ...place, secretId: randomUUID(), version, overlapHours });
    const first = await make(1, 0);
    // The third fact is carried out before the second.
    const third = await make(3);
    const second = await make(2);
    expect(await secrets.signing(place, null)).toEqual([third, second, first]);
    expect(await secrets.signing(place, new Date(Date.now() + 25 * 3600 * SECOND))).toEqual([third]);
    const fourth = await make(4);
    expect(await secrets.signing(place, null)).toEqual([fourth, third, second]);
    const last = await make(5, 0);
    expect(await secrets.signing(place, null)).toEqual([last]);
    const again = { ...place, secretId: randomUUID(), version: 6, overlapHours: 0 };
    expect([await secrets.make(again), await secrets.make(again)]).toEqual([expect.any(String), null]);
    await secrets.forget(place);
    expect(await secrets.signing(place, null)).toEqual([]);
  });

  it('are needed: without one that can be read nothing is sent, and it is said why', async () => {
    const there = await receiver();
    const { webhookId } = await one(there.url);
    const told: unknown[] = [];
    const sends = sender({ observer: { error: (error) => void told.push(error) } });
    await bench.owner.query(`update webhooks.secret set sealed = sealed || '\\x00' where webhook_id = $1`, [webhookId]);
    await sends.round();
    await bench.owner.query('delete from webhooks.secret where webhook_id = $1', [webhookId]);
    bench.clock += 10 * SECOND;
    await sends.round();
    expect(told).toHaveLength(1);
    expect((await logged(webhookId)).map(({ error }) => error)).toEqual([
      'The event or the secret could not be read; the service’s own log tells more.',
      'There is no secret to sign with: rotate it.',
    ]);
    expect(there.received).toEqual([]);
  });
});

describe('several senders', () => {
  it('share the work: nothing is sent twice, and no receiver gets more at once than from one', async () => {
    const there = await receiver();
    let [now, most] = [0, 0];
    there.answer = (response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        response.writeHead(204).end();
      }, 5);
    };
    const { webhookId } = await hook(there.url);
    const second = await receiver();
    await hook(second.url);
    await bench.collected(await events(40));
    const running = [1, 2, 3].map(() => sender({ pool: bench.database.pool(4), pollMs: 10 }));
    for (const one of running) one.start();
    await until('all is delivered', async () =>
      (await logged(webhookId)).every(({ state: how }) => how === 'DELIVERED'),
    );
    await until('the other one as well', () => second.received.length >= 40);
    await Promise.all(running.map((one) => one.stop()));
    for (const { received } of [there, second]) {
      expect(received).toHaveLength(40);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
    }
    expect(most).toBeLessThanOrEqual(4);
    expect((await logged(webhookId)).map(({ number }) => number)).toEqual(Array.from({ length: 40 }, () => 1));
  });

  it('killed between the call and its record: another one delivers it again, and the record is of that one', async () => {
    const there = await receiver();
    const { webhookId } = await one(there.url);
    const { app, says } = bench.start();
    await says('sent');
    app.kill('SIGKILL');
    expect(await logged(webhookId)).toMatchObject([{ state: 'PENDING', number: null }]);
    const next = sender({ now: () => new Date() });
    await until('the claim runs out', async () => (await next.round()) === 1);
    expect(await logged(webhookId)).toMatchObject([{ state: 'DELIVERED', number: 1, status_code: 204 }]);
    const ids = there.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('frozen past its claim: what it says when it thaws counts no more', async () => {
    const there = await receiver();
    const { webhookId } = await one(there.url);
    const { app, says } = bench.start();
    await says('sent');
    app.kill('SIGSTOP');
    there.answers(500);
    const next = sender({ now: () => new Date() });
    await until('the claim runs out', async () => (await next.round()) === 1);
    app.kill('SIGCONT');
    app.stdin.write('go on\n');
    await says('recorded 0');
    expect(await logged(webhookId)).toMatchObject([{ state: 'PENDING', number: 1, status_code: 500 }]);
  });

  it('told to stop, gives back what is under way, so that another one goes on at once', async () => {
    const there = await receiver();
    there.answer = () => undefined;
    const { webhookId } = await one(there.url);
    const stopping = sender({ pollMs: 10 });
    stopping.start();
    await until('it is called', () => there.received.length === 1);
    await stopping.stop();
    there.recovers();
    expect(await sender().round()).toBe(1);
    expect(await logged(webhookId)).toMatchObject([{ state: 'DELIVERED', number: 1 }]);
  });
});
