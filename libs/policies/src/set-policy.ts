import { type Caller, Choice, Day, type Expect, expectedVersion, Text } from '#libs/api-kit';
import { SideName } from '#libs/people';
import type { PolicyKind, Side } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType } from '@nestjs/graphql';
import { type LeadsWish, type PolicyWish, proposePolicy, setPolicy } from './domain/index.js';
import { type PolicyChange, PolicyCommand, PolicyDecisions } from './policy-decisions.js';
import { PolicyPayloads, type WorkspacePolicyPayload } from './policy-payload.js';

/** What every proposal of a policy says beside the policy itself; contexts extend it. */
@InputType({ isAbstract: true })
export abstract class ProposePolicyInput {
  @Day({ description: 'The first day it holds, e.g. `2026-04-01`: today or later, in the workspace’s zone.' })
  effectiveFrom: string;

  @Text({
    nullable: true,
    description: 'Why, for the other lead and for whoever asks later: up to 4,000 characters, without personal data.',
  })
  reason?: string | null;
}

/** What every setting of a policy says beside the policy itself; contexts extend it. */
@InputType({ isAbstract: true })
export abstract class SetPolicyInput extends ProposePolicyInput {
  @Choice(SideName, { description: 'The side you speak for, as its lead or their deputy.' })
  side: Side;
}

/** Ends every description of a mutation that sets a policy. */
export const settingHelp =
  'The wish of the first lead waits; the same wish of the other side’s lead puts it into force with the next number, and another wish takes ' +
  'the place of what waits. What was decided by then stays as it is. FORBIDDEN unless you lead that side, or stand for who does; ' +
  'DATE_IN_PAST; POLICY_UNCHANGED when it says what holds on that day anyway; SIDE_ALREADY_APPROVED; BOTH_SIDES_BY_SAME_PERSON; ' +
  'LIMIT_REACHED; VALIDATION_FAILED; PII_NOT_ALLOWED.';

export class SetPolicy extends PolicyCommand<LeadsWish<unknown>> {}

@CommandHandler(SetPolicy)
export class SetPolicyHandler implements ICommandHandler<SetPolicy> {
  constructor(private readonly decisions: PolicyDecisions) {}

  execute(command: SetPolicy): Promise<PolicyChange> {
    return this.decisions.change(command, setPolicy);
  }
}

export class ProposePolicy extends PolicyCommand<PolicyWish<unknown>> {}

@CommandHandler(ProposePolicy)
export class ProposePolicyHandler implements ICommandHandler<ProposePolicy> {
  constructor(private readonly decisions: PolicyDecisions) {}

  execute(command: ProposePolicy): Promise<PolicyChange> {
    return this.decisions.change(command, proposePolicy);
  }
}

/** Who gives a command, and on which version. */
export interface Asked {
  readonly expect: Expect;
  readonly caller: Caller;
}

/** What is wanted: the input of the mutation, and the policy in it as its kind defines it. */
export interface Wanted<Input, T> {
  readonly input: Input;
  readonly value: T;
}

/** Where contexts hand in what is wanted of their policies. */
@Injectable()
export class PolicySettings {
  constructor(private readonly payloads: PolicyPayloads) {}

  /** @throws Refusal */
  set<T>(kind: PolicyKind<T>, wanted: Wanted<SetPolicyInput, T>, asked: Asked): Promise<WorkspacePolicyPayload> {
    const { side, effectiveFrom, reason } = wanted.input;
    const wish = { kind, side, effectiveFrom, reason, value: wanted.value } as LeadsWish<unknown>;
    return this.payloads.carryOut(new SetPolicy(wish, expectedVersion(asked.expect), asked.caller));
  }

  /** @throws Refusal */
  propose<T>(
    kind: PolicyKind<T>,
    wanted: Wanted<ProposePolicyInput, T>,
    asked: Asked,
  ): Promise<WorkspacePolicyPayload> {
    const { effectiveFrom, reason } = wanted.input;
    const wish = { kind, effectiveFrom, reason, value: wanted.value } as PolicyWish<unknown>;
    return this.payloads.carryOut(new ProposePolicy(wish, expectedVersion(asked.expect), asked.caller));
  }
}
