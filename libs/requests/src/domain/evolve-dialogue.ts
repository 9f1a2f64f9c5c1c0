import type { DoneBy } from '#libs/vocabulary';
import type { Instant, Recorded } from '#libs/event-log';
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
    waits: [{ from: event.recordedAt, to: null }],
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
    one.id === questionId
      ? { ...one, status: 'ANSWERED', answers: [...one.answers, answer], waits: waitOver(one, event.recordedAt) }
      : one,
  );
}

/** Understood: closed. Not understood: open again, one loop more. */
export function resolveQuestionIn(
  questions: readonly Question[],
  event: Recorded<RequestFact<'QuestionResolved'>>,
): Question[] {
  const { questionId, understood, loops } = event.data;
  const at = event.recordedAt;
  const change = (one: Question): Partial<Question> =>
    understood
      ? { status: 'RESOLVED', resolvedAt: at, loops, waits: waitOver(one, at) }
      : { status: 'OPEN', loops, waitingSince: at, waits: [...waitOver(one, at), { from: at, to: null }] };
  return questions.map((one) => (one.id === questionId ? { ...one, ...change(one) } : one));
}

/** The wait that was open has ended. */
const waitOver = ({ waits }: Question, at: Instant): Question['waits'] =>
  waits.map((wait) => (wait.to === null ? { ...wait, to: at } : wait));

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
