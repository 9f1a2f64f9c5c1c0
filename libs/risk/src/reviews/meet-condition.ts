import { Caller, Expect, expectedVersion, GlobalId, InnerId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { meetCondition } from '../domain/index.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'A condition that is met.' })
export class MeetConditionInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @InnerId({ description: 'Which condition, e.g. `C1`.' })
  conditionId: string;

  @Text({ nullable: true, description: 'What shows that it is met; owed.' })
  evidence?: string | null;
}

export class MeetCondition extends ReviewCommand<MeetConditionInput> {}

@CommandHandler(MeetCondition)
export class MeetConditionHandler implements ICommandHandler<MeetCondition> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: MeetCondition): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => meetCondition(review, input, context));
  }
}

@Resolver()
export class MeetConditionMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Says that a condition is met; nothing where it was before. NOT_FOUND for a condition the decision has not; INVALID_STATE unless the review ' +
      'is CONDITIONAL; REVIEWER_CONFLICT; REASON_REQUIRED without anything that shows it.',
  })
  @Needs('risk.sign')
  meetCondition(
    @InputArg() input: MeetConditionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new MeetCondition(input, expectedVersion(expect), caller));
  }
}
