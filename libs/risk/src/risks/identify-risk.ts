import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import type { Lens } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { identifyRisk, type Knowledge, type RiskCategory } from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { RiskCategoryEnum, RiskKnowledgeEnum } from './enums.js';
import { RiskCommands, RiskPayload } from './risk-payload.js';

@InputType({ description: 'What may happen, why, and what follows from it, in words anybody understands.' })
export class IdentifyRiskInput {
  @GlobalId('RiskReview', { description: 'The review it is found by.' })
  reviewId: string;

  @Choice(LensEnum, { description: 'The lens of the review it is found through.' })
  lens: Lens;

  @Text({ description: 'In a few words, at most 200 characters, e.g. `Card data reaches our server`.' })
  title: string;

  @Text({ nullable: true, description: 'Why it may happen; at most 4,000 characters, owed.' })
  cause?: string | null;

  @Text({ nullable: true, description: 'What may happen; at most 4,000 characters, owed.' })
  event?: string | null;

  @Text({ nullable: true, description: 'What follows from it; at most 4,000 characters, owed.' })
  consequence?: string | null;

  @Choice(RiskCategoryEnum, { nullable: true, description: 'What it endangers; OTHER unless told.' })
  category?: RiskCategory | null;

  @Choice(RiskKnowledgeEnum, { nullable: true, description: 'How much is known of it; MEDIUM unless told.' })
  knowledge?: Knowledge | null;
}

export class IdentifyRisk extends ReviewCommand<IdentifyRiskInput> {}

@CommandHandler(IdentifyRisk)
export class IdentifyRiskHandler implements ICommandHandler<IdentifyRisk> {
  constructor(
    private readonly decisions: RiskDecisions,
    private readonly store: PostgresLogStore,
  ) {}

  async execute(command: IdentifyRisk): Promise<ReviewChange> {
    const { reviewId, category, knowledge, ...statement } = command.input;
    // Drawn before the decision: a number that is refused leaves a gap, two risks never share one.
    const riskId = `K${await this.store.nextNumber(command.caller.viewer.workspaceId, 'risk')}`;
    const input = { ...statement, riskId, ...(category && { category }), ...(knowledge && { knowledge }) };
    return this.decisions.change(command, { reviewId, riskId }, (review) => identifyRisk(review, input));
  }
}

@Resolver()
export class IdentifyRiskMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Writes a risk down. A lens that was signed without knowing of it loses its signature. NOT_FOUND for a lens the review does not ' +
      'have; INVALID_STATE after the decision; RISK_STATEMENT_INCOMPLETE; PII_NOT_ALLOWED; LIMIT_REACHED.',
  })
  @Needs('risk.raise')
  identifyRisk(
    @InputArg() input: IdentifyRiskInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new IdentifyRisk(input, expectedVersion(expect), caller));
  }
}
