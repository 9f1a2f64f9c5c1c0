import type { Aggregate, Recorded } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';

export const roadblockStatuses = ['OPEN', 'MITIGATED', 'RESOLVED', 'ACCEPTED'] as const;
export type RoadblockStatus = (typeof roadblockStatuses)[number];

export interface RoadblockFacts {
  RoadblockRaised: {
    readonly number: number;
    readonly title: string;
    readonly text: string | null;
    readonly affectedRequestIds: readonly string[];
    /** The day on which it is expected to end. */
    readonly until: LocalDate;
    readonly ownerId: string | null;
  };
  RoadblockOwnerAssigned: { readonly ownerId: string; readonly previousOwnerId: string | null };
  RoadblockAffectedChanged: { readonly added: readonly string[]; readonly removed: readonly string[] };
  RoadblockUntilChanged: { readonly until: LocalDate; readonly previous: LocalDate; readonly reason: string };
  RoadblockMitigated: { readonly how: string };
  RoadblockResolved: { readonly how: string };
  RoadblockAccepted: { readonly reason: string };
  RoadblockReopened: { readonly reason: string };
}
export type RoadblockEventType = keyof RoadblockFacts;
export type RoadblockEvent = {
  [T in RoadblockEventType]: { readonly type: T; readonly data: RoadblockFacts[T] };
}[RoadblockEventType];

export interface KnownRoadblock {
  readonly status: RoadblockStatus;
  readonly number: number;
  readonly title: string;
  readonly text: string | null;
  readonly affectedRequestIds: readonly string[];
  readonly until: LocalDate;
  readonly ownerId: string | null;
  readonly raisedBy: string;
  readonly raisedAt: string;
  /** How it was mitigated or resolved, or why it is lived with; null while it is open. */
  readonly outcome: string | null;
}

export type Roadblock = { readonly status: 'unknown' } | KnownRoadblock;

export const roadblock: Aggregate<Roadblock, RoadblockEvent> = {
  type: 'roadblock',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(state, event) {
    if (event.type === 'RoadblockRaised') return raised(event);
    return state.status === 'unknown' ? state : changed(state, event);
  },
};

const raised = (event: Recorded<Extract<RoadblockEvent, { type: 'RoadblockRaised' }>>): KnownRoadblock => ({
  ...event.data,
  status: 'OPEN',
  raisedBy: event.meta.actorId,
  raisedAt: event.recordedAt,
  outcome: null,
});

function changed(state: KnownRoadblock, event: Exclude<RoadblockEvent, { type: 'RoadblockRaised' }>): KnownRoadblock {
  switch (event.type) {
    case 'RoadblockOwnerAssigned':
      return { ...state, ownerId: event.data.ownerId };
    case 'RoadblockAffectedChanged': {
      const { added, removed } = event.data;
      const left = state.affectedRequestIds.filter((id) => !removed.includes(id));
      return { ...state, affectedRequestIds: [...left, ...added] };
    }
    case 'RoadblockUntilChanged':
      return { ...state, until: event.data.until };
    case 'RoadblockMitigated':
      return { ...state, status: 'MITIGATED', outcome: event.data.how };
    case 'RoadblockResolved':
      return { ...state, status: 'RESOLVED', outcome: event.data.how };
    case 'RoadblockAccepted':
      return { ...state, status: 'ACCEPTED', outcome: event.data.reason };
    case 'RoadblockReopened':
      return { ...state, status: 'OPEN', outcome: null };
  }
}
