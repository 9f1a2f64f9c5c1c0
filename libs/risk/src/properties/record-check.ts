import {
  Caller,
  Choice,
  Day,
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
import { type CheckKind, type CheckResult, property, recordCheck } from '../domain/index.js';
import { CheckKindEnum, CheckResultEnum } from './enums.js';
import { PropertyCommands, PropertyPayload } from './payloads.js';
import { type PropertyChange, PropertyCommand, PropertyDecisions } from './property-decisions.js';

@InputType({ description: 'What a check of a web property found.' })
export class RecordCheckInput {
  @GlobalId('Property', { description: 'Which property.' })
  propertyId: string;

  @Choice(CheckKindEnum, { description: 'What it was checked for.' })
  kind: CheckKind;

  @Choice(CheckResultEnum, { description: 'What was found.' })
  result: CheckResult;

  @Text({ nullable: true, description: 'What shows it, at most 4000 characters, e.g. the link of a report. Owed.' })
  evidence?: string | null;

  @Day({ description: 'The day of the check, today or earlier.' })
  checkedOn: string;

  @Whole({
    nullable: true,
    description: 'Requests a minute a PERFORMANCE check reached, 1 to 1000000000, e.g. 6000; with no other kind.',
  })
  capacityRpm?: number | null;
}

export class RecordCheck extends PropertyCommand<RecordCheckInput> {}

@CommandHandler(RecordCheck)
export class RecordCheckHandler implements ICommandHandler<RecordCheck> {
  constructor(private readonly decisions: PropertyDecisions) {}

  execute({ input, expect, caller }: RecordCheck): Promise<PropertyChange> {
    const target = { aggregate: property, id: input.propertyId, expect, caller };
    return this.decisions.decide(target, (state, circumstances) => recordCheck(state, input, circumstances));
  }
}

@Resolver()
export class RecordCheckMutation {
  constructor(private readonly commands: PropertyCommands) {}

  @Mutation(() => PropertyPayload, {
    description:
      'Keeps what a check of a web property found; the latest one of a kind counts, by their days. NOT_FOUND; REASON_REQUIRED without ' +
      'evidence; DATE_IN_FUTURE; VALIDATION_FAILED for a capacity of another kind of check.',
  })
  @Needs('property.check')
  recordCheck(
    @InputArg() input: RecordCheckInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<PropertyPayload> {
    return this.commands.onProperty(new RecordCheck(input, expectedVersion(expect), caller));
  }
}
