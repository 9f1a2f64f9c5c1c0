import { InvalidState, NotFound } from '#libs/event-log';
import { freeText, owedReason, pastDate, plainText } from '#libs/vocabulary';
import { type IntakeContext, type Origin, wholeMinutes } from './context.js';
import type { Interruption, InterruptionEvent, InterruptionKind, KnownInterruption } from './interruption.js';

export interface LogInterruptionInput {
  readonly kind: InterruptionKind;
  readonly minutes: number;
  readonly topic: string;
  readonly fromTeamId: string;
  readonly occurredOn: string;
  readonly referenceEntryId?: string | null;
}

/**
 * The interruption while nothing became of it. One of somebody else is not there at all, deputies included (P77); `all` reaches
 * over that for conversions alone.
 * @throws NotFound, InvalidState
 */
function requireLogged(state: Interruption, { actor }: IntakeContext): KnownInterruption {
  if (state.status === 'unknown' || (actor.grant === 'own' && actor.personId !== state.personId))
    throw new NotFound('interruption');
  if (state.status !== 'LOGGED') throw new InvalidState(state.status, ['LOGGED']);
  return state;
}

/** @throws ValidationFailed, PiiNotAllowed, DateInFuture */
export function logInterruption(
  state: Interruption,
  input: LogInterruptionInput,
  { actor, policy, today }: IntakeContext,
  { teamId }: Pick<Origin, 'teamId'>,
): InterruptionEvent[] {
  if (state.status !== 'unknown') throw new InvalidState(state.status, ['unknown']);
  const { limits, favourMinutes, version: policyVersion } = policy;
  const { kind, fromTeamId, referenceEntryId } = input;
  const minutes = wholeMinutes(input.minutes, limits.maxInterruptionMinutes, ['input', 'minutes']);
  const entry = { path: ['input', 'referenceEntryId'], max: limits.maxShortText };
  const data = {
    personId: actor.personId,
    teamId,
    kind,
    minutes,
    topic: freeText(input.topic, { path: ['input', 'topic'], min: limits.minTitle, max: limits.maxTitle }),
    fromTeamId,
    occurredOn: pastDate(input.occurredOn, today, ['input', 'occurredOn']),
    ...(referenceEntryId != null && { referenceEntryId: plainText(referenceEntryId, entry) }),
    conversionSuggested: kind === 'FAVOUR' && minutes >= favourMinutes,
    policyVersion,
  };
  return [{ type: 'InterruptionLogged', data }];
}

/** Becomes the request that is drafted in the same append. @throws NotFound, InvalidState */
export function convertToRequest(state: Interruption, requestId: string, ctx: IntakeContext): InterruptionEvent[] {
  requireLogged(state, ctx);
  return [{ type: 'InterruptionConvertedToRequest', data: { requestId } }];
}

/** Becomes the question that is asked in the same append. @throws NotFound, InvalidState */
export function convertToQuestion(
  state: Interruption,
  asked: { readonly requestId: string; readonly questionId: string },
  ctx: IntakeContext,
): InterruptionEvent[] {
  requireLogged(state, ctx);
  return [{ type: 'InterruptionConvertedToQuestion', data: asked }];
}

/** Nothing becomes of it. @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed */
export function writeOffInterruption(
  state: Interruption,
  { reason }: { readonly reason: string },
  ctx: IntakeContext,
): InterruptionEvent[] {
  requireLogged(state, ctx);
  const rule = { path: ['input', 'reason'], max: ctx.policy.limits.maxText };
  return [{ type: 'InterruptionWrittenOff', data: { reason: owedReason(reason, 'what speaks against more', rule) } }];
}
