import { Caller, Instant, MutationPayload, Needs, Reader } from '#libs/api-kit';
import { Consumers, type ConsumerStatus, type ParkedStream } from '#libs/event-log';
import {
  Args,
  Field,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsInt, MaxLength, Min } from 'class-validator';

@ObjectType('ParkedStream', {
  description: 'A stream that a consumer left behind after an error: what it says about it is not up to date.',
})
export class ParkedStreamType {
  @Field(() => String, { description: 'The stream, e.g. `request-0d8f…`; give it to `retryParkedStream`.' })
  streamId: string;

  @Field(() => String, { description: 'What went wrong, without data.' })
  error: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts: number;

  @Field(() => Instant, { description: 'Since when it is parked.' })
  parkedAt: string;

  @Field(() => Boolean, { description: 'A retry was asked for and has not run yet.' })
  retryRequested: boolean;
}

@ObjectType('Consumer', { description: 'Somebody who follows the log: an asynchronous read model or a process.' })
export class ConsumerType {
  @Field(() => String, { description: 'Its name, e.g. `hold-review`.' })
  name: string;

  @Field(() => Int, { description: 'Version of its code; each has a position of its own.' })
  version: number;

  @Field(() => String, { description: '`projection` or `process`.' })
  kind: string;

  @Field(() => String, { description: '`running`, `idle` (nobody runs it) or `failing`.' })
  state: string;

  @Field(() => Int, { description: 'Positions it has still to read.' })
  lag: number;

  @Field(() => String, { nullable: true, description: 'Why it failed the last time, without data.' })
  failure: string | null;

  @Field(() => Instant, { nullable: true, description: 'When it last showed life.' })
  heartbeatAt: string | null;
}

@InputType({ description: 'Which stream to try again.' })
export class RetryParkedStreamInput {
  @Field(() => String, { description: 'Name of the consumer.' })
  @MaxLength(200)
  consumer: string;

  @Field(() => Int, { description: 'Version of the consumer.', defaultValue: 1 })
  @IsInt()
  @Min(1)
  version: number;

  @Field(() => String, { description: 'The stream, as `parkedStreams` names it.' })
  @MaxLength(300)
  streamId: string;
}

@ObjectType({ description: 'Whether the retry was asked for.' })
export class RetryParkedStreamPayload extends MutationPayload {
  @Field(() => Boolean, { defaultValue: false, description: 'True when the consumer was told to try again.' })
  requested?: boolean;
}

@Resolver(() => ConsumerType)
export class ConsumerOperations {
  constructor(private readonly consumers: Consumers) {}

  @Query(() => [ConsumerType], { description: 'Everybody who follows the log, how far they are, and what failed.' })
  @Needs('log.read')
  async consumerStatus(): Promise<ConsumerStatus[]> {
    return this.consumers.status();
  }

  @ResolveField(() => [ParkedStreamType], {
    description: 'Streams of your workspace it has left behind, at most 1,000.',
  })
  @Needs('log.read')
  parkedStreams(@Parent() consumer: ConsumerType, @Reader() { viewer }: Reader): Promise<ParkedStream[]> {
    return this.consumers.parkedStreams(consumer, viewer.workspaceId);
  }

  @Mutation(() => RetryParkedStreamPayload, {
    description:
      'Lets a consumer go on with a stream it had parked, from the event it stopped at. NOT_FOUND when it is not parked.',
  })
  @Needs('log.operate')
  async retryParkedStream(
    @Args('input') { consumer, version, streamId }: RetryParkedStreamInput,
    @Caller() { command }: Caller,
  ): Promise<RetryParkedStreamPayload> {
    await this.consumers.retryParked({ name: consumer, version }, command.workspaceId, streamId);
    return Object.assign(new RetryParkedStreamPayload(), { requested: true });
  }
}
