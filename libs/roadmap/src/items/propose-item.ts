import { Caller, Choice, GlobalId, InputArg, Needs, Nested, Text } from '#libs/api-kit';
import { PostgresLogStore } from '#libs/event-log';
import { createdId } from '#libs/people';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { byCaller, type ItemChange, RoadmapDecisions } from '../decisions.js';
import { type ItemKind, type Lane, proposeItem, roadmapItem, type Visibility } from '../domain/index.js';
import { ItemKindEnum, LaneEnum, VisibilityEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';
import { ItemParties } from './item-parties.js';
import { ownersOfInput, RoadmapOwnersInput } from './item.inputs.js';

@InputType({ description: 'A new item of the roadmap.' })
export class ProposeRoadmapItemInput {
  @Text({ description: 'What it is, at most 200 characters, e.g. `Gift cards`.' })
  title: string;

  @Choice(LaneEnum, { description: 'Whose roadmap it stands on, for good.' })
  lane: Lane;

  @Choice(ItemKindEnum, { description: 'The kind of thing it is.' })
  kind: ItemKind;

  @Nested(() => RoadmapOwnersInput, { nullable: true, description: 'Who answers for it; owed before it is planned.' })
  owners?: RoadmapOwnersInput | null;

  @Choice(VisibilityEnum, { nullable: true, description: 'Who may see it; TEAMS unless told.' })
  visibility?: Visibility | null;

  @Text({ nullable: true, description: 'What it is meant to bring, at most 4,000 characters.' })
  expectedImpact?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Goals it serves, at most 50: references in your own words, which nobody looks up.',
  })
  @IsOptional()
  @IsString({ each: true })
  goalIds?: string[] | null;

  @GlobalId('Property', { each: true, nullable: true, description: 'Web properties it goes out on, at most 50.' })
  propertyIds?: string[] | null;
}

export class ProposeRoadmapItem extends Command<ItemChange> {
  constructor(
    readonly input: ProposeRoadmapItemInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ProposeRoadmapItem)
export class ProposeRoadmapItemHandler implements ICommandHandler<ProposeRoadmapItem> {
  constructor(
    private readonly decisions: RoadmapDecisions,
    private readonly store: PostgresLogStore,
    private readonly parties: ItemParties,
  ) {}

  async execute({ input, caller }: ProposeRoadmapItem): Promise<ItemChange> {
    const { workspaceId } = caller.viewer;
    const { title, lane, kind, visibility, expectedImpact = null } = input;
    const owners = ownersOfInput(input.owners ?? {});
    const [goalIds, propertyIds] = [input.goalIds ?? [], input.propertyIds ?? []];
    await this.parties.require(workspaceId, { owners, propertyIds });
    // Drawn before the decision: a number that is refused leaves a gap, two items never share one.
    const number = await this.store.nextNumber(workspaceId, roadmapItem.type);
    const proposal = { number, title, lane, kind, owners, expectedImpact, goalIds, propertyIds };
    const itemId = createdId(caller.command, roadmapItem.type);
    const target = { itemId, expect: 'new' as const, command: caller.command, circumstances: byCaller(caller) };
    return this.decisions.decide(target, (item) =>
      proposeItem(item, { ...proposal, ...(visibility != null && { visibility }) }),
    );
  }
}

@Resolver()
export class ProposeRoadmapItemMutation {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Puts something on the roadmap, on one lane for good. NOT_FOUND for a person, a team or a web property of no such id; ' +
      'VALIDATION_FAILED; PII_NOT_ALLOWED; LIMIT_REACHED.',
  })
  @Needs('roadmap.propose')
  proposeRoadmapItem(@InputArg() input: ProposeRoadmapItemInput, @Caller() caller: Caller): Promise<ItemPayload> {
    return this.commands.carryOut(new ProposeRoadmapItem(input, caller));
  }
}
