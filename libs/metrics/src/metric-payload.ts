import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { MetricChange } from './metric-decisions.js';
import { MetricReader } from './metric-reader.js';
import { MetricObject } from './metric.type.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<MetricPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.metric?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on a metric.' })
export class MetricPayload extends MutationPayload {
  @Field(() => MetricObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The metric after the command; null when it was refused.',
  })
  @Needs('metric.read')
  metric?: Lazy<MetricObject | null>;
}

/** Where mutations on metrics hand in their commands. */
@Injectable()
export class MetricCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly metrics: MetricReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<MetricChange>): Promise<MetricPayload> {
    const { position, replayed, key } = await this.bus.execute(command);
    const metric: Lazy<MetricObject | null> = (_context, info) => this.metrics.one(readerOf(info), key);
    return Object.assign(new MetricPayload(), { position, replayed, metric });
  }
}
