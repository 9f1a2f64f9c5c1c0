import { LocalDate } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LensEnum, ReviewSubjectEnum } from '../enums.js';
import { RiskTreatmentEnum } from '../risks/enums.js';
import { RiskRatingType } from '../risks/rating.type.js';

/** A risk as it stood where the picture was taken; `node(id)` shows it as it is. */
@ObjectType('RiskOnPicture', { description: 'A risk as it stood at the position of the answer it is part of.' })
export class RiskOnPictureType {
  @Field(() => ID, { description: 'Global id of the risk: `node` shows it as it is now.' })
  id: string;

  @Field(() => String, { description: 'How people call it, e.g. `K4`; unique in the workspace.' })
  reference: string;

  @Field(() => String, { description: 'In a few words, e.g. `Card data touches our server`.' })
  title: string;

  @Field(() => LensEnum, { description: 'The lens it was found through.' })
  lens: string;

  @Field(() => ID, { description: 'Global id of the review it belongs to.' })
  reviewId: string;

  @Field(() => String, { description: 'The review as people call it, e.g. `RR-2`.' })
  reviewReference: string;

  @Field(() => ReviewSubjectEnum, { description: 'What kind of thing is reviewed.' })
  subjectKind: string;

  @Field(() => ID, { description: 'Global id of what is reviewed, e.g. of the request.' })
  subjectId: string;

  @Field(() => RiskRatingType, { nullable: true, description: 'Before anything is done; null: not rated then.' })
  inherent: RiskRatingType | null;

  @Field(() => RiskRatingType, { nullable: true, description: 'As it was then; null: not rated then.' })
  current: RiskRatingType | null;

  @Field(() => RiskRatingType, { nullable: true, description: 'As it was to become; null: nobody had said.' })
  residualTarget: RiskRatingType | null;

  @Field(() => RiskTreatmentEnum, { nullable: true, description: 'What was done about it; null: not chosen then.' })
  treatment: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of its acceptance; null: nobody accepted it.' })
  acceptedUntil: string | null;

  @Field(() => Boolean, { description: 'Whether the requesting side knew of it, as serious as it was.' })
  acknowledged: boolean;

  @Field(() => Int, { description: 'How often it had become fact, e.g. 0.' })
  occurrences: number;
}
