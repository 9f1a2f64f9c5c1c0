import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, PlannerCommand, RoadmapDecisions } from '../decisions.js';
import { setConfidence, setVisibility, type Visibility } from '../domain/index.js';
import { VisibilityEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'How sure the window of an item is.' })
export class SetItemConfidenceInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Whole({ description: 'Percent, 0 to 100, e.g. 70.' })
  value: number;

  @Text({ description: 'What makes it more or less certain, at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'Who may see an item.' })
export class SetItemVisibilityInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Choice(VisibilityEnum, { description: 'Who may see it.' })
  visibility: Visibility;
}

export class SetItemConfidence extends PlannerCommand<SetItemConfidenceInput> {}
export class SetItemVisibility extends PlannerCommand<SetItemVisibilityInput> {}

@CommandHandler(SetItemConfidence)
export class SetItemConfidenceHandler implements ICommandHandler<SetItemConfidence> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: SetItemConfidence): Promise<ItemChange> {
    return this.decisions.change(command, setConfidence);
  }
}

@CommandHandler(SetItemVisibility)
export class SetItemVisibilityHandler implements ICommandHandler<SetItemVisibility> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: SetItemVisibility): Promise<ItemChange> {
    return this.decisions.change(command, setVisibility);
  }
}

@Resolver()
export class DescribeItemMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Says how sure the window of an item is, and why; the same again is no change. NOT_FOUND; INVALID_STATE once it shipped or was ' +
      'dropped; REASON_REQUIRED; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.plan')
  setItemConfidence(
    @InputArg() input: SetItemConfidenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new SetItemConfidence(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Says who may see an item; of a PUBLIC one everybody sees what it is and when, and nothing of names, hours, risk or money. NOT_FOUND.',
  })
  @Needs('roadmap.plan')
  setItemVisibility(
    @InputArg() input: SetItemVisibilityInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new SetItemVisibility(input, expectedVersion(expect), caller));
  }
}
