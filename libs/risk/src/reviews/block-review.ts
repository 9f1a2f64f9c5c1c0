import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { blockReview } from '../domain/index.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'A no, and the way out of it.' })
export class BlockReviewInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Text({ nullable: true, description: 'Why; owed.' })
  reason?: string | null;

  @Text({ nullable: true, description: 'What would change the answer; owed.' })
  unblockWhen?: string | null;
}

export class BlockReview extends ReviewCommand<BlockReviewInput> {}

@CommandHandler(BlockReview)
export class BlockReviewHandler implements ICommandHandler<BlockReview> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: BlockReview): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => blockReview(review, input, context));
  }
}

@Resolver()
export class BlockReviewMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Lets nothing pass: why, and what would change that. NOT_FOUND; INVALID_STATE unless it is DECISION_PENDING; REVIEWER_CONFLICT; ' +
      'SCOPE_CHANGED; REASON_REQUIRED.',
  })
  @Needs('risk.sign')
  blockReview(
    @InputArg() input: BlockReviewInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new BlockReview(input, expectedVersion(expect), caller));
  }
}
