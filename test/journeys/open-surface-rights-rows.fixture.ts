import { randomUUID } from 'node:crypto';
import { cellOf, type Right } from '#libs/people';
import { toGlobalId } from '#libs/api-kit';
import type { Cell, Tried } from '../kit/rights-matrix.js';
import type { Member, World } from './open-surface-rights.fixture.js';

/** What there is to be read and changed: one of each. Global ids but for keys, names, uuids and positions. */
export interface Shelf {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly consumer: string;
  readonly consumerId: string;
  readonly key: string;
  readonly metricId: string;
  readonly eventId: string;
  readonly eventUuid: string;
  /** Of the first event; and of one in the middle. */
  readonly first: string;
  readonly later: string;
}

/** Figures in minutes that some must not see. */
export const MINUTES = { baseline: 987_653, target: 876_542 } as const;

const EVENTS = '{ events(first: 9) { nodes { id eventId position } } }';

/** Fills it, and says what is wanted of a metric that is in minutes. */
export async function fill(world: World): Promise<Shelf> {
  const [webhookId, consumer, key] = [
    await world.webhook(),
    await world.consumer('nightly'),
    await world.metric('spirit'),
  ];
  const lead = world.holder('MARKETING_LEAD');
  const imported = { value: MINUTES.baseline, n: 3 };
  await world.done('setMetricBaseline', lead, { key: 'M2', window: { month: '2025-12' }, imported });
  await world.done('setMetricTarget', lead, { key: 'M2', value: MINUTES.target, by: '2999-12-31' });
  const { nodes } = await world.surface.ask<{ nodes: { id: string; eventId: string; position: string }[] }>(
    EVENTS,
    world.holder('AUDITOR'),
  );
  return {
    webhookId,
    deliveryId: await world.delivery(webhookId),
    consumer,
    consumerId: toGlobalId('NamedConsumer', consumer),
    key,
    metricId: toGlobalId('Metric', key),
    eventId: nodes[0]!.id,
    eventUuid: nodes[0]!.eventId,
    first: nodes[0]!.position,
    later: nodes.at(-1)!.position,
  };
}

/** As far as it can be told: nothing of this is there. */
export const nowhere = (shelf: Shelf): Shelf => ({
  ...shelf,
  webhookId: toGlobalId('Webhook', randomUUID()),
  deliveryId: toGlobalId('WebhookDelivery', randomUUID()),
  consumer: 'nowhere',
  consumerId: toGlobalId('NamedConsumer', 'nowhere'),
  key: 'nowhere',
  metricId: toGlobalId('Metric', 'nowhere'),
  eventId: toGlobalId('LogEvent', `1.${randomUUID()}`),
  eventUuid: randomUUID(),
});

export type SurfaceTried = Tried<World, Member>;
type SurfaceCell = Cell<World, Member>;

/** Of its own for whoever may use it up; the others try what is on the shelf, which stays as it is. */
const fresh =
  (right: Right, kept: () => string, made: (cell: SurfaceCell) => Promise<string>) => async (cell: SurfaceCell) => {
    const { role, scoped } = cell.holder;
    const may = (role !== 'INTEGRATION' || scoped) && cellOf(role, right) !== null;
    return may ? made(cell) : kept();
  };

/** Every command of readers, webhooks and metrics. */
export function commandsOn(shelf: () => Shelf): readonly SurfaceTried[] {
  const aWebhook = fresh(
    'webhook.manage',
    () => shelf().webhookId,
    ({ bench }) => bench.webhook(),
  );
  const disabled = async (cell: SurfaceCell): Promise<string> => {
    const webhookId = await cell.bench.webhook();
    await cell.bench.done('disableWebhook', cell.bench.holder('ADMIN'), { webhookId });
    return webhookId;
  };
  const aDisabled = fresh('webhook.manage', () => shelf().webhookId, disabled);
  const aConsumer = fresh(
    'log.consume',
    () => shelf().consumer,
    ({ bench }) => bench.consumer(),
  );
  const aMetric = fresh(
    'metric.define',
    () => shelf().key,
    ({ bench }) => bench.metric(),
  );
  const words = { name: 'Spirit', unit: 'points', direction: 'UP', minSample: 5 };
  const terms = ({ bench }: SurfaceCell) => ({ url: bench.surface.receiver.url, types: ['RequestLaunched'] });
  const window = { month: '2025-12' };
  return [
    { mutation: 'registerConsumer', input: () => ({ name: `c-${randomUUID()}`, startAt: { from: 'NOW' } }) },
    { mutation: 'changeConsumer', input: () => ({ name: shelf().consumer, types: ['TeamCreated'] }) },
    { mutation: 'acknowledge', input: () => ({ name: shelf().consumer, position: shelf().first, rewind: true }) },
    { mutation: 'removeConsumer', input: async (cell) => ({ name: await aConsumer(cell) }) },
    { mutation: 'registerWebhook', input: terms },
    {
      mutation: 'changeWebhook',
      input: async (cell) => ({ webhookId: await aWebhook(cell), ...terms(cell), description: 'Changed' }),
    },
    { mutation: 'rotateWebhookSecret', input: async (cell) => ({ webhookId: await aWebhook(cell) }) },
    { mutation: 'disableWebhook', input: async (cell) => ({ webhookId: await aWebhook(cell) }) },
    { mutation: 'enableWebhook', input: async (cell) => ({ webhookId: await aDisabled(cell) }) },
    { mutation: 'removeWebhook', input: async (cell) => ({ webhookId: await aWebhook(cell) }) },
    { mutation: 'testWebhook', input: () => ({ webhookId: shelf().webhookId }) },
    {
      mutation: 'replayWebhook',
      input: () => ({ webhookId: shelf().webhookId, after: shelf().first, upTo: shelf().later }),
    },
    { mutation: 'redeliver', input: () => ({ deliveryId: shelf().deliveryId }) },
    { mutation: 'defineMetric', input: () => ({ key: `d${randomUUID()}`.slice(0, 30), text: 'Five items', ...words }) },
    {
      mutation: 'changeMetricDefinition',
      input: async (cell) => ({ key: await aMetric(cell), text: 'Ten items', ...words }),
    },
    {
      mutation: 'setMetricBaseline',
      input: async (cell) => ({ key: await aMetric(cell), window, imported: { value: 7, n: 5 } }),
    },
    { mutation: 'setMetricTarget', input: async (cell) => ({ key: await aMetric(cell), value: 8, by: '2999-12-31' }) },
    {
      mutation: 'importObservation',
      input: () => ({ key: shelf().key, source: 'Survey', window, value: 6, n: 5 }),
    },
    { mutation: 'retireMetric', input: async (cell) => ({ key: await aMetric(cell), reason: 'Nobody looks.' }) },
  ];
}

/** A query, and what it is asked of. */
export interface Read {
  readonly query: string;
  readonly document: string;
  readonly variables: (shelf: Shelf) => object;
}

const EVENT = 'id eventId type data summary';
const WEBHOOK = 'id url deliveries { nodes { id attempts { answer } } } history { changes { summary } }';
const WINDOW = 'window: { quarter: "2025-Q4" }';
const FIGURE = `key value change changePercent baseline { value } parts { value } cases { value } immature { soFar } trend { value }
  attainment { value target { value } }`;

interface Asked {
  /** What it is asked of. */
  readonly of: (shelf: Shelf) => string;
  /** Name of the argument; `id` unless told. */
  readonly by?: string;
  /** Other arguments. */
  readonly more?: string;
}

const one = (query: string, fields: string, { of, by = 'id', more = '' }: Asked): Read => ({
  query,
  document: `query ($it: ${by === 'name' ? 'String' : 'ID'}!) { ${query}(${by}: $it${more}) { ${fields} } }`,
  variables: (shelf) => ({ it: of(shelf) }),
});
const all = (query: string, fields: string, args = ''): Read => ({
  query,
  document: `{ ${query}${args} { ${fields} } }`,
  variables: () => ({}),
});

/** Every query of readers, webhooks and metrics. */
export const surfaceReads: readonly Read[] = [
  all('events', `nodes { ${EVENT} }`, '(first: 5)'),
  one('event', EVENT, { of: ({ eventUuid }) => eventUuid }),
  one('why', `sentence event { ${EVENT} } command { operation }`, { of: ({ eventId }) => eventId, by: 'eventId' }),
  all('eventTypes', 'name version', '(names: ["PersonAdded"])'),
  all('consumers', 'name position lag'),
  one('consumer', 'name position lag lagSeconds', { of: ({ consumer }) => consumer, by: 'name' }),
  one('consumerEvents', `nodes { ${EVENT} }`, { of: ({ consumer }) => consumer, by: 'name', more: ', first: 3' }),
  all('webhooks', 'id url'),
  one('webhook', WEBHOOK, { of: ({ webhookId }) => webhookId }),
  all('metrics', 'key baselines { value } targets { value } history(first: 9) { changes { summary } }'),
  one('metric', FIGURE, { of: ({ key }) => key, by: 'key', more: `, ${WINDOW}` }),
  all('scoreboard', `rows { ${FIGURE} }`, `(${WINDOW})`),
];

/** Nodes of the surface, and the right to each. */
export const nodeKeys: Readonly<Record<string, { readonly of: keyof Shelf; readonly right: Right }>> = {
  LogEvent: { of: 'eventId', right: 'log.read' },
  NamedConsumer: { of: 'consumerId', right: 'log.consume' },
  Webhook: { of: 'webhookId', right: 'webhook.read' },
  WebhookDelivery: { of: 'deliveryId', right: 'webhook.read' },
  Metric: { of: 'metricId', right: 'metric.read' },
};
