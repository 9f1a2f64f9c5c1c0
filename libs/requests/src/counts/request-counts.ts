import type { Recorded } from '#libs/event-log';
import {
  type KnownRequest,
  request,
  type Request,
  type RequestEvent,
  type RequestEventType,
  waitingOn,
} from '../domain/index.js';

/** What is counted together. Teams by uuid; no provider before triage. */
export interface CountGroup {
  readonly workspaceId: string;
  readonly status: string;
  readonly waitingOn: string;
  readonly consumerTeamId: string;
  readonly providerTeamId: string | null;
}

/** Facts that can change the group of a request. Briefs are none of them, so what is kept of a request stays small. */
export const countedTypes: readonly RequestEventType[] = [
  'RequestDrafted',
  'RequestSubmitted',
  'RequestTriaged',
  'QuestionAsked',
  'QuestionAnswered',
  'QuestionResolved',
  'EstimateSubmitted',
  'EstimateInvalidated',
  'ApprovalGiven',
  'RequestApproved',
  'RequestDeclined',
  'RequestWithdrawn',
  'RequestRevived',
  'RequestHeld',
  'RequestResumed',
  'RequestMerged',
  'WorkStarted',
  'RequestDelivered',
  'CriterionRejected',
  'RequestAccepted',
  'RequestReturnedToWork',
  'RequestLaunched',
  'LaunchRolledBack',
  'RequestClosed',
  'RequestReopened',
];

/** A request as it was counted last; version 0 and null before its first fact. */
export interface Counted {
  readonly workspaceId: string;
  readonly streamId: string;
  readonly version: number;
  readonly state: KnownRequest | null;
}

export interface CountChange {
  readonly group: CountGroup;
  /** Requests that came to the group, less those that left; never 0. */
  readonly delta: number;
}

export const groupOf = (workspaceId: string, state: KnownRequest): CountGroup => ({
  workspaceId,
  status: state.status,
  waitingOn: waitingOn(state),
  consumerTeamId: state.consumerTeamId,
  providerTeamId: ('triage' in state ? state.triage?.providerTeamId : undefined) ?? null,
});

export const keyOf = ({ workspaceId, streamId }: Pick<Counted, 'workspaceId' | 'streamId'>): string =>
  `${workspaceId}/${streamId}`;

/** Events of any streams, each stream's in order, onto what was counted before; events that were counted already change nothing. */
export function countOn(
  before: ReadonlyMap<string, Counted>,
  events: readonly Recorded[],
): { counted: Counted[]; changes: CountChange[] } {
  const after = new Map<string, Counted>();
  for (const event of events as readonly Recorded<RequestEvent>[]) {
    const key = keyOf(event);
    const known = after.get(key) ?? before.get(key) ?? { ...event, version: 0, state: null };
    if (event.version > known.version) after.set(key, countedAfter(known, event));
  }
  const counted = [...after.values()];
  return { counted, changes: changesBetween(before, counted) };
}

const countedAfter = ({ workspaceId, streamId, state }: Counted, event: Recorded<RequestEvent>): Counted => {
  const next: Request = request.evolve(state ?? request.initial, event);
  return { workspaceId, streamId, version: event.version, state: next.status === 'unknown' ? null : next };
};

function changesBetween(before: ReadonlyMap<string, Counted>, after: readonly Counted[]): CountChange[] {
  const sums = new Map<string, CountChange>();
  const add = ({ workspaceId, state }: Counted, by: 1 | -1): void => {
    if (!state) return;
    const group = groupOf(workspaceId, state);
    const key = JSON.stringify(Object.values(group));
    sums.set(key, { group, delta: (sums.get(key)?.delta ?? 0) + by });
  };
  for (const counted of after) {
    const known = before.get(keyOf(counted));
    if (known) add(known, -1);
    add(counted, 1);
  }
  return [...sums.values()].filter(({ delta }) => delta !== 0);
}
