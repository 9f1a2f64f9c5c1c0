import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, PlannerCommand, RoadmapDecisions } from '../decisions.js';
import { Dependants } from '../dependencies/dependants.js';
import { answerSuggestion, type Horizon, type MoveReason, rescheduleItem } from '../domain/index.js';
import { HorizonEnum, MoveReasonEnum } from '../enums.js';
import { ItemCommands, ItemPayload } from './item-payload.js';
import { RoadmapWindowInput } from './item.inputs.js';
import { MoveCauseInput, moveCauseOf, requireCause } from './move-cause.input.js';

@InputType({ description: 'Another window of an item, and why.' })
export class RescheduleItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Nested(() => RoadmapWindowInput, { description: 'When it is meant for now.' })
  window: RoadmapWindowInput;

  @Choice(HorizonEnum, { nullable: true, description: 'How near it is; as it is unless told.' })
  horizon?: Horizon | null;

  @Text({ description: 'Why, in words, at most 4,000 characters.' })
  reason: string;

  @Choice(MoveReasonEnum, { nullable: true, description: 'Why, in one word; owed once it is COMMITTED.' })
  reasonCode?: MoveReason | null;

  @Nested(() => MoveCauseInput, { nullable: true, description: 'What it follows from.' })
  causedBy?: MoveCauseInput | null;
}

@InputType({ description: 'What you say to a suggested move.' })
export class AnswerItemSuggestionInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @InnerId({ description: 'Which suggestion of it.' })
  suggestionId: string;

  @Flag({ description: '`true`: the item moves as suggested, in the same decision.' })
  accepted: boolean;

  @Text({ nullable: true, description: 'Why, at most 4,000 characters; owed where it is not accepted.' })
  reason?: string | null;

  @Choice(MoveReasonEnum, { nullable: true, description: 'Why, in one word; owed where a promised item moves by it.' })
  reasonCode?: MoveReason | null;
}

export class RescheduleItem extends PlannerCommand<RescheduleItemInput> {}
export class AnswerItemSuggestion extends PlannerCommand<AnswerItemSuggestionInput> {}

@CommandHandler(RescheduleItem)
export class RescheduleItemHandler implements ICommandHandler<RescheduleItem> {
  constructor(
    private readonly decisions: RoadmapDecisions,
    private readonly dependants: Dependants,
  ) {}

  async execute(command: RescheduleItem): Promise<ItemChange> {
    const { itemId, window, horizon, reason, reasonCode } = command.input;
    const causedBy = moveCauseOf(command.input.causedBy);
    const move = { window, reason, reasonCode: reasonCode ?? null, causedBy, ...(horizon != null && { horizon }) };
    const dependants = await this.dependants.of(command.caller.viewer.workspaceId, itemId);
    return this.decisions.change(command, (item, _input, { others }) => {
      requireCause(others, causedBy);
      return rescheduleItem({ item, dependants }, move);
    });
  }
}

@CommandHandler(AnswerItemSuggestion)
export class AnswerItemSuggestionHandler implements ICommandHandler<AnswerItemSuggestion> {
  constructor(
    private readonly decisions: RoadmapDecisions,
    private readonly dependants: Dependants,
  ) {}

  async execute(command: AnswerItemSuggestion): Promise<ItemChange> {
    const dependants = await this.dependants.of(command.caller.viewer.workspaceId, command.input.itemId);
    return this.decisions.change(command, (item, input) => answerSuggestion({ item, dependants }, input));
  }
}

@Resolver()
export class MoveItemMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Moves the window of an item; the same window and horizon again is no change. A promised one keeps its promise and tells whoever ' +
      'depends on it. NOT_FOUND for an item or a cause of no such id; INVALID_STATE unless it is PLANNED, COMMITTED or IN_DELIVERY; ' +
      'REASON_REQUIRED, once it is promised also without `reasonCode`; WINDOW_INVALID; PRECISION_MISMATCH; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.plan')
  rescheduleItem(
    @InputArg() input: RescheduleItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new RescheduleItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Accepts or rejects a suggested move. Accepted, the item moves to the suggested window and is as sure as the hint says. NOT_FOUND ' +
      'for an item or a suggestion of no such id; INVALID_STATE where it is answered, or the item is not to come any more; ' +
      'REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.plan')
  answerItemSuggestion(
    @InputArg() input: AnswerItemSuggestionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new AnswerItemSuggestion(input, expectedVersion(expect), caller));
  }
}
