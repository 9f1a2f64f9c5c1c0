import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_WORKSPACE_ID, operatorCommand, PeopleStore, type Right, Tokens } from '#libs/people';
import { Webhook } from 'standardwebhooks';
import { ApiClient, prepareViews, type RunningApi, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { type Received, Receiver } from '#test/kit/receiver';

const PROBLEMS =
  'problems { code message path ... on WebhookUrlRefusedProblem { rule } ... on UnknownEventTypeProblem { eventType newestVersion } }';
const REGISTER = `mutation ($input: RegisterWebhookInput!, $key: String) { registerWebhook(input: $input, idempotencyKey: $key) {
  secret replayed position webhook { id version url types status } ${PROBLEMS} } }`;
const DELIVERIES = `query ($id: ID!, $state: WebhookDeliveryState) { webhook(id: $id) { deliveries(first: 50, state: $state) { nodes {
  id eventId type subject position isReplay state attemptCount nextAttemptAt attempts { number statusCode answer error durationMs } } } } }`;
const CREATE = `mutation ($team: ID!, $title: String!) {
  createRequest(input: { title: $title, type: LANDING_PAGE, consumerTeamId: $team }) { position request { id } problems { code } } }`;

interface Registered {
  readonly secret: string;
  readonly replayed: boolean;
  readonly position: string;
  readonly webhook: { id: string; version: number; url: string; types: string[] | null; status: string };
}
interface Shown {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly isReplay: boolean;
  readonly state: string;
  readonly position: string;
  readonly attempts: { number: number; statusCode: number | null; answer: string | null; error: string | null }[];
}
interface Refused {
  readonly problems: { code: string; message: string; path: string[]; rule?: string }[];
}

const ADMIN = 'Administrator';
const CMO = 'CMO';

describe('webhooks', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let receiver: Receiver;
  let team: string;
  let secret: string;
  let id: string;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    receiver = await Receiver.start();
    api = await startApi({ databaseUrl: database.url, work: true, settings: { WEBHOOK_ALLOW_PRIVATE: 'on' } });
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as: ADMIN,
    });
    team = nodes.find(({ name }) => name === 'Marketing')!.id;
  });
  afterAll(async () => {
    await receiver.stop();
    await api.stop();
    await database.drop();
  });

  const input = (more: object = {}) => ({ url: receiver.url, types: ['RequestDrafted'], ...more });
  const register = (more: object = {}, key?: string): Promise<Registered> =>
    api.done<Registered>(REGISTER, { as: ADMIN, variables: { input: input(more), key } });
  /** A mutation with an input and what it answers. */
  const asks = <Shape>(name: string, given: object, more: { fields?: string; expect?: object; as?: string } = {}) => {
    const { fields = '', expect, as = ADMIN } = more;
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`.replace(/^(Enable|Remove|Test)W/, 'W');
    const [declared, named] = expect ? [', $expect: Expect!', ', expect: $expect'] : ['', ''];
    const mutation = `mutation ($input: ${type}${declared}) { ${name}(input: $input${named}) { ${fields} ${PROBLEMS} } }`;
    return api.answer<Shape & Refused>(mutation, { as, variables: { input: given, expect } });
  };
  const latest = { latest: true };
  const refused = async (name: string, given: object, more: { expect?: object; as?: string } = {}) =>
    (await asks(name, given, more)).problems.map(({ code }) => code);
  const drafts = (title: string) =>
    api.done<{ position: string; request: { id: string } }>(CREATE, { as: CMO, variables: { team, title } });
  const deliveries = async (state?: string): Promise<Shown[]> => {
    const { deliveries: page } = await api.answer<{ deliveries: { nodes: Shown[] } }>(DELIVERIES, {
      as: ADMIN,
      variables: { id, state },
    });
    return page.nodes;
  };
  const until = async <Value>(
    what: string,
    look: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  ) => {
    for (let tries = 0; tries < 2000; tries += 1) {
      const found = await look();
      if (found) return found;
      await sleep(20);
    }
    throw new Error(`It never came: ${what}`);
  };
  const arrives = (count: number): Promise<Received> =>
    until(`call ${count}`, () => receiver.received.length >= count && receiver.received[count - 1]);
  const verified = ({ body, headers }: Received, by = secret): Record<string, unknown> =>
    new Webhook(by).verify(body, headers as Record<string, string>) as Record<string, unknown>;

  it('tell a receiver what happens, so that it can be sure who told it', async () => {
    const registered = await register({ description: 'Tickets' }, 'once');
    ({
      secret,
      webhook: { id },
    } = registered);
    expect(registered).toMatchObject({ replayed: false, webhook: { version: 1, status: 'ACTIVE', url: receiver.url } });
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    expect(await register({ description: 'Tickets' }, 'once')).toMatchObject({
      replayed: true,
      secret: null,
      webhook: { id },
    });

    await drafts('A page');
    const call = await arrives(1);
    expect(verified(call)).toMatchObject({
      specversion: '1.0',
      type: 'RequestDrafted',
      id: call.headers['webhook-id'],
      datacontenttype: 'application/json',
      data: { title: 'A page' },
    });
    expect(call.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(() => verified({ ...call, body: call.body.replace('A page', 'A pony') })).toThrow('No matching signature');
    const [delivery] = await until('it is recorded', async () => {
      const found = await deliveries('DELIVERED');
      return found.length === 1 && found;
    });
    expect(delivery).toMatchObject({
      eventId: call.headers['webhook-id'],
      attempts: [{ number: 1, statusCode: 204, answer: null, error: null }],
    });
  });

  it('are signed as the text of the standard says', () => {
    const [{ headers, body }] = receiver.received as [Received];
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const [version, signature] = String(headers['webhook-signature']).split(',');
    expect(version).toBe('v1');
    const own = createHmac('sha256', key).update(signed).digest();
    expect(timingSafeEqual(own, Buffer.from(signature!, 'base64'))).toBe(true);
  });

  it('are signed by both secrets while one follows the other', async () => {
    const rotated = await asks<{ secret: string }>(
      'rotateWebhookSecret',
      { webhookId: id },
      { fields: 'secret', expect: latest },
    );
    receiver.received.splice(0);
    await drafts('Another page');
    const call = await arrives(1);
    expect(String(call.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(call, rotated.secret)).toEqual(verified(call, secret));

    const leaked = await asks<{ secret: string }>(
      'rotateWebhookSecret',
      { webhookId: id, overlapHours: 0 },
      { fields: 'secret', expect: latest },
    );
    const ping = await asks<{ delivered: boolean }>(
      'testWebhook',
      { webhookId: id },
      { fields: 'delivered statusCode' },
    );
    expect(ping).toMatchObject({ delivered: true, statusCode: 204 });
    const last = receiver.received.at(-1)!;
    expect(verified(last, leaked.secret)).toMatchObject({ type: 'twolane.ping' });
    expect(() => verified(last, rotated.secret)).toThrow();
    expect(await refused('rotateWebhookSecret', { webhookId: id, overlapHours: 999 }, { expect: latest })).toEqual([
      'VALIDATION_FAILED',
    ]);
    secret = leaked.secret;
  });

  it('can be tried out, and say what came of it', async () => {
    receiver.answers(302, { headers: { location: 'http://169.254.169.254/' }, body: 'elsewhere' });
    const fields = 'delivered statusCode answer error durationMs';
    expect(await asks('testWebhook', { webhookId: id }, { fields })).toMatchObject({
      delivered: false,
      statusCode: 302,
      answer: 'elsewhere',
      error: 'It answered with a redirect (302), which is not followed: register the final address.',
      problems: [],
    });
    receiver.recovers();
  });

  it('deliver again what is asked for, with the id it had', async () => {
    receiver.received.splice(0);
    const [newest, oldest] = await deliveries();
    await asks('redeliver', { deliveryId: oldest!.id });
    const again = await arrives(1);
    expect(verified(again)).toMatchObject({ id: oldest!.eventId });
    await until('the second try is recorded', async () => (await deliveries('DELIVERED')).length === 2);

    const replayed = await asks<{ deliveries: number }>(
      'replayWebhook',
      { webhookId: id, after: oldest!.position, upTo: newest!.position },
      { fields: 'deliveries' },
    );
    expect(replayed).toMatchObject({ deliveries: 1, problems: [] });
    expect(verified(await arrives(2))).toMatchObject({ id: newest!.eventId });
    const [replay] = await deliveries();
    expect(replay).toMatchObject({ isReplay: true, eventId: newest!.eventId });
  });

  it('are told by what they want to know, and by nothing while they are disabled', async () => {
    await until('all is delivered', async () => (await deliveries('PENDING')).length === 0);
    receiver.received.splice(0);
    const gives = (name: string, given: object = {}) =>
      asks(
        name,
        { webhookId: id, ...given },
        { expect: latest, fields: 'webhook { version status disabledBy note types }' },
      );
    expect(await gives('disableWebhook', { note: 'Holidays' })).toMatchObject({
      webhook: { status: 'DISABLED', disabledBy: 'ASKED', note: 'Holidays' },
    });
    await drafts('Missed');
    expect(await gives('enableWebhook')).toMatchObject({ webhook: { status: 'ACTIVE', disabledBy: null } });
    await drafts('Heard');
    expect(verified(await arrives(1))).toMatchObject({ data: { title: 'Heard' } });
    expect(await gives('changeWebhook', input({ types: ['RequestWithdrawn'] }))).toMatchObject({
      webhook: { types: ['RequestWithdrawn'] },
    });
    await drafts('Not wanted');
    expect(
      await gives('changeWebhook', input({ types: null, versions: [{ type: 'RequestDrafted', version: 1 }] })),
    ).toMatchObject({
      problems: [],
    });
    await drafts('Wanted');
    expect(verified(await arrives(2))).toMatchObject({ schemaversion: 1, data: { title: 'Wanted' } });
  });

  it('tell their history, their health, and never a secret', async () => {
    const query = `query ($id: ID!) { webhook(id: $id) { history { changes { type summary } }
      health { failingSince consecutiveFailures pending lagSeconds } } node(id: $id) { ... on Webhook { url versions { type version } } } }`;
    const { data } = await api.run(query, { as: 'Auditor', variables: { id } });
    expect(data).toMatchObject({
      node: { url: receiver.url, versions: [{ type: 'RequestDrafted', version: 1 }] },
      webhook: { health: { failingSince: null, consecutiveFailures: 0 } },
    });
    const { changes } = (data as { webhook: { history: { changes: { type: string; summary: string }[] } } }).webhook
      .history;
    expect(changes.map(({ type }) => type)).toEqual([
      'WebhookRegistered',
      'WebhookSecretRotated',
      'WebhookSecretRotated',
      'WebhookDisabled',
      'WebhookEnabled',
      'WebhookChanged',
      'WebhookChanged',
    ]);
    const bare = secret.slice('whsec_'.length);
    const owner = database.ownerPool(1);
    for (const table of [
      'log.event',
      'log.command',
      'log.snapshot',
      'webhooks.webhook_row',
      'webhooks.secret',
      'webhooks.attempt',
    ]) {
      const hex = Buffer.from(bare, 'base64').toString('hex');
      const { rows } = await owner.query(
        `select 1 from ${table} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
        [bare, hex],
      );
      expect([table, rows.length]).toEqual([table, 0]);
    }
  });

  it('refuse what cannot be, as data', async () => {
    const other = await register();
    const deliveryId = (await deliveries())[0]!.id;
    const [webhookId, after] = [id, other.position];
    const removed = other.webhook.id;
    expect(await refused('removeWebhook', { webhookId: removed }, { expect: { version: 7 } })).toEqual([
      'CONCURRENCY_CONFLICT',
    ]);
    expect(await refused('removeWebhook', { webhookId: removed }, { expect: latest })).toEqual([]);
    expect(
      await api.answer('query ($id: ID!) { webhook(id: $id) { id } }', { as: ADMIN, variables: { id: removed } }),
    ).toBeNull();
    for (const name of ['removeWebhook', 'enableWebhook', 'disableWebhook', 'rotateWebhookSecret'])
      expect([name, await refused(name, { webhookId: removed }, { expect: latest })]).toEqual([name, ['NOT_FOUND']]);
    expect(await refused('changeWebhook', { webhookId: removed, ...input() }, { expect: latest })).toEqual([
      'NOT_FOUND',
    ]);
    expect(await refused('testWebhook', { webhookId: removed })).toEqual(['NOT_FOUND']);
    expect(await refused('redeliver', { deliveryId: removed })).toEqual(['NOT_FOUND']);
    expect(await refused('replayWebhook', { webhookId: removed, after, upTo: after })).toEqual(['NOT_FOUND']);
    expect(await refused('enableWebhook', { webhookId }, { expect: latest })).toEqual(['INVALID_STATE']);
    const same = input({ types: null, versions: [{ type: 'RequestDrafted', version: 1 }] });
    expect(await refused('changeWebhook', { webhookId, ...same }, { expect: latest })).toEqual(['WEBHOOK_UNCHANGED']);
    expect(await refused('disableWebhook', { webhookId, note: 'Ask mara@example.com' }, { expect: latest })).toEqual([
      'PII_NOT_ALLOWED',
    ]);

    const elsewhere = Buffer.from('other-epoch.1').toString('base64url');
    const ahead = Buffer.from(
      Buffer.from(after, 'base64url')
        .toString()
        .replace(/\.\d+$/, '.999999999'),
    ).toString('base64url');
    expect(await refused('replayWebhook', { webhookId, after: elsewhere, upTo: after })).toEqual(['INVALID_POSITION']);
    expect(await refused('replayWebhook', { webhookId, after, upTo: ahead })).toEqual(['INVALID_POSITION']);
    const zero = Buffer.from(
      Buffer.from(after, 'base64url')
        .toString()
        .replace(/\.\d+$/, '.0'),
    ).toString('base64url');
    expect(await refused('replayWebhook', { webhookId, after, upTo: zero })).toEqual(['VALIDATION_FAILED']);

    await asks('disableWebhook', { webhookId }, { expect: latest });
    expect(await refused('redeliver', { deliveryId })).toEqual(['INVALID_STATE']);
    expect(await refused('replayWebhook', { webhookId, after: zero, upTo: after })).toEqual(['INVALID_STATE']);
    await asks('enableWebhook', { webhookId }, { expect: latest });

    const asked = async (more: object): Promise<object | undefined> =>
      (await asks('registerWebhook', input(more))).problems[0];
    expect(await asked({ url: 'http://me:secret@127.0.0.1/' })).toMatchObject({
      code: 'WEBHOOK_URL_REFUSED',
      rule: 'USER_INFO',
    });
    expect(await asked({ types: ['RequestSung'] })).toMatchObject({
      code: 'UNKNOWN_EVENT_TYPE',
      eventType: 'RequestSung',
      newestVersion: null,
      path: ['input', 'types', '0'],
    });
  });

  it('are opened by administrators, and by an integration that may read the log itself', async () => {
    expect(await refused('registerWebhook', input(), { as: 'Auditor' })).toEqual(['FORBIDDEN']);
    expect((await api.run('{ webhooks { url } }', { as: CMO })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    const { person } = await api.done<{ person: { id: string } }>(
      'mutation { addPerson(input: { name: "Build server" }) { person { id } problems { code } } }',
      { as: ADMIN },
    );
    const granted = `mutation ($id: ID!) { grantRole(input: { personId: $id, role: INTEGRATION }, expect: { latest: true }) { problems { code } } }`;
    await api.done(granted, { as: ADMIN, variables: { id: person.id } });
    // An administrator gives out no right they lack: this one comes from the command line.
    const { events: log, pool } = api.service;
    const tokens = new Tokens(log, new PeopleStore(pool));
    const integration = async (...scopes: Right[]): Promise<string> => {
      const personId = Buffer.from(person.id, 'base64url').toString().replace('Person:', '');
      const command = operatorCommand({ workspaceId: DEMO_WORKSPACE_ID, operation: 'mintToken', input: {} });
      const asked = { personId, label: 'ci', expiresAt: null, roles: ['INTEGRATION' as const], scopes };
      return (await tokens.mint(command, asked, null)).token!;
    };
    const codes = async (token: string): Promise<string[]> => {
      const client = new ApiClient(api.url, [{ title: 'Build server', token }]);
      const { problems } = await client.answer<Refused>(REGISTER, {
        as: 'Build server',
        variables: { input: input() },
      });
      return problems.map(({ code }) => code);
    };
    expect(await codes(await integration('webhook.manage'))).toEqual(['FORBIDDEN']);
    expect(await codes(await integration('webhook.manage', 'log.read'))).toEqual([]);
  });

  it('go to public addresses alone unless the service is told otherwise', async () => {
    const strict = await startApi({ databaseUrl: database.url });
    try {
      const asked = async (url: string) =>
        (await strict.answer<Refused>(REGISTER, { as: ADMIN, variables: { input: input({ url }) } })).problems[0];
      expect(await asked(receiver.url)).toMatchObject({ code: 'WEBHOOK_URL_REFUSED', rule: 'NOT_HTTPS' });
      expect(await asked('https://[::ffff:127.0.0.1]/')).toMatchObject({
        code: 'WEBHOOK_URL_REFUSED',
        rule: 'NOT_PUBLIC',
      });
      const pings = () => receiver.received.filter(({ body }) => body.includes('twolane.ping')).length;
      const before = pings();
      const mutation = `mutation ($id: ID!) { testWebhook(input: { webhookId: $id }) { delivered statusCode error problems { code } } }`;
      expect(await strict.answer(mutation, { as: ADMIN, variables: { id } })).toMatchObject({
        delivered: false,
        statusCode: null,
        error: 'Deliveries go over https alone.',
      });
      expect(pings()).toBe(before);
    } finally {
      await strict.stop();
    }
  });

  it('are as many as a workspace may have, also when all are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        api.answer<Refused>(REGISTER, { as: ADMIN, variables: { input: input({ subject: `request-${n}` }) } }),
      ),
    );
    const there = await api.answer<unknown[]>('{ webhooks { id } }', { as: ADMIN });
    expect(there).toHaveLength(20);
    const codes = new Set(answers.flatMap(({ problems }) => problems.map(({ code }) => code)));
    expect([...codes]).toEqual(['LIMIT_REACHED']);
  });
});
