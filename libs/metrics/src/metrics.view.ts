import { AsOf, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { figureOf, measureAll, metric, metricLimits, metricOf, windowOf } from './domain/index.js';
import { MetricFigure, MetricScoreboard } from './figure.type.js';
import { Measurements } from './measurements.js';
import { MetricReader, shownOf } from './metric-reader.js';
import { MetricObject } from './metric.type.js';
import { toFigure } from './to-figure.js';
import { MetricWindowInput } from './window.type.js';

const KEY = /^(?:M\d{1,2}[a-z]?|[a-z][a-z0-9-]{2,39})$/;

@ArgsType()
class ScoreboardArgs {
  @Field(() => MetricWindowInput, { description: 'The days that count, in the workspace’s zone.' })
  @ValidateNested()
  @Type(() => MetricWindowInput)
  window: MetricWindowInput;

  @Field(() => AsOf, { nullable: true, description: 'The past to show; the present unless told.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  asOf?: AsOf | null;
}

@ArgsType()
class MetricArgs extends ScoreboardArgs {
  @Field(() => ID, { description: 'Its key, e.g. `M3`.' })
  @IsString()
  key: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version of its definition, e.g. `1`; the one in force unless told.',
  })
  @IsOptional()
  @IsInt()
  definitionVersion?: number | null;
}

/** What is measured, and what it comes to. */
@Resolver()
export class MetricsView {
  constructor(
    private readonly measurements: Measurements,
    private readonly reader: MetricReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Metric',
      right: 'metric.read',
      streamType: metric.type,
      format: KEY,
      load: async (ids, one) => {
        const all = await this.reader.all(one);
        return ids.map((id) => all.find(({ key }) => key === id) ?? null);
      },
    });
  }

  @Query(() => [MetricObject], {
    complexity: 100,
    description:
      'What is measured, and how: the service’s own metrics for which events exist, then those that were defined here ' +
      `(at most ${metricLimits.metrics}), retired ones included.`,
  })
  @Needs('metric.read')
  metrics(@Reader() reader: Reader): Promise<MetricObject[]> {
    return this.reader.all(reader);
  }

  @Query(() => MetricFigure, {
    complexity: 100,
    description:
      'One metric in a window, now or as it was known then. Name an older version of its definition to see values as they were measured ' +
      'under it: nothing is ever recomputed silently. NOT_FOUND, VALIDATION_FAILED, INSTANT_NOT_PAST, INVALID_POSITION, HISTORY_INCOMPLETE.',
  })
  @Needs('metric.read')
  async metric(
    @Args() { key, window, definitionVersion = null, asOf }: MetricArgs,
    @Reader() reader: Reader,
  ): Promise<MetricFigure> {
    const measurement = await this.measurements.of(reader, windowOf(window), asOf);
    const found = metricOf(measurement.dossiers, key, definitionVersion);
    if (!found) throw new NotFound('metric', [definitionVersion === null ? 'key' : 'definitionVersion']);
    return toFigure(figureOf(found, measurement), measurement.position, shownOf(reader));
  }

  @Query(() => MetricScoreboard, {
    complexity: 200,
    description:
      'All metrics in one window, now or as they were known then: value, n, what is immature, baseline, change, target and trend. ' +
      'VALIDATION_FAILED, INSTANT_NOT_PAST, INVALID_POSITION, HISTORY_INCOMPLETE.',
  })
  @Needs('metric.read')
  async scoreboard(@Args() { window, asOf }: ScoreboardArgs, @Reader() reader: Reader): Promise<MetricScoreboard> {
    const measurement = await this.measurements.of(reader, windowOf(window), asOf);
    const { position, instant, window: named } = measurement;
    const shown = shownOf(reader);
    const rows = measureAll(measurement).map((figure) => toFigure(figure, position, shown));
    return Object.assign(new MetricScoreboard(), {
      window: named,
      asOfPosition: position,
      asOfInstant: instant,
      rows,
    });
  }
}
