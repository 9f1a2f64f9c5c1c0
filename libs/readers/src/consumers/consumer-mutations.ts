import {
  Caller,
  type EpochPosition,
  type Expect,
  InputArg,
  LogPosition,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { Args, Field, InputType, Mutation, registerEnumType, Resolver } from '@nestjs/graphql';
import { IsEnum, IsObject, IsOptional } from 'class-validator';
import { EventVersionInput } from '../events/event-connection.js';
import { ConsumerTeller } from './consumer-teller.js';
import { ConsumerPayload, RemoveConsumerPayload } from './named-consumer.type.js';
import { LIMITS, NamedConsumers, type Start } from './named-consumers.js';

const ConsumerStart = { BEGINNING: 'BEGINNING', NOW: 'NOW' } as const;

registerEnumType(ConsumerStart, {
  name: 'ConsumerStart',
  description: 'Where a new consumer begins.',
  valuesMap: {
    BEGINNING: { description: 'With the first event of the workspace.' },
    NOW: { description: 'With what is stored from now on.' },
  },
});

@InputType({ isOneOf: true, description: 'Where a new consumer begins: in words, or after a position.' })
export class ConsumerStartInput {
  @Field(() => ConsumerStart, { nullable: true, description: 'In words, e.g. `BEGINNING`.' })
  @IsOptional()
  @IsEnum(ConsumerStart)
  from?: keyof typeof ConsumerStart | null;

  @Field(() => LogPosition, { nullable: true, description: 'After this position, e.g. the `cursor` of a page.' })
  @IsOptional()
  @IsObject()
  position?: EpochPosition | null;
}

@InputType({ description: 'What a consumer shall read from now on.' })
export class ChangeConsumerInput {
  @Text({
    description:
      'Name of the consumer, e.g. `nightly-hours`: small letters, digits, dots, dashes and underscores, at most 100.',
  })
  name: string;

  @Text({ each: true, nullable: true, description: 'Only these facts, at most 200; all unless told.' })
  types?: string[] | null;

  @Text({ nullable: true, description: 'Only this stream, e.g. `request-6f0e…`; all unless told.' })
  subject?: string | null;

  @Nested(() => EventVersionInput, {
    each: true,
    nullable: true,
    description: 'Versions to have the data in; of facts that are not named the newest there is today.',
  })
  versions?: EventVersionInput[] | null;
}

@InputType({ description: 'A new consumer.' })
export class RegisterConsumerInput extends ChangeConsumerInput {
  @Nested(() => ConsumerStartInput, { description: 'Where it begins, e.g. `{ from: BEGINNING }`.' })
  startAt: ConsumerStartInput;
}

function startOf({ from, position }: ConsumerStartInput): Start {
  const start = from ?? position;
  if (start == null) throw new ValidationFailed('Say where it begins.', ['input', 'startAt']);
  return start;
}

const NAME = { description: 'Name of the consumer, e.g. `nightly-hours`.' };

/** Jobs come, move on, and go. */
@Resolver()
export class ConsumerMutations {
  constructor(
    private readonly consumers: NamedConsumers,
    private readonly teller: ConsumerTeller,
  ) {}

  @Mutation(() => ConsumerPayload, {
    description:
      'Keeps the place of a job that reads the log, so that it needs no memory of its own, and the versions of what it reads, so that no ' +
      'release breaks it. Asking again for the same is asking once; CONSUMER_EXISTS for a name that reads something else, TOO_MANY_CONSUMERS ' +
      `for more than ${LIMITS.consumers}.`,
  })
  @Needs('log.consume')
  async registerConsumer(
    @InputArg() input: RegisterConsumerInput,
    @Caller() { viewer }: Caller,
  ): Promise<ConsumerPayload> {
    const { workspaceId, personId } = viewer;
    const who = { workspaceId, personId, name: input.name };
    return this.payload(workspaceId, this.consumers.register(who, input, startOf(input.startAt)));
  }

  @Mutation(() => ConsumerPayload, {
    description:
      'Changes what a consumer reads, all of it at once; its checkpoint stays. NOT_FOUND for one that is not there.',
  })
  @Needs('log.consume')
  async changeConsumer(
    @InputArg() input: ChangeConsumerInput,
    @SeenVersion() expect: Expect,
    @Caller() { viewer: { workspaceId } }: Caller,
  ): Promise<ConsumerPayload> {
    return this.payload(workspaceId, this.consumers.change({ workspaceId, name: input.name }, input, expect));
  }

  @Mutation(() => ConsumerPayload, {
    description:
      'Says that a consumer is done with everything up to a position. Never back, whoever else says so in the same moment: ' +
      'CONSUMER_BEHIND_CHECKPOINT, unless `rewind` is true. INVALID_POSITION for a position of another epoch or ahead of the log.',
  })
  @Needs('log.consume')
  async acknowledge(
    @Args('name', NAME) name: string,
    @Args('position', {
      type: () => LogPosition,
      description: 'The `cursor` of the page it has worked off, or the position of its last event.',
    })
    position: EpochPosition,
    @Args('rewind', { defaultValue: false, description: 'True to let it read again what it has read.' })
    rewind: boolean,
    @Caller() { viewer: { workspaceId } }: Caller,
  ): Promise<ConsumerPayload> {
    return this.payload(workspaceId, this.consumers.acknowledge({ workspaceId, name }, position, rewind));
  }

  @Mutation(() => RemoveConsumerPayload, {
    description:
      'Forgets a consumer and its checkpoint; of the log nothing is forgotten. NOT_FOUND for one that is not there.',
  })
  @Needs('log.consume')
  async removeConsumer(
    @Args('name', NAME) name: string,
    @Caller() { viewer: { workspaceId } }: Caller,
  ): Promise<RemoveConsumerPayload> {
    await this.consumers.remove({ workspaceId, name });
    return Object.assign(new RemoveConsumerPayload(), { removed: true });
  }

  private async payload(
    workspaceId: string,
    consumer: ReturnType<NamedConsumers['register']>,
  ): Promise<ConsumerPayload> {
    return Object.assign(new ConsumerPayload(), { consumer: this.teller.tell(workspaceId, await consumer) });
  }
}
