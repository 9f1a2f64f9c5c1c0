import { fromGlobalId, splitGlobalId, toGlobalId } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { type Subject, subjectKinds } from '../domain/index.js';

/** How the API calls the kinds of what is reviewed. */
const TYPES: Readonly<Record<Subject['kind'], string>> = {
  REQUEST: 'Request',
  ROADMAP_ITEM: 'RoadmapItem',
  TOOL_EVALUATION: 'ToolEvaluation',
  PROVIDER: 'Provider',
  PROPERTY: 'Property',
};

export const subjectGlobalId = ({ kind, id }: Subject): string => toGlobalId(TYPES[kind], id);

/**
 * What a global id of any type names.
 * @throws NotFound for the id of something that is not reviewed
 */
export function subjectOfGlobalId(globalId: string, path: readonly string[]): Subject {
  const type = splitGlobalId(globalId)?.type;
  const kind = subjectKinds.find((one) => TYPES[one] === type);
  if (!kind) throw new NotFound('subject of a review', path);
  return { kind, id: fromGlobalId(globalId, TYPES[kind], { path }) };
}
