import { Caller, Choice, InnerId, InputArg, Needs } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { byCaller, type ReviewChange, type ReviewTarget, RiskDecisions } from '../decisions.js';
import { type Lens, openReview, riskReview, type Subject } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { reviewIdOf } from '../ids.js';
import { ReviewCommands, ReviewPayload } from './review-payload.js';
import { subjectOfGlobalId } from './review-subjects.js';

@InputType({ description: 'What is to be reviewed, and through which lenses.' })
export class OpenRiskReviewInput {
  @InnerId({
    description:
      'Global id of what is reviewed: a `Request`, a `RoadmapItem`, a `Property`, a `Provider` or a `ToolEvaluation`.',
  })
  subjectId: string;

  @Choice(LensEnum, {
    each: true,
    nullable: true,
    description: 'Lenses beside those its touches ask for; at least one where they ask for none.',
  })
  lenses?: Lens[] | null;
}

export class OpenRiskReview extends Command<ReviewChange> {
  constructor(
    readonly input: OpenRiskReviewInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(OpenRiskReview)
export class OpenRiskReviewHandler implements ICommandHandler<OpenRiskReview> {
  constructor(
    private readonly decisions: RiskDecisions,
    private readonly store: PostgresLogStore,
  ) {}

  async execute({ input, caller }: OpenRiskReview): Promise<ReviewChange> {
    const subject = subjectOfGlobalId(input.subjectId, ['input', 'subjectId']);
    const target = { subject, command: caller.command, circumstances: byCaller(caller) };
    const opening = { subject, lenses: input.lenses ?? [] };
    // What is refused, or was carried out before, draws no number: a decision without facts leaves nothing behind.
    const rehearsed = await this.open(target, { ...opening, number: null });
    if (rehearsed.replayed) return rehearsed;
    const number = await this.store.nextNumber(caller.viewer.workspaceId, riskReview.type);
    return this.open(target, { ...opening, number });
  }

  private open(target: ReviewTarget, { subject, lenses, number }: Opening): Promise<ReviewChange> {
    const reviewId = reviewIdOf(subject);
    return this.decisions.decide(target, (review, context, { scope }) => {
      const opened = openReview(review, { reviewId, number: number ?? 0, scope, lenses }, context);
      return number === null ? [] : opened;
    });
  }
}

interface Opening {
  readonly subject: Subject;
  readonly lenses: readonly Lens[];
  /** Null: to see whether it is refused. */
  readonly number: number | null;
}

@Resolver()
export class OpenRiskReviewMutation {
  constructor(private readonly commands: ReviewCommands) {}

  @Mutation(() => ReviewPayload, {
    description:
      'Opens a review with the lenses that the touches of its subject ask for and those you name. NOT_FOUND for a subject that is not there ' +
      'or is not reviewed; REVIEW_EXISTS where it has one: add lenses to it; VALIDATION_FAILED without any lens.',
  })
  @Needs('risk.open')
  openRiskReview(@InputArg() input: OpenRiskReviewInput, @Caller() caller: Caller): Promise<ReviewPayload> {
    return this.commands.carryOut(new OpenRiskReview(input, caller));
  }
}
