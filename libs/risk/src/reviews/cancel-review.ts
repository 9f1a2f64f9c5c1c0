import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { cancelReview } from '../domain/index.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'The end of a review.' })
export class CancelReviewInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Text({ nullable: true, description: 'Why; owed.' })
  reason?: string | null;
}

export class CancelReview extends ReviewCommand<CancelReviewInput> {}

@CommandHandler(CancelReview)
export class CancelReviewHandler implements ICommandHandler<CancelReview> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: CancelReview): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => cancelReview(review, input, context));
  }
}

@Resolver()
export class CancelReviewMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Ends a review whose subject ended. NOT_FOUND; INVALID_STATE for a cancelled one; REASON_REQUIRED; SUBJECT_NOT_ENDED: a review is no way ' +
      'around the gate.',
  })
  @Needs('risk.open')
  cancelReview(
    @InputArg() input: CancelReviewInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new CancelReview(input, expectedVersion(expect), caller));
  }
}
