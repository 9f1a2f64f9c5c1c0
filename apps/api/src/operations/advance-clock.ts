import { Caller, Instant, MutationPayload, Needs } from '#libs/api-kit';
import { SandboxClock } from '#libs/event-log';
import { Args, Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { IsISO8601 } from 'class-validator';

@InputType({ description: 'Where to move the test clock of a sandbox workspace.' })
export class AdvanceClockInput {
  @Field(() => Instant, {
    description: 'The instant it shall be, e.g. `2026-02-01T08:00:00.000Z`; never earlier than it is.',
  })
  @IsISO8601()
  to: string;
}

@ObjectType({ description: 'Where the test clock stands.' })
export class AdvanceClockPayload extends MutationPayload {
  @Field(() => Instant, { nullable: true, description: 'The workspace’s time now; null when the clock did not move.' })
  now?: string | null;

  @Field(() => [Instant], {
    nullable: true,
    description: 'Instants at which something was due and the clock stopped on its way, in order.',
  })
  stops?: readonly string[] | null;
}

@Resolver()
export class AdvanceClock {
  constructor(private readonly clock: SandboxClock) {}

  @Mutation(() => AdvanceClockPayload, {
    description:
      'Moves the clock of a sandbox workspace forward, stops wherever something is due, and answers when all of it is done. ' +
      'Moving it to where it stands already changes nothing. NOT_A_SANDBOX, CLOCK_ONLY_FORWARD, CLOCK_NOT_SETTLED.',
  })
  @Needs('clock.advance')
  async advanceClock(
    @Args('input') { to }: AdvanceClockInput,
    @Caller() { command }: Caller,
  ): Promise<AdvanceClockPayload> {
    return Object.assign(new AdvanceClockPayload(), await this.clock.advance(command.workspaceId, to));
  }
}
