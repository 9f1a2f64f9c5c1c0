import { LocalDate, Node } from '#libs/api-kit';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { type Direction, metricLimits, type ValueSource } from './domain/index.js';
import { MetricDirectionEnum, MetricSourceEnum, MetricValueSourceEnum } from './enums.js';
import { MetricWindow } from './window.type.js';

const HIDDEN = 'null for roles that see no minutes, where it is in minutes of work';

@ObjectType({
  description: 'How a metric is measured, under a version; a version is never changed, another one follows it.',
})
export class MetricDefinition {
  @Field(() => Int, { description: 'Its number, e.g. `1`.' })
  version: number;

  @Field(() => String, { description: 'What it is called under this version, e.g. `Scoping time`.' })
  name: string;

  @Field(() => String, { description: 'The exact query over events, or what is imported, in words.' })
  text: string;

  @Field(() => String, { description: 'What it counts in, e.g. `days` or `%`.' })
  unit: string;

  @Field(() => MetricDirectionEnum, { description: 'Which way is better.' })
  direction: Direction;

  @Field(() => Int, { description: 'With fewer subjects a value is flagged INSUFFICIENT_DATA, e.g. `5`.' })
  minSample: number;
}

@ObjectType({ description: 'A value that was frozen, so that later ones can be compared with it.' })
export class MetricBaseline {
  @Field(() => Int, { description: 'The version of the definition it was measured by, e.g. `1`.' })
  definitionVersion: number;

  @Field(() => MetricWindow, { description: 'The days it was measured over.' })
  window: MetricWindow;

  @Field(() => Float, { nullable: true, description: `The value, e.g. \`8.75\`; ${HIDDEN}.` })
  value: number | null;

  @Field(() => Int, { description: 'Subjects it was made of, e.g. `7`.' })
  n: number;

  @Field(() => MetricValueSourceEnum, { description: 'Whether the service computed it.' })
  source: ValueSource;
}

@ObjectType({ description: 'What is wanted by a day: a value, or a change against the baseline.' })
export class MetricTarget {
  @Field(() => Int, { description: 'The version of the definition it is wanted under, e.g. `1`.' })
  definitionVersion: number;

  @Field(() => Float, { nullable: true, description: `The value to reach, e.g. \`7\`; null for a change; ${HIDDEN}.` })
  value: number | null;

  @Field(() => Float, { nullable: true, description: 'The change in percent, e.g. `-20`; null for a value.' })
  changePercent: number | null;

  @Field(() => LocalDate, { description: 'The day it is wanted by, e.g. `2026-03-31`.' })
  by: string;
}

@ObjectType({ description: 'A value that was brought along.' })
export class MetricObservation {
  @Field(() => Int, { description: 'The version of the definition it was measured by, e.g. `1`.' })
  definitionVersion: number;

  @Field(() => String, { description: 'Who or what measured it, e.g. `Survey tool`.' })
  source: string;

  @Field(() => MetricWindow, { description: 'The days it was measured over.' })
  window: MetricWindow;

  @Field(() => Float, { description: 'The value, e.g. `60`.' })
  value: number;

  @Field(() => Int, { description: 'Subjects it was made of, e.g. `10`.' })
  n: number;
}

@ObjectType('Metric', {
  implements: () => Node,
  description:
    'Something that is measured about how both sides work together: by the service from events, or imported.',
})
export class MetricObject extends Node {
  @Field(() => String, { description: 'Its key, e.g. `M3`, or the one it was defined with.' })
  key: string;

  @Field(() => Int, { description: 'Counts the facts about it, e.g. `3`; for `expect`. 0: nobody has said anything.' })
  version: number;

  @Field(() => MetricSourceEnum, { description: 'Where its values come from.' })
  source: 'EVENTS' | 'IMPORTED';

  @Field(() => MetricDefinition, { description: 'The definition in force.' })
  definition: MetricDefinition;

  @Field(() => [MetricDefinition], {
    description: `All versions of the definition, the first one first; at most ${metricLimits.definitions}.`,
  })
  definitions: MetricDefinition[];

  @Field(() => String, { nullable: true, description: 'Why it was retired; null while it is measured.' })
  retiredBecause: string | null;

  @Field(() => [MetricBaseline], {
    description: `What was frozen, the latest first; at most ${metricLimits.baselines}. The latest of a version counts for it.`,
  })
  baselines: MetricBaseline[];

  @Field(() => [MetricTarget], {
    description: `What was wanted, the latest first; at most ${metricLimits.targets}. The latest of a version counts for it.`,
  })
  targets: MetricTarget[];

  @Field(() => [MetricObservation], {
    complexity: 150,
    description: `What was imported, the latest first; at most ${metricLimits.observations}. The latest of a window and version counts.`,
  })
  observations: MetricObservation[];
}
