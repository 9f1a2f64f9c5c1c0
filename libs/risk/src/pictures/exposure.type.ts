import { Connection, Needs } from '#libs/api-kit';
import { BandEnum, RequestObject } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Band } from '../domain/index.js';
import { ReviewStatusEnum, ReviewSubjectEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { RiskBandCountType } from './matrix.type.js';

@ObjectType({ isAbstract: true })
class ExposureType {
  @Field(() => Int, { description: 'The sum of the current scores of its risks, e.g. 21.' })
  exposure: number;

  @Field(() => BandEnum, { nullable: true, description: 'The most serious of them; null while none is rated.' })
  highestBand: Band | null;

  @Field(() => [RiskBandCountType], { description: 'How many of its risks are of each band; all 4, mildest first.' })
  bands: RiskBandCountType[];

  @Field(() => Int, { description: 'How many of its risks nobody rated yet.' })
  notRated: number;
}

@ObjectType('RiskInitiativeReview', { description: 'What one review adds to the exposure of a piece of work.' })
export class RiskInitiativeReviewType {
  @Field(() => ID, { description: 'Global id of the review.' })
  reviewId: string;

  @Field(() => String, { description: 'The review as people call it, e.g. `RR-2`.' })
  reviewReference: string;

  @Field(() => ReviewStatusEnum, { description: 'Where the review stood.' })
  reviewStatus: string;

  @Field(() => ReviewSubjectEnum, { description: 'What kind of thing was reviewed.' })
  subjectKind: string;

  @Field(() => ID, { description: 'Global id of what was reviewed.' })
  subjectId: string;

  @Field(() => Int, { description: 'The sum of the current scores of its risks, e.g. 13.' })
  exposure: number;
}

@ObjectType('RiskInitiative', { description: 'How much risk one piece of work brings.' })
export class RiskInitiativeType extends ExposureType {
  @Field(() => ReviewSubjectEnum, { description: 'What kind of thing it is.' })
  subjectKind: string;

  @Field(() => ID, { description: 'Its global id.' })
  subjectId: string;

  @Needs('request.read')
  @Field(() => RequestObject, {
    nullable: true,
    description: 'The request as it is now; null for another kind of thing, and for one that is not for you.',
  })
  request: LookedUp<RequestObject>;

  @Field(() => String, {
    nullable: true,
    description: 'A roadmap item as people call it, e.g. `RM-1`; null for another kind of thing.',
  })
  reference: string | null;

  @Needs('roadmap.read')
  @Field(() => String, {
    nullable: true,
    description: 'The title of a roadmap item, as it was; null for another kind, and for who may not read the roadmap.',
  })
  title: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of its own review; null for a roadmap item without one that found risks.',
  })
  reviewId: string | null;

  @Field(() => String, { nullable: true, description: 'That review as people call it, e.g. `RR-2`.' })
  reviewReference: string | null;

  @Field(() => ReviewStatusEnum, { nullable: true, description: 'Where that review stood.' })
  reviewStatus: string | null;

  @Field(() => [RiskInitiativeReviewType], {
    description:
      'The reviews it comes from, by number: its own and, for a roadmap item, those of its requests; at most 51, without those that found no risk.',
  })
  reviews: RiskInitiativeReviewType[];
}

@ObjectType('RiskInitiativeConnection', { description: 'Pieces of work, the most exposed first.' })
export class RiskInitiativeConnection extends Connection('RiskInitiative', () => RiskInitiativeType) {}

@ObjectType('RiskProperty', { description: 'How much risk shows on one web property.' })
export class RiskPropertyType extends ExposureType {
  @Field(() => ID, { description: 'Global id of the property; it follows from its name.' })
  propertyId: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its name, e.g. `shop.example`; null for one that requests name and nobody registered.',
  })
  name: string | null;

  @Field(() => Int, { description: 'How many reviews found risks on it, e.g. 2.' })
  reviews: number;
}

@ObjectType('RiskPropertyConnection', { description: 'Web properties, the most exposed first.' })
export class RiskPropertyConnection extends Connection('RiskProperty', () => RiskPropertyType) {}
