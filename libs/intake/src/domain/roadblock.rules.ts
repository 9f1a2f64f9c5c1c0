import { Forbidden, InvalidState, NotFound } from '#libs/event-log';
import { actsFor, freeText, optionalText, owedReason, requireRoom, upcomingDate } from '#libs/vocabulary';
import type { IntakeContext } from './context.js';
import {
  type KnownRoadblock,
  type Roadblock,
  type RoadblockEvent,
  type RoadblockStatus,
  roadblockStatuses,
} from './roadblock.js';

export interface RaiseRoadblockInput {
  /** From the workspace's counter. */
  readonly number: number;
  readonly title: string;
  readonly text?: string | null;
  readonly affectedRequestIds: readonly string[];
  readonly until: string;
  readonly ownerId?: string | null;
}

export interface ChangeAffectedInput {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
}

export interface HowInput {
  readonly how: string;
}

export interface RoadblockReasonInput {
  readonly reason: string;
}

const BLOCKING = ['OPEN', 'MITIGATED'] as const satisfies readonly RoadblockStatus[];

/** The name people use for a roadblock, e.g. `RB-3`. */
export const roadblockLabel = (number: number): string => `RB-${number}`;

/** @throws NotFound, Forbidden (own: of its owner), InvalidState */
function requireRoadblock(
  roadblock: Roadblock,
  { actor }: IntakeContext,
  allowed: readonly RoadblockStatus[],
): KnownRoadblock {
  if (roadblock.status === 'unknown') throw new NotFound('roadblock');
  const { ownerId } = roadblock;
  if (actor.grant === 'own' && (ownerId === null || !actsFor(actor, ownerId)))
    throw new Forbidden('own', 'You may do this with roadblocks you own only.');
  if (!allowed.includes(roadblock.status)) throw new InvalidState(roadblock.status, allowed);
  return roadblock;
}

const roomFor = (ids: readonly string[], ctx: IntakeContext, path: readonly string[]): void =>
  requireRoom(ids.length, ctx.policy.limits.maxAffected, { what: 'requests one roadblock affects', path });

/** @throws ValidationFailed, PiiNotAllowed, DateInPast, LimitReached */
export function raiseRoadblock(roadblock: Roadblock, input: RaiseRoadblockInput, ctx: IntakeContext): RoadblockEvent[] {
  if (roadblock.status !== 'unknown') throw new InvalidState(roadblock.status, ['unknown']);
  const { limits } = ctx.policy;
  const affectedRequestIds = [...new Set(input.affectedRequestIds)];
  roomFor(affectedRequestIds, ctx, ['input', 'affectedRequestIds']);
  return [
    {
      type: 'RoadblockRaised',
      data: {
        number: input.number,
        title: freeText(input.title, { path: ['input', 'title'], min: limits.minTitle, max: limits.maxTitle }),
        text: optionalText(input.text, { path: ['input', 'text'], max: limits.maxText }),
        affectedRequestIds,
        until: upcomingDate(input.until, ctx.today, ['input', 'until']),
        ownerId: input.ownerId ?? null,
      },
    },
  ];
}

/** No fact when it is theirs already. @throws InvalidState */
export function assignRoadblockOwner(
  roadblock: Roadblock,
  { ownerId }: { readonly ownerId: string },
  ctx: IntakeContext,
): RoadblockEvent[] {
  const { ownerId: previousOwnerId } = requireRoadblock(roadblock, ctx, BLOCKING);
  return ownerId === previousOwnerId ? [] : [{ type: 'RoadblockOwnerAssigned', data: { ownerId, previousOwnerId } }];
}

/** No fact when nothing changes. @throws InvalidState, LimitReached */
export function changeRoadblockAffected(
  roadblock: Roadblock,
  { add, remove }: ChangeAffectedInput,
  ctx: IntakeContext,
): RoadblockEvent[] {
  const { affectedRequestIds: affected } = requireRoadblock(roadblock, ctx, BLOCKING);
  const added = [...new Set(add)].filter((id) => !affected.includes(id));
  const removed = [...new Set(remove)].filter((id) => affected.includes(id));
  roomFor([...affected.filter((id) => !removed.includes(id)), ...added], ctx, ['input', 'add']);
  return added.length + removed.length === 0 ? [] : [{ type: 'RoadblockAffectedChanged', data: { added, removed } }];
}

/** Another end is expected; no fact for the same day. @throws InvalidState, DateInPast, ReasonRequired */
export function changeRoadblockUntil(
  roadblock: Roadblock,
  input: RoadblockReasonInput & { readonly until: string },
  ctx: IntakeContext,
): RoadblockEvent[] {
  const { until: previous } = requireRoadblock(roadblock, ctx, BLOCKING);
  const until = upcomingDate(input.until, ctx.today, ['input', 'until']);
  const reason = reasonOf(input, 'others plan with this date', ctx);
  return until === previous ? [] : [{ type: 'RoadblockUntilChanged', data: { until, previous, reason } }];
}

const howOf = ({ how }: HowInput, { policy }: IntakeContext): string =>
  freeText(how, { path: ['input', 'how'], max: policy.limits.maxText });

const reasonOf = ({ reason }: RoadblockReasonInput, what: string, { policy }: IntakeContext): string =>
  owedReason(reason, what, { path: ['input', 'reason'], max: policy.limits.maxText });

/** It still blocks, but less. @throws InvalidState, ValidationFailed, PiiNotAllowed */
export function mitigateRoadblock(roadblock: Roadblock, input: HowInput, ctx: IntakeContext): RoadblockEvent[] {
  requireRoadblock(roadblock, ctx, ['OPEN']);
  return [{ type: 'RoadblockMitigated', data: { how: howOf(input, ctx) } }];
}

/** It is gone. @throws InvalidState, ValidationFailed, PiiNotAllowed */
export function resolveRoadblock(roadblock: Roadblock, input: HowInput, ctx: IntakeContext): RoadblockEvent[] {
  requireRoadblock(roadblock, ctx, [...BLOCKING, 'ACCEPTED']);
  return [{ type: 'RoadblockResolved', data: { how: howOf(input, ctx) } }];
}

/** It stays, and everybody lives with it. @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function acceptRoadblock(
  roadblock: Roadblock,
  input: RoadblockReasonInput,
  ctx: IntakeContext,
): RoadblockEvent[] {
  requireRoadblock(roadblock, ctx, BLOCKING);
  return [{ type: 'RoadblockAccepted', data: { reason: reasonOf(input, 'what makes it bearable', ctx) } }];
}

/** It blocks again. @throws InvalidState, ReasonRequired, PiiNotAllowed */
export function reopenRoadblock(
  roadblock: Roadblock,
  input: RoadblockReasonInput,
  ctx: IntakeContext,
): RoadblockEvent[] {
  requireRoadblock(
    roadblock,
    ctx,
    roadblockStatuses.filter((status) => status !== 'OPEN'),
  );
  return [{ type: 'RoadblockReopened', data: { reason: reasonOf(input, 'what blocks again', ctx) } }];
}
