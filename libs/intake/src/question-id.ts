import type { RequestEvent } from '#libs/requests';

/** The id of the question that was just asked, e.g. `Q1`. */
export function questionIdIn(facts: readonly RequestEvent[]): string {
  const asked = facts.find((fact) => fact.type === 'QuestionAsked');
  if (!asked) throw new Error('No question was asked.');
  return asked.data.questionId;
}
