import type { Aggregate } from '#libs/event-log';
import type { RequestStatus } from './state.js';

/** Facts of the work one provider team has in hand. The team's id is the stream's id. */
export interface WorkloadFacts {
  /** `limit` null: as much as comes. `hard`: above it nothing is approved; else it is only said. */
  WipLimitSet: { readonly limit: number | null; readonly hard: boolean };
  WorkTaken: { readonly requestId: string };
  /** `why` is the status the request went to. */
  WorkLeft: { readonly requestId: string; readonly why: RequestStatus };
}

export type WorkloadEvent = {
  [T in keyof WorkloadFacts]: { readonly type: T; readonly data: WorkloadFacts[T] };
}[keyof WorkloadFacts];

/** What a provider team works on: always exactly its requests in APPROVED, IN_PROGRESS or DELIVERED (P24). */
export interface Workload {
  /** Requests at a time; null: no limit. */
  readonly limit: number | null;
  /** True: at the limit an approval is refused; false: it is carried out with a warning. */
  readonly hard: boolean;
  /** Ids of the requests in work, the longest there first. */
  readonly inWork: readonly string[];
}

const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((one) => one !== id);

export const workload: Aggregate<Workload, WorkloadEvent> = {
  type: 'workload',
  initial: { limit: null, hard: false, inWork: [] },
  source: import.meta.url,
  evolve(state, event) {
    switch (event.type) {
      case 'WipLimitSet':
        return { ...state, ...event.data };
      case 'WorkTaken':
        return { ...state, inWork: [...without(state.inWork, event.data.requestId), event.data.requestId] };
      case 'WorkLeft':
        return { ...state, inWork: without(state.inWork, event.data.requestId) };
    }
  },
};
