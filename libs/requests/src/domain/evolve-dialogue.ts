import type { DoneBy } from '#libs/vocabulary';
import type { Recorded } from '#libs/event-log';
import type { RequestFact } from './facts.js';
import type { Concern, Question } from './state.js';

/** A new question at the end of the list. */
export function addQuestion(
  questions: readonly Question[],
  event: Recorded<RequestFact<'QuestionAsked'>>,
  askedBy: DoneBy,
): Question[] {
  const { questionId, ...asked } = event.data;
  const fresh: Question = {
    id: questionId,
    ...asked,
    askedBy,
    status: 'OPEN',
    loops: 0,
    answers: [],
    askedAt: event.recordedAt,
    waitingSince: event.recordedAt,
    resolvedAt: null,
  };
  return [...questions, fresh];
}

/** The question waits for its asker now. */
export function addAnswer(
  questions: readonly Question[],
  event: Recorded<RequestFact<'QuestionAnswered'>>,
  by: DoneBy,
): Question[] {
  const { questionId, byRole, side, answerText, referenceEntryId } = event.data;
  const answer = {
    by,
    byRole,
    side,
    text: answerText,
    referenceEntryId: referenceEntryId ?? null,
    at: event.recordedAt,
  };
  return questions.map((one) =>
    one.id === questionId ? { ...one, status: 'ANSWERED', answers: [...one.answers, answer] } : one,
  );
}

/** Understood: closed. Not understood: open again, one loop more. */
export function resolveQuestionIn(
  questions: readonly Question[],
  event: Recorded<RequestFact<'QuestionResolved'>>,
): Question[] {
  const { questionId, understood, loops } = event.data;
  const change = understood
    ? ({ status: 'RESOLVED', resolvedAt: event.recordedAt, loops } as const)
    : ({ status: 'OPEN', loops, waitingSince: event.recordedAt } as const);
  return questions.map((one) => (one.id === questionId ? { ...one, ...change } : one));
}

/** A new concern at the end of the list. */
export function addConcern(
  concerns: readonly Concern[],
  event: Recorded<RequestFact<'ConcernRaised'>>,
  raisedBy: DoneBy,
): Concern[] {
  const { concernId, severity, text, lens } = event.data;
  const fresh = { id: concernId, severity, text, lens: lens ?? null, raisedBy, raisedAt: event.recordedAt };
  return [...concerns, { ...fresh, resolution: null }];
}

/** The concern has its answer. */
export function closeConcern(concerns: readonly Concern[], event: Recorded<RequestFact<'ConcernResolved'>>): Concern[] {
  const { concernId, resolution } = event.data;
  return concerns.map((one) => (one.id === concernId ? { ...one, resolution } : one));
}
