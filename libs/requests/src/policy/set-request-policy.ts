import { Caller, Choice, Expect, InputArg, Needs, Nested, SeenVersion, Text, Whole } from '#libs/api-kit';
import {
  PolicyKinds,
  PolicySettings,
  PolicyValue,
  SetPolicyInput,
  settingHelp,
  valueOf,
  WorkspacePolicyPayload,
} from '#libs/policies';
import { InputType, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import {
  type BriefSection,
  briefSections,
  type RequestTerms,
  requestsPolicy,
  type RequestType,
  requestTypes,
  vagueWordLimits,
} from '../domain/index.js';
import { BriefSectionEnum, RequestTypeEnum } from '../types/enums.js';
import { RequestsPolicy, toRequestsPolicy } from './request-terms.type.js';

@InputType({ description: 'What the brief of one type of request must hold.' })
export class RequiredSectionsInput {
  @Choice(RequestTypeEnum, { description: 'The type; the last word about it counts.' })
  type: RequestType;

  @Choice(BriefSectionEnum, { each: true, description: 'The sections, in any order; criteria are among them.' })
  @ArrayMaxSize(briefSections.length)
  sections: BriefSection[];
}

@InputType({ description: 'Quotas and service levels of requests, and what a brief must hold: the whole policy.' })
export class SetRequestPolicyInput extends SetPolicyInput {
  @Whole({ description: 'Urgent requests a month for each team that asks, 0 to 100, e.g. `2`.' })
  expediteQuota: number;

  @Whole({
    description: 'Working minutes until the first response to a request, 1 to 120,000, e.g. `480` for one day.',
  })
  firstResponseMinutes: number;

  @Whole({ description: 'Working minutes until a question is answered, 1 to 120,000, e.g. `480`.' })
  answerMinutes: number;

  @Whole({ description: 'Percent of a service level after which it is said to be due, 1 to 100, e.g. `75`.' })
  slaWarningPercent: number;

  @Whole({
    description: 'From this size on an engineer must be co-author before the estimate, in minutes, e.g. `2400`.',
  })
  earlyInvolvementMinutes: number;

  @Whole({ description: 'Days of silence between the sides after which a request is nudged, 1 to 365, e.g. `10`.' })
  stalledAfterDays: number;

  @Nested(() => RequiredSectionsInput, {
    each: true,
    description: 'What briefs must hold, by type; types that are left out ask for what they asked for in version 1.',
  })
  @ArrayMaxSize(requestTypes.length)
  requiredSections: RequiredSectionsInput[];

  @Text({
    each: true,
    description: `Words that promise nothing, e.g. \`asap\`: at most ${vagueWordLimits.words} of up to ${vagueWordLimits.length} characters.`,
  })
  vagueWords: string[];
}

/** The policy as rules know it. */
const termsOf = (input: SetRequestPolicyInput): RequestTerms => ({
  expediteQuota: input.expediteQuota,
  slaTargets: { firstResponseMinutes: input.firstResponseMinutes, answerMinutes: input.answerMinutes },
  slaWarningPercent: input.slaWarningPercent,
  earlyInvolvementMinutes: input.earlyInvolvementMinutes,
  stalledAfterDays: input.stalledAfterDays,
  requiredSections: {
    ...requestsPolicy.initial.requiredSections,
    ...Object.fromEntries(input.requiredSections.map(({ type, sections }) => [type, sections])),
  },
  vagueWords: input.vagueWords,
});

@Resolver(() => PolicyValue)
export class RequestPolicySetting {
  constructor(
    private readonly settings: PolicySettings,
    kinds: PolicyKinds,
  ) {
    kinds.register(requestsPolicy);
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description: `Sets quotas and service levels of requests, and what briefs must hold, from a day on. ${settingHelp}`,
  })
  @Needs('policy.set')
  setRequestPolicy(
    @InputArg() input: SetRequestPolicyInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    return this.settings.set(requestsPolicy, { input, value: termsOf(input) }, { expect, caller });
  }

  @ResolveField(() => RequestsPolicy, { nullable: true, description: 'Of the kind REQUESTS.' })
  requests(@Parent() shown: PolicyValue): RequestsPolicy | null {
    const terms = valueOf(shown, requestsPolicy);
    return terms && toRequestsPolicy(terms);
  }
}
