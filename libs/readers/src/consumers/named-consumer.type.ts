import { Instant, LogPosition, MutationPayload, Node } from '#libs/api-kit';
import type { EpochPosition } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

/** Name of the GraphQL type, and what its own ids look like. */
export const NAMED_CONSUMER = 'NamedConsumer';
export const NAMED_CONSUMER_ID = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

@ObjectType('EventVersion', { description: 'A version of the schema of an event type.' })
export class EventVersionType {
  @Field(() => String, { description: 'Name of the fact, e.g. `RequestSubmitted`.' })
  type: string;

  @Field(() => Int, { description: 'The version, e.g. 1.' })
  version: number;
}

/** How much there is still to read. */
export interface Lag {
  readonly events: number;
  readonly seconds: number | null;
}

@ObjectType(NAMED_CONSUMER, {
  implements: () => Node,
  description: 'A job that reads the log by pages: what it reads, in which versions, and how far it is are kept here.',
})
export class NamedConsumerType extends Node {
  @Field(() => String, { description: 'Its name, e.g. `nightly-hours`; unique in the workspace.' })
  name: string;

  @Field(() => [String], { nullable: true, description: 'The facts it reads, e.g. `["EntryBooked"]`; null: all.' })
  types: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'The stream it reads, e.g. `request-6f0e…`; null: all.' })
  subject: string | null;

  @Field(() => [EventVersionType], {
    description:
      'The version of each fact it may meet, by type: those named or newest when it was registered, so that a release changes nothing for ' +
      'it; of facts that came later the first.',
  })
  pins: EventVersionType[];

  @Field(() => LogPosition, { description: 'Its checkpoint: it has everything up to here.' })
  position: EpochPosition;

  @Field(() => Boolean, {
    description:
      'True when the log was restored to before its checkpoint: it reads nothing until a position of the restored log is acknowledged with `rewind`.',
  })
  isAheadOfLog: boolean;

  @Field(() => Int, { description: 'Counts the changes of what it reads from 1; give it to `expect`.' })
  version: number;

  @Field(() => Instant, { description: 'When it was registered, by the real clock.' })
  registeredAt: string;

  @Field(() => Instant, { nullable: true, description: 'When its checkpoint was last moved; null: never.' })
  acknowledgedAt: string | null;

  /** Not a field: counted once, when `lag` or `lagSeconds` is asked for. */
  count: () => Promise<Lag>;
}

@ObjectType({ description: 'The consumer as it is now.' })
export class ConsumerPayload extends MutationPayload {
  @Field(() => NamedConsumerType, { nullable: true, description: 'The consumer; null when the command was refused.' })
  consumer?: NamedConsumerType | null;
}

@ObjectType({ description: 'Whether the consumer is gone.' })
export class RemoveConsumerPayload extends MutationPayload {
  @Field(() => Boolean, { defaultValue: false, description: 'True when it was there and is gone.' })
  removed?: boolean;
}
