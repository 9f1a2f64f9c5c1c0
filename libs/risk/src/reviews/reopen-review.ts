import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { type Lens, reopenReview } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'A decision that is taken up again.' })
export class ReopenReviewInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Text({ nullable: true, description: 'Why; owed.' })
  reason?: string | null;

  @Choice(LensEnum, {
    each: true,
    nullable: true,
    description: 'What has to be looked at again; all of it when left out, and for a cancelled review.',
  })
  lenses?: Lens[] | null;
}

export class ReopenReview extends ReviewCommand<ReopenReviewInput> {}

@CommandHandler(ReopenReview)
export class ReopenReviewHandler implements ICommandHandler<ReopenReview> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: ReopenReview): Promise<ReviewChange> {
    const { reviewId, reason, lenses } = command.input;
    return this.decisions.change(command, { reviewId }, (review, context) =>
      reopenReview(review, { reviewId, reason, lenses: lenses ?? [] }, context),
    );
  }
}

@Resolver()
export class ReopenReviewMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Takes a decision up again: what is named has to be looked at and signed anew. NOT_FOUND; INVALID_STATE unless it is CLEARED, CONDITIONAL, ' +
      'BLOCKED, EXPIRED or CANCELLED; REVIEWER_CONFLICT; REASON_REQUIRED.',
  })
  @Needs('risk.sign')
  reopenReview(
    @InputArg() input: ReopenReviewInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new ReopenReview(input, expectedVersion(expect), caller));
  }
}
