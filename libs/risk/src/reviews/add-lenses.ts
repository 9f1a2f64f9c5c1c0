import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { addLenses, type Lens } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'Lenses a review lacks.' })
export class AddLensesInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Choice(LensEnum, {
    each: true,
    nullable: true,
    description: 'Which lenses, beside those its subject asks for.',
  })
  lenses?: Lens[] | null;
}

export class AddLenses extends ReviewCommand<AddLensesInput> {}

@CommandHandler(AddLenses)
export class AddLensesHandler implements ICommandHandler<AddLenses> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: AddLenses): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context, { scope }) =>
      addLenses(review, { reviewId: input.reviewId, scope, lenses: input.lenses ?? [] }, context),
    );
  }
}

@Resolver()
export class AddLensesMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Adds lenses to a review: those you name, and those its subject asks for by now. Nothing where it has them; a decision made without ' +
      'them is taken up again. NOT_FOUND; INVALID_STATE for a cancelled review.',
  })
  @Needs('risk.open')
  addLenses(
    @InputArg() input: AddLensesInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new AddLenses(input, expectedVersion(expect), caller));
  }
}
