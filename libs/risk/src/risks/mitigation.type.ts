import { LocalDate, Needs } from '#libs/api-kit';
import { Person } from '#libs/people';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { MitigationStatusEnum } from './enums.js';
import { RiskPlaceType, RiskSignatureType } from './rating.type.js';

@ObjectType('RiskMitigation', { description: 'Something that makes a risk smaller.' })
export class RiskMitigationType {
  @Field(() => ID, { description: 'Its number in the review, e.g. `M1`; meant together with the risk.' })
  mitigationId: string;

  @Field(() => String, { description: 'What is done, e.g. `Replay webhooks that failed`.' })
  title: string;

  @Field(() => MitigationStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => Person, { nullable: true, description: 'Who sees to it.' })
  @Needs('people.read')
  owner: LookedUp<Person>;

  @Field(() => LocalDate, { description: 'The day it has to be done by.' })
  due: string;

  @Field(() => Boolean, { description: 'True while it is not done although its day is over.' })
  overdue: boolean;

  @Field(() => Boolean, { description: 'Whether nothing may be launched before it is verified.' })
  preLaunch: boolean;

  @Field(() => RiskPlaceType, { nullable: true, description: 'Where the risk shall be afterwards; null: nobody said.' })
  expected: RiskPlaceType | null;

  @Field(() => String, { nullable: true, description: 'What shows that it is done; null before.' })
  evidence: string | null;

  @Field(() => RiskSignatureType, { nullable: true, description: 'Who said that it is done; null before.' })
  completedBy: RiskSignatureType | null;

  @Field(() => RiskSignatureType, { nullable: true, description: 'Who looked at it; null before.' })
  verifiedBy: RiskSignatureType | null;
}
