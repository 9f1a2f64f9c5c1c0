import type { Recorded } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import type { MetricEvent } from './domain/index.js';
import { metricDossier } from './dossiers/metric.js';
import { metricsEvents } from './events.js';
import { samples } from './events.samples.fixture.js';
import { metricRow, type MetricRow } from './metric-row.js';
import { summaryOf } from './summary.js';

const recorded = (event: object): Recorded<MetricEvent> =>
  ({ ...event, recordedAt: '2026-03-10T09:00:00.000Z' }) as Recorded<MetricEvent>;

describeGoldenFixtures({
  events: metricsEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => metricRow.evolve(null, recorded(event)),
});

describe('the row of a metric', () => {
  it('says what the facts say, and its dossier the same', () => {
    let row: MetricRow | null = null;
    for (const [type, data] of Object.entries(samples)) row = metricRow.evolve(row, recorded({ type, data }));
    expect(row).toMatchSnapshot();
    let dossier = null;
    for (const [type, data] of Object.entries(samples))
      dossier = metricDossier.evolve(dossier, recorded({ type, data }));
    expect(dossier).toEqual(row!.document);
  });
});

describe('the history of a metric', () => {
  it('tells each fact in a sentence', () =>
    expect(
      [...Object.entries(samples).map(([type, data]) => ({ type, data })), { type: 'MetricSung', data: {} }].map(
        summaryOf,
      ),
    ).toMatchSnapshot());
});
