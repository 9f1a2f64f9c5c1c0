import {
  Caller,
  Day,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { Directory } from '#libs/people';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ReviewChange, ReviewCommand, RiskDecisions } from '../decisions.js';
import { addMitigation } from '../domain/index.js';
import { RiskHandler } from '../risks/risk-handler.js';
import { RiskCommands, RiskPayload } from '../risks/risk-payload.js';
import { RiskInput } from '../risks/risk.input.js';

@InputType({ description: 'A cell of the risk matrix.' })
export class RiskPlaceInput {
  @Whole({ description: 'How likely, 1 to 5; 5 is the worst.' })
  likelihood: number;

  @Whole({ description: 'How bad, 1 to 5; 5 is the worst.' })
  impact: number;
}

@InputType({ description: 'Something that makes a risk smaller, who sees to it, and by when.' })
export class AddMitigationInput extends RiskInput {
  @Text({ description: 'What is done, at most 200 characters, e.g. `Replay webhooks that failed`.' })
  title: string;

  @GlobalId('Person', { description: 'Who sees to it.' })
  ownerId: string;

  @Day({ description: 'The day it has to be done by, today or later.' })
  due: string;

  @Flag({ description: 'Whether nothing may be launched before it is verified.' })
  preLaunch: boolean;

  @Nested(() => RiskPlaceInput, { nullable: true, description: 'Where the risk shall be afterwards.' })
  expected?: RiskPlaceInput | null;
}

export class AddMitigation extends ReviewCommand<AddMitigationInput> {}

@CommandHandler(AddMitigation)
export class AddMitigationHandler extends RiskHandler<AddMitigationInput> {
  protected readonly rule = addMitigation;

  constructor(
    decisions: RiskDecisions,
    private readonly directory: Directory,
  ) {
    super(decisions);
  }

  override async execute(command: AddMitigation): Promise<ReviewChange> {
    const { ownerId } = command.input;
    await this.directory.requirePerson(command.caller.viewer.workspaceId, ownerId, ['input', 'ownerId']);
    return super.execute(command);
  }
}

@Resolver()
export class AddMitigationMutation {
  constructor(private readonly commands: RiskCommands) {}

  @Mutation(() => RiskPayload, {
    description:
      'Plans something that makes a risk smaller. NOT_FOUND; INVALID_STATE where it would have to happen before a launch that a decision ' +
      'lets pass already; DATE_IN_PAST; SCORE_OUT_OF_RANGE; PII_NOT_ALLOWED; LIMIT_REACHED beyond 300 in one review.',
  })
  @Needs('risk.mitigate')
  addMitigation(
    @InputArg() input: AddMitigationInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RiskPayload> {
    return this.commands.carryOut(new AddMitigation(input, expectedVersion(expect), caller));
  }
}
