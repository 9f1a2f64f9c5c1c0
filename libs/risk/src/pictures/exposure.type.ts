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

  @Field(() => ID, { description: 'Global id of its review.' })
  reviewId: string;

  @Field(() => String, { description: 'The review as people call it, e.g. `RR-2`.' })
  reviewReference: string;

  @Field(() => ReviewStatusEnum, { description: 'Where the review stood.' })
  reviewStatus: string;
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
