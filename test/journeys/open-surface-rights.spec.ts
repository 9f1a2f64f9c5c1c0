import { neededRight } from '#libs/api-kit';
import { cellOf, isRight, type Right } from '#libs/people';
import { getNamedType, type GraphQLField, type GraphQLSchema, isLeafType, isObjectType } from 'graphql';
import { Refused, TRANSPORTS } from '../faults/feed-clients.js';
import { deviations, type Holder, outcomeOf } from '../kit/rights-matrix.js';
import { codesOf, type Member, OpenSurface, type World } from './open-surface-rights.fixture.js';
import {
  commandsOn,
  fill,
  MINUTES,
  nodeKeys,
  nowhere,
  type Read,
  type Shelf,
  surfaceReads,
} from './open-surface-rights-rows.fixture.js';
import { provocations, unprovoked } from './open-surface-refusals.fixture.js';

let surface: OpenSurface;
let here: World;
let there: World;
let shelf: Shelf;
beforeAll(async () => {
  surface = await OpenSurface.start();
  [here, there] = [await surface.workspace(), await surface.workspace()];
  shelf = await fill(here);
});
afterAll(() => surface.stop());

const OURS = /^(log\.(read|consume)|webhook\.|metric\.)/;
const commands = commandsOn(() => shelf);

type Root = 'Query' | 'Mutation' | 'Subscription';
const fieldsOf = (schema: GraphQLSchema, root: Root): GraphQLField<unknown, unknown>[] => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
const ours = (root: Root): string[] =>
  fieldsOf(surface.api.schema, root)
    .filter((field) => OURS.test(neededRight(field) ?? ''))
    .map(({ name }) => name);
const rightOf = (root: Root, name: string): Right => {
  const right = neededRight(fieldsOf(surface.api.schema, root).find((field) => field.name === name)!) ?? '';
  if (!isRight(right)) throw new Error(`${name} needs no right of the matrix.`);
  return right;
};
const has = ({ role, scoped }: Pick<Holder<unknown>, 'role' | 'scoped'>, right: Right): boolean =>
  (role !== 'INTEGRATION' || scoped) && cellOf(role, right) !== null;

const ask = ({ document, variables }: Read, who: Member, of: Shelf = shelf) =>
  surface.run(document, who, variables(of));

/** The first item of a feed, or the code it is refused with. */
const feed = async (transport: string, who: Member): Promise<unknown> => {
  const cut = new AbortController();
  const access = { url: surface.api.url, token: who.token };
  try {
    for await (const { id } of TRANSPORTS[transport]!(access, { from: 'BEGINNING' }, cut.signal))
      if (id !== null) return 'told';
    return 'ended';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.code;
  } finally {
    cut.abort();
  }
};

describe('the matrix of rights over events, webhooks and metrics, cell by cell', () => {
  afterEach(() => here.clear([shelf.webhookId]));

  it('leaves no command, query or subscription out', () => {
    const tried = commands.map(({ mutation }) => mutation);
    expect(tried.toSorted()).toEqual(ours('Mutation').toSorted());
    expect(surfaceReads.map(({ query }) => query).toSorted()).toEqual(ours('Query').toSorted());
    expect(ours('Subscription')).toEqual(['eventStream']);
  });

  it.each(commands.map((tried) => [tried.mutation, tried] as const))(
    '%s is for whom it says, and for nobody else',
    async (mutation, tried) => {
      expect(await deviations(here, tried, rightOf('Mutation', mutation))).toEqual([]);
    },
  );

  it('would notice who gets more than they should', async () => {
    const planted = commands.find(({ mutation }) => mutation === 'importObservation')!;
    expect(await deviations(here, planted, 'log.read')).toContain('MARKETING_LEAD, own: carried out, not FORBIDDEN');
  });

  it.each(surfaceReads.map((read) => [read.query, read] as const))(
    '%s is told to whom it says',
    async (query, read) => {
      const right = rightOf('Query', query);
      const told = await Promise.all(
        here.holders.map(async ({ name, member }) => {
          const answer = await ask(read, member);
          return [name, (answer.data?.[query] ?? null) !== null, codesOf(answer)];
        }),
      );
      // One object that is not for them is as if it were not there.
      const refused = NULLABLE.includes(query) ? [] : ['FORBIDDEN'];
      expect(told).toEqual(
        here.holders.map((holder) => [holder.name, has(holder, right), has(holder, right) ? [] : refused]),
      );
    },
  );

  it('nodes are for the same', async () => {
    const types = Object.entries(nodeKeys);
    const ids = types.map(([, { of }]) => shelf[of]);
    for (const holder of here.holders) {
      const { data } = await surface.run(NODES, holder.member, { ids });
      const expected = types.map(([type, { right }]) => (has(holder, right) ? { __typename: type } : null));
      expect([holder.name, data?.['nodes']]).toEqual([holder.name, expected]);
    }
  });

  it.each(Object.keys(TRANSPORTS))('the feed by %s is for the same as its subscription says', async (transport) => {
    const right = rightOf('Subscription', 'eventStream');
    const told = await Promise.all(here.holders.map(async ({ name, member }) => [name, await feed(transport, member)]));
    expect(told).toEqual(here.holders.map((holder) => [holder.name, has(holder, right) ? 'told' : 'FORBIDDEN']));
  });
});

const NULLABLE = ['event', 'why', 'consumer', 'webhook'];
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }';

describe('what an event says', () => {
  /** Types that say it. */
  const TELLING = ['LogEvent', 'LogEventConnection', 'LogEventEdge', 'EventStreamItem', 'Why', 'WhyStep'];

  /** Ways to it that ask for no `log.read`. */
  const open = (schema: GraphQLSchema, telling: readonly string[]): string[] =>
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !telling.includes(type.name)
        ? Object.values(type.getFields())
            .filter((field) => telling.includes(getNamedType(field.type).name) && neededRight(field) !== 'log.read')
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );

  it('is reached by no field without `log.read`', () => {
    expect(open(surface.api.schema, TELLING)).toEqual([]);
    expect(open(surface.api.schema, [...TELLING, 'Webhook'])).toContain('Query.webhooks');
  });

  it('is no business of a token cut to the places of consumers, by any way', async () => {
    const places = await here.cut('log.consume', 'webhook.read', 'metric.read');
    for (const query of ['events', 'event', 'why', 'eventTypes', 'consumerEvents']) {
      const { data } = await ask(
        surfaceReads.find((read) => read.query === query)!,
        places,
      );
      expect([query, data?.[query] ?? null]).toEqual([query, null]);
    }
    expect((await surface.run(NODES, places, { ids: [shelf.eventId] })).data).toEqual({ nodes: [null] });
    for (const transport of Object.keys(TRANSPORTS)) expect(await feed(transport, places)).toBe('FORBIDDEN');
    const acknowledged = await here.answer('acknowledge', places, {
      name: 'nightly',
      position: shelf.first,
      rewind: true,
    });
    expect(outcomeOf(acknowledged)).toBe('carried out');
  });

  it('is told to no receiver by whoever may not read it', async () => {
    const manager = await here.cut('webhook.manage', 'webhook.read');
    const spent = [await here.webhook(), await here.webhook(), await here.webhook()];
    const disabled = await here.webhook();
    await here.done('disableWebhook', here.holder('ADMIN'), { webhookId: disabled });
    const terms = { url: surface.receiver.url };
    const telling: [string, object][] = [
      ['registerWebhook', terms],
      ['changeWebhook', { webhookId: shelf.webhookId, ...terms }],
      ['enableWebhook', { webhookId: disabled }],
      ['replayWebhook', { webhookId: shelf.webhookId, after: shelf.first, upTo: shelf.later }],
      ['redeliver', { deliveryId: shelf.deliveryId }],
      ['testWebhook', { webhookId: shelf.webhookId }],
    ];
    const calls = surface.receiver.received.length;
    for (const [mutation, input] of telling) {
      const { problems } = await here.answer(mutation, manager, input);
      expect([mutation, problems]).toMatchObject([mutation, [{ code: 'FORBIDDEN', right: 'log.read' }]]);
    }
    expect(surface.receiver.received).toHaveLength(calls);
    // To tell less, or by another secret, they may.
    const ending = ['disableWebhook', 'rotateWebhookSecret', 'removeWebhook'];
    for (const [index, mutation] of ending.entries())
      expect(outcomeOf(await here.answer(mutation, manager, { webhookId: spent[index] }))).toBe('carried out');
    await here.clear([shelf.webhookId]);
  });

  it('is not to be read from the answer of a receiver that echoes it', async () => {
    const id = Buffer.from(shelf.deliveryId, 'base64url').toString().replace('WebhookDelivery:', '');
    await surface.owner.query(
      `insert into webhooks.attempt (workspace_id, delivery_id, number, at, duration_ms, answer) values ($1, $2, 99, now(), 1, 'Echo')`,
      [here.workspaceId, id],
    );
    const query = 'query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { attempts { number answer } } } }';
    const echoed = async (who: Member): Promise<unknown> => {
      const { attempts } = await surface.ask<{ attempts: { number: number; answer: string | null }[] }>(query, who, {
        id: shelf.deliveryId,
      });
      return attempts.find(({ number }) => number === 99)!.answer;
    };
    expect(await echoed(here.holder('ADMIN'))).toBe('Echo');
    expect(await echoed(here.holder('AUDITOR'))).toBe('Echo');
    expect(await echoed(await here.cut('webhook.read', 'log.read'))).toBe('Echo');
    expect(await echoed(await here.cut('webhook.read', 'webhook.manage'))).toBeNull();
  });

  it('nothing of a webhook is told beside a command to whoever may not read webhooks', async () => {
    const blind = await here.cut('webhook.manage', 'log.read');
    const change = `mutation ($input: ChangeWebhookInput!, $expect: Expect!) { changeWebhook(input: $input, expect: $expect) {
      webhook { url } problems { code ... on StaleVersionProblem { current { id ... on Webhook { url } } } } } }`;
    const input = { webhookId: shelf.webhookId, url: surface.receiver.url, types: ['RequestLaunched'] };
    const stale = await surface.run(change, blind, { input, expect: { version: 99 } });
    expect(stale.data?.['changeWebhook']).toMatchObject({
      webhook: null,
      problems: [{ code: 'CONCURRENCY_CONFLICT', current: null }],
    });
    const changed = await surface.run(change, blind, { input, expect: { latest: true } });
    expect(changed.data).toEqual({ changeWebhook: { webhook: null, problems: [] } });
  });
});

describe('figures in minutes of work', () => {
  const FIGURES = new RegExp(Object.values(MINUTES).join('|'));
  const READS = surfaceReads.filter(({ query }) => ['metrics', 'scoreboard', 'metric'].includes(query));
  const M2 = (): Shelf => ({ ...shelf, key: 'M2' });
  const NODE = 'query ($id: ID!) { node(id: $id) { ... on Metric { baselines { value } targets { value } } } }';
  const id = Buffer.from('Metric:M2').toString('base64url');
  const seen = async (who: Member): Promise<boolean[]> => {
    const answers = await Promise.all([...READS.map((read) => ask(read, who, M2())), surface.run(NODE, who, { id })]);
    return answers.map(({ data }) => FIGURES.test(JSON.stringify(data)));
  };

  it('are shown to whoever sees minutes, and to nobody else', async () => {
    const readers = here.holders.filter((holder) => has(holder, 'metric.read'));
    expect(readers.filter((holder) => !has(holder, 'hours.read')).map(({ name }) => name)).toEqual([
      'RISK_REVIEWER',
      'FACILITATOR',
    ]);
    for (const name of ['RISK_REVIEWER', 'FACILITATOR', 'ENGINEER', 'FINANCE', 'AUDITOR', 'ADMIN', 'nobody']) {
      const holder = here.holders.find((one) => one.name === name)!;
      const sees = has(holder, 'metric.read') && has(holder, 'hours.read');
      expect([name, await seen(holder.member)]).toEqual([name, [sees, sees, sees, sees]]);
    }
    expect(await seen(await here.cut('metric.read'))).toEqual([false, false, false, false]);
    expect(await seen(await here.cut('metric.read', 'hours.read'))).toEqual([true, true, true, true]);
  });

  it('are not to be found out by comparing them with numbers of one’s own', async () => {
    const facilitator = here.holder('FACILITATOR');
    const window = { month: '2025-12' };
    const inMinutes: [string, object][] = [
      ['setMetricBaseline', { key: 'M2', window, imported: { value: 1, n: 1 } }],
      ['setMetricTarget', { key: 'M2', value: 1, by: '2999-12-31' }],
    ];
    for (const [mutation, input] of inMinutes) {
      const { problems } = await here.answer(mutation, facilitator, input);
      expect([mutation, problems]).toMatchObject([mutation, [{ code: 'FORBIDDEN', right: 'hours.read' }]]);
    }
    const relative = { key: 'M2', changePercent: -20, by: '2999-12-31' };
    expect(outcomeOf(await here.answer('setMetricTarget', facilitator, relative))).toBe('carried out');
    const inDays = { key: 'M3', window, imported: { value: 1, n: 1 } };
    expect(outcomeOf(await here.answer('setMetricBaseline', facilitator, inDays))).toBe('carried out');
  });
});

describe('another workspace', () => {
  const READERS = ['ADMIN', 'AUDITOR', 'INTEGRATION', 'MARKETING_LEAD'] as const;
  const single = surfaceReads.filter(({ document }) => document.includes('$it'));
  /** It names nothing that is there already. */
  const NEW = ['registerConsumer', 'registerWebhook', 'defineMetric'];

  it.each(single.map((read) => [read.query, read] as const))('reads %s as if nothing were there', async (_, read) => {
    for (const role of READERS) {
      const found = await ask(read, there.holder(role));
      const nothing = await ask(read, there.holder(role), nowhere(shelf));
      expect([role, found.data, codesOf(found)]).toEqual([role, nothing.data, codesOf(nothing)]);
    }
  });

  it('lists and follows nothing of this one', async () => {
    const auditor = there.holder('AUDITOR');
    const lists = surfaceReads.filter(({ document }) => !document.includes('$it'));
    for (const { query, document } of lists) {
      const text = JSON.stringify(await surface.run(document, auditor));
      const told = [shelf.webhookId, shelf.consumer, shelf.eventUuid, `"${shelf.key}"`, String(MINUTES.baseline)];
      expect([query, told.filter((one) => text.includes(one))]).toEqual([query, []]);
    }
    const query = 'query ($subject: String) { events(first: 250, subject: $subject) { nodes { eventId } } }';
    const subject = `webhook-${Buffer.from(shelf.webhookId, 'base64url').toString().replace('Webhook:', '')}`;
    const events = (who: Member) => surface.ask<{ nodes: unknown[] }>(query, who, { subject });
    expect((await events(here.holder('AUDITOR'))).nodes.length).toBeGreaterThan(0);
    expect((await events(auditor)).nodes).toEqual([]);
    const ids = Object.values(nodeKeys).map(({ of }) => shelf[of]);
    expect((await surface.run(NODES, auditor, { ids })).data).toEqual({ nodes: ids.map(() => null) });
  });

  it.each(commands.filter(({ mutation }) => !NEW.includes(mutation)).map((tried) => [tried.mutation, tried] as const))(
    '%s finds nothing of this one',
    async (_, { mutation, input }) => {
      const holder = here.holders.find(({ name }) => name === 'nobody')!;
      const given = await input({ bench: here, holder, whose: 'own' });
      const before = await here.events();
      for (const role of READERS) {
        const outcome = outcomeOf(await there.answer(mutation, there.holder(role), given));
        const right = rightOf('Mutation', mutation);
        const may = cellOf(role, right) !== null;
        expect([role, outcome]).toEqual([role, may ? 'NOT_FOUND' : 'FORBIDDEN']);
      }
      expect(await here.events()).toBe(before);
    },
  );
});

describe('one answer', () => {
  const leaves = (type: string): string => {
    const found = surface.api.schema.getType(type);
    const fields = isObjectType(found) ? Object.values(found.getFields()) : [];
    return fields
      .filter((field) => isLeafType(getNamedType(field.type)))
      .map(({ name }) => name)
      .join(' ');
  };
  const told = (query: string) => surface.run(query, here.holder('INTEGRATION')).then(codesOf);
  const webhooks = (args: string) => `{ webhooks { deliveries${args} { nodes { id attempts { number answer } } } } }`;

  it('holds a page of 250 events with all that each says, and not one more', async () => {
    const page = (first: number, list = 'events(') =>
      `{ ${list}first: ${first}) { cursor nodes { ${leaves('LogEvent')} } edges { cursor node { ${leaves('LogEvent')} } } } }`;
    expect(leaves('LogEvent').split(' ').length).toBeGreaterThan(15);
    for (const list of ['events(', 'consumerEvents(name: "nightly", '])
      expect([await told(page(250, list)), await told(page(251, list))]).toEqual([[], ['LIMIT']]);
    expect(await told('{ eventTypes { name jsonSchema versions { version jsonSchema } } }')).toEqual([]);
  });

  it('is kept to what it may hold', async () => {
    const many = JSON.stringify(Array.from({ length: 201 }, () => 'TeamCreated'));
    const one = `{ webhook(id: "${shelf.webhookId}") { deliveries(first: 250) { nodes { id attempts { answer } } } } }`;
    const asked: [string, unknown[]][] = [
      [`{ eventTypes(names: ${many}) { name } }`, ['LIMIT']],
      [`{ events(types: ${many}) { cursor } }`, ['BAD_USER_INPUT']],
      [`{ events(first: -1) { cursor } }`, ['BAD_USER_INPUT']],
      [`{ events(versions: [{ type: "TeamCreated", version: 99 }]) { cursor } }`, ['BAD_USER_INPUT']],
      [webhooks('(first: 20)'), []],
      [webhooks('(first: 250)'), ['LIMIT']],
      [one, []],
      [`{ webhook(id: "${shelf.webhookId}") { history(first: 201) { cursor } } }`, ['LIMIT']],
    ];
    for (const [query, codes] of asked) expect([query, await told(query)]).toEqual([query, codes]);
  });
});

describe('a webhook', () => {
  it('is told again of so much and no more, also when it is asked for twice at once', async () => {
    const webhookId = await here.webhook({ types: null });
    await surface.owner.query(
      `insert into webhooks.delivery (workspace_id, webhook_id, event_id, position, stream_id, type, created_at, next_at)
      select $1, $2, gen_random_uuid(), 1, 'request-1', 'RequestLaunched', now(), now() + interval '1 year' from generate_series(1, 49990)`,
      [here.workspaceId, Buffer.from(webhookId, 'base64url').toString().replace('Webhook:', '')],
    );
    const input = { webhookId, after: shelf.first, upTo: shelf.later };
    const twice = await Promise.all([1, 2].map(() => here.answer('replayWebhook', here.holder('ADMIN'), input)));
    expect(twice.map(outcomeOf).toSorted()).toEqual(['LIMIT_REACHED', 'carried out']);
    await here.clear([shelf.webhookId]);
  });
});

describe('the codes of refusals of events, webhooks and metrics', () => {
  /** Those that may pass: the same call is good again later. */
  const PASSING = ['HISTORY_INCOMPLETE', 'SERVICE_UNAVAILABLE'];

  it('are all provoked by a call, and nothing else is', () => {
    expect(unprovoked()).toEqual([]);
    expect(unprovoked(['MOON_TOO_FULL'])).toEqual(['MOON_TOO_FULL']);
  });

  it.each(Object.entries(provocations))('%s comes with a sentence, and stores nothing', async (code, provoke) => {
    const { codes, message, stored, retryable = false } = await provoke(here, shelf);
    expect([codes, stored, retryable]).toEqual([[code], 0, PASSING.includes(code)]);
    expect(message).toMatch(/^[A-Z0-9`“].*\S[.?]$/);
    await here.clear([shelf.webhookId]);
  });
});
