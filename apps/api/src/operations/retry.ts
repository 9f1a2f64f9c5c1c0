import { Caller, InputArg, MutationPayload, Needs } from '#libs/api-kit';
import { Consumers, NotFound } from '#libs/event-log';
import { Field, InputType, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';

@InputType({ description: 'Which stream to try again.' })
export class RetryParkedStreamInput {
  @Field(() => String, { description: 'Name of the consumer, e.g. `roadmap-follow`.' })
  @IsString()
  @MaxLength(200)
  consumer: string;

  @Field(() => Int, { description: 'Version of the consumer.', defaultValue: 1 })
  @IsInt()
  @Min(1)
  version: number;

  @Field(() => String, { description: 'The stream, as `parkedStreams` names it.' })
  @IsString()
  @MaxLength(300)
  streamId: string;
}

@InputType({ description: 'Which timer to try again.' })
export class RetryTimerInput {
  @Field(() => String, { description: 'Name of the process, e.g. `month-clock`.' })
  @IsString()
  @MaxLength(200)
  process: string;

  @Field(() => String, { description: 'The timer, as `processTimers` names it.' })
  @IsString()
  @MaxLength(500)
  key: string;
}

@ObjectType({ description: 'Whether the retry was asked for.' })
export class RetryParkedStreamPayload extends MutationPayload {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when the consumer was told to try again; false where the stream is not parked, or not any more.',
  })
  requested?: boolean;
}

@ObjectType({ description: 'Whether the retry was asked for.' })
export class RetryTimerPayload extends MutationPayload {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True when the timer waits again; false where it is not given up, or not any more.',
  })
  requested?: boolean;
}

/** False where nothing was parked: a retry that is asked for twice is one. */
async function asked(retry: Promise<void>): Promise<boolean> {
  try {
    await retry;
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** What failed is tried again, once its reason is gone. */
@Resolver()
export class RetryMutations {
  constructor(private readonly consumers: Consumers) {}

  @Mutation(() => RetryParkedStreamPayload, {
    description:
      'Lets a consumer go on with a stream of your workspace that it had parked, from the event it stopped at. Asking twice is asking ' +
      'once. NOT_FOUND for a consumer nobody knows.',
  })
  @Needs('log.operate')
  async retryParkedStream(
    @InputArg() { consumer: name, version, streamId }: RetryParkedStreamInput,
    @Caller() { command }: Caller,
  ): Promise<RetryParkedStreamPayload> {
    await this.requireKnown(name, 'consumer');
    const requested = await asked(this.consumers.retryParked({ name, version }, command.workspaceId, streamId));
    return Object.assign(new RetryParkedStreamPayload(), { requested });
  }

  @Mutation(() => RetryTimerPayload, {
    description:
      'Lets a process try a timer of your workspace again that it had given up, as if it had never failed. Asking twice is asking once. ' +
      'NOT_FOUND for a process nobody knows.',
  })
  @Needs('log.operate')
  async retryTimer(
    @InputArg() { process: name, key }: RetryTimerInput,
    @Caller() { command }: Caller,
  ): Promise<RetryTimerPayload> {
    await this.requireKnown(name, 'process');
    const requested = await asked(this.consumers.retryTimer({ name }, command.workspaceId, key));
    return Object.assign(new RetryTimerPayload(), { requested });
  }

  private async requireKnown(name: string, field: 'consumer' | 'process'): Promise<void> {
    if (!(await this.consumers.isKnown(name))) throw new NotFound(field, ['input', field]);
  }
}
