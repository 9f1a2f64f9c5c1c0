import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, ItemCommand, RoadmapDecisions } from '../decisions.js';
import { assessCampaignWorthiness, type Verdict } from '../domain/index.js';
import { VerdictEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'Whether an item is worth a campaign.' })
export class AssessCampaignWorthinessInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Choice(VerdictEnum, { description: 'The verdict.' })
  verdict: Verdict;

  @Text({ nullable: true, description: 'Why, at most 4,000 characters; owed for NOT_WORTHY.' })
  reason?: string | null;
}

export class AssessCampaignWorthiness extends ItemCommand<AssessCampaignWorthinessInput> {}

@CommandHandler(AssessCampaignWorthiness)
export class AssessCampaignWorthinessHandler implements ICommandHandler<AssessCampaignWorthiness> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: AssessCampaignWorthiness): Promise<ItemChange> {
    return this.decisions.change(command, assessCampaignWorthiness);
  }
}

@Resolver()
export class AssessCampaignWorthinessMutation {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Marketing says whether an item is worth a campaign; a later assessment takes the place of an earlier one. NOT_FOUND; ' +
      'INVALID_STATE for a dropped one; FORBIDDEN; REASON_REQUIRED for NOT_WORTHY; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.assess')
  assessCampaignWorthiness(
    @InputArg() input: AssessCampaignWorthinessInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new AssessCampaignWorthiness(input, expectedVersion(expect), caller));
  }
}
