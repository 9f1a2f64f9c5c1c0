import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Whole } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, PlannerCommand } from '../decisions.js';
import type { DependencyType } from '../domain/index.js';
import { DependencyTypeEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from '../items/item-payload.js';
import { DependencyDecisions } from './dependency-decisions.js';

@InputType({ description: 'What one item needs, follows or conflicts with.' })
export class AddItemDependencyInput {
  @GlobalId('RoadmapItem', { description: 'The item that depends.' })
  itemId: string;

  @GlobalId('RoadmapItem', { description: 'The item it depends on.' })
  toId: string;

  @Choice(DependencyTypeEnum, { description: 'How the two are tied.' })
  type: DependencyType;

  @Whole({
    nullable: true,
    description:
      'Working days that must lie between the end of the one and the start of the other, 0 to 250; 0 unless told.',
  })
  bufferWorkingDays?: number | null;
}

@InputType({ description: 'A dependency that is not there any more.' })
export class RemoveItemDependencyInput {
  @GlobalId('RoadmapItem', { description: 'The item that depends; of CONFLICTS either of the two.' })
  itemId: string;

  @GlobalId('RoadmapItem', { description: 'The other item.' })
  toId: string;

  @Choice(DependencyTypeEnum, { description: 'How the two are tied.' })
  type: DependencyType;
}

export class AddItemDependency extends PlannerCommand<AddItemDependencyInput> {}
export class RemoveItemDependency extends PlannerCommand<RemoveItemDependencyInput> {}

@CommandHandler(AddItemDependency)
export class AddItemDependencyHandler implements ICommandHandler<AddItemDependency> {
  constructor(private readonly decisions: DependencyDecisions) {}

  execute(command: AddItemDependency): Promise<ItemChange> {
    const { itemId: fromId, toId, type, bufferWorkingDays } = command.input;
    return this.decisions.add(command, { fromId, toId, type, bufferWorkingDays: bufferWorkingDays ?? 0 });
  }
}

@CommandHandler(RemoveItemDependency)
export class RemoveItemDependencyHandler implements ICommandHandler<RemoveItemDependency> {
  constructor(private readonly decisions: DependencyDecisions) {}

  execute(command: RemoveItemDependency): Promise<ItemChange> {
    const { itemId: fromId, toId, type } = command.input;
    return this.decisions.remove(command, { fromId, toId, type });
  }
}

@Resolver()
export class DependencyMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Says that an item needs, follows or conflicts with another one. NEEDS and FOLLOWS together never run in a circle, also when many ' +
      'people add at once: DEPENDENCY_CYCLE names the way there is already. NOT_FOUND; DEPENDENCY_SELF; DEPENDENCY_EXISTS; INVALID_STATE ' +
      'where the item has shipped or one of the two was dropped; LIMIT_REACHED; VALIDATION_FAILED.',
  })
  @Needs('roadmap.plan')
  addItemDependency(
    @InputArg() input: AddItemDependencyInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new AddItemDependency(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Takes a dependency away, whatever became of the two items. NOT_FOUND for an item or a dependency that is not there.',
  })
  @Needs('roadmap.plan')
  removeItemDependency(
    @InputArg() input: RemoveItemDependencyInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new RemoveItemDependency(input, expectedVersion(expect), caller));
  }
}
