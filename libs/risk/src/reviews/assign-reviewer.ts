import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { person } from '#libs/people';
import { NotFound } from '#libs/event-log';
import { assignReviewer, type Lens } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import type { ReviewScene } from '../decisions.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';

const PATH = ['input', 'reviewerId'];

/** What somebody may do in this workspace. @throws NotFound */
function rolesOf({ others }: ReviewScene, personId: string): string[] {
  const known = others.read(person, personId);
  if (known.status === 'unknown') throw new NotFound('person', PATH);
  return known.roles.map(({ role }) => role);
}

@InputType({ description: 'Who looks through a lens.' })
export class AssignReviewerInput {
  @GlobalId('RiskReview', { description: 'Which review.' })
  reviewId: string;

  @Choice(LensEnum, { description: 'Which lens.' })
  lens: Lens;

  @GlobalId('Person', { description: 'Who looks.' })
  reviewerId: string;
}

export class AssignReviewer extends ReviewCommand<AssignReviewerInput> {}

@CommandHandler(AssignReviewer)
export class AssignReviewerHandler implements ICommandHandler<AssignReviewer> {
  constructor(private readonly decisions: RiskDecisions) {}

  execute(command: AssignReviewer): Promise<ReviewChange> {
    const { input } = command;
    return this.decisions.change(command, input, (review, context, scene) => {
      const { lens, reviewerId } = input;
      return assignReviewer(review, { lens, reviewerId, reviewerRoles: rolesOf(scene, reviewerId) }, context);
    });
  }
}

@Resolver()
export class AssignReviewerMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Gives a lens to somebody who neither asked for the work nor builds it; with the last lens the assessment begins. Nothing where it is ' +
      'theirs already. NOT_FOUND for a person who is not there or a lens the review has not; INVALID_STATE once it is decided; ' +
      'LENS_ALREADY_SIGNED; REVIEWER_CONFLICT; REVIEWER_NOT_QUALIFIED for somebody without one of the roles the lens asks for.',
  })
  @Needs('risk.assign')
  assignReviewer(
    @InputArg() input: AssignReviewerInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReviewPayload> {
    return this.commands.carryOut(new AssignReviewer(input, expectedVersion(expect), caller));
  }
}
