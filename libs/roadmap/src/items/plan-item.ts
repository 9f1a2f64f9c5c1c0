import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested, SeenVersion } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, PlannerCommand, RoadmapDecisions } from '../decisions.js';
import { type Horizon, planItem } from '../domain/index.js';
import { HorizonEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';
import { RoadmapWindowInput } from './item.inputs.js';

@InputType({ description: 'When an item is planned for.' })
export class PlanItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Nested(() => RoadmapWindowInput, { description: 'When.' })
  window: RoadmapWindowInput;

  @Choice(HorizonEnum, { description: 'How near it is.' })
  horizon: Horizon;
}

export class PlanItem extends PlannerCommand<PlanItemInput> {}

@CommandHandler(PlanItem)
export class PlanItemHandler implements ICommandHandler<PlanItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: PlanItem): Promise<ItemChange> {
    return this.decisions.change(command, planItem);
  }
}

@Resolver()
export class PlanItemMutation {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Gives a PROPOSED item a window and a horizon. NOT_FOUND; INVALID_STATE; OWNER_MISSING; WINDOW_INVALID where it ends before it ' +
      'starts; PRECISION_MISMATCH where it is not made of whole quarters, months or weeks as it says; VALIDATION_FAILED.',
  })
  @Needs('roadmap.plan')
  planItem(
    @InputArg() input: PlanItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new PlanItem(input, expectedVersion(expect), caller));
  }
}
