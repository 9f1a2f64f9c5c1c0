import {
  otherSide,
  actsFor,
  hasRole,
  isPeriod,
  isSamePerson,
  optionalText,
  requireRoom,
  type Side,
} from '#libs/vocabulary';
import { Forbidden, InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { requireForward } from './context.js';
import type { RuleContext } from './context.js';
import { requireNoOpenConcern } from './concerns.js';
import type { RequestEvent } from './facts.js';
import {
  BothSidesBySamePerson,
  DateRequired,
  EstimateExpired,
  OwnerRequired,
  ReservationPlanDiffers,
  ReservationPlanOutOfRange,
  SelfApprovalForbidden,
  SideAlreadyApproved,
} from './refusals.js';
import type { CommittedRequest, EstimatedRequest, Request } from './state.js';
import { topUpStatuses } from './top-up.js';
import type { ReservationLine } from './values.js';

export interface ApproveInput {
  readonly side: Side;
  /** Left out by the second side: the plan of the first. Empty where the two teams have no agreement. */
  readonly reservationPlan?: readonly ReservationLine[] | null;
  /** Why the plan is outside of likely … pessimistic. */
  readonly reason?: string | null;
  /** The agreements of the two teams that minutes can be reserved in. */
  readonly agreementIds: readonly string[];
}

const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'MARKETING_LEAD', PROVIDER: 'ENGINEERING_LEAD' };

/** An estimate that waits for signatures: the first one, or a new one of signed work. */
type Signable = EstimatedRequest | CommittedRequest<(typeof topUpStatuses)[number]>;

const planPath = ['input', 'reservationPlan'];

/** Leads sign. A requester signs as lead in their own right only, never as somebody's deputy. */
function requireSigner(request: Signable, side: Side, { actor }: RuleContext): void {
  const isLead = hasRole(actor, leadOf[side]);
  const isRequester = actsFor(actor, request.requesterId);
  const isDeputy = actor.onBehalfOf !== undefined;
  if (isRequester && (!isLead || isDeputy)) throw new SelfApprovalForbidden(side);
  if (!isLead) throw new Forbidden('request.approve', `Only ${leadOf[side]} approves this side.`);
}

/** Two approvals, two persons, one each side (R3). */
function requireTwoPersons(request: Signable, side: Side, { actor }: RuleContext): void {
  const [mine, theirs] = [request.approvals[side], request.approvals[otherSide[side]]];
  if (mine) throw new SideAlreadyApproved(side, mine.by.personId);
  if (theirs && isSamePerson(actor, theirs.by)) throw new BothSidesBySamePerson(side);
}

/** @throws EstimateExpired, ConcernOpen, OwnerRequired, DateRequired */
function requireApprovable(request: Signable, { today }: RuleContext): void {
  const { validUntil } = request.estimate;
  if (validUntil < today) throw new EstimateExpired(validUntil);
  requireNoOpenConcern(request);
  if (request.ownerId === null) throw new OwnerRequired();
  if (request.agreedDate === null) throw new DateRequired();
}

const minutesOf = (plan: readonly ReservationLine[]): number => plan.reduce((sum, { minutes }) => sum + minutes, 0);

function requireLine(line: ReservationLine, agreementIds: readonly string[], path: readonly string[]): void {
  if (!agreementIds.includes(line.agreementId))
    throw new NotFound('agreement of these two teams', [...path, 'agreementId']);
  if (!isPeriod(line.period)) throw new ValidationFailed('Write a month as YYYY-MM.', [...path, 'period']);
  if (!Number.isSafeInteger(line.minutes) || line.minutes < 1) {
    throw new ValidationFailed('Reserve whole minutes, at least one.', [...path, 'minutes']);
  }
}

/** A month has one total: a second line for it would leave open which one counts. */
function requireOnce(plan: readonly ReservationLine[]): void {
  const months = plan.map(({ agreementId, period }) => `${agreementId} ${period}`);
  const again = months.findIndex((month, index) => months.indexOf(month) < index);
  if (again !== -1)
    throw new ValidationFailed('Name each month of an agreement once.', [...planPath, String(again), 'period']);
}

const canonical = (plan: readonly ReservationLine[]): string =>
  plan
    .map(({ agreementId, period, minutes }) => JSON.stringify([agreementId, period, minutes]))
    .sort()
    .join();

/** The plan this approval stands for. Without an agreement there is nothing to reserve and it is empty. */
function planOf(request: Signable, input: ApproveInput, ctx: RuleContext): readonly ReservationLine[] {
  const theirs = request.approvals[otherSide[input.side]]?.reservationPlan;
  const plan = input.reservationPlan ?? theirs ?? [];
  requireRoom(plan.length, ctx.policy.limits.maxPlanLines, { what: 'lines of a reservation plan', path: planPath });
  plan.forEach((line, index) => requireLine(line, input.agreementIds, [...planPath, String(index)]));
  requireOnce(plan);
  if (theirs && canonical(theirs) !== canonical(plan)) throw new ReservationPlanDiffers(input.side);
  return plan.map(({ agreementId, period, minutes }) => ({ agreementId, period, minutes }));
}

/** The plan covers the likely minutes and not more than the pessimistic ones, unless a reason says why. */
function requireRange(request: Signable, plan: readonly ReservationLine[], excuse: boolean): void {
  const minutes = minutesOf(plan);
  const { likely, pessimistic } = request.estimate;
  if (!excuse && (minutes < likely || minutes > pessimistic))
    throw new ReservationPlanOutOfRange(minutes, { likely, pessimistic });
}

/** @throws InvalidState when nothing waits for a signature */
function requireSignable(request: Request, ctx: RuleContext): Signable {
  const signable = requireForward(request, ctx, ['ESTIMATED', ...topUpStatuses]);
  if (signable.status !== 'ESTIMATED' && signable.estimate.owes !== 'SIGNATURES')
    throw new InvalidState(signable.status, ['ESTIMATED']);
  return signable;
}

/**
 * One side signs; the second signature approves the request, or the new minutes of signed work (top-up). The reservation itself is
 * made by the caller in the same append, from the plan of `RequestApproved` (R4).
 * @throws InvalidState, Forbidden, SelfApprovalForbidden, SideAlreadyApproved, BothSidesBySamePerson, EstimateExpired, ConcernOpen, OwnerRequired,
 * DateRequired, ReservationPlanOutOfRange, ReservationPlanDiffers, RequestOnHold
 */
export function approveRequest(request: Request, input: ApproveInput, ctx: RuleContext): RequestEvent[] {
  const estimated = requireSignable(request, ctx);
  requireSigner(estimated, input.side, ctx);
  requireTwoPersons(estimated, input.side, ctx);
  requireApprovable(estimated, ctx);
  const plan = planOf(estimated, input, ctx);
  const reason = optionalText(input.reason, { path: ['input', 'reason'], max: ctx.policy.limits.maxText });
  const isSecond = estimated.approvals[otherSide[input.side]] !== undefined;
  if (!isSecond && input.agreementIds.length > 0) requireRange(estimated, plan, reason !== null);
  const given: RequestEvent = {
    type: 'ApprovalGiven',
    data: { side: input.side, byId: ctx.actor.personId, reservationPlan: plan, ...(reason === null ? {} : { reason }) },
  };
  if (!isSecond) return [given];
  return [given, { type: 'RequestApproved', data: { totalReserved: minutesOf(plan), plan, overageMinutes: 0 } }];
}
