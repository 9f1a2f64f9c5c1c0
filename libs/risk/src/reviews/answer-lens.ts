import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { type Answer, answerLens, type Lens } from '../domain/index.js';
import { LensAnswerEnum, LensEnum } from '../enums.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'The answer to one question of a lens.' })
export class LensAnswerInput {
  @InnerId({ description: 'Which question, e.g. `card-data`.' })
  itemId: string;

  @Choice(LensAnswerEnum, { description: 'The answer.' })
  answer: Answer;

  @Text({
    nullable: true,
    description: 'What shows it, e.g. a link to a report; owed where the question needs it. Why, where it is no yes.',
  })
  evidence?: string | null;
}

@InputType({ description: 'Answers to questions of a lens.' })
export class AnswerLensInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Choice(LensEnum, { description: 'Which lens.' })
  lens: Lens;

  @Nested(() => LensAnswerInput, { each: true, description: 'The answers, 1 to 30.' })
  answers: LensAnswerInput[];
}

export class AnswerLens extends ReviewCommand<AnswerLensInput> {}

@CommandHandler(AnswerLens)
export class AnswerLensHandler implements ICommandHandler<AnswerLens> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: AnswerLens): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => answerLens(review, input, context));
  }
}

@Resolver()
export class AnswerLensMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Answers questions of a lens, all of them or none; a later answer replaces an earlier one. NOT_FOUND for a lens or a question the review ' +
      'has not; INVALID_STATE once it is decided; LENS_ALREADY_SIGNED; EVIDENCE_REQUIRED for a yes that needs something to show; ' +
      'REASON_REQUIRED for a NO or NOT_APPLICABLE without one; REVIEWER_CONFLICT for whoever asked for the work or builds it; ' +
      'LIMIT_REACHED.',
  })
  @Needs('risk.sign')
  answerLens(
    @InputArg() input: AnswerLensInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new AnswerLens(input, expectedVersion(expect), caller));
  }
}
