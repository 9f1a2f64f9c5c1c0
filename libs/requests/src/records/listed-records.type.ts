import { type ApiContext, Connection, Needs } from '#libs/api-kit';
import { Field, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { MeasurementPlanItemType } from '../types/brief.type.js';
import { Bug, Debt, Experiment, OutcomeTarget } from '../types/records.type.js';
import { RequestObject } from '../types/request.type.js';

export type LookedUpRequest = (
  args: object,
  context: ApiContext,
  info: GraphQLResolveInfo,
) => Promise<RequestObject | null>;

@ObjectType({ isAbstract: true })
abstract class Listed {
  @Field(() => RequestObject, { nullable: true, description: 'The request it belongs to.' })
  @Needs('request.read')
  request: LookedUpRequest;
}

@ObjectType({ description: 'What the launch of a request is to bring.' })
export class ListedOutcome extends Listed {
  @Field(() => OutcomeTarget, { description: 'The target and what was measured.' })
  outcome: OutcomeTarget;
}

@ObjectType({ description: 'A bug of a request.' })
export class ListedBug extends Listed {
  @Field(() => Bug, { description: 'The bug.' })
  bug: Bug;
}

@ObjectType({ description: 'A debt of a request.' })
export class ListedDebt extends Listed {
  @Field(() => Debt, { description: 'The debt.' })
  debt: Debt;
}

@ObjectType({ description: 'An experiment of a request.' })
export class ListedExperiment extends Listed {
  @Field(() => Experiment, { description: 'The experiment.' })
  experiment: Experiment;
}

@ObjectType({ description: 'How the effect of a request is measured on one channel.' })
export class ListedMeasurement extends Listed {
  @Field(() => MeasurementPlanItemType, { description: 'Channel, method and who captures it.' })
  item: MeasurementPlanItemType;
}

@ObjectType('ListedOutcomeConnection', { description: 'Outcome targets of all requests, page by page.' })
export class OutcomeConnection extends Connection('ListedOutcome', () => ListedOutcome) {}

@ObjectType('ListedBugConnection', { description: 'Bugs of all requests, page by page.' })
export class BugConnection extends Connection('ListedBug', () => ListedBug) {}

@ObjectType('ListedDebtConnection', { description: 'Debts of all requests, page by page.' })
export class DebtConnection extends Connection('ListedDebt', () => ListedDebt) {}

@ObjectType('ListedExperimentConnection', { description: 'Experiments, page by page.' })
export class ExperimentConnection extends Connection('ListedExperiment', () => ListedExperiment) {}

@ObjectType('ListedMeasurementConnection', { description: 'Measurement plans of all requests, page by page.' })
export class MeasurementConnection extends Connection('ListedMeasurement', () => ListedMeasurement) {}
