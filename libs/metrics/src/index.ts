export { metricsConsumers } from './consumers.js';
/** The figures: `measureAll` gives those of every metric, from dossiers gathered at one position, for a window. */
export {
  type AskedWindow,
  type Figure,
  figureOf,
  measureAll,
  type Measuring,
  type Metric,
  metricKeys,
  metricOf,
  type Part,
  windowOf,
} from './domain/index.js';
/** For a report that replays the log: the same reducers, as one keyed fold. */
export {
  type AllDossiers,
  circumstancesOf,
  dossierFolds,
  type FiledDossier,
  gather,
  keyedDossiers,
  type Whence,
} from './dossiers/index.js';
export { metricsEvents, type MetricsFact, metricsModel } from './events.js';
export { MetricsModule } from './metrics.module.js';
export { Metrics1764000000821 } from './migrations/1-metrics.js';
