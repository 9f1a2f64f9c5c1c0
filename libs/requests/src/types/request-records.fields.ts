import { Field, Int, ObjectType } from '@nestjs/graphql';
import { checklistOf, defaultPolicy, type KnownRequest } from '../domain/index.js';
import {
  Bug,
  ChecklistItem,
  Debt,
  Evidence,
  Experiment,
  ExperimentProposal,
  Milestone,
  OutcomeTarget,
  SuccessView,
} from './records.type.js';
import { UrgencyFields } from './request-urgency.fields.js';
import {
  toBug,
  toChecklistItem,
  toDebt,
  toEvidence,
  toExperiment,
  toMilestone,
  toOutcome,
  toProposal,
  toSuccessViews,
} from './to-records.js';

/** Fields of a request: what is written down about it besides its way. */
@ObjectType({ isAbstract: true })
export abstract class RecordFields extends UrgencyFields {
  @Field(() => [OutcomeTarget], { description: 'What it is to bring, and what it brought; at most 20.' })
  outcomeTargets: OutcomeTarget[];

  @Field(() => [Bug], { description: 'What was wrong once it was live, oldest first; at most 200.' })
  bugs: Bug[];

  @Field(() => [Debt], { description: 'What was left undone on purpose, oldest first; at most 100.' })
  debts: Debt[];

  @Field(() => Experiment, { nullable: true, description: 'The experiment it is, or was last.' })
  experiment: Experiment | null;

  @Field(() => [Experiment], { description: 'Experiments before that one, oldest first; at most 20.' })
  pastExperiments: Experiment[];

  @Field(() => ExperimentProposal, {
    nullable: true,
    description: 'The experiment one side proposes and the other has not agreed to yet.',
  })
  experimentProposal: ExperimentProposal | null;

  @Field(() => [Evidence], { description: 'What customers say, by how many say so, most first; at most 100.' })
  evidence: Evidence[];

  @Field(() => Int, { description: 'How many customers the evidence speaks for, e.g. 41.' })
  evidenceCount: number;

  @Field(() => [SuccessView], { description: 'What each side calls a success: marketing first, then engineering.' })
  success: SuccessView[];

  @Field(() => [ChecklistItem], {
    description: 'The build-quality checklist of its type with the answers; empty for types that need none.',
  })
  checklist: ChecklistItem[];

  @Field(() => [Milestone], { description: 'The milestones on its way, by date; at most 30.' })
  path: Milestone[];
}

/** How each of them is made of the folded request. */
export const recordsFromDocument = {
  outcomeTargets: ({ outcomeTargets, milestones }) =>
    outcomeTargets.map((target) => toOutcome(target, milestones.launchedOn)),
  bugs: ({ bugs }) => bugs.map(toBug),
  debts: ({ debts }) => debts.map(toDebt),
  experiment: ({ experiment }) => experiment && toExperiment(experiment),
  pastExperiments: ({ pastExperiments }) => pastExperiments.map(toExperiment),
  experimentProposal: ({ experimentProposal }) => experimentProposal && toProposal(experimentProposal),
  evidence: ({ evidence }) => toEvidence(evidence),
  evidenceCount: ({ evidence }) => evidence.reduce((sum, { count }) => sum + count, 0),
  success: ({ success }) => toSuccessViews(success),
  checklist: (state) => checklistOf(state, defaultPolicy).map(toChecklistItem),
  path: ({ path }) => path.map(toMilestone),
} satisfies {
  readonly [Field in keyof RecordFields]?: (state: KnownRequest) => RecordFields[Field];
};
