import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { type ItemChange, PlannerCommand, RoadmapDecisions } from '../decisions.js';
import { type DescriptionInput, reviseItem } from '../domain/index.js';
import { ItemCommands, ItemPayload } from './item-payload.js';
import { ItemParties } from './item-parties.js';
import { ownersOfInput, RoadmapOwnersInput } from './item.inputs.js';

@InputType({ description: 'What is said about an item anew. What is left out stays.' })
export class ReviseRoadmapItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Text({ nullable: true, description: 'What it is, at most 200 characters; null leaves it as it is.' })
  title?: string | null;

  @Nested(() => RoadmapOwnersInput, { nullable: true, description: 'Who answers for it; null leaves all as they are.' })
  owners?: RoadmapOwnersInput | null;

  @Text({ nullable: true, description: 'What it is meant to bring, at most 4,000 characters; null takes it away.' })
  expectedImpact?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'All goals it serves, at most 50: references in your own words, which nobody looks up.',
  })
  @IsOptional()
  @IsString({ each: true })
  goalIds?: string[] | null;

  @GlobalId('Property', { each: true, nullable: true, description: 'All web properties it goes out on, at most 50.' })
  propertyIds?: string[] | null;
}

export class ReviseRoadmapItem extends PlannerCommand<ReviseRoadmapItemInput> {}

/** What was said; what was left out is not in it. */
const revisionOf = ({ title, owners, expectedImpact, goalIds, propertyIds }: ReviseRoadmapItemInput) => ({
  ...(title != null && { title }),
  ...(owners != null && { owners: ownersOfInput(owners) }),
  ...(expectedImpact !== undefined && { expectedImpact }),
  ...(goalIds != null && { goalIds }),
  ...(propertyIds != null && { propertyIds }),
});

@CommandHandler(ReviseRoadmapItem)
export class ReviseRoadmapItemHandler implements ICommandHandler<ReviseRoadmapItem> {
  constructor(
    private readonly decisions: RoadmapDecisions,
    private readonly parties: ItemParties,
  ) {}

  async execute(command: ReviseRoadmapItem): Promise<ItemChange> {
    const revision: DescriptionInput = revisionOf(command.input);
    await this.parties.require(command.caller.viewer.workspaceId, revision);
    return this.decisions.change(command, (item) => reviseItem(item, revision));
  }
}

@Resolver()
export class ReviseRoadmapItemMutation {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Writes anew what is said about an item; what is the same already is no change. NOT_FOUND for an item, a person, a team or a web ' +
      'property of no such id; INVALID_STATE once it is measured or dropped; VALIDATION_FAILED; PII_NOT_ALLOWED; LIMIT_REACHED.',
  })
  @Needs('roadmap.plan')
  reviseRoadmapItem(
    @InputArg() input: ReviseRoadmapItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new ReviseRoadmapItem(input, expectedVersion(expect), caller));
  }
}
