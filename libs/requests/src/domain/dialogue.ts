import { freeText, isSamePerson, leadingRole, requireRoom } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { OnlyAskerCanResolve, QuestionClosed, QuestionOpen, QuestionUnanswered } from './refusals.js';
import type { KnownRequest, OpenRequest, Question, Request } from './state.js';
import type { QuestionKind } from './values.js';

export interface AskQuestionInput {
  readonly kind: QuestionKind;
  readonly text: string;
  /** A blocking question holds up the estimate until its asker is content. */
  readonly blocking: boolean;
}

export interface AnswerQuestionInput {
  readonly questionId: string;
  readonly answerText: string;
  readonly referenceEntryId?: string | null;
}

export interface ResolveQuestionInput {
  readonly questionId: string;
  /** False: the answer did not help; the question is open again, one loop more (P63). */
  readonly understood: boolean;
}

/** Blocking questions whose askers are not content yet, oldest first. */
export const openBlockingQuestions = (request: KnownRequest): Question[] =>
  request.questions.filter(({ blocking, status }) => blocking && status !== 'RESOLVED');

/** @throws QuestionOpen */
export function requireNoOpenQuestion(request: KnownRequest): void {
  const ids = openBlockingQuestions(request).map(({ id }) => id);
  if (ids.length > 0) throw new QuestionOpen(ids);
}

function unresolved(request: OpenRequest, questionId: string): Question {
  const question = request.questions.find(({ id }) => id === questionId);
  if (!question) throw new NotFound('question', ['input', 'questionId']);
  if (question.status === 'RESOLVED') throw new QuestionClosed(questionId);
  return question;
}

/** A question to the other side, numbered inside its request: `Q1`, `Q2` … @throws ValidationFailed, PiiNotAllowed, LimitReached */
export function askQuestion(request: Request, input: AskQuestionInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  const { maxQuestions, maxText } = ctx.policy.limits;
  const number = open.questions.length + 1;
  requireRoom(number, maxQuestions, { what: 'questions on one request' });
  return [
    {
      type: 'QuestionAsked',
      data: {
        questionId: `Q${number}`,
        kind: input.kind,
        blocking: input.blocking,
        byRole: leadingRole(ctx.actor),
        side: ctx.actor.side,
        text: freeText(input.text, { path: ['input', 'text'], max: maxText }),
      },
    },
  ];
}

/** An answer; the asker says whether it helps. @throws NotFound, QuestionClosed, PiiNotAllowed, LimitReached */
export function answerQuestion(request: Request, input: AnswerQuestionInput, ctx: RuleContext): RequestEvent[] {
  const question = unresolved(requireOpen(request, ctx), input.questionId);
  const { maxAnswersPerQuestion, maxText } = ctx.policy.limits;
  requireRoom(question.answers.length + 1, maxAnswersPerQuestion, { what: 'answers to one question' });
  const { referenceEntryId } = input;
  return [
    {
      type: 'QuestionAnswered',
      data: {
        questionId: question.id,
        byRole: leadingRole(ctx.actor),
        side: ctx.actor.side,
        answerText: freeText(input.answerText, { path: ['input', 'answerText'], max: maxText }),
        ...(referenceEntryId == null ? {} : { referenceEntryId }),
      },
    },
  ];
}

/** The asker, or their deputy, says whether it is clear now (P62). @throws NotFound, QuestionClosed, OnlyAskerCanResolve, QuestionUnanswered */
export function resolveQuestion(request: Request, input: ResolveQuestionInput, ctx: RuleContext): RequestEvent[] {
  const question = unresolved(requireOpen(request, ctx), input.questionId);
  if (!isSamePerson(ctx.actor, question.askedBy)) throw new OnlyAskerCanResolve(question.id);
  if (!input.understood && question.status === 'OPEN') throw new QuestionUnanswered(question.id);
  const loops = input.understood ? question.loops : question.loops + 1;
  return [{ type: 'QuestionResolved', data: { questionId: question.id, understood: input.understood, loops } }];
}
