import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, ItemCommand, RoadmapDecisions } from '../decisions.js';
import { agreeItem } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'One side’s yes to an item as it is planned.' })
export class AgreeItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Choice(SideEnum, { description: 'The side you speak for.' })
  side: Side;
}

export class AgreeItem extends ItemCommand<AgreeItemInput> {}

@CommandHandler(AgreeItem)
export class AgreeItemHandler implements ICommandHandler<AgreeItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: AgreeItem): Promise<ItemChange> {
    return this.decisions.change(command, agreeItem);
  }
}

@Resolver()
export class AgreeItemMutation {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Says yes to an item for one side; another window takes the yes of both sides back unless it is promised by then. NOT_FOUND; ' +
      'INVALID_STATE unless it is PLANNED or COMMITTED; FORBIDDEN for everybody but the lead of that side in the owner’s team, their ' +
      'deputy, and a product manager of that side; SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON.',
  })
  @Needs('roadmap.agree')
  agreeItem(
    @InputArg() input: AgreeItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new AgreeItem(input, expectedVersion(expect), caller));
  }
}
