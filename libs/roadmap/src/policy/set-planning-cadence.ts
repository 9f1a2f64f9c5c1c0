import { Caller, Expect, InputArg, Needs, SeenVersion, Whole } from '#libs/api-kit';
import {
  PolicyKinds,
  PolicySettings,
  PolicyValue,
  SetPolicyInput,
  settingHelp,
  valueOf,
  WorkspacePolicyPayload,
} from '#libs/policies';
import { Field, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { planningCadencePolicy } from '../domain/index.js';

@ObjectType({ description: 'How often both sides plan together (P43).' })
export class PlanningCadencePolicy {
  @Field(() => Int, { description: 'Joint sessions within the window, e.g. `4`.' })
  minJointSessions: number;

  @Field(() => Int, { description: 'The rolling window in days of the calendar, e.g. `365`.' })
  windowDays: number;

  @Field(() => Int, { description: 'The longest time between two joint sessions in days of the calendar, e.g. `100`.' })
  maxGapDays: number;
}

@InputType({ description: 'How often both sides shall plan together.' })
export class SetPlanningCadenceInput extends SetPolicyInput {
  @Whole({ description: 'Joint sessions within the window, 1 to 53, e.g. `4`.' })
  minJointSessions: number;

  @Whole({ description: 'The rolling window in days of the calendar, 28 to 730, e.g. `365`.' })
  windowDays: number;

  @Whole({ description: 'The longest time between two joint sessions in days of the calendar, 1 to 365, e.g. `100`.' })
  maxGapDays: number;
}

/** How often is ultimately up to the leads (P44). */
@Resolver(() => PolicyValue)
export class PlanningCadenceSetting {
  constructor(
    private readonly settings: PolicySettings,
    kinds: PolicyKinds,
  ) {
    kinds.register(planningCadencePolicy);
  }

  @Mutation(() => WorkspacePolicyPayload, {
    description: `Sets how often both sides plan together, from a day on: days before it are measured by what held then. ${settingHelp}`,
  })
  @Needs('policy.set')
  setPlanningCadence(
    @InputArg() input: SetPlanningCadenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkspacePolicyPayload> {
    const { minJointSessions, windowDays, maxGapDays } = input;
    const value = { minJointSessions, windowDays, maxGapDays };
    return this.settings.set(planningCadencePolicy, { input, value }, { expect, caller });
  }

  @ResolveField(() => PlanningCadencePolicy, { nullable: true, description: 'Of the kind PLANNING_CADENCE.' })
  planningCadence(@Parent() shown: PolicyValue): PlanningCadencePolicy | null {
    return valueOf(shown, planningCadencePolicy);
  }
}
