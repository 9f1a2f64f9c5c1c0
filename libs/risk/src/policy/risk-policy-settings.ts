import { Caller, Expect, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { PolicyKinds, PolicySettings, PolicyValue, settingHelp, valueOf, WorkspacePolicyPayload } from '#libs/policies';
import type { PolicyKind } from '#libs/vocabulary';
import { Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { reviewTermsPolicy, riskMatrixPolicy, riskTriggersPolicy } from '../domain/index.js';
import { ProposeRiskMatrixInput, SetReviewTermsInput, SetRiskMatrixInput, SetRiskTriggersInput } from './inputs.js';
import { gridOf, termsOf, triggersOf } from './values-of.js';
import {
  ReviewTermsPolicy,
  RiskMatrixPolicy,
  RiskTriggersPolicy,
  toReviewTerms,
  toRiskMatrix,
  toRiskTriggers,
} from './values.type.js';

/** What both leads set about risk. */
@Resolver()
export class RiskPolicyMutations {
  constructor(
    private readonly settings: PolicySettings,
    kinds: PolicyKinds,
  ) {
    kinds.register(riskMatrixPolicy);
    kinds.register(riskTriggersPolicy);
    kinds.register(reviewTermsPolicy);
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description: `Sets how likelihood and impact make a band, from a day on; ratings that were given keep theirs (K5). ${settingHelp}`,
  })
  @Needs('policy.set')
  setRiskMatrix(
    @InputArg() input: SetRiskMatrixInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.settings.set(riskMatrixPolicy, { input, value: gridOf(input.rows) }, { expect, caller });
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description:
      'Proposes another matrix to both leads, who put it into force by `setRiskMatrix`; by reviewers of risk. POLICY_PROPOSAL_WAITS while a ' +
      'wish of a lead waits; DATE_IN_PAST; POLICY_UNCHANGED; LIMIT_REACHED; VALIDATION_FAILED; PII_NOT_ALLOWED.',
  })
  @Needs('policy.propose')
  proposeRiskMatrix(
    @InputArg() input: ProposeRiskMatrixInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.settings.propose(riskMatrixPolicy, { input, value: gridOf(input.rows) }, { expect, caller });
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description: `Sets which lenses a piece of work gets by what it touches, from a day on. ${settingHelp}`,
  })
  @Needs('policy.set')
  setRiskTriggers(
    @InputArg() input: SetRiskTriggersInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.settings.set(riskTriggersPolicy, { input, value: triggersOf(input) }, { expect, caller });
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description: `Sets how long risk decisions hold, who reviews what, and what is asked, from a day on. ${settingHelp}`,
  })
  @Needs('policy.set')
  setReviewTerms(
    @InputArg() input: SetReviewTermsInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.settings.set(reviewTermsPolicy, { input, value: termsOf(input) }, { expect, caller });
  }
}

/** What policy is shown as, given its kind; null for one of another. */
const shownAs = <T, Shown>(shown: PolicyValue, kind: PolicyKind<T>, show: (value: T) => Shown): Shown | null => {
  const value = valueOf(shown, kind);
  return value === null ? null : show(value);
};

@Resolver(() => PolicyValue)
export class RiskPolicyValues {
  @ResolveField(() => RiskMatrixPolicy, { nullable: true, description: 'Of the kind RISK_MATRIX.' })
  riskMatrix(@Parent() shown: PolicyValue): RiskMatrixPolicy | null {
    return shownAs(shown, riskMatrixPolicy, toRiskMatrix);
  }

  @ResolveField(() => RiskTriggersPolicy, { nullable: true, description: 'Of the kind RISK_TRIGGERS.' })
  riskTriggers(@Parent() shown: PolicyValue): RiskTriggersPolicy | null {
    return shownAs(shown, riskTriggersPolicy, toRiskTriggers);
  }

  @ResolveField(() => ReviewTermsPolicy, { nullable: true, description: 'Of the kind RISK_REVIEW_TERMS.' })
  reviewTerms(@Parent() shown: PolicyValue): ReviewTermsPolicy | null {
    return shownAs(shown, reviewTermsPolicy, toReviewTerms);
  }
}
