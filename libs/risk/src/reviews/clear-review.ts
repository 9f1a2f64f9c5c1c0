import {
  Caller,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { clearReview, clearWithConditions } from '../domain/index.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'A yes.' })
export class ClearReviewInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;
}

export class ClearReview extends ReviewCommand<ClearReviewInput> {}

@CommandHandler(ClearReview)
export class ClearReviewHandler implements ICommandHandler<ClearReview> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: ClearReview): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => clearReview(review, input, context));
  }
}

@Resolver()
export class ClearReviewMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Lets it pass, until its risks are to be looked at again or the first acceptance ends; what it is about is told in the same moment. ' +
      'NOT_FOUND; INVALID_STATE unless it is DECISION_PENDING; REVIEWER_CONFLICT for whoever asked for the work or builds it; SCOPE_CHANGED; ' +
      'REVIEW_NOT_CLEARABLE with everything that stands in the way.',
  })
  @Needs('risk.sign')
  clearReview(
    @InputArg() input: ClearReviewInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new ClearReview(input, expectedVersion(expect), caller));
  }
}

@InputType({ description: 'Something that still has to happen.' })
export class ReviewConditionInput {
  @Text({ description: 'What, up to 1,000 characters, e.g. `Watch the error rate for a week`.' })
  text: string;

  @Flag({ description: 'True: before a launch. False: after it.' })
  preLaunch: boolean;
}

@InputType({ description: 'A yes, on conditions.' })
export class ClearReviewWithConditionsInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Nested(() => ReviewConditionInput, { each: true, description: 'The conditions, 1 to 50.' })
  conditions: ReviewConditionInput[];
}

export class ClearReviewWithConditions extends ReviewCommand<ClearReviewWithConditionsInput> {}

@CommandHandler(ClearReviewWithConditions)
export class ClearReviewWithConditionsHandler implements ICommandHandler<ClearReviewWithConditions> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: ClearReviewWithConditions): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => clearWithConditions(review, input, context));
  }
}

@Resolver()
export class ClearReviewWithConditionsMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Lets it pass on conditions; those that have to be met before a launch stop it until they are. NOT_FOUND; INVALID_STATE unless it is ' +
      'DECISION_PENDING; REVIEWER_CONFLICT; SCOPE_CHANGED; REVIEW_NOT_CLEARABLE; VALIDATION_FAILED without a condition; LIMIT_REACHED.',
  })
  @Needs('risk.sign')
  clearReviewWithConditions(
    @InputArg() input: ClearReviewWithConditionsInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new ClearReviewWithConditions(input, expectedVersion(expect), caller));
  }
}
