import { Caller, Choice, Expect, expectedVersion, InputArg, Needs, SeenVersion, Text, Whole } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import {
  changeMetricDefinition,
  defineMetric,
  type DefineMetricInput as Words,
  type Direction,
  metric,
  metricRegister,
  metricRegisterId,
  retireMetric,
} from './domain/index.js';
import { MetricDirectionEnum } from './enums.js';
import { type MetricChange, MetricCommand, MetricDecisions } from './metric-decisions.js';
import { MetricCommands, MetricPayload } from './metric-payload.js';
import { OfMetricInput } from './metric.input.js';

@InputType({ isAbstract: true })
abstract class MetricWordsInput {
  @Text({ description: 'What it is called, e.g. `Collaboration score`: up to 120 characters, without personal data.' })
  name: string;

  @Text({ description: 'What is counted, exactly: up to 4,000 characters, without personal data.' })
  text: string;

  @Text({ description: 'What it counts in, e.g. `points of 100`: up to 40 characters.' })
  unit: string;

  @Choice(MetricDirectionEnum, { description: 'Which way is better.' })
  direction: Direction;

  @Whole({ description: 'With fewer subjects a value is flagged INSUFFICIENT_DATA; 0 or more, e.g. `5`.' })
  minSample: number;
}

@InputType({ description: 'A metric of your own, whose values are imported.' })
export class DefineMetricInput extends MetricWordsInput {
  @Text({
    description: 'Its key, the same forever: 3 to 40 of a–z, 0–9 and `-`, a letter first, e.g. `collaboration`.',
  })
  key: string;
}

@InputType({ description: 'A metric of your own as it shall be understood from here on; all of it is said anew.' })
export class ChangeMetricDefinitionInput extends MetricWordsInput {
  @Text({ description: 'The metric’s key, e.g. `collaboration`.' })
  key: string;
}

@InputType({ description: 'A metric that nobody measures any more.' })
export class RetireMetricInput extends OfMetricInput {
  @Text({ description: 'Why: up to 4,000 characters, without personal data.' })
  reason: string;
}

export class DefineMetric extends MetricCommand<Words> {}
export class ChangeMetricDefinition extends MetricCommand<Words> {}
export class RetireMetric extends MetricCommand<{ readonly key: string; readonly reason: string }> {}

@CommandHandler(DefineMetric)
export class DefineMetricHandler implements ICommandHandler<DefineMetric> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, caller }: DefineMetric): Promise<MetricChange> {
    const streams = {
      metric: { aggregate: metric, id: input.key, expect: 'latest' },
      register: { aggregate: metricRegister, id: metricRegisterId, expect: 'latest' },
    } as const;
    const decided = await this.log.decide(caller.command, streams, (states) => defineMetric(states, input));
    return { key: input.key, position: decided.position, replayed: decided.replayed };
  }
}

@CommandHandler(ChangeMetricDefinition)
export class ChangeMetricDefinitionHandler implements ICommandHandler<ChangeMetricDefinition> {
  constructor(private readonly decisions: MetricDecisions) {}

  execute(command: ChangeMetricDefinition): Promise<MetricChange> {
    return this.decisions.change(command, changeMetricDefinition);
  }
}

@CommandHandler(RetireMetric)
export class RetireMetricHandler implements ICommandHandler<RetireMetric> {
  constructor(private readonly decisions: MetricDecisions) {}

  execute(command: RetireMetric): Promise<MetricChange> {
    return this.decisions.change(command, retireMetric);
  }
}

@Resolver()
export class DefiningMutations {
  constructor(private readonly commands: MetricCommands) {}

  @Mutation(() => MetricPayload, {
    description:
      'Defines a metric whose values are imported. METRIC_KEY_TAKEN for a key that is there, the service’s own included; ' +
      'LIMIT_REACHED; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('metric.define')
  defineMetric(@InputArg() input: DefineMetricInput, @Caller() caller: Caller): Promise<MetricPayload> {
    return this.commands.carryOut(new DefineMetric(input, 'latest', caller));
  }

  @Mutation(() => MetricPayload, {
    description:
      'Changes how a metric of your own is understood, as its next version: values, baselines and targets of before stay under theirs. ' +
      'METRIC_IS_COMPUTED; METRIC_RETIRED; DEFINITION_UNCHANGED; LIMIT_REACHED; NOT_FOUND; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('metric.define')
  changeMetricDefinition(
    @InputArg() input: ChangeMetricDefinitionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<MetricPayload> {
    return this.commands.carryOut(new ChangeMetricDefinition(input, expectedVersion(expect), caller));
  }

  @Mutation(() => MetricPayload, {
    description:
      'Takes a metric of your own from the scoreboard; its history stays. METRIC_IS_COMPUTED; METRIC_RETIRED; NOT_FOUND; VALIDATION_FAILED; ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('metric.define')
  retireMetric(
    @InputArg() input: RetireMetricInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<MetricPayload> {
    return this.commands.carryOut(new RetireMetric(input, expectedVersion(expect), caller));
  }
}
