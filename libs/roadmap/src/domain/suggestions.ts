import { InvalidState, NotFound } from '#libs/event-log';
import { optionalText, freeText } from '#libs/vocabulary';
import { reasonOf, requireKnown, requireStatus } from './context.js';
import { wholeNumber } from './days.js';
import { fact, type ItemEvent, type ItemFacts } from './facts.js';
import { type MoveStates, rescheduleItem } from './planning.js';
import type { Item, ItemState, Suggestion } from './state.js';
import { type ItemStatus, limits, type MoveReason } from './values.js';
import { isSameWindow, windowOf } from './window.js';

const toCome: readonly ItemStatus[] = ['PLANNED', 'COMMITTED', 'IN_DELIVERY'];

/** True where there is nothing to say: the item is not to come, knows the suggestion, or has let the request go. */
export const isIdle = (
  { status, suggestions, links }: ItemState,
  told: Pick<ItemFacts['MoveSuggested'], 'suggestionId' | 'requestId'>,
): boolean =>
  !toCome.includes(status) ||
  suggestions.some(({ suggestionId }) => suggestionId === told.suggestionId) ||
  !links.some(({ requestId }) => requestId === told.requestId);

/**
 * What became of a linked request says that the item should perhaps move; nothing moves by it. `suggestionId` names the request and
 * the fact it follows from, so the same suggestion again is no fact, and neither is one that says what is planned anyway.
 * @throws NotFound, ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function suggestMove(state: Item, input: ItemFacts['MoveSuggested']): ItemEvent[] {
  const item = requireKnown(state);
  if (isIdle(item, input)) return [];
  const { suggestionId, requestId, why } = input;
  const suggested = input.suggested && windowOf(input.suggested, ['input', 'suggested']);
  const bounds = { min: 0, max: 100, path: ['input', 'confidence'] };
  const confidence = input.confidence === null ? null : wholeNumber(input.confidence, bounds);
  const isPlanned = suggested !== null && item.window !== null && isSameWindow(suggested, item.window);
  if (isPlanned && confidence === null) return [];
  const note = freeText(input.note, { path: ['input', 'note'], max: limits.text });
  return [fact('MoveSuggested', { suggestionId, requestId, why, suggested, confidence, note })];
}

export interface AnswerSuggestionInput {
  readonly suggestionId: string;
  readonly accepted: boolean;
  /** Owed where it is not accepted. */
  readonly reason?: string | null;
  /** Owed where a promised item moves by it. */
  readonly reasonCode?: MoveReason | null;
}

/** @throws NotFound, InvalidState */
function openSuggestion({ suggestions }: ItemState, suggestionId: string): Suggestion {
  const found = suggestions.find((one) => one.suggestionId === suggestionId);
  if (!found) throw new NotFound('suggestion', ['input', 'suggestionId']);
  if (found.answer) throw new InvalidState(found.answer.accepted ? 'ACCEPTED' : 'REJECTED', ['OPEN']);
  return found;
}

/** What is done by accepting. @throws InvalidState, ReasonRequired */
function following(
  states: MoveStates,
  suggestion: Suggestion,
  why: Pick<AnswerSuggestionInput, 'reason' | 'reasonCode'>,
) {
  requireStatus(states.item, ...toCome);
  const { suggested, confidence, requestId, note } = suggestion;
  const causedBy = { kind: 'REQUEST', id: requestId } as const;
  const reasoned = { reason: why.reason ?? note, reasonCode: why.reasonCode ?? null, causedBy };
  const moved = suggested ? rescheduleItem(states, { window: suggested, ...reasoned }) : [];
  return [...moved, ...(confidence === null ? [] : [fact('ConfidenceSet', { value: confidence, why: note })])];
}

/**
 * Somebody decides on a suggestion. Accepted, the item moves to the suggested window and is as sure as the hint says, in the same
 * decision; where the suggestion names neither, it is only noted.
 * @throws NotFound, InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed, WindowInvalid, PrecisionMismatch
 */
export function answerSuggestion(states: MoveStates, input: AnswerSuggestionInput): ItemEvent[] {
  const { suggestionId, accepted, reasonCode } = input;
  const suggestion = openSuggestion(requireKnown(states.item), suggestionId);
  const reason = accepted
    ? optionalText(input.reason, { path: ['input', 'reason'], max: limits.text })
    : reasonOf(input.reason, 'the item does not follow');
  const answer = fact('SuggestionAnswered', { suggestionId, accepted, reason });
  return [answer, ...(accepted ? following(states, suggestion, { reason, reasonCode }) : [])];
}
