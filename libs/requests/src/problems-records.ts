import { LocalDate, Problem, registerProblem } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ChecklistItemId, RequestStatus, TouchKind } from './domain/index.js';
import { RequestStatusEnum, SideEnum, TouchEnum } from './types/enums.js';
import { ChecklistItemEnum } from './types/enums-records.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('This comes after the launch, and the request is not live.')
export class NotLaunchedProblem extends Problem {
  // Another problem has a `state` in plain words.
  @Field(() => RequestStatusEnum, { name: 'status', description: 'Where the request stands.' })
  state: RequestStatus;
}

@describe('The bug is resolved already.')
export class BugClosedProblem extends Problem {
  @Field(() => ID, { description: 'The bug, e.g. `B1`.' })
  bugId: string;
}

@describe('The debt is paid back already.')
export class DebtPaidProblem extends Problem {
  @Field(() => ID, { description: 'The debt, e.g. `D1`.' })
  debtId: string;
}

@describe('Nothing is tried out on what must not go wrong.')
export class ExperimentNotAllowedProblem extends Problem {
  @Field(() => [TouchEnum], { description: 'The touches that forbid it.' })
  touches: readonly TouchKind[];
}

@describe('An experiment runs already.')
export class ExperimentRunningProblem extends Problem {
  @Field(() => LocalDate, { description: 'The last day of its time box.' })
  endsOn: string;
}

@describe('Nobody said for this side what success is.')
export class SuccessViewMissingProblem extends Problem {
  @Field(() => SideEnum, { description: 'The side.' })
  side: Side;
}

@describe('The build-quality checklist lacks answers.')
export class ChecklistIncompleteProblem extends Problem {
  @Field(() => [ChecklistItemEnum], { description: 'The items to answer.' })
  items: readonly ChecklistItemId[];
}

registerProblem('NOT_LAUNCHED', NotLaunchedProblem);
registerProblem('BUG_CLOSED', BugClosedProblem);
registerProblem('DEBT_PAID', DebtPaidProblem);
registerProblem('EXPERIMENT_NOT_ALLOWED', ExperimentNotAllowedProblem);
registerProblem('EXPERIMENT_RUNNING', ExperimentRunningProblem);
registerProblem('SUCCESS_VIEW_MISSING', SuccessViewMissingProblem);
registerProblem('CHECKLIST_INCOMPLETE', ChecklistIncompleteProblem);
