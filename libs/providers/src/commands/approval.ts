import { Caller, Day, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ProviderCommand, RuleHandler } from '../decisions.js';
import { approveProvider, rejectProvider, resumeProvider, suspendProvider } from '../domain/index.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'An approval, the first one or a renewal.' })
export class ApproveProviderInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Day({
    description:
      'Its last day in the workspace’s zone, e.g. `2026-12-31`: today or later, at most twelve months ahead.',
  })
  validUntil: string;
}

@InputType({ description: 'An agency that is turned down.' })
export class RejectProviderInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Text({ description: 'What speaks against them; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'An agency whose people do not work here for the time being.' })
export class SuspendProviderInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Text({ description: 'What has happened; at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'An agency whose people work here again.' })
export class ResumeProviderInput {
  @GlobalId('Provider', { description: 'Which agency.' })
  providerId: string;

  @Text({ nullable: true, description: 'What changed; at most 4,000 characters.' })
  reason?: string | null;
}

export class ApproveProvider extends ProviderCommand<ApproveProviderInput> {}
export class RejectProvider extends ProviderCommand<RejectProviderInput> {}
export class SuspendProvider extends ProviderCommand<SuspendProviderInput> {}
export class ResumeProvider extends ProviderCommand<ResumeProviderInput> {}

@CommandHandler(ApproveProvider)
export class ApproveProviderHandler extends RuleHandler<ApproveProviderInput> {
  protected readonly rule = approveProvider;
}

@CommandHandler(RejectProvider)
export class RejectProviderHandler extends RuleHandler<RejectProviderInput> {
  protected readonly rule = rejectProvider;
}

@CommandHandler(SuspendProvider)
export class SuspendProviderHandler extends RuleHandler<SuspendProviderInput> {
  protected readonly rule = suspendProvider;
}

@CommandHandler(ResumeProvider)
export class ResumeProviderHandler extends RuleHandler<ResumeProviderInput> {
  protected readonly rule = resumeProvider;
}

@Resolver()
export class ApprovalMutations {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Approves an agency from today on; the same again renews its approval, before its end as well as after it. CHECKLIST_OPEN ' +
      'while an item is not verified; DATE_IN_PAST; VALIDATION_FAILED beyond twelve months; INVALID_STATE unless it is IN_REVIEW, ' +
      'APPROVED or EXPIRED; LIMIT_REACHED for more than 100 approvals.',
  })
  @Needs('provider.manage')
  approveProvider(
    @InputArg() input: ApproveProviderInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new ApproveProvider(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Turns an agency down, for good. REASON_REQUIRED; ACCESS_NOT_REVOKED while its people can get in somewhere; INVALID_STATE ' +
      'unless it is INVITED or IN_REVIEW; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  rejectProvider(
    @InputArg() input: RejectProviderInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new RejectProvider(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Suspends an agency: its people work here no longer, and its active requests are put on hold. REASON_REQUIRED; INVALID_STATE ' +
      'unless it is APPROVED; PII_NOT_ALLOWED.',
  })
  @Needs('provider.suspend')
  suspendProvider(
    @InputArg() input: SuspendProviderInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new SuspendProvider(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Lets a suspended agency’s people work here again; requests on hold are resumed one by one. APPROVAL_EXPIRED when its approval ' +
      'has ended meanwhile; INVALID_STATE unless it is SUSPENDED; LIMIT_REACHED for more than 100 stretches; PII_NOT_ALLOWED.',
  })
  @Needs('provider.manage')
  resumeProvider(
    @InputArg() input: ResumeProviderInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new ResumeProvider(input, expectedVersion(expect), caller), caller);
  }
}
