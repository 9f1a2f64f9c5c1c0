import { Person } from '#libs/people';
import { BandEnum } from '#libs/requests';
import type { Band, Side } from '#libs/vocabulary';
import { LocalDate, Needs } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { OccurrenceKindEnum, SideEnum } from './enums.js';

@ObjectType('RiskPlace', { description: 'A cell of the risk matrix.' })
export class RiskPlaceType {
  @Field(() => Int, { description: 'How likely, 1 to 5; 5 is the worst.' })
  likelihood: number;

  @Field(() => Int, { description: 'How bad, 1 to 5; 5 is the worst.' })
  impact: number;
}

@ObjectType('RiskRating', { description: 'A rating as it was given; a later matrix does not change it.' })
export class RiskRatingType extends RiskPlaceType {
  @Field(() => Int, { description: 'Likelihood times impact, 1 to 25, e.g. 15.' })
  score: number;

  @Field(() => BandEnum, { description: 'How serious, by the matrix that held then.' })
  band: Band;

  @Field(() => Int, { description: 'The version of the matrix it was read from, e.g. 1.' })
  matrixVersion: number;

  @Field(() => LocalDate, { description: 'The local day it was given.' })
  ratedOn: string;
}

@ObjectType('RiskSignature', { description: 'Who vouched for something.' })
export class RiskSignatureType {
  @Field(() => Person, { nullable: true, description: 'Who did it.' })
  @Needs('people.read')
  by: LookedUp<Person>;

  @Field(() => Person, {
    nullable: true,
    description: 'Whom a deputy did it for; null for somebody in their own name.',
  })
  @Needs('people.read')
  onBehalfOf: LookedUp<Person>;
}

@ObjectType('RiskOwner', { description: 'Who carries a risk.' })
export class RiskOwnerType {
  @Field(() => Person, { nullable: true, description: 'The person.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => SideEnum, { description: 'The side whose lead answers for it.' })
  side: Side;
}

@ObjectType('RiskOccurrence', { description: 'A bug or an incident that showed that a risk became fact.' })
export class RiskOccurrenceType {
  @Field(() => OccurrenceKindEnum, { description: 'Which of the two.' })
  kind: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the request the bug is of; null for an incident.' })
  requestId: string | null;

  @Field(() => ID, { nullable: true, description: 'The bug inside its request, e.g. `B1`; null for an incident.' })
  bugId: string | null;

  @Field(() => String, { nullable: true, description: 'What the incident is called where it is kept; null for a bug.' })
  incident: string | null;
}
