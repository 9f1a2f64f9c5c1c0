import { LocalDate, Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Precision } from './domain/index.js';
import { LaneEnum, PrecisionEnum, SideEnum } from './enums.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('A window ends before it starts.')
export class WindowInvalidProblem extends Problem {
  @Field(() => LocalDate, { description: 'Its first day, e.g. `2026-04-01`.' })
  start: string;

  @Field(() => LocalDate, { description: 'Its last day.' })
  end: string;
}

@describe('A window that is said to be of weeks, months or quarters is not made of whole ones.')
export class PrecisionMismatchProblem extends Problem {
  @Field(() => PrecisionEnum, { description: 'What it is said to be of.' })
  precision: Precision;
}

@describe('Both sides agree to an item that is SHARED or worth a campaign before it is promised.')
export class AgreementMissingProblem extends Problem {
  @Field(() => SideEnum, { description: 'The first side that has not agreed.' })
  side: Side;

  @Field(() => [SideEnum], { description: 'All sides that have not agreed.' })
  sides: readonly Side[];
}

@describe('What an item needs or follows is put off to LATER, so it cannot be promised.')
export class DependencyLaterProblem extends Problem {
  /** Not a field: plain ids. */
  itemIds: readonly string[];

  @Field(() => [ID], { name: 'itemIds', description: 'Global ids of the items that are put off.' })
  get globalItemIds(): string[] {
    return this.itemIds.map((id) => toGlobalId('RoadmapItem', id));
  }
}

@describe('The other item leads back to this one; a circle of items could never begin.')
export class DependencyCycleProblem extends Problem {
  /** Not a field: plain ids. */
  circle: readonly string[];

  @Field(() => [ID], {
    description:
      'Global ids of the items of the circle: from the one that was to depend along what each one needs or follows, back to it.',
  })
  get itemIds(): string[] {
    return this.circle.map((id) => toGlobalId('RoadmapItem', id));
  }
}

@describe('The dependency is there already; remove it to write it anew.')
export class DependencyExistsProblem extends Problem {
  @Field(() => Int, { description: 'Its working days between the two items.' })
  bufferWorkingDays: number;
}

@describe('The request is linked to the item already.')
export class AlreadyLinkedProblem extends Problem {
  /** Not a field: the plain id. */
  requestId: string;

  @Field(() => ID, { name: 'requestId', description: 'Global id of the request.' })
  get globalRequestId(): string {
    return toGlobalId('Request', this.requestId);
  }
}

@describe('Only an item on the lane SHARED is the primary one of a request.')
export class PrimaryNotSharedProblem extends Problem {
  @Field(() => LaneEnum, { description: 'The lane of this item.' })
  lane: string;
}

@describe('The request has a primary item already.')
export class PrimaryTakenProblem extends Problem {
  /** Not a field: the plain id. */
  itemId: string;

  @Field(() => ID, { name: 'itemId', description: 'Global id of its primary item.' })
  get globalItemId(): string {
    return toGlobalId('RoadmapItem', this.itemId);
  }
}

@describe('Linked requests are neither launched nor ended in another way.')
export class LinkedWorkOpenProblem extends Problem {
  /** Not a field: plain ids. */
  ids: readonly string[];

  @Field(() => [ID], { name: 'ids', description: 'Global ids of the open requests, in the order of linking.' })
  get globalIds(): string[] {
    return this.ids.map((id) => toGlobalId('Request', id));
  }
}

@describe('Risk reviews of a campaign, or of what went out with it, do not let it pass.')
export class ShippingBlockedByRiskProblem extends Problem {
  /** Not a field: plain ids. */
  reviewIds: readonly string[];

  @Field(() => [ID], { name: 'reviewIds', description: 'Global ids of the reviews.' })
  get globalReviewIds(): string[] {
    return this.reviewIds.map((id) => toGlobalId('RiskReview', id));
  }
}

registerProblem('WINDOW_INVALID', WindowInvalidProblem);
registerProblem('PRECISION_MISMATCH', PrecisionMismatchProblem);
registerProblem('AGREEMENT_MISSING', AgreementMissingProblem);
registerProblem('DEPENDENCY_LATER', DependencyLaterProblem);
registerProblem('DEPENDENCY_CYCLE', DependencyCycleProblem);
registerProblem('DEPENDENCY_EXISTS', DependencyExistsProblem);
registerProblem('ALREADY_LINKED', AlreadyLinkedProblem);
registerProblem('PRIMARY_NOT_SHARED', PrimaryNotSharedProblem);
registerProblem('PRIMARY_TAKEN', PrimaryTakenProblem);
registerProblem('LINKED_WORK_OPEN', LinkedWorkOpenProblem);
registerProblem('SHIPPING_BLOCKED_BY_RISK', ShippingBlockedByRiskProblem);
