import { type Actor, hasRole, owedReason } from '#libs/vocabulary';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { textsOf } from './brief.js';
import { requireActive } from './context.js';
import type { RuleContext } from './context.js';
import { requireNoRisk, runsExperiment } from './experiments.js';
import type { RequestEvent, RequestFacts, TouchAdded, TouchHint, TouchRemoved } from './facts.js';
import type { RequestPolicy } from './policy.js';
import { TouchLocked, TouchSuggestionUnanswered } from './refusals.js';
import { scopedPart, scopeHash, scopeOf } from './scope.js';
import { isCommitted } from './state.js';
import type { KnownRequest, OpenRequest, Request, TouchSuggestion } from './state.js';
import type { Brief, HiddenWorkFactor, TouchKind } from './values.js';
import { touchKinds } from './values.js';
import { wordFinder } from './words.js';

export interface TouchInput {
  readonly touch: TouchKind;
  readonly why: string;
  /** Requests a minute expected at the peak; with PUBLIC_PEAK, and only there. */
  readonly expectedPeakRpm?: number | null;
}

export interface SetTouchesInput {
  readonly add?: readonly TouchInput[] | null;
  readonly remove?: readonly { readonly touch: TouchKind; readonly why: string }[] | null;
}

export interface AnswerSuggestionInput {
  readonly touch: TouchKind;
  readonly why: string;
  readonly expectedPeakRpm?: number | null;
}

const locksTouches = (actor: Actor): boolean => hasRole(actor, 'ENGINEER', 'ENGINEERING_LEAD', 'RISK_REVIEWER');

/** Why the touches mean more work than meets the eye (P23). */
export const hiddenWorkOf = (touches: readonly TouchAdded[], policy: RequestPolicy): HiddenWorkFactor[] =>
  policy.hiddenWork.filter((factor) => touches.some(({ touch }) => touch === factor.touch));

/** Suggestions nobody has confirmed or dismissed yet: a warning at submission, a refusal at the estimate. */
export const openSuggestions = (request: KnownRequest): TouchSuggestion[] =>
  request.suggestions.filter(({ status }) => status === 'OPEN');

/** @throws TouchSuggestionUnanswered */
export function requireSuggestionsAnswered(request: KnownRequest): void {
  const open = openSuggestions(request).map(({ touch }) => touch);
  if (open.length > 0) throw new TouchSuggestionUnanswered(open);
}

/** Words a person dismissed for a touch are not brought up again; new ones are. */
function hintFor(
  touch: TouchKind,
  after: Pick<KnownRequest, 'brief' | 'title' | 'suggestions'>,
  policy: RequestPolicy,
): TouchHint {
  const find = wordFinder(policy.touchWords[touch]);
  const known = new Set(
    after.suggestions
      .filter((one) => one.touch === touch && one.status === 'DISMISSED')
      .flatMap(({ words }) => words.map(({ word }) => word)),
  );
  const words: { word: string; path: string }[] = [];
  for (const { path, text } of [{ path: 'title', text: after.title }, ...textsOf(after.brief)]) {
    for (const word of find(text).map((found) => found.word.toLowerCase().replace(/\s+/g, ' '))) {
      if (!known.has(word)) words.push({ word, path });
      known.add(word);
    }
  }
  return { touch, words };
}

/** The fact that the words of a new brief make touches likely, if that differs from what is suggested already. */
export function suggestTouches(request: OpenRequest, brief: Brief, policy: RequestPolicy): RequestEvent[] {
  const set = new Set(request.touches.map(({ touch }) => touch));
  const suggestions = touchKinds
    .filter((touch) => !set.has(touch))
    .map((touch) => hintFor(touch, { ...request, brief }, policy))
    .filter(({ words }) => words.length > 0);
  const present = openSuggestions(request).map(({ touch, words }) => ({ touch, words }));
  if (JSON.stringify(present) === JSON.stringify(suggestions)) return [];
  return [{ type: 'TouchesSuggested', data: { suggestions, policyVersion: policy.version } }];
}

/**
 * The fact that an estimate no longer fits the scope, if the scope moved after it (R5): an estimated request falls back to triage,
 * from approval on the estimate is marked as stale, once; one that waits
 * for signatures is void.
 */
export function invalidation(
  before: OpenRequest,
  after: OpenRequest,
  cause: RequestFacts['EstimateInvalidated']['cause'],
): RequestEvent[] {
  if (before.status !== 'ESTIMATED' && !isCommitted(before)) return [];
  const { owes } = before.estimate;
  if (owes === 'CONFIRMATION' || owes === 'ESTIMATE') return [];
  if (scopeOf(scopedPart(before)) === scopeOf(scopedPart(after))) return [];
  return [{ type: 'EstimateInvalidated', data: { estimateId: before.estimate.estimateId, cause } }];
}

function peakOf({ touch, expectedPeakRpm }: TouchInput, path: readonly string[]): { expectedPeakRpm?: number } {
  if (touch !== 'PUBLIC_PEAK') {
    if (expectedPeakRpm == null) return {};
    throw new ValidationFailed('Only PUBLIC_PEAK has an expected peak.', path);
  }
  if (expectedPeakRpm != null && Number.isSafeInteger(expectedPeakRpm) && expectedPeakRpm > 0)
    return { expectedPeakRpm };
  throw new ValidationFailed('Say how many requests a minute are expected: a whole number above 0.', path);
}

type Place = readonly string[];

function whyOf(why: string, path: Place, ctx: RuleContext): string {
  return owedReason(why, 'why it is touched, or no longer', { path: [...path, 'why'], max: ctx.policy.limits.maxText });
}

/** The touch to record, or nothing when it stands already just so. An engineer confirming one locks it. */
function additionOf(request: OpenRequest, input: TouchInput, at: { path: Place; ctx: RuleContext }): TouchAdded[] {
  const { actor } = at.ctx;
  const peak = peakOf(input, [...at.path, 'expectedPeakRpm']);
  const locked = locksTouches(actor);
  const present = request.touches.find(({ touch }) => touch === input.touch);
  const isSame = present !== undefined && present.expectedPeakRpm === peak.expectedPeakRpm;
  if (isSame && (present.locked || !locked)) return [];
  if (present?.locked && !locked) throw new TouchLocked(input.touch, at.path);
  return [{ touch: input.touch, by: actor.personId, why: whyOf(input.why, at.path, at.ctx), ...peak, locked }];
}

function removalOf(
  request: OpenRequest,
  input: { touch: TouchKind; why: string },
  at: { path: Place; ctx: RuleContext },
): TouchRemoved[] {
  const present = request.touches.find(({ touch }) => touch === input.touch);
  if (!present) return [];
  if (present.locked && !locksTouches(at.ctx.actor)) throw new TouchLocked(input.touch, at.path);
  return [{ touch: input.touch, by: at.ctx.actor.personId, why: whyOf(input.why, at.path, at.ctx) }];
}

function requireEachOnce(input: SetTouchesInput): void {
  const named = [...(input.add ?? []), ...(input.remove ?? [])].map(({ touch }) => touch);
  if (new Set(named).size < named.length) throw new ValidationFailed('Name each touch once.', ['input']);
}

/** The facts of a change of touches: the change, the hidden-work flag where it differs, the estimate it spoils. */
function changeTouches(
  request: OpenRequest,
  change: { added: TouchAdded[]; removed: TouchRemoved[] },
  ctx: RuleContext,
): RequestEvent[] {
  const { added, removed } = change;
  if (added.length + removed.length === 0) return [];
  const gone = new Set([...added, ...removed].map(({ touch }) => touch));
  const touches = [...request.touches.filter(({ touch }) => !gone.has(touch)), ...added];
  const after = { ...request, touches };
  if (runsExperiment(request))
    requireNoRisk(
      added.map(({ touch }) => touch),
      ctx,
    );
  const factors = hiddenWorkOf(touches, ctx.policy);
  const flag: RequestEvent = { type: 'HiddenWorkFlagged', data: { factors, policyVersion: ctx.policy.version } };
  return [
    { type: 'TouchesChanged', data: { added, removed, scopeHash: scopeHash(scopedPart(after)) } },
    ...(JSON.stringify(factors) === JSON.stringify(request.hiddenWork) ? [] : [flag]),
    ...invalidation(request, after, 'TOUCHES_CHANGED'),
  ];
}

/**
 * Adds and removes touches, each with its why. No fact when nothing changes.
 * @throws TouchLocked, ValidationFailed, ReasonRequired, PiiNotAllowed
 */
export function setTouches(request: Request, input: SetTouchesInput, ctx: RuleContext): RequestEvent[] {
  const open = requireActive(request, ctx);
  requireEachOnce(input);
  const added = (input.add ?? []).flatMap((one, index) =>
    additionOf(open, one, { path: ['input', 'add', String(index)], ctx }),
  );
  const removed = (input.remove ?? []).flatMap((one, index) =>
    removalOf(open, one, { path: ['input', 'remove', String(index)], ctx }),
  );
  return changeTouches(open, { added, removed }, ctx);
}

function requireSuggested(request: OpenRequest, touch: TouchKind): void {
  if (!openSuggestions(request).some((one) => one.touch === touch))
    throw new NotFound('open suggestion', ['input', 'touch']);
}

/** A person agrees that the request touches it. @throws NotFound, and as {@link setTouches} */
export function confirmTouchSuggestion(
  request: Request,
  input: AnswerSuggestionInput,
  ctx: RuleContext,
): RequestEvent[] {
  const open = requireActive(request, ctx);
  requireSuggested(open, input.touch);
  return changeTouches(open, { added: additionOf(open, input, { path: ['input'], ctx }), removed: [] }, ctx);
}

/** A person says that the words mislead. @throws NotFound, ReasonRequired, PiiNotAllowed */
export function dismissTouchSuggestion(
  request: Request,
  input: { touch: TouchKind; why: string },
  ctx: RuleContext,
): RequestEvent[] {
  const open = requireActive(request, ctx);
  requireSuggested(open, input.touch);
  const why = whyOf(input.why, ['input'], ctx);
  return [{ type: 'TouchSuggestionDismissed', data: { touch: input.touch, by: ctx.actor.personId, why } }];
}
