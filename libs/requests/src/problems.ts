import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { BriefSection, HiddenWorkPart, TouchKind } from './domain/index.js';
import { HiddenWorkPartEnum, PersonalDataKindEnum } from './types/command-enums.js';
import { BriefSectionEnum, SideEnum, TouchEnum } from './types/enums.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('The brief lacks sections that the request’s type requires.')
export class RequestIncompleteProblem extends Problem {
  @Field(() => [BriefSectionEnum], { description: 'The sections to fill, e.g. `[CONTEXT]`.' })
  missing: readonly BriefSection[];
}

@describe('A user story lacks one of its parts.')
export class BriefStoryIncompleteProblem extends Problem {
  @Field(() => String, { description: 'The part: `role`, `want` or `benefit`.' })
  part: string;
}

@describe('A text holds personal data; `path` tells which one.')
export class PiiNotAllowedProblem extends Problem {
  @Field(() => PersonalDataKindEnum, { description: 'What was found.' })
  kind: 'EMAIL' | 'PHONE';
}

@describe('One request may not hold more of it.')
export class LimitReachedProblem extends Problem {
  @Field(() => String, { description: 'Of what, e.g. `questions on one request`.' })
  what: string;

  @Field(() => Int, { description: 'The most there may be, e.g. `200`.' })
  max: number;
}

@describe('The id belonged to a criterion that is gone; ids are given once.')
export class CriterionIdReusedProblem extends Problem {
  @Field(() => ID, { description: 'The id, e.g. `C2`; leave it out to get a new one.' })
  criterionId: string;
}

@describe('A touch set by an engineer or a risk reviewer is theirs to change.')
export class TouchLockedProblem extends Problem {
  @Field(() => TouchEnum, { description: 'The touch.' })
  touch: TouchKind;
}

@describe('Suggested touches wait for a confirmation or a dismissal.')
export class TouchSuggestionUnansweredProblem extends Problem {
  @Field(() => [TouchEnum], { description: 'The suggestions to answer.' })
  touches: readonly TouchKind[];
}

@describe('Blocking questions are open; their askers resolve them first.')
export class QuestionOpenProblem extends Problem {
  @Field(() => [ID], { description: 'Their ids inside the request, oldest first, e.g. `["Q1"]`.' })
  questionIds: readonly string[];
}

@describe('Blocking concerns are open.')
export class ConcernOpenProblem extends Problem {
  @Field(() => [ID], { description: 'Their ids inside the request, oldest first, e.g. `["K1"]`.' })
  concernIds: readonly string[];
}

@describe('Two approvals need two persons, counting whom a deputy stands for.')
export class BothSidesBySamePersonProblem extends Problem {
  @Field(() => SideEnum, { description: 'The side somebody else has to sign.' })
  side: Side;
}

@describe('This side has signed already.')
export class SideAlreadyApprovedProblem extends Problem {
  @Field(() => SideEnum, { description: 'The side.' })
  side: Side;

  /** Not a field: the plain id of the person. */
  byId: string;

  @Field(() => ID, { description: 'Global id of the person who signed.' })
  get approvedById(): string {
    return toGlobalId('Person', this.byId);
  }
}

@describe('Somebody has to show the work that does not meet the eye.')
export class EstimateMissingHiddenWorkProblem extends Problem {
  // Two types of one interface cannot give one name to different enums.
  @Field(() => [HiddenWorkPartEnum], { name: 'missingParts', description: 'What the estimate lacks.' })
  missing: readonly HiddenWorkPart[];

  @Field(() => [TouchEnum], { description: 'The touches it comes from.' })
  touches: readonly TouchKind[];
}

registerProblem('REQUEST_INCOMPLETE', RequestIncompleteProblem);
registerProblem('BRIEF_STORY_INCOMPLETE', BriefStoryIncompleteProblem);
registerProblem('PII_NOT_ALLOWED', PiiNotAllowedProblem);
registerProblem('LIMIT_REACHED', LimitReachedProblem);
registerProblem('CRITERION_ID_REUSED', CriterionIdReusedProblem);
registerProblem('TOUCH_LOCKED', TouchLockedProblem);
registerProblem('TOUCH_SUGGESTION_UNANSWERED', TouchSuggestionUnansweredProblem);
registerProblem('QUESTION_OPEN', QuestionOpenProblem);
registerProblem('CONCERN_OPEN', ConcernOpenProblem);
registerProblem('BOTH_SIDES_BY_SAME_PERSON', BothSidesBySamePersonProblem);
registerProblem('SIDE_ALREADY_APPROVED', SideAlreadyApprovedProblem);
registerProblem('ESTIMATE_MISSING_HIDDEN_WORK', EstimateMissingHiddenWorkProblem);
