import { Day, LocalDate, Text } from '#libs/api-kit';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { type AskedWindow, MOST_DAYS } from './domain/index.js';
import { MetricWindowKindEnum } from './enums.js';

@InputType({ description: 'Days that count, in the workspace’s zone: a month, a quarter, or a first and a last day.' })
export class MetricWindowInput {
  @Text({ nullable: true, description: 'A calendar month, e.g. `2026-02`.' })
  month?: string | null;

  @Text({ nullable: true, description: 'A quarter of a year, e.g. `2026-Q1`.' })
  quarter?: string | null;

  @Day({
    nullable: true,
    description: `The first day, e.g. \`2026-01-01\`; with \`until\`, at most ${MOST_DAYS} days.`,
  })
  from?: string | null;

  @Day({ nullable: true, description: 'The last day, e.g. `2026-03-31`; it counts, too.' })
  until?: string | null;
}

@ObjectType({ description: 'Days that count, in the workspace’s zone.' })
export class MetricWindow {
  @Field(() => LocalDate, { description: 'The first day, e.g. `2026-01-01`.' })
  from: string;

  @Field(() => LocalDate, { description: 'The last day, e.g. `2026-03-31`; it counts, too.' })
  until: string;
}

@ObjectType({ description: 'Days that count, and how they were named.' })
export class NamedMetricWindow extends MetricWindow implements AskedWindow {
  @Field(() => MetricWindowKindEnum, { description: 'How it was named.' })
  kind: AskedWindow['kind'];
}
