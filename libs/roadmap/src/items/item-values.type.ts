import { LocalDate, Needs } from '#libs/api-kit';
import { Person, Team } from '#libs/people';
import { RequestObject } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  GateOutcomeEnum,
  PrecisionEnum,
  SideEnum,
  SuggestionCauseEnum,
  WorthinessEnum,
  type WorthinessWord,
} from '../enums.js';
import type { LookedUp } from '../looked-up.js';

@ObjectType('RoadmapWindow', { description: 'From the first day to the last, both included.' })
export class WindowType {
  @Field(() => LocalDate, { description: 'The first day, e.g. `2026-04-01`.' })
  start: string;

  @Field(() => LocalDate, { description: 'The last day, e.g. `2026-06-30`.' })
  end: string;

  @Field(() => PrecisionEnum, { description: 'How exactly it is meant.' })
  precision: string;
}

@ObjectType('RoadmapConfidence', { description: 'How sure the window is.' })
export class ConfidenceType {
  @Field(() => Int, { description: 'Percent, 0 to 100.' })
  value: number;

  @Field(() => String, { description: 'What makes it so, e.g. `The interface is agreed.`' })
  why: string;
}

@ObjectType('RoadmapOwner', { description: 'Who answers for an item, and the team they do it for.' })
export class OwnerType {
  @Field(() => ID, { description: 'Global id of the person.' })
  personId: string;

  @Field(() => ID, { description: 'Global id of the team.' })
  teamId: string;

  @Field(() => Person, { nullable: true, description: 'Who answers for it.' })
  @Needs('people.read')
  person: LookedUp<Person>;

  @Field(() => Team, { nullable: true, description: 'The team they do it for.' })
  @Needs('people.read')
  team: LookedUp<Team>;
}

@ObjectType('RoadmapOwners', { description: 'Who answers for an item, by discipline; null where nobody does.' })
export class OwnersType {
  @Field(() => OwnerType, { nullable: true, description: 'For marketing.' })
  marketing: OwnerType | null;

  @Field(() => OwnerType, { nullable: true, description: 'For engineering.' })
  engineering: OwnerType | null;

  @Field(() => OwnerType, { nullable: true, description: 'For product.' })
  product: OwnerType | null;
}

@ObjectType('ItemAgreement', { description: 'One side’s yes to an item as it is planned.' })
export class ItemAgreementType {
  @Field(() => SideEnum, { description: 'The side.' })
  side: Side;

  @Field(() => ID, { description: 'Global id of whoever agreed.' })
  byId: string;

  @Field(() => Person, { nullable: true, description: 'Who agreed.' })
  @Needs('people.read')
  by: LookedUp<Person>;

  @Field(() => Person, { nullable: true, description: 'Whom a deputy agreed for; null for the lead themselves.' })
  @Needs('people.read')
  onBehalfOf: LookedUp<Person>;
}

@ObjectType('WorthinessAssessment', { description: 'What marketing says to an item, and why.' })
export class WorthinessType {
  @Field(() => WorthinessEnum, { description: 'The verdict; UNASSESSED: nobody has looked.' })
  verdict: WorthinessWord;

  @Field(() => String, { nullable: true, description: 'Why; always there for NOT_WORTHY.' })
  reason: string | null;

  @Field(() => Person, { nullable: true, description: 'Who assessed it.' })
  @Needs('people.read')
  by: LookedUp<Person>;
}

@ObjectType('LinkedRequest', { description: 'A request that is part of an item.' })
export class LinkedRequestType {
  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => Boolean, { description: 'True: this item is the one the request is told by.' })
  primary: boolean;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null where you may not see it.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;
}

@ObjectType('MoveSuggestion', {
  description: 'What became of a linked request says that the item should perhaps move; nothing moves by it.',
})
export class SuggestionType {
  @Field(() => ID, { description: 'Its id inside the item; name it in `answerItemSuggestion`.' })
  suggestionId: string;

  @Field(() => ID, { description: 'Global id of the request it follows from.' })
  requestId: string;

  @Field(() => SuggestionCauseEnum, { description: 'What became of the request.' })
  why: string;

  @Field(() => WindowType, { nullable: true, description: 'The window that is suggested; null: no other one.' })
  suggested: WindowType | null;

  @Field(() => Int, { nullable: true, description: 'How sure the item would be, 0 to 100; null: no hint.' })
  confidence: number | null;

  @Field(() => String, { description: 'What to say to it, e.g. `RQ-7 was launched 12 days late.`' })
  note: string;
}

@ObjectType('ItemGate', { description: 'What a risk review says to the shipping of an item.' })
export class ItemGateType {
  @Field(() => ID, { description: 'Global id of the review.' })
  reviewId: string;

  @Field(() => GateOutcomeEnum, { nullable: true, description: 'Its latest word; null before it is decided.' })
  outcome: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day it holds.' })
  validUntil: string | null;

  @Field(() => Boolean, {
    description:
      'True: it lets the item ship today, decided about the item as it is, all conditions before a launch met.',
  })
  open: boolean;
}

@ObjectType('ItemOutcome', { description: 'What came of an item; exactly one of the two is there.' })
export class ItemOutcomeType {
  @Field(() => String, { nullable: true, description: 'What came of it.' })
  outcome: string | null;

  @Field(() => String, { nullable: true, description: 'Why nobody measures it.' })
  waivedBecause: string | null;
}
