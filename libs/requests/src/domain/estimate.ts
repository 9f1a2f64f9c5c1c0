import { freeText, hasRole, plainText, requireRoom, upcomingDate } from '#libs/vocabulary';
import { requireChecklist } from './checklist.js';
import { requireForward } from './context.js';
import type { RuleContext } from './context.js';
import { requireNoOpenQuestion } from './dialogue.js';
import type { RequestEvent } from './facts.js';
import type { HiddenWorkPart } from './refusals.js';
import {
  EarlyInvolvementRequired,
  EstimateLinesMismatch,
  EstimateMissingHiddenWork,
  EstimateNotStale,
  EstimateOrder,
} from './refusals.js';
import { EstimateStale } from './refusals-delivery.js';
import { scopedPart, scopeHash } from './scope.js';
import { topUpStatuses } from './top-up.js';
import type { CommittedRequest, EstimatedRequest, Request, TriagedRequest } from './state.js';
import { isCommitted } from './state.js';
import { requireSuggestionsAnswered } from './touches.js';
import type { Confidence, EstimateLine } from './values.js';
import { requireWhole } from './whole.js';

/** Minutes throughout. */
export interface SubmitEstimateInput {
  readonly optimistic: number;
  readonly likely: number;
  readonly pessimistic: number;
  readonly lines: readonly EstimateLine[];
  readonly confidence: Confidence;
  readonly assumptions?: readonly string[] | null;
  /** Calendar days from start to delivery, as expected today. */
  readonly durationForecastDays: number;
  readonly validUntil: string;
  /** The engineer who worked it out, when an engineering lead hands it in and so countersigns it. */
  readonly preparedBy?: string | null;
}

type Estimable = TriagedRequest | EstimatedRequest | CommittedRequest;

function requirePoints(input: SubmitEstimateInput, { policy }: RuleContext): void {
  const { optimistic, likely, pessimistic } = input;
  const { maxMinutes, maxDays } = policy.limits;
  for (const point of ['optimistic', 'likely', 'pessimistic'] as const) {
    requireWhole(input[point], { min: 1, max: maxMinutes }, ['input', `${point}Minutes`]);
  }
  requireWhole(input.durationForecastDays, { min: 0, max: maxDays }, ['input', 'durationForecastDays']);
  if (optimistic > likely || likely > pessimistic) throw new EstimateOrder({ optimistic, likely, pessimistic });
}

function requireLines({ lines, likely }: SubmitEstimateInput, { policy }: RuleContext): void {
  const { maxEstimateLines, maxMinutes } = policy.limits;
  requireRoom(lines.length, maxEstimateLines, { what: 'lines of one estimate', path: ['input', 'lines'] });
  lines.forEach(({ minutes }, index) =>
    requireWhole(minutes, { min: 0, max: maxMinutes }, ['input', 'lines', String(index), 'minutes']),
  );
  const sum = lines.reduce((total, { minutes }) => total + minutes, 0);
  if (sum !== likely) throw new EstimateLinesMismatch(likely, sum);
}

const hasMinutes = (lines: readonly EstimateLine[], kind: EstimateLine['kind']): boolean =>
  lines.some((line) => line.kind === kind && line.minutes > 0);

/** An engineering lead signs by handing the estimate in: nobody else can sign for them. */
const countersign = ({ actor }: RuleContext): { countersignedBy?: string } =>
  hasRole(actor, 'ENGINEERING_LEAD') ? { countersignedBy: actor.personId } : {};

/** Hidden work shows in SECURITY and BACKEND minutes and a lead's signature, or the estimate is refused (P23). */
function requireHiddenWork(
  request: Estimable,
  lines: readonly EstimateLine[],
  countersignedBy: string | undefined,
): void {
  if (request.hiddenWork.length === 0) return;
  const missing: HiddenWorkPart[] = (['SECURITY', 'BACKEND'] as const).filter((kind) => !hasMinutes(lines, kind));
  if (countersignedBy === undefined) missing.push('COUNTERSIGNATURE');
  const touches = [...new Set(request.hiddenWork.map(({ touch }) => touch))];
  if (missing.length > 0) throw new EstimateMissingHiddenWork(missing, touches);
}

function requireEarlyInvolvement(request: Estimable, likely: number, { policy }: RuleContext): void {
  const minutes = Math.max(likely, request.triage.roughMinutes);
  const hasEngineer = request.coAuthors.some(({ side }) => side === 'PROVIDER');
  if (minutes >= policy.earlyInvolvementMinutes && !hasEngineer) {
    throw new EarlyInvolvementRequired(minutes, policy.earlyInvolvementMinutes);
  }
}

/** What has to be clear before anybody may say a number. */
function requireClear(request: Estimable): void {
  requireNoOpenQuestion(request);
  requireSuggestionsAnswered(request);
}

function assumptionsOf(input: SubmitEstimateInput, { policy }: RuleContext): string[] {
  const assumptions = input.assumptions ?? [];
  requireRoom(assumptions.length, policy.limits.maxAssumptions, {
    what: 'assumptions',
    path: ['input', 'assumptions'],
  });
  return assumptions.map((text, index) =>
    freeText(text, { path: ['input', 'assumptions', String(index)], max: policy.limits.maxText }),
  );
}

/** Signed work is estimated anew only where what was signed no longer holds. */
function requireEstimable(request: Request, ctx: RuleContext): Estimable {
  const ready = requireForward(request, ctx, ['TRIAGED', 'ESTIMATED', ...topUpStatuses]);
  if (isCommitted(ready) && ready.estimate.owes === null) throw new EstimateNotStale();
  return ready;
}

/**
 * The first estimate, or a new one in place of the last; approvals of the last one are void. Of signed work it is a top-up, stale
 * until both sides have signed it.
 * @throws EstimateNotStale, QuestionOpen, TouchSuggestionUnanswered, EstimateOrder, EstimateLinesMismatch, EstimateMissingHiddenWork,
 * EarlyInvolvementRequired, ChecklistIncomplete, DateInPast, RequestOnHold, ValidationFailed, LimitReached, PiiNotAllowed
 */
export function submitEstimate(request: Request, input: SubmitEstimateInput, ctx: RuleContext): RequestEvent[] {
  const ready = requireEstimable(request, ctx);
  requirePoints(input, ctx);
  requireLines(input, ctx);
  requireClear(ready);
  requireEarlyInvolvement(ready, input.likely, ctx);
  const signature = countersign(ctx);
  requireHiddenWork(ready, input.lines, signature.countersignedBy);
  requireChecklist(ready, ctx);
  const { optimistic, likely, pessimistic, confidence, durationForecastDays, preparedBy } = input;
  const prepared =
    preparedBy == null
      ? {}
      : { preparedBy: plainText(preparedBy, { path: ['input', 'preparedBy'], max: ctx.policy.limits.maxShortText }) };
  return [
    {
      type: 'EstimateSubmitted',
      data: {
        estimateId: `E${ready.estimatesIssued + 1}`,
        optimistic,
        likely,
        pessimistic,
        lines: input.lines.map(({ kind, minutes }) => ({ kind, minutes })),
        confidence,
        assumptions: assumptionsOf(input, ctx),
        durationForecastDays,
        validUntil: upcomingDate(input.validUntil, ctx.today, ['input', 'validUntil']),
        ...prepared,
        ...signature,
      },
    },
  ];
}

/**
 * The scope moved after approval and the minutes stay as they are (R5). Hidden work that came with the change is asked for as in a
 * new estimate. Minutes that nobody signed, or that are known not to do, cannot be confirmed.
 * @throws EstimateNotStale, EstimateStale, QuestionOpen, TouchSuggestionUnanswered, EstimateMissingHiddenWork, RequestOnHold
 */
export function confirmEstimate(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  const approved = requireForward(request, ctx, topUpStatuses);
  const { estimate } = approved;
  if (estimate.owes === null) throw new EstimateNotStale();
  if (estimate.owes !== 'CONFIRMATION') throw new EstimateStale(estimate.estimateId, estimate.owes);
  requireClear(approved);
  const signature = countersign(ctx);
  requireHiddenWork(approved, estimate.lines, signature.countersignedBy);
  const { estimateId } = estimate;
  return [
    { type: 'EstimateConfirmed', data: { estimateId, scopeHash: scopeHash(scopedPart(approved)), ...signature } },
  ];
}
