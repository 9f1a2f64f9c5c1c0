import { randomUUID } from 'node:crypto';
import { formatPosition, parsePosition, toGlobalId } from '#libs/api-kit';
import { borrowedCodes, KERNEL, ofVocabulary, refusalsIn, sourcesIn } from '../kit/refusal-codes.js';
import type { World } from './open-surface-rights.fixture.js';
import type { Shelf } from './open-surface-rights-rows.fixture.js';

/** What a call was refused with, and what it left all the same. */
interface Provoked {
  readonly codes: readonly unknown[];
  readonly message: string | undefined;
  readonly stored: number;
  /** Whether the same may succeed later, where a question was refused. */
  readonly retryable?: unknown;
}

type Provoke = (world: World, shelf: Shelf) => Promise<Provoked>;

const LIBS = ['readers', 'webhooks', 'metrics'] as const;
const sources = LIBS.flatMap((lib) => sourcesIn(new URL(`../../libs/${lib}/src/`, import.meta.url)));

/** Answered to questions about the past and to positions, by whatever list. */
const OF_THE_LOG = ['HISTORY_INCOMPLETE', 'INVALID_POSITION', 'INSTANT_NOT_PAST', 'SERVICE_UNAVAILABLE'];
const known = [...refusalsIn(sources).map(({ code }) => code), ...borrowedCodes(sources, ofVocabulary), ...KERNEL];

/** Codes that nothing here provokes, and provocations of codes that are not there. */
export const unprovoked = (more: readonly string[] = []): string[] => {
  const all = [...known, ...OF_THE_LOG, ...more];
  return [
    ...all.filter((code) => !(code in provocations)),
    ...Object.keys(provocations).filter((code) => !all.includes(code)),
  ];
};

type Role = 'ADMIN' | 'AUDITOR' | 'INTEGRATION' | 'MARKETING_LEAD' | 'FINANCE';
type Input = (world: World, shelf: Shelf) => object | Promise<object>;

/** A mutation that is refused. */
const mutation =
  (name: string, role: Role, input: Input, expect?: object): Provoke =>
  async (world, shelf) => {
    const given = await input(world, shelf);
    const before = await world.events();
    const { problems } = await world.answer(name, world.holder(role), given, expect);
    const stored = (await world.events()) - before;
    return { codes: problems.map(({ code }) => code), message: problems[0]?.message, stored };
  };

/** A question that is refused. */
const query =
  (document: string, role: Role, variables: (shelf: Shelf) => object = () => ({})): Provoke =>
  async (world, shelf) => {
    const before = await world.events();
    const { errors = [] } = await world.surface.run(document, world.holder(role), variables(shelf));
    const stored = (await world.events()) - before;
    const [error] = errors;
    const codes = errors.map(({ extensions }) => extensions?.['code']);
    return { codes, message: error?.message, stored, retryable: error?.extensions?.['retryable'] };
  };

/** With a row that something else put there, and takes away again. */
const beside =
  (put: string, away: string, provoke: Provoke): Provoke =>
  async (world, shelf) => {
    const { owner } = world.surface;
    const mark = randomUUID();
    await owner.query(put, [mark, world.workspaceId]);
    try {
      return await provoke(world, shelf);
    } finally {
      await owner.query(away, [mark]);
    }
  };

const window = { month: '2025-12' };
const imported = { value: 1, n: 1 };
const words = { name: 'Spirit', text: 'Five items', unit: 'points', direction: 'UP', minSample: 5 };
const board = (asOf: string): string =>
  `query { scoreboard(window: { quarter: "2025-Q4" }, asOf: ${asOf}) { asOfPosition } }`;
const terms = ({ surface }: World) => ({ url: surface.receiver.url, types: ['RequestLaunched'] });
const aKey = (): string => `k${randomUUID()}`.slice(0, 30);
const lead = 'MARKETING_LEAD';
const ahead = (position: string): string =>
  formatPosition({ ...parsePosition(position), position: parsePosition(position).position + 1_000_000 });

/** A call for every code. */
export const provocations: Readonly<Record<string, Provoke>> = {
  CONSUMER_EXISTS: mutation('registerConsumer', 'INTEGRATION', (_, { consumer }) => ({
    name: consumer,
    subject: 'request-1',
    startAt: { from: 'NOW' },
  })),
  CONSUMER_BEHIND_CHECKPOINT: mutation('acknowledge', 'INTEGRATION', async (world, { first, later }) => {
    const name = await world.consumer();
    await world.done('acknowledge', world.holder('INTEGRATION'), { name, position: later });
    return { name, position: first };
  }),
  // As after a restore to before anything happened.
  CONSUMER_AHEAD_OF_LOG: beside(
    `with begun as (insert into log.epoch_begin (number, epoch, after_position) values (1, $1::uuid, 0))
    update readers.named_consumer set position = 1 where workspace_id = $2::uuid and name = 'nightly'`,
    `delete from log.epoch_begin where epoch = $1::uuid`,
    query('{ consumerEvents(name: "nightly", first: 1) { cursor } }', 'AUDITOR'),
  ),
  TOO_MANY_CONSUMERS: beside(
    `insert into readers.named_consumer (workspace_id, name, pins, position, epoch, registered_by)
    select $2::uuid, left($1, 8) || n, '{}', 0, (select epoch from log.horizon), 'spec'
    from generate_series((select count(*) from readers.named_consumer where workspace_id = $2::uuid), 99) n`,
    `delete from readers.named_consumer where name like left($1, 8) || '%'`,
    mutation('registerConsumer', 'INTEGRATION', () => ({ name: 'one-more', startAt: { from: 'NOW' } })),
  ),
  WEBHOOK_URL_REFUSED: mutation('registerWebhook', 'ADMIN', () => ({ url: 'https://me:secret@tools.example/' })),
  UNKNOWN_EVENT_TYPE: mutation('registerWebhook', 'ADMIN', (world) => ({
    ...terms(world),
    versions: [{ type: 'RequestSubmitted', version: 99 }],
  })),
  WEBHOOK_UNCHANGED: mutation('changeWebhook', 'ADMIN', async (world) => ({
    webhookId: await world.webhook({ description: 'As it is' }),
    ...terms(world),
    description: 'As it is',
  })),
  METRIC_KEY_TAKEN: mutation('defineMetric', lead, (_, { key }) => ({ key, ...words })),
  METRIC_IS_COMPUTED: mutation('retireMetric', lead, () => ({ key: 'M3', reason: 'Nobody looks.' })),
  METRIC_RETIRED: mutation('setMetricBaseline', lead, async (world) => {
    const key = await world.metric();
    await world.done('retireMetric', world.holder(lead), { key, reason: 'Nobody looks.' });
    return { key, window, imported };
  }),
  NOTHING_MEASURED: mutation('setMetricBaseline', lead, () => ({ key: 'M3', window: { month: '2020-01' } })),
  BASELINE_MISSING: mutation('setMetricTarget', lead, async (world) => ({
    key: await world.metric(),
    changePercent: 5,
    by: '2999-12-31',
  })),
  DEFINITION_UNCHANGED: mutation('changeMetricDefinition', lead, async (world) => ({
    key: await world.metric(),
    ...words,
    text: 'Mean of five items',
  })),
  PII_NOT_ALLOWED: mutation('defineMetric', lead, () => ({ key: aKey(), ...words, text: 'Ask mara@example.com' })),
  DATE_IN_PAST: mutation('setMetricTarget', lead, () => ({ key: 'M3', value: 1, by: '2020-01-01' })),
  LIMIT_REACHED: mutation('registerWebhook', 'ADMIN', (world) => ({
    ...terms(world),
    types: Array.from({ length: 201 }, () => 'RequestLaunched'),
  })),
  VALIDATION_FAILED: mutation('registerConsumer', 'INTEGRATION', () => ({
    name: 'pinned',
    versions: [{ type: 'RequestSubmitted', version: 99 }],
    startAt: { from: 'NOW' },
  })),
  INVALID_STATE: mutation('enableWebhook', 'ADMIN', (_, { webhookId }) => ({ webhookId })),
  NOT_FOUND: mutation('testWebhook', 'ADMIN', () => ({ webhookId: toGlobalId('Webhook', randomUUID()) })),
  FORBIDDEN: mutation('importObservation', 'FINANCE', (_, { key }) => ({ key, source: 'Survey', window, ...imported })),
  CONCURRENCY_CONFLICT: mutation('changeConsumer', 'INTEGRATION', (_, { consumer }) => ({ name: consumer }), {
    version: 999,
  }),
  IDEMPOTENCY_KEY_REUSED: async (world) => {
    const document = `mutation ($input: DefineMetricInput!, $key: String) {
      defineMetric(input: $input, idempotencyKey: $key) { problems { code message } } }`;
    const key = randomUUID();
    const asked = (metric: string) =>
      world.surface.ask<{ problems: { code: string; message: string }[] }>(document, world.holder(lead), {
        input: { key: metric, ...words },
        key,
      });
    await asked(aKey());
    const before = await world.events();
    const { problems } = await asked(aKey());
    return {
      codes: problems.map(({ code }) => code),
      message: problems[0]?.message,
      stored: (await world.events()) - before,
    };
  },
  INVALID_POSITION: query(
    'query ($at: LogPosition) { events(first: 1, after: $at) { cursor } }',
    'AUDITOR',
    ({ first }) => ({
      at: ahead(first),
    }),
  ),
  INSTANT_NOT_PAST: query(board('{ recordedAt: "2999-01-01T00:00:00Z" }'), lead),
  HISTORY_INCOMPLETE: beside(
    `insert into log.parked (workspace_id, consumer, version, stream_id, position, error)
    select $2::uuid, name, version, 'metric-' || $1, 1, 'spec' from log.consumer where name like '%dossier%' limit 1`,
    `delete from log.parked where stream_id = 'metric-' || $1`,
    query(board('null'), lead),
  ),
  // Of a process that was not restarted after the read models were rebuilt.
  SERVICE_UNAVAILABLE: beside(
    `insert into log.inline_view (table_name, stream_type, fingerprint, writer) values ('of.' || $1, 'metric', $2::text, 'none')`,
    `delete from log.inline_view where table_name = 'of.' || $1`,
    query('mutation ($input: DefineMetricInput!) { defineMetric(input: $input) { position } }', lead, () => ({
      input: { key: aKey(), ...words },
    })),
  ),
};
