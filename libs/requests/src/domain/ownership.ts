import { actsFor, hasRole, optionalText, owedReason, type Side, sides, upcomingDate } from '#libs/vocabulary';
import { Forbidden, ValidationFailed } from '#libs/event-log';
import { inStatus, isRequester, requireKnown, requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { OwnerRequired } from './refusals.js';
import { activeStatuses, type KnownRequest, type Request } from './state.js';
import type { DateKind } from './values.js';

export interface AssignOwnerInput {
  /** Null when the directory knows no such person. */
  readonly ownerId: string | null;
  /** Owed when somebody owned it before (P12). */
  readonly reason?: string | null;
}

export interface AgreeDateInput {
  readonly date: string;
  readonly dateKind: DateKind;
  /** Owed when another date was agreed before (P12). */
  readonly reason?: string | null;
  /** Who agreed: it takes both sides. */
  readonly sides: readonly Side[];
}

const changeReason = (previous: string | null, reason: string | null | undefined, ctx: RuleContext): string | null => {
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return previous === null ? optionalText(reason, rule) : owedReason(reason, 'something else was agreed before', rule);
};

/** One accountable person (P12). No fact when it is them already. @throws OwnerRequired, ReasonRequired */
export function assignOwner(request: Request, input: AssignOwnerInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  const { ownerId } = input;
  if (ownerId === null || ownerId.trim() === '') throw new OwnerRequired(['input', 'ownerId']);
  const previousOwnerId = open.ownerId;
  if (ownerId === previousOwnerId) return [];
  return [
    {
      type: 'OwnerAssigned',
      data: { ownerId, previousOwnerId, reason: changeReason(previousOwnerId, input.reason, ctx) },
    },
  ];
}

/** The owner settles dates, who asked while nobody owns it, and always a lead of the two teams or a product manager. */
function requireDateSetter(request: KnownRequest, { actor }: RuleContext): void {
  const isTheirs = request.ownerId === null ? isRequester(request, actor) : actsFor(actor, request.ownerId);
  if (isTheirs || hasRole(actor, 'MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER')) return;
  throw new Forbidden('request.agreeDate', 'The owner of the request, a lead or a product manager settles its date.');
}

/**
 * The one date both sides count on (P12). No fact when it stands already.
 * @throws NotFound, Forbidden, InvalidState, DateInPast, ReasonRequired, ValidationFailed
 */
export function agreeDate(request: Request, input: AgreeDateInput, ctx: RuleContext): RequestEvent[] {
  const known = requireKnown(request);
  requireDateSetter(known, ctx);
  const { agreedDate } = inStatus(known, activeStatuses);
  const date = upcomingDate(input.date, ctx.today, ['input', 'date']);
  if (agreedDate?.date === date && agreedDate.dateKind === input.dateKind) return [];
  const agreeing = sides.filter((side) => input.sides.includes(side));
  if (agreeing.length < sides.length)
    throw new ValidationFailed('A date holds when both sides agreed to it.', ['input', 'sides']);
  const previous = agreedDate?.date ?? null;
  const reason = changeReason(previous, input.reason, ctx);
  return [{ type: 'DateAgreed', data: { date, dateKind: input.dateKind, previous, reason, sides: agreeing } }];
}
