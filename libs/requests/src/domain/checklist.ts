import { optionalText, owedReason, requireRoom } from '#libs/vocabulary';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import type { RequestPolicy } from './policy.js';
import type { ChecklistItemId } from './policy-records.js';
import { ChecklistIncomplete } from './refusals-records.js';
import type { KnownRequest, Request } from './state.js';
import type { ChecklistEntry } from './state-delivery.js';
import type { ChecklistAnswer } from './values-delivery.js';

export interface ChecklistAnswerInput {
  readonly itemId: string;
  readonly answer: ChecklistAnswer;
  /** Owed with NO and NOT_APPLICABLE. */
  readonly note?: string | null;
}

/** The checklist of one request: item, question, whether the estimate waits for it, and the answer that stands. */
export interface ChecklistItem {
  readonly itemId: ChecklistItemId;
  readonly question: string;
  readonly required: boolean;
  readonly answered: ChecklistEntry | null;
}

type Listed = Pick<KnownRequest, 'type' | 'experiment' | 'checklist'>;

/** All items of the request's type. An experiment that runs owes fewer of them (P26). */
export function checklistOf({ type, experiment, checklist }: Listed, { records }: RequestPolicy): ChecklistItem[] {
  const { byType, questions, ofExperiments } = records.checklist;
  const isReduced = experiment !== null && experiment.ended === null;
  return byType[type].map((itemId) => ({
    itemId,
    question: questions[itemId],
    required: !isReduced || ofExperiments.includes(itemId),
    answered: checklist.find((entry) => entry.itemId === itemId) ?? null,
  }));
}

/** What an estimate waits for. */
export const missingItems = (request: Listed, policy: RequestPolicy): ChecklistItemId[] =>
  checklistOf(request, policy)
    .filter(({ required, answered }) => required && answered === null)
    .map(({ itemId }) => itemId);

/** True when an item lacks its answer, or the answer is NO. */
export const hasChecklistGap = (request: Listed, policy: RequestPolicy): boolean =>
  checklistOf(request, policy).some(({ required, answered }) =>
    answered === null ? required : answered.answer === 'NO',
  );

/** @throws ChecklistIncomplete (P19) */
export function requireChecklist(request: Listed, { policy }: RuleContext): void {
  const missing = missingItems(request, policy);
  if (missing.length > 0) throw new ChecklistIncomplete(missing);
}

const answering = ['TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS', 'DELIVERED', 'ACCEPTED'] as const;

function noteOf({ answer, note }: ChecklistAnswerInput, path: readonly string[], ctx: RuleContext): string | null {
  const rule = { path: [...path, 'note'], max: ctx.policy.limits.maxText };
  return answer === 'YES' ? optionalText(note, rule) : owedReason(note, `${answer} needs a note`, rule);
}

/**
 * Answers items of the checklist; the last answer of an item stands.
 * @throws NotFound for an item that requests of this type do not have, ReasonRequired, InvalidState, PiiNotAllowed
 */
export function answerChecklist(
  request: Request,
  { answers }: { readonly answers: readonly ChecklistAnswerInput[] },
  ctx: RuleContext,
): RequestEvent[] {
  const { type } = requireStatus(request, ctx, answering);
  const items: readonly string[] = ctx.policy.records.checklist.byType[type];
  const path = ['input', 'answers'];
  if (answers.length === 0) throw new ValidationFailed('Answer at least one item.', path);
  requireRoom(answers.length, Math.max(1, items.length), { what: 'answers to this checklist', path });
  if (new Set(answers.map(({ itemId }) => itemId)).size < answers.length) {
    throw new ValidationFailed('Answer each item once.', path);
  }
  return answers.map((one, index) => {
    const at = [...path, String(index)];
    if (!items.includes(one.itemId)) throw new NotFound('checklist item', [...at, 'itemId']);
    const { itemId, answer } = one;
    const policyVersion = ctx.policy.version;
    return { type: 'ChecklistAnswered', data: { itemId, answer, note: noteOf(one, at, ctx), policyVersion } };
  });
}
