import type { Recorded } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { webhookList, type WebhookEvent, type WebhookListEvent } from './domain/index.js';
import { webhooksEvents, type WebhooksFact } from './events.js';
import { samples } from './events.samples.fixture.js';
import { summaryOf } from './summary.js';
import { webhookRow, type WebhookRow } from './webhook-row.js';

const recorded = (fact: WebhooksFact, version = 1): Recorded<WebhooksFact> =>
  ({ ...fact, version, recordedAt: '2026-03-10T09:00:00.000Z' }) as Recorded<WebhooksFact>;
const isOfList = (fact: WebhooksFact): fact is WebhookListEvent => fact.type.endsWith('isted');
const facts = Object.entries(samples).map(([type, data]) => ({ type, data }) as WebhooksFact);

describeGoldenFixtures({
  events: webhooksEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => {
    const fact = event as unknown as WebhooksFact;
    if (isOfList(fact)) webhookList.evolve(webhookList.initial, recorded(fact) as Recorded<WebhookListEvent>);
    else webhookRow.evolve(null, recorded(fact) as Recorded<WebhookEvent>);
  },
});

describe('the row of a webhook', () => {
  it('says what the facts say, one after the other', () => {
    let row: WebhookRow | null = null;
    const rows = facts
      .filter((fact) => !isOfList(fact))
      .map((fact, index) => {
        row = webhookRow.evolve(row, recorded(fact, index + 1) as Recorded<WebhookEvent>);
        return { fact: fact.type, row };
      });
    expect(rows).toMatchSnapshot();
  });
});

describe('the history of a webhook', () => {
  it('tells each fact in a sentence', () =>
    expect(
      [
        ...facts,
        { type: 'WebhookSecretRotated', data: { ...samples.WebhookSecretRotated, overlapHours: 0 } },
        { type: 'WebhookDisabled', data: { ...samples.WebhookDisabled, note: null } },
        { type: 'WebhookSung', data: {} },
      ].map(summaryOf),
    ).toMatchSnapshot());
});
