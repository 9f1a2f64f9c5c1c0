import { Caller, Choice, Expect, expectedVersion, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import type { PolicyKind, PolicyKindName } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { withdrawPolicyProposal } from './domain/index.js';
import { PolicyKindEnum } from './enums.js';
import { type PolicyChange, PolicyCommand, PolicyDecisions } from './policy-decisions.js';
import { PolicyPayloads, WorkspacePolicyPayload } from './policy-payload.js';

@InputType({ description: 'What shall not be set after all.' })
export class WithdrawPolicyProposalInput {
  @Choice(PolicyKindEnum, { description: 'What it is about.' })
  kind: PolicyKindName;
}

export class WithdrawPolicyProposal extends PolicyCommand<{ readonly kind: Pick<PolicyKind<unknown>, 'kind'> }> {}

@CommandHandler(WithdrawPolicyProposal)
export class WithdrawPolicyProposalHandler implements ICommandHandler<WithdrawPolicyProposal> {
  constructor(private readonly decisions: PolicyDecisions) {}

  execute(command: WithdrawPolicyProposal): Promise<PolicyChange> {
    return this.decisions.change(command, (state, { kind }, circumstances) =>
      withdrawPolicyProposal(state, kind, circumstances),
    );
  }
}

@Resolver()
export class WithdrawPolicyProposalMutation {
  constructor(private readonly payloads: PolicyPayloads) {}

  @Mutation(() => WorkspacePolicyPayload, {
    description:
      'Takes back what waits to be set: by who proposed it, or as the no of a lead of either side. POLICY_NOT_PROPOSED when nothing waits; ' +
      'FORBIDDEN for everybody else.',
  })
  @Needs('policy.propose')
  withdrawPolicyProposal(
    @InputArg() { kind }: WithdrawPolicyProposalInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.payloads.carryOut(new WithdrawPolicyProposal({ kind: { kind } }, expectedVersion(expect), caller));
  }
}
