import { LocalDate, Node } from '#libs/api-kit';
import type { Lens } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LensEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { RiskAcceptanceOfferType, RiskAcceptanceType, RiskAcknowledgementType } from './acceptance.type.js';
import { RiskCategoryEnum, RiskKnowledgeEnum, RiskTreatmentEnum } from './enums.js';
import { RiskMitigationType } from './mitigation.type.js';
import { RiskOccurrenceType, RiskOwnerType, RiskRatingType } from './rating.type.js';

@ObjectType('Risk', {
  implements: () => Node,
  description: 'Something that may happen, why, and what follows from it; found by a risk review.',
})
export class RiskObject extends Node {
  @Field(() => Int, {
    description: 'How often its review changed: name it as `expect: { version }` when you change the risk.',
  })
  version: number;

  @Field(() => String, { description: 'How people call it, e.g. `K1`; unique in the workspace.' })
  reference: string;

  @Field(() => ID, { description: 'Global id of the review it belongs to.' })
  reviewId: string;

  @Field(() => String, { description: 'The review as people call it, e.g. `RR-1`.' })
  reviewReference: string;

  @Field(() => LensEnum, { description: 'The lens it was found through.' })
  lens: Lens;

  @Field(() => String, { description: 'In a few words, e.g. `Card data reaches our server`.' })
  title: string;

  @Field(() => String, { description: 'Why it may happen, in plain words.' })
  cause: string;

  @Field(() => String, { description: 'What may happen, in plain words.' })
  event: string;

  @Field(() => String, { description: 'What follows from it, in plain words.' })
  consequence: string;

  @Field(() => String, {
    description:
      'Cause, event and consequence as one sentence, e.g. `Because nobody guards the call, it may be repeated; as a result, customers pay twice.`',
  })
  statement: string;

  @Field(() => RiskCategoryEnum, { description: 'What it endangers.' })
  category: string;

  @Field(() => RiskKnowledgeEnum, { description: 'How well its ratings are founded.' })
  knowledge: string;

  @Field(() => RiskRatingType, { nullable: true, description: 'Before anything is done; null: not rated yet.' })
  inherent: RiskRatingType | null;

  @Field(() => RiskRatingType, {
    nullable: true,
    description: 'As it is now: `inherent` until somebody rates it again; null: not rated yet.',
  })
  current: RiskRatingType | null;

  @Field(() => RiskRatingType, { nullable: true, description: 'As it shall become; null: nobody said.' })
  residualTarget: RiskRatingType | null;

  @Field(() => Boolean, { description: 'Whether it is held to be smaller now than before anything was done.' })
  reduced: boolean;

  @Field(() => RiskTreatmentEnum, { nullable: true, description: 'What is done about it; null: not chosen yet.' })
  treatment: string | null;

  @Field(() => RiskOwnerType, { nullable: true, description: 'Who carries it; null: not chosen yet.' })
  owner: RiskOwnerType | null;

  @Field(() => [RiskMitigationType], { description: 'What makes it smaller, at most 300 in one review.' })
  mitigations: RiskMitigationType[];

  @Field(() => RiskAcceptanceType, { nullable: true, description: 'Who lives with it until when; null: nobody.' })
  acceptance: RiskAcceptanceType | null;

  @Field(() => RiskAcceptanceOfferType, {
    nullable: true,
    description: 'What one lead would accept it on while the other has not said so; null: nothing waits.',
  })
  offeredAcceptance: RiskAcceptanceOfferType | null;

  @Field(() => RiskAcknowledgementType, {
    nullable: true,
    description: 'That the requesting side knows of it; null: it never said so.',
  })
  acknowledgement: RiskAcknowledgementType | null;

  @Field(() => [RiskOccurrenceType], { description: 'How it became fact, at most 100.' })
  occurrences: RiskOccurrenceType[];

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day it has to be looked at again, by the policy in force; null: not rated, or its review was cancelled.',
  })
  dueOn: LookedUp<string>;
}
