import { Caller, Expect, expectedVersion, GlobalId, InnerId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ProviderCommand, RuleHandler } from '../decisions.js';
import { completeOffboarding, confirmRevoked, recordAccess, startOffboarding } from '../domain/index.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'An agency that leaves.' })
export class StartOffboardingInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Text({ description: 'Why; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'A system an agency’s people can get into.' })
export class RecordAccessInput {
  @GlobalId('Provider', { description: 'Whose people.' })
  providerId: string;

  @Text({ description: 'Which system, e.g. `Content management`, in at most 200 characters.' })
  system: string;
}

@InputType({ description: 'An access that is revoked.' })
export class ConfirmRevokedInput {
  @GlobalId('Provider', { description: 'Whose access.' })
  providerId: string;

  @InnerId({ description: 'Which access of this provider, e.g. `X1`.' })
  accessId: string;
}

@InputType({ description: 'An agency that is gone.' })
export class CompleteOffboardingInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;
}

export class StartOffboarding extends ProviderCommand<StartOffboardingInput> {}
export class RecordAccess extends ProviderCommand<RecordAccessInput> {}
export class ConfirmRevoked extends ProviderCommand<ConfirmRevokedInput> {}
export class CompleteOffboarding extends ProviderCommand<CompleteOffboardingInput> {}

@CommandHandler(StartOffboarding)
export class StartOffboardingHandler extends RuleHandler<StartOffboardingInput> {
  protected readonly rule = startOffboarding;
}

@CommandHandler(RecordAccess)
export class RecordAccessHandler extends RuleHandler<RecordAccessInput> {
  protected readonly rule = recordAccess;
}

@CommandHandler(ConfirmRevoked)
export class ConfirmRevokedHandler extends RuleHandler<ConfirmRevokedInput> {
  protected readonly rule = confirmRevoked;
}

@CommandHandler(CompleteOffboarding)
export class CompleteOffboardingHandler extends RuleHandler<CompleteOffboardingInput> {
  protected readonly rule = completeOffboarding;
}

@Resolver()
export class OffboardingMutations {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Begins an agency’s leave: today is the last day of which its work counts. REASON_REQUIRED; INVALID_STATE unless it is APPROVED, ' +
      'SUSPENDED or EXPIRED; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  startOffboarding(
    @InputArg() input: StartOffboardingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new StartOffboarding(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Records that an agency’s people can get into a system, so that it is revoked when they leave. LIMIT_REACHED for more than 200; ' +
      'INVALID_STATE once it was rejected or is gone; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  recordAccess(
    @InputArg() input: RecordAccessInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new RecordAccess(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Confirms that an access is revoked. NOT_FOUND for no such access; INVALID_STATE when that was confirmed before, or once the ' +
      'agency was rejected or is gone.',
  })
  @Needs('provider.manage')
  confirmRevoked(
    @InputArg() input: ConfirmRevokedInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new ConfirmRevoked(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Ends an agency’s leave; its team is free for another one. ACCESS_NOT_REVOKED while an access is not confirmed to be revoked; ' +
      'INVALID_STATE unless it is OFFBOARDING.',
  })
  @Needs('provider.manage')
  completeOffboarding(
    @InputArg() input: CompleteOffboardingInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new CompleteOffboarding(input, expectedVersion(expect), caller), caller);
  }
}
