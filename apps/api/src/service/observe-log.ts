import type { LogObserver } from '#libs/event-log';
import type { Log, Metrics } from '#libs/platform';

/** What the kernel tells of itself as figures and log lines. */
export function observeLog(metrics: Metrics, log: Log): LogObserver {
  const append = metrics.histogram({
    name: 'append_seconds',
    help: 'Seconds from the call of an append to its answer.',
  });
  const horizon = metrics.gauge({ name: 'horizon_lag', help: 'Positions drawn and not yet safe to read.' });
  const lag = metrics.gauge({
    name: 'consumer_lag',
    help: 'Safe positions a consumer of this process has not reached yet.',
    labels: ['consumer'] as const,
  });
  const parked = metrics.counter({
    name: 'parked_total',
    help: 'Streams and timers that a consumer gave up for now.',
    labels: ['consumer'] as const,
  });
  return {
    appended: (milliseconds) => append.observe(milliseconds / 1000),
    horizonLag: (positions) => horizon.set(positions),
    consumerLag: (consumer, positions) => lag.set({ consumer }, positions),
    parked: ({ consumer, workspaceId, what, error }) => {
      parked.inc({ consumer });
      log.error(
        { consumer, workspaceId, parked: what, reason: error },
        'parked after an error; retry it when the cause is gone',
      );
    },
    error: (error, where) => log.warn({ err: error, where }, 'failed, will be tried again'),
  };
}
