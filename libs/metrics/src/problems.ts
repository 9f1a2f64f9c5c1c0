import { Problem, registerProblem } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

/** Of which metric. */
@ObjectType({ isAbstract: true })
abstract class OfMetric extends Problem {
  @Field(() => String, { name: 'metricKey', description: 'Its key, e.g. `M3`.' })
  key: string;
}

@describe('There is a metric of this key already.')
export class MetricKeyTakenProblem extends OfMetric {}

@describe('It is computed from events: the service defines it, and nothing is imported into it.')
export class MetricIsComputedProblem extends OfMetric {}

@describe('It is retired: its history stays, nothing is added to it.')
export class MetricRetiredProblem extends OfMetric {}

@describe('The window gives no value, so there is nothing to freeze.')
export class NothingMeasuredProblem extends OfMetric {
  @Field(() => Int, { description: 'Subjects in the window, e.g. `0`.' })
  n: number;
}

@describe('A change in percent needs a baseline other than 0 under the definition in force.')
export class BaselineMissingProblem extends OfMetric {
  @Field(() => Int, { description: 'The version of the definition in force, e.g. `1`.' })
  definitionVersion: number;
}

@describe('The definition in force says the same.')
export class DefinitionUnchangedProblem extends OfMetric {
  @Field(() => Int, { description: 'The version that says it, e.g. `1`.' })
  definitionVersion: number;
}

registerProblem('METRIC_KEY_TAKEN', MetricKeyTakenProblem);
registerProblem('METRIC_IS_COMPUTED', MetricIsComputedProblem);
registerProblem('METRIC_RETIRED', MetricRetiredProblem);
registerProblem('NOTHING_MEASURED', NothingMeasuredProblem);
registerProblem('BASELINE_MISSING', BaselineMissingProblem);
registerProblem('DEFINITION_UNCHANGED', DefinitionUnchangedProblem);
