import { Instant, LocalDate, LogPosition } from '#libs/api-kit';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { type AskedWindow, type Direction, type Flag, TREND } from './domain/index.js';
import { MetricDirectionEnum, MetricFlagEnum, MetricSourceEnum } from './enums.js';
import { MetricBaseline, MetricDefinition, MetricTarget } from './metric.type.js';
import { NamedMetricWindow } from './window.type.js';

const HIDDEN = 'null for roles that see no minutes, where it is in minutes of work';
/** Subjects and classes shown at most. */
export const MOST_SHOWN = 200;

@ObjectType({ description: 'A second figure of a metric.' })
export class MetricPart {
  @Field(() => String, { description: 'Names it inside of its metric, e.g. `p85`.' })
  key: string;

  @Field(() => String, { description: 'What it is, e.g. `85 of 100 within`.' })
  name: string;

  @Field(() => String, { description: 'What it counts in, e.g. `days`.' })
  unit: string;

  @Field(() => Float, { nullable: true, description: `The figure, e.g. \`62\`; null where there is none; ${HIDDEN}.` })
  value: number | null;
}

@ObjectType({ description: 'A subject of the window that cannot be counted yet.' })
export class ImmatureSubject {
  @Field(() => String, { description: 'Which, e.g. `REQ-3`, or the month `2026-03`.' })
  subject: string;

  @Field(() => LocalDate, { nullable: true, description: 'From this day on it can; null where nobody knows.' })
  matureOn: string | null;

  @Field(() => Float, { nullable: true, description: `What it comes to so far, e.g. \`2\`; ${HIDDEN}.` })
  soFar: number | null;
}

@ObjectType({ description: 'The figure of one subject, or of one class of them.' })
export class MetricCase {
  @Field(() => String, { description: 'Which, e.g. `REQ-1` or `EMAIL, small`.' })
  subject: string;

  @Field(() => Float, {
    nullable: true,
    description: `The figure, e.g. \`0.7143\`; ${HIDDEN}, or a share of them.`,
  })
  value: number | null;

  @Field(() => Int, { description: 'Subjects it is made of, e.g. `1`.' })
  n: number;

  @Field(() => String, { nullable: true, description: 'What it is made of, in words.' })
  note: string | null;
}

@ObjectType({ description: 'A target, and how far the value has come.' })
export class MetricAttainment {
  @Field(() => MetricTarget, { description: 'What is wanted.' })
  target: MetricTarget;

  @Field(() => Float, {
    nullable: true,
    description: `What is wanted as a value, e.g. \`7\`; null for a change without a baseline; ${HIDDEN}.`,
  })
  value: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much of the wanted change has come, in percent, e.g. `146.7`; null without a value or a baseline.',
  })
  attainmentPercent: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the value is as good as wanted; null without one.' })
  met: boolean | null;
}

@ObjectType({ description: 'A metric in one of several windows that follow each other.' })
export class MetricTrendPoint extends NamedMetricWindow {
  @Field(() => Float, { nullable: true, description: `The value in that window; ${HIDDEN}.` })
  value: number | null;

  @Field(() => Int, { description: 'Subjects it is made of.' })
  n: number;

  @Field(() => [MetricFlagEnum], { description: 'Why it says less than it seems to; at most 2.' })
  flags: readonly Flag[];
}

@ObjectType({ description: 'A metric in a window, with everything it is held against.' })
export class MetricFigure {
  @Field(() => String, { description: 'The metric’s key, e.g. `M3`.' })
  key: string;

  @Field(() => String, { description: 'What it is called, e.g. `Scoping time`.' })
  name: string;

  @Field(() => String, { description: 'What it counts in, e.g. `days`.' })
  unit: string;

  @Field(() => MetricDirectionEnum, { description: 'Which way is better.' })
  direction: Direction;

  @Field(() => MetricSourceEnum, { description: 'Where its values come from.' })
  source: 'EVENTS' | 'IMPORTED';

  @Field(() => MetricDefinition, { description: 'The definition it was measured by.' })
  definition: MetricDefinition;

  @Field(() => NamedMetricWindow, { description: 'The days that count.' })
  window: AskedWindow;

  @Field(() => Float, { nullable: true, description: `The value, e.g. \`7\`; null where there is none; ${HIDDEN}.` })
  value: number | null;

  @Field(() => Int, { description: 'Subjects it is made of, e.g. `7`.' })
  n: number;

  @Field(() => Int, { description: 'Subjects it should be made of, e.g. `5`.' })
  minSample: number;

  @Field(() => [MetricFlagEnum], { description: 'Why it says less than it seems to; at most 2.' })
  flags: readonly Flag[];

  @Field(() => Int, { description: 'Subjects of the window that cannot be counted yet, e.g. `3`.' })
  immatureCount: number;

  @Field(() => [ImmatureSubject], { description: `These subjects; at most ${MOST_SHOWN}.` })
  immature: ImmatureSubject[];

  @Field(() => [MetricPart], { description: 'Its other figures; at most 5.' })
  parts: MetricPart[];

  @Field(() => [MetricCase], {
    description: `The same for single subjects, or classes of them, where the metric has such; at most ${MOST_SHOWN}.`,
  })
  cases: MetricCase[];

  @Field(() => MetricBaseline, {
    nullable: true,
    description: 'What it is compared with: the latest under the same version of the definition; null: nothing.',
  })
  baseline: MetricBaseline | null;

  @Field(() => Float, { nullable: true, description: `Value less baseline, e.g. \`-900\`; ${HIDDEN}.` })
  change: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The same in percent of the baseline, e.g. `-20`; null against 0 or without one of the two.',
  })
  changePercent: number | null;

  @Field(() => MetricAttainment, { nullable: true, description: 'The latest target; null where none was set.' })
  attainment: MetricAttainment | null;

  @Field(() => [MetricTrendPoint], {
    description: `The last ${TREND} windows of this kind, the one asked for last; all as of the same position.`,
  })
  trend: MetricTrendPoint[];

  @Field(() => LogPosition, { description: 'Where in the log the answer stands: ask for it again as `asOf`.' })
  asOfPosition: number;
}

@ObjectType({ description: 'All metrics in one window.' })
export class MetricScoreboard {
  @Field(() => NamedMetricWindow, { description: 'The days that count.' })
  window: AskedWindow;

  @Field(() => LogPosition, { description: 'Where in the log the answer stands: ask for it again as `asOf`.' })
  asOfPosition: number;

  @Field(() => Instant, { description: 'The instant as of which it is measured; windows ripen with it.' })
  asOfInstant: string;

  @Field(() => [MetricFigure], {
    description:
      'The service’s own metrics in the order of their numbers, then those defined here by their keys; none that is retired.',
  })
  rows: MetricFigure[];
}
