import { Instant, LocalDate, Node } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ItemState } from '../domain/index.js';
import { DependencyTypeEnum, HorizonEnum, ItemKindEnum, ItemStatusEnum, LaneEnum, VisibilityEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import {
  ConfidenceType,
  ItemAgreementType,
  ItemGateType,
  ItemOutcomeType,
  LinkedRequestType,
  OwnersType,
  SuggestionType,
  WindowType,
  WorthinessType,
} from './item-values.type.js';

@ObjectType('ItemDependency', { description: 'What one item needs, follows or conflicts with.' })
export class ItemDependencyType {
  @Field(() => ID, { description: 'Global id of the other item.' })
  itemId: string;

  @Field(() => DependencyTypeEnum, { description: 'How the two are tied.' })
  type: string;

  @Field(() => Int, {
    description: 'Working days that must lie between the end of the one and the start of the other.',
  })
  bufferWorkingDays: number;

  @Field(() => RoadmapItemObject, { nullable: true, description: 'The other item.' })
  item: LookedUp<RoadmapItemObject>;
}

@ObjectType('RoadmapItem', {
  implements: () => Node,
  description: 'Something on the one roadmap both sides keep: a feature, a campaign, an upgrade.',
})
export class RoadmapItemObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => Int, { description: 'Its number in the workspace, e.g. 1.' })
  number: number;

  @Field(() => String, { description: 'Its number as people say it, e.g. `RM-1`.' })
  reference: string;

  @Field(() => String, { description: 'What it is, e.g. `Gift cards`.' })
  title: string;

  @Field(() => LaneEnum, { description: 'Whose roadmap it stands on; said once.' })
  lane: string;

  @Field(() => ItemKindEnum, { description: 'The kind of thing it is.' })
  kind: string;

  @Field(() => ItemStatusEnum, { description: 'Where it stands.' })
  status: string;

  @Field(() => HorizonEnum, { nullable: true, description: 'How near it is; null before it is planned.' })
  horizon: string | null;

  @Field(() => WindowType, { nullable: true, description: 'When; null before it is planned.' })
  window: WindowType | null;

  @Field(() => ConfidenceType, { nullable: true, description: 'How sure the window is; null: nobody has said.' })
  confidence: ConfidenceType | null;

  @Field(() => OwnersType, {
    description:
      'Who answers for it. Of the two sides’ leads, those of the teams named here alone move and promise it.',
  })
  owners: OwnersType;

  @Field(() => [ItemAgreementType], {
    description: 'Sides that have agreed to it as it is planned: none, one or both.',
  })
  agreements: ItemAgreementType[];

  @Field(() => WorthinessType, { description: 'Whether it is worth a campaign.' })
  worthiness: WorthinessType;

  @Field(() => VisibilityEnum, { description: 'Who may see it.' })
  visibility: string;

  @Field(() => String, { nullable: true, description: 'What it is meant to bring, e.g. `2,000 orders a month`.' })
  expectedImpact: string | null;

  @Field(() => [ID], {
    description: 'Goals it serves, as they were written: references that nobody looks up yet; at most 50.',
  })
  goalIds: readonly string[];

  @Field(() => [ID], { description: 'Global ids of the web properties it goes out on, at most 50.' })
  propertyIds: string[];

  @Field(() => [LinkedRequestType], { description: 'Requests that are part of it, at most 50.' })
  links: LinkedRequestType[];

  @Field(() => [ItemDependencyType], { description: 'What it depends on, in the order of adding; at most 100.' })
  dependencies: ItemDependencyType[];

  @Field(() => [SuggestionType], { description: 'Suggested moves nobody has answered, oldest first; at most 50.' })
  suggestions: SuggestionType[];

  @Field(() => [ItemGateType], { description: 'What its risk reviews say.' })
  gate: ItemGateType[];

  @Field(() => LocalDate, { nullable: true, description: 'The day it went out.' })
  shippedOn: string | null;

  @Field(() => ItemOutcomeType, { nullable: true, description: 'What came of it; null before it is measured.' })
  outcome: ItemOutcomeType | null;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;

  /** Not fields: what it is made of, and where its history is read. */
  itemId: string;
  workspaceId: string;
  streamId: string;
  state: ItemState;
}
