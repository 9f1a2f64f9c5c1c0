import { LocalDate, Node } from '#libs/api-kit';
import { SideName } from '#libs/people';
import type { PolicyKind, PolicyKindName, Side } from '#libs/vocabulary';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MOST_VERSIONS } from './domain/index.js';
import { PolicyKindEnum } from './enums.js';

@ObjectType({
  description:
    'What a policy says: of the fields that are named like kinds the one of its kind is there, the others are null.',
})
export class PolicyValue {
  @Field(() => PolicyKindEnum, { description: 'Which field is there.' })
  kind: PolicyKindName;

  /** The value as its kind defines it; contexts add the fields. */
  value: unknown;
}

/** What a policy of this kind says; null for one of another. Values are stored as their kind has made them. */
export const valueOf = <T>(shown: PolicyValue, { kind }: PolicyKind<T>): T | null =>
  shown.kind === kind ? (shown.value as T) : null;

@ObjectType({ description: 'A policy as it holds from a day on, until a later version does.' })
export class PolicyVersion {
  @Field(() => Int, {
    description: 'Its number, e.g. `2`, which decisions name; 1 is what held before anybody set anything.',
  })
  number: number;

  @Field(() => LocalDate, { description: 'The first day it holds, e.g. `2026-04-01`; `0001-01-01`: ever since.' })
  effectiveFrom: string;

  @Field(() => PolicyValue, { description: 'What it says.' })
  value: PolicyValue;

  @Field(() => String, { nullable: true, description: 'Why it was set; null where nobody said.' })
  reason: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day both leads had agreed; null for version 1.' })
  setOn: string | null;

  /** Uuids; the field `setBy` is looked up by them. */
  byIds: readonly string[];
}

@ObjectType({ description: 'A policy somebody wants; it waits for a lead, or for both.' })
export class PolicyProposal {
  @Field(() => LocalDate, { description: 'The first day it would hold, e.g. `2026-04-01`.' })
  effectiveFrom: string;

  @Field(() => PolicyValue, { description: 'What it would say.' })
  value: PolicyValue;

  @Field(() => String, { nullable: true, description: 'Why; null where nobody said.' })
  reason: string | null;

  @Field(() => [SideName], { description: 'Sides whose lead has not said yes; both for what a reviewer proposed.' })
  waitsFor: readonly Side[];

  /** Uuid; the field `proposedBy` is looked up by it. */
  byId: string;
}

@ObjectType('WorkspacePolicy', {
  implements: () => Node,
  description:
    'What both leads of a workspace set, from a day on. Decisions go by the version of their day and name it; a later version changes ' +
    'nothing that was decided.',
})
export class WorkspacePolicyObject extends Node {
  @Field(() => PolicyKindEnum, { description: 'What it is about.' })
  kind: PolicyKindName;

  @Field(() => Int, { description: 'Counts the facts about it, e.g. `3`; for `expect`. 0: nobody has touched it.' })
  version: number;

  @Field(() => LocalDate, { description: 'The day that was asked for; today in the workspace’s zone unless told.' })
  on: string;

  @Field(() => PolicyVersion, { description: 'The version that holds on that day.' })
  inForce: PolicyVersion;

  @Field(() => PolicyVersion, {
    nullable: true,
    description: 'The version that is set already and takes over after that day, the first of several; null: none.',
  })
  next: PolicyVersion | null;

  @Field(() => PolicyProposal, { nullable: true, description: 'What waits to be set; null: nothing.' })
  proposal: PolicyProposal | null;

  @Field(() => [PolicyVersion], { description: `All versions, the newest first; at most ${MOST_VERSIONS}.` })
  versions: readonly PolicyVersion[];

  /** Uuid of the workspace; `history` is read by it. */
  workspaceId: string;
  streamId: string;
}
