import {
  Caller,
  Day,
  Decimal,
  Expect,
  expectedVersion,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import {
  type AskedWindow,
  importObservation,
  type ImportedValue,
  measure,
  metricOf,
  type ObservationInput,
  setMetricBaseline,
  setMetricTarget,
  type TargetInput,
  windowOf,
} from './domain/index.js';
import { Measurements } from './measurements.js';
import { type MetricChange, MetricCommand, MetricDecisions } from './metric-decisions.js';
import { MetricCommands, MetricPayload } from './metric-payload.js';
import { requireSight } from './metric-reader.js';
import { OfMetricInput } from './metric.input.js';
import { MetricWindowInput } from './window.type.js';

@InputType({ description: 'A value that is brought along.' })
export class ImportedValueInput {
  @Decimal({ description: 'The value in the metric’s unit, e.g. `1030`.' })
  value: number;

  @Whole({ description: 'Subjects it is made of, 0 or more, e.g. `3`.' })
  n: number;
}

@InputType({ description: 'What later values are compared with.' })
export class SetMetricBaselineInput extends OfMetricInput {
  @Nested(() => MetricWindowInput, { description: 'The days it is measured over.' })
  window: MetricWindowInput;

  @Nested(() => ImportedValueInput, {
    nullable: true,
    description: 'The value, where it is brought along; without it the service measures the window now.',
  })
  imported?: ImportedValueInput | null;
}

@InputType({ description: 'What is wanted by a day: a value or a change, exactly one of them.' })
export class SetMetricTargetInput extends OfMetricInput {
  @Decimal({ nullable: true, description: 'The value to reach in the metric’s unit, e.g. `7`.' })
  value?: number | null;

  @Decimal({ nullable: true, description: 'The change against the baseline in percent, e.g. `-20`.' })
  changePercent?: number | null;

  @Day({ description: 'The day it is wanted by, today or later, e.g. `2026-03-31`.' })
  by: string;
}

@InputType({ description: 'A value of a metric of your own.' })
export class ImportObservationInput extends OfMetricInput {
  @Text({ description: 'Who or what measured it, e.g. `Survey tool`: up to 120 characters, without personal data.' })
  source: string;

  @Nested(() => MetricWindowInput, { description: 'The days it was measured over.' })
  window: MetricWindowInput;

  @Decimal({ description: 'The value in the metric’s unit, e.g. `60`.' })
  value: number;

  @Whole({ description: 'Subjects it is made of, 0 or more, e.g. `10`.' })
  n: number;
}

export interface BaselineWish {
  readonly key: string;
  readonly window: AskedWindow;
  readonly imported: ImportedValue | null;
}

export class SetMetricBaseline extends MetricCommand<BaselineWish> {}
export class SetMetricTarget extends MetricCommand<TargetInput> {}
export class ImportObservation extends MetricCommand<ObservationInput> {}

@CommandHandler(SetMetricBaseline)
export class SetMetricBaselineHandler implements ICommandHandler<SetMetricBaseline> {
  constructor(
    private readonly decisions: MetricDecisions,
    private readonly measurements: Measurements,
  ) {}

  async execute(command: SetMetricBaseline): Promise<MetricChange> {
    const found = await this.measured(command);
    return this.decisions.change(command, (state, input) => setMetricBaseline(state, input, found));
  }

  /** What the service finds at this moment by the definition in force; nothing where the value is brought along. */
  private async measured({ input: { key, window, imported }, caller }: SetMetricBaseline) {
    if (imported) return null;
    const { dossiers, circumstances } = await this.measurements.of(caller, window);
    const metric = metricOf(dossiers, key);
    return metric && { version: metric.definition.version, ...measure(metric, dossiers, window, circumstances) };
  }
}

@CommandHandler(SetMetricTarget)
export class SetMetricTargetHandler implements ICommandHandler<SetMetricTarget> {
  constructor(private readonly decisions: MetricDecisions) {}

  execute(command: SetMetricTarget): Promise<MetricChange> {
    return this.decisions.change(command, setMetricTarget);
  }
}

@CommandHandler(ImportObservation)
export class ImportObservationHandler implements ICommandHandler<ImportObservation> {
  constructor(private readonly decisions: MetricDecisions) {}

  execute(command: ImportObservation): Promise<MetricChange> {
    return this.decisions.change(command, importObservation);
  }
}

const inputWindow = (window: MetricWindowInput): AskedWindow => windowOf(window, ['input', 'window']);

@Resolver()
export class ComparingMutations {
  constructor(private readonly commands: MetricCommands) {}

  @Mutation(() => MetricPayload, {
    description:
      'Freezes what later values of a metric are compared with, under the version of the definition in force: what the service measures now, ' +
      'or a value brought along: in minutes of work by whoever sees minutes (FORBIDDEN). After a change of the definition it is set anew, ' +
      'and both stay. NOTHING_MEASURED; METRIC_RETIRED; LIMIT_REACHED; NOT_FOUND; VALIDATION_FAILED.',
  })
  @Needs('metric.define')
  setMetricBaseline(
    @InputArg() { key, window, imported = null }: SetMetricBaselineInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<MetricPayload> {
    if (imported) requireSight(caller, key);
    const wish = { key, window: inputWindow(window), imported };
    return this.commands.carryOut(new SetMetricBaseline(wish, expectedVersion(expect), caller));
  }

  @Mutation(() => MetricPayload, {
    description:
      'Says what is wanted of a metric by a day, under the version of the definition in force; the latest counts. A value in minutes of work ' +
      'is set by whoever sees minutes (FORBIDDEN). BASELINE_MISSING for a change without something to change; DATE_IN_PAST; METRIC_RETIRED; ' +
      'LIMIT_REACHED; NOT_FOUND; VALIDATION_FAILED.',
  })
  @Needs('metric.define')
  setMetricTarget(
    @InputArg() { key, value = null, changePercent = null, by }: SetMetricTargetInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<MetricPayload> {
    if (value !== null) requireSight(caller, key);
    const wish = { key, value, changePercent, by };
    return this.commands.carryOut(new SetMetricTarget(wish, expectedVersion(expect), caller));
  }

  @Mutation(() => MetricPayload, {
    description:
      'Brings along a value of a metric of your own, under the version of the definition in force; the latest of a window counts. ' +
      'METRIC_IS_COMPUTED; METRIC_RETIRED; LIMIT_REACHED; NOT_FOUND; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('metric.import')
  importObservation(
    @InputArg() { key, source, window, value, n }: ImportObservationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<MetricPayload> {
    const wish = { key, source, window: inputWindow(window), imported: { value, n } };
    return this.commands.carryOut(new ImportObservation(wish, expectedVersion(expect), caller));
  }
}
