import type { Samples } from '#test/kit/golden';
import type { MetricEvent, RegisterEvent } from './domain/index.js';

const window = { from: '2025-10-01', until: '2025-12-31' } as const;
const words = {
  name: 'Collaboration score',
  text: 'Mean of five items of the survey, scaled to 100, each side with the same weight.',
  unit: 'points of 100',
  direction: 'UP',
  minSample: 5,
} as const;

/** One of each fact, in an order in which they could have happened. */
export const samples: Samples<MetricEvent | RegisterEvent> = {
  OwnMetricAdded: { key: 'collaboration' },
  MetricDefined: { definitionVersion: 1, ...words },
  MetricBaselineSet: { definitionVersion: 1, window, value: 60, n: 10, source: 'IMPORTED' },
  MetricTargetSet: { definitionVersion: 1, value: null, changePercent: 25, by: '2026-12-31' },
  ObservationImported: { definitionVersion: 1, window, value: 60, n: 10, source: 'Survey tool' },
  MetricDefinitionChanged: { definitionVersion: 2, ...words, minSample: 10 },
  MetricRetired: { reason: 'Nobody answers any more' },
};
