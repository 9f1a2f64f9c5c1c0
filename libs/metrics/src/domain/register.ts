import type { Aggregate } from '#libs/event-log';

export interface RegisterEvent {
  readonly type: 'OwnMetricAdded';
  readonly data: { readonly key: string };
}

/** Metrics a workspace defined for itself, so that there are not too many of them. */
export interface MetricRegister {
  readonly count: number;
}

/** `own-metrics-workspace`: one in a workspace. */
export const metricRegister: Aggregate<MetricRegister, RegisterEvent> = {
  type: 'own-metrics',
  initial: { count: 0 },
  source: import.meta.url,
  evolve: ({ count }, { type }) => ({ count: type === 'OwnMetricAdded' ? count + 1 : count }),
};

export const metricRegisterId = 'workspace';
