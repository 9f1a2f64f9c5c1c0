import type { DoneBy } from '#libs/vocabulary';
import type { Recorded } from '#libs/event-log';
import { doneBy, type On, without } from './evolve-kit.js';
import type { DeliveryFacts } from './facts-delivery.js';
import type { RequestEvent, RequestFact } from './facts.js';
import { isCommitted } from './state.js';
import type { CommittedRequest, OpenRequest, Request } from './state.js';
import type { CriterionVerdict, Expedite, Launch } from './state-delivery.js';

export type DeliveryEvent = { [T in keyof DeliveryFacts]: RequestFact<T> }[keyof DeliveryFacts];

/** From one working status into another: what was signed comes along. */
const moved = <S extends CommittedRequest['status']>(state: CommittedRequest, status: S): CommittedRequest<S> => ({
  ...state,
  status,
});

const reached = <S extends CommittedRequest>(state: S, milestones: Partial<S['milestones']>): S => ({
  ...state,
  milestones: { ...state.milestones, ...milestones },
});

function started(state: CommittedRequest, event: On<'WorkStarted'>): Request {
  const by = { ...doneBy(event), personId: event.data.by };
  const next = reached(state, { startedAt: event.recordedAt });
  return moved({ ...next, startedBy: [...state.startedBy, by] }, 'IN_PROGRESS');
}

function delivered(state: CommittedRequest, event: On<'RequestDelivered'>): Request {
  const { notes, buildRef } = event.data;
  const delivery = { by: { ...doneBy(event), personId: event.data.by }, notes, buildRef, at: event.recordedAt };
  const next = reached(state, { deliveredAt: event.recordedAt });
  return moved({ ...next, deliveries: [...state.deliveries, delivery] }, 'DELIVERED');
}

const withVerdict = <S extends OpenRequest>(state: S, verdict: CriterionVerdict): S => ({
  ...state,
  verdicts: [...state.verdicts.filter(({ criterionId }) => criterionId !== verdict.criterionId), verdict],
});

function verdictOf(event: On<'CriterionVerified'> | On<'CriterionRejected'>, by: DoneBy): CriterionVerdict {
  if (event.type === 'CriterionVerified') return { ...event.data, verified: true, by };
  return { ...event.data, verified: false, by };
}

function launched(state: CommittedRequest, { data }: On<'RequestLaunched'>): Request {
  const launch: Launch = { ...data, rolledBack: null };
  const next = reached(state, { launchedAt: data.launchedAt, launchedOn: data.localDate });
  return moved({ ...next, launches: [...state.launches, launch] }, 'LAUNCHED');
}

/** Another build is to come: what was verified of this one says nothing about it. */
const lookedAtAnew = (state: CommittedRequest): CommittedRequest => ({ ...state, verdicts: [], tracking: null });

function rolledBack(state: CommittedRequest, { data, recordedAt: at }: On<'LaunchRolledBack'>): Request {
  const launches = state.launches.map((one, index): Launch =>
    index === state.launches.length - 1 ? { ...one, rolledBack: { ...data, at } } : one,
  );
  const next = reached(state, { launchedAt: null, launchedOn: null });
  return moved(lookedAtAnew({ ...next, launches }), 'IN_PROGRESS');
}

/** More than no minutes: the estimate does not cover them, so it is stale until it is made and signed anew. */
export function reopened(state: CommittedRequest, { data }: On<'RequestReopened'>): Request {
  const estimate = { ...state.estimate, owes: data.expectedMinutes > 0 ? ('ESTIMATE' as const) : state.estimate.owes };
  const next = reached(state, { closedAt: null });
  return moved(lookedAtAnew({ ...next, estimate }), 'IN_PROGRESS');
}

function tracked(state: OpenRequest, event: On<'TrackingVerified'> | On<'TrackingWaived'>): Request {
  const at = event.recordedAt;
  if (event.type === 'TrackingVerified') return { ...state, tracking: { status: 'VERIFIED', ...event.data, at } };
  return { ...state, tracking: { status: 'WAIVED', by: event.meta.actorId, reason: event.data.reason, at } };
}

function merged(state: OpenRequest, { data, recordedAt: at }: On<'RequestMerged'>): Request {
  const signed = state as OpenRequest & { approvals?: unknown; commitment?: unknown };
  return {
    ...without(signed, 'approvals', 'commitment'),
    held: null,
    status: 'MERGED',
    ended: { reason: 'MERGED', note: data.note, reviveWhen: null, mergedInto: data.targetId, from: state.status, at },
  };
}

const decided = (event: On<'RequestExpedited'> | On<'ExpediteDeclined'>): Expedite['decided'] => ({
  by: doneBy(event),
  reason: event.type === 'ExpediteDeclined' ? event.data.reason : null,
  at: event.recordedAt,
});

/** The two halves of urgency: who may go first, and who has to wait for it. */
function urgency(state: OpenRequest, event: Urgency): Request {
  switch (event.type) {
    case 'ExpediteRequested': {
      const asked = { requestedBy: doneBy(event), at: event.recordedAt, decided: null };
      return { ...state, expedite: { ...event.data, status: 'REQUESTED', ...asked } };
    }
    case 'ExpediteDeclined':
      return {
        ...state,
        expedite: state.expedite && { ...state.expedite, status: 'DECLINED', decided: decided(event) },
      };
    case 'RequestExpedited': {
      const { expedite: asked } = state;
      const expedite = asked && { ...asked, status: 'GRANTED' as const, decided: decided(event) };
      const triaged = 'triage' in state ? { triage: { ...state.triage, priorityClass: 'EXPEDITE' as const } } : {};
      return { ...state, ...triaged, expedite };
    }
    case 'Displaced':
      return { ...state, displacements: [...state.displacements, { ...event.data, at: event.recordedAt }] };
  }
}
type Urgency = On<'ExpediteRequested'> | On<'ExpediteDeclined'> | On<'RequestExpedited'> | On<'Displaced'>;

const issuedAfter = ({ milestonesIssued }: OpenRequest, { data }: On<'PathPlanned'>): number =>
  Math.max(milestonesIssued, ...data.milestones.map(({ id }) => Number(id.slice(1))));

/** What is written on the way without moving the request on. */
function shaped(state: OpenRequest, event: Shaping): Request {
  switch (event.type) {
    case 'ExperimentDeclared':
      return {
        ...state,
        experiment: { ...event.data, declaredAt: event.recordedAt, ended: null },
        pastExperiments: [...state.pastExperiments, ...(state.experiment ? [state.experiment] : [])],
        experimentProposal: null,
      };
    case 'AlternativeProposed':
    case 'AlternativeAccepted':
    case 'AlternativeRejected':
      return { ...state, alternatives: alternatives(state, event) };
    case 'PropertiesLinked':
      return { ...state, properties: event.data.properties };
    case 'PathPlanned':
      return { ...state, path: event.data.milestones, milestonesIssued: issuedAfter(state, event) };
    case 'SuccessViewSet': {
      const { side, text } = event.data;
      return { ...state, success: { ...state.success, [side]: { text, judged: null } } };
    }
    case 'OutcomeWaived':
      return { ...state, outcomeWaived: event.data.reason };
    case 'DuplicateMergedIn':
      return { ...state, duplicates: [...state.duplicates, event.data.requestId] };
  }
}
type Proposals = On<'AlternativeProposed'> | On<'AlternativeAccepted'> | On<'AlternativeRejected'>;
type Shaping =
  | On<'ExperimentDeclared'>
  | Proposals
  | On<'PropertiesLinked'>
  | On<'PathPlanned'>
  | On<'SuccessViewSet'>
  | On<'OutcomeWaived'>
  | On<'DuplicateMergedIn'>;

function alternatives({ alternatives: known }: OpenRequest, event: Proposals): OpenRequest['alternatives'] {
  if (event.type === 'AlternativeProposed') {
    const proposed = { proposedBy: doneBy(event), proposedAt: event.recordedAt, rejection: null };
    return [...known, { ...event.data, status: 'PROPOSED', ...proposed }];
  }
  const answered =
    event.type === 'AlternativeAccepted'
      ? ({ status: 'ACCEPTED' } as const)
      : ({ status: 'REJECTED', rejection: event.data.reason } as const);
  return known.map((one) => (one.alternativeId === event.data.alternativeId ? { ...one, ...answered } : one));
}

type Work = Exclude<Recorded<DeliveryEvent>, Shaping | Urgency | On<'RequestMerged'>>;

/** The way of signed work; a fact that needs signatures changes nothing without them. */
function worked(state: OpenRequest, event: Work): Request {
  if (!isCommitted(state)) return state;
  switch (event.type) {
    case 'WorkStarted':
      return started(state, event);
    case 'RequestDelivered':
      return delivered(state, event);
    case 'CriterionVerified':
      return withVerdict(state as OpenRequest, verdictOf(event, doneBy(event)));
    case 'CriterionRejected':
      return moved(
        withVerdict(state as OpenRequest, verdictOf(event, doneBy(event))) as CommittedRequest,
        'IN_PROGRESS',
      );
    case 'RequestAccepted':
      return moved(reached(state, { acceptedAt: event.recordedAt }), 'ACCEPTED');
    case 'RequestReturnedToWork':
      return moved(lookedAtAnew(state), 'IN_PROGRESS');
    case 'TrackingVerified':
    case 'TrackingWaived':
      return tracked(state, event);
    case 'RequestLaunched':
      return launched(state, event);
    case 'LaunchRolledBack':
      return rolledBack(state, event);
    case 'RequestClosed':
      return moved(reached(state, { closedAt: event.recordedAt }), 'CLOSED');
    case 'RequestReopened':
      return reopened(state, event);
  }
}

const shaping: Readonly<Record<Shaping['type'], true>> = {
  ExperimentDeclared: true,
  AlternativeProposed: true,
  AlternativeAccepted: true,
  AlternativeRejected: true,
  PropertiesLinked: true,
  PathPlanned: true,
  SuccessViewSet: true,
  OutcomeWaived: true,
  DuplicateMergedIn: true,
};
const urgent: Readonly<Record<Urgency['type'], true>> = {
  ExpediteRequested: true,
  ExpediteDeclined: true,
  RequestExpedited: true,
  Displaced: true,
};
const working: Readonly<Record<Work['type'], true>> = {
  WorkStarted: true,
  RequestDelivered: true,
  CriterionVerified: true,
  CriterionRejected: true,
  RequestAccepted: true,
  RequestReturnedToWork: true,
  TrackingVerified: true,
  TrackingWaived: true,
  RequestLaunched: true,
  LaunchRolledBack: true,
  RequestClosed: true,
  RequestReopened: true,
};

const isIn =
  <E extends Recorded<RequestEvent>>(types: Readonly<Record<E['type'], true>>) =>
  (event: Recorded<RequestEvent>): event is E =>
    Object.hasOwn(types, event.type);
const isShaping = isIn<Shaping>(shaping);
const isUrgency = isIn<Urgency>(urgent);
const isWork = isIn<Work>(working);

export const isDelivery = (event: Recorded<RequestEvent>): event is Recorded<DeliveryEvent> =>
  event.type === 'RequestMerged' || isShaping(event) || isUrgency(event) || isWork(event);

/** How a fact of delivery changes a request that is open. */
export function applyDelivery(state: OpenRequest, event: Recorded<DeliveryEvent>): Request {
  if (event.type === 'RequestMerged') return merged(state, event);
  if (isShaping(event)) return shaped(state, event);
  if (isUrgency(event)) return urgency(state, event);
  return worked(state, event);
}
