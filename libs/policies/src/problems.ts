import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { SideName } from '#libs/people';
import type { PolicyKindName, Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { PolicyKindEnum } from './enums.js';

// Two types of one interface cannot give one name to different enums: others have a `kind`, too.
const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('It says what holds on that day anyway.')
export class PolicyUnchangedProblem extends Problem {
  @Field(() => PolicyKindEnum, { name: 'policyKind', description: 'What it is about.' })
  kind: PolicyKindName;

  @Field(() => Int, { name: 'policyVersion', description: 'The version that says the same, e.g. `2`.' })
  version: number;
}

@describe('Nothing waits to be set.')
export class PolicyNotProposedProblem extends Problem {
  @Field(() => PolicyKindEnum, { name: 'policyKind', description: 'What it is about.' })
  kind: PolicyKindName;
}

@describe('What a lead wants waits for the other one; it is settled before somebody else proposes another.')
export class PolicyProposalWaitsProblem extends Problem {
  @Field(() => PolicyKindEnum, { name: 'policyKind', description: 'What it is about.' })
  kind: PolicyKindName;

  @Field(() => SideName, { description: 'The side whose lead wants it.' })
  side: Side;

  /** Not a field: the plain id of the person. */
  byId: string;

  @Field(() => ID, { description: 'Global id of the person who wants it.' })
  get proposedById(): string {
    return toGlobalId('Person', this.byId);
  }
}

registerProblem('POLICY_UNCHANGED', PolicyUnchangedProblem);
registerProblem('POLICY_NOT_PROPOSED', PolicyNotProposedProblem);
registerProblem('POLICY_PROPOSAL_WAITS', PolicyProposalWaitsProblem);
