import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { DeciderCommand, type ItemChange, RoadmapDecisions } from '../decisions.js';
import { dropItem, measureItem, reviveItem } from '../domain/index.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'What came of an item, or why nobody measures it: exactly one of the two.' })
export class MeasureItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Text({ nullable: true, description: 'What came of it, at most 4,000 characters, e.g. `1,900 orders in June`.' })
  outcome?: string | null;

  @Text({ nullable: true, description: 'Why nobody measures it, at most 4,000 characters.' })
  waivedBecause?: string | null;
}

@InputType({ description: 'An item that is given up.' })
export class DropItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Text({ description: 'Why, at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'A dropped item that is wanted again.' })
export class ReviveItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;
}

export class MeasureItem extends DeciderCommand<MeasureItemInput> {}
export class DropItem extends DeciderCommand<DropItemInput> {}
export class ReviveItem extends DeciderCommand<ReviveItemInput> {}

@CommandHandler(MeasureItem)
export class MeasureItemHandler implements ICommandHandler<MeasureItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: MeasureItem): Promise<ItemChange> {
    return this.decisions.change(command, measureItem);
  }
}

@CommandHandler(DropItem)
export class DropItemHandler implements ICommandHandler<DropItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: DropItem): Promise<ItemChange> {
    return this.decisions.change(command, dropItem);
  }
}

@CommandHandler(ReviveItem)
export class ReviveItemHandler implements ICommandHandler<ReviveItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: ReviveItem): Promise<ItemChange> {
    return this.decisions.change(command, reviveItem);
  }
}

@Resolver()
export class EndItemMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Writes down what came of a SHIPPED item, or why nobody measures it. NOT_FOUND; INVALID_STATE; OUTCOME_MISSING unless exactly ' +
      'one of the two is said; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.commit')
  measureItem(
    @InputArg() input: MeasureItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new MeasureItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description: 'Gives an item up that has not shipped. NOT_FOUND; INVALID_STATE; REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.commit')
  dropItem(
    @InputArg() input: DropItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new DropItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Takes up a DROPPED item again: it is PROPOSED, to be planned and agreed anew. NOT_FOUND; INVALID_STATE.',
  })
  @Needs('roadmap.commit')
  reviveItem(
    @InputArg() input: ReviveItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new ReviveItem(input, expectedVersion(expect), caller));
  }
}
