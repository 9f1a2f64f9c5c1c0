import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { Directory } from '#libs/people';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ProviderCommand, type ProviderChange, ProviderDecisions, RuleHandler } from '../decisions.js';
import { type IntegrationStep, recordIntegrationStep } from '../domain/index.js';
import { ProviderIntegrationStepEnum } from '../enums.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'A step by which an agency’s people become part of the team, done.' })
export class RecordIntegrationStepInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Choice(ProviderIntegrationStepEnum, { description: 'Which step.' })
  step: IntegrationStep;

  @GlobalId('Person', { nullable: true, description: 'Who takes the part, e.g. the point person.' })
  personId?: string | null;

  @Text({ nullable: true, description: 'More about it; at most 4,000 characters.' })
  note?: string | null;
}

export class RecordIntegrationStep extends ProviderCommand<RecordIntegrationStepInput> {}

@CommandHandler(RecordIntegrationStep)
export class RecordIntegrationStepHandler extends RuleHandler<RecordIntegrationStepInput> {
  protected readonly rule = recordIntegrationStep;

  constructor(
    decisions: ProviderDecisions,
    private readonly directory: Directory,
  ) {
    super(decisions);
  }

  override async execute(command: RecordIntegrationStep): Promise<ProviderChange> {
    const { input, caller } = command;
    const path = ['input', 'personId'];
    if (input.personId != null) await this.directory.requirePerson(caller.viewer.workspaceId, input.personId, path);
    return super.execute(command);
  }
}

@Resolver()
export class IntegrationMutation {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Records a step of integration as done; nothing happens when it was. NOT_FOUND for a person of no such id; INVALID_STATE unless ' +
      'the agency is INVITED, IN_REVIEW or APPROVED; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  recordIntegrationStep(
    @InputArg() input: RecordIntegrationStepInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new RecordIntegrationStep(input, expectedVersion(expect), caller), caller);
  }
}
