import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { type Lens, signLens } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

@InputType({ description: 'A signature under a lens.' })
export class SignLensInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Choice(LensEnum, { description: 'Which lens.' })
  lens: Lens;
}

export class SignLens extends ReviewCommand<SignLensInput> {}

@CommandHandler(SignLens)
export class SignLensHandler implements ICommandHandler<SignLens> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: SignLens): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context) => signLens(review, input, context));
  }
}

@Resolver()
export class SignLensMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Vouches for a lens: its own reviewer, or their deputy. With the last one a decision is due. NOT_FOUND; INVALID_STATE unless the review is ' +
      'IN_ASSESSMENT; LENS_ALREADY_SIGNED; FORBIDDEN for everybody else; REVIEWER_CONFLICT for whoever began to build it since; ' +
      'SCOPE_CHANGED while the review has not followed its subject; LENS_INCOMPLETE with what is missing.',
  })
  @Needs('risk.sign')
  signLens(
    @InputArg() input: SignLensInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new SignLens(input, expectedVersion(expect), caller));
  }
}
