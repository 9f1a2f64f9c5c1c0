export { metricsConsumers } from './consumers.js';
export { metricsEvents, metricsModel } from './events.js';
export { MetricsModule } from './metrics.module.js';
