import { Instant, Node } from '#libs/api-kit';
import { SideName } from '#libs/people';
import { publish } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { type JointSource, jointSources, MAX_WIDEST } from '../domain/index.js';

export const JointSourceEnum = publish(
  'JointRankSource',
  'Who gave the joint order.',
  { AGREED: 'The leads of both sides agreed on it.', TIE_BROKEN: 'BRIDGE, by breaking a tie of the two sides.' },
  jointSources,
);

@ObjectType({ description: 'One request on a board and its place in each order, counted over active requests alone.' })
export class PriorityBoardEntry {
  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => Int, { nullable: true, description: 'Its place for the side that asks, from 1 on; null: not ranked.' })
  consumerRank: number | null;

  @Field(() => Int, { nullable: true, description: 'Its place for the side that builds, from 1 on; null: not ranked.' })
  providerRank: number | null;

  @Field(() => Int, { nullable: true, description: 'Its place in the joint order, from 1 on; null: it has none.' })
  jointRank: number | null;

  /** Not a field: the plain id. */
  plainId: string;
}

@ObjectType({ description: 'A pair of requests that the two sides order differently.' })
export class RankDisagreement {
  @Field(() => ID, { description: 'Global id of the request that the asking side puts before the other.' })
  consumerFirstId: string;

  @Field(() => ID, { description: 'Global id of the request that the building side puts before the other.' })
  providerFirstId: string;

  @Field(() => Int, { description: 'Places between the two in both lists together, at least 2, e.g. `7`.' })
  width: number;
}

@ObjectType({ description: 'When a side ranked last, and who did it.' })
export class SubmittedRanks {
  @Field(() => SideName, { description: 'The side.' })
  side: Side;

  @Field(() => ID, { description: 'Global id of the person who ranked.' })
  byId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy stood for.' })
  onBehalfOfId: string | null;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType({ description: 'A joint order that waits for the lead of the other side.' })
export class RankingProposal extends SubmittedRanks {
  @Field(() => [ID], { description: 'Global ids of its requests, the most urgent first, at most 200: agree to these.' })
  requestIds: string[];
}

@ObjectType({ description: 'What the two leads agreed on last.' })
export class RankingAgreement {
  @Field(() => [ID], { description: 'Global ids of its requests, the most urgent first, at most 200.' })
  requestIds: string[];

  @Field(() => Int, { description: 'Disagreement index of the two sides over its requests at that time, e.g. `3`.' })
  disagreementIndex: number;

  @Field(() => Int, { description: 'How many of its requests both sides had ranked, e.g. `12`.' })
  comparedRequests: number;

  @Field(() => [ID], { description: 'Global ids of the two persons: who proposed, and who agreed.' })
  byIds: string[];

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType({ description: 'A pair that BRIDGE has decided; the two sides still order it differently.' })
export class BrokenTie {
  @Field(() => ID, { description: 'Global id of the request that goes first.' })
  firstRequestId: string;

  @Field(() => ID, { description: 'Global id of the request that goes after it.' })
  secondRequestId: string;

  @Field(() => String, { description: 'What decided it.' })
  reason: string;

  @Field(() => ID, { description: 'Global id of the person who decided.' })
  byId: string;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType({ description: 'Where the joint order of a board comes from.' })
export class JointRanking {
  @Field(() => JointSourceEnum, { description: 'Who gave it.' })
  source: JointSource;

  @Field(() => Instant, { description: 'Since when it stands.' })
  at: string;

  @Field(() => Boolean, { description: 'True when a side has ranked anew since: it is time to agree again.' })
  ranksChangedSince: boolean;
}

@ObjectType({
  implements: () => Node,
  description: 'How two teams rank their requests, where they differ, and the order they agree on.',
})
export class PriorityBoard extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => [PriorityBoardEntry], {
    description:
      'Its active requests that you may see, in the joint order, then in that of the asking, then in that of the building side; at ' +
      'most 200 of each order.',
  })
  entries: PriorityBoardEntry[];

  @Field(() => Int, {
    description:
      'Kendall distance of the two sides: pairs of requests that they order differently, over the active requests that both rank; 0 to ' +
      'n(n−1)/2, e.g. `3`.',
  })
  disagreementIndex: number;

  @Field(() => Float, {
    description: 'The index as a part of all pairs: 0 for equal orders, 1 for reversed ones, e.g. `0.3`.',
  })
  normalisedDisagreement: number;

  @Field(() => Int, { description: 'How many active requests both sides rank, e.g. `5`.' })
  comparedRequests: number;

  @Field(() => [RankDisagreement], {
    description: `Pairs that the two sides order differently, the widest apart first; at most ${MAX_WIDEST}.`,
  })
  widestDisagreements: RankDisagreement[];

  @Field(() => [SubmittedRanks], { description: 'When each side ranked last; at most 2.' })
  ranks: SubmittedRanks[];

  @Field(() => RankingProposal, { nullable: true, description: 'The order that waits for the other lead; null: none.' })
  proposal: RankingProposal | null;

  @Field(() => RankingAgreement, { nullable: true, description: 'The last agreement of both leads; null: none yet.' })
  agreement: RankingAgreement | null;

  @Field(() => JointRanking, { nullable: true, description: 'Where the joint ranks come from; null: there are none.' })
  joint: JointRanking | null;

  @Field(() => [BrokenTie], {
    description: 'Pairs that BRIDGE has decided since the last agreement, oldest first; one for each pair at most.',
  })
  brokenTies: BrokenTie[];

  @Field(() => Instant, { description: 'When it was opened.' })
  openedAt: Date;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  /** Not fields: the plain ids of its teams. */
  consumerTeamId: string;
  providerTeamId: string;
}
