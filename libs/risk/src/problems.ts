import { LocalDate, Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { BandEnum, LaunchReasonType, MissingPointType, toLaunchReason } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Band, LaunchBlock, Lens, MissingPoint } from './domain/index.js';
import { LensEnum, ReviewPartEnum } from './enums.js';
import { blockReason } from './gate/block-reason.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe('There is a review of this already: add a lens to it.')
export class ReviewExistsProblem extends Problem {
  @Field(() => Int, { name: 'reviewNumber', description: 'Its number, e.g. 1 for `RR-1`.' })
  number: number;
}

@describe('Nobody judges the risk of what they asked for or what they build.')
export class ReviewerConflictProblem extends Problem {
  /** Not a field: the plain id. */
  personId: string;

  @Field(() => ID, { name: 'personId', description: 'Global id of who cannot review it.' })
  get globalId(): string {
    return toGlobalId('Person', this.personId);
  }

  @Field(() => ReviewPartEnum, { name: 'conflictPart', description: 'What they have to do with it.' })
  part: string;
}

@describe('The lens is looked through by somebody with another role.')
export class ReviewerNotQualifiedProblem extends Problem {
  @Field(() => LensEnum, { description: 'Which lens.' })
  lens: Lens;

  @Field(() => [String], { description: 'One of these roles is needed, e.g. `["RISK_REVIEWER"]`.' })
  roles: readonly string[];
}

@describe('A signed lens is not changed: a new risk, another scope or reopening takes the signature away.')
export class LensAlreadySignedProblem extends Problem {
  @Field(() => LensEnum, { description: 'Which lens.' })
  lens: Lens;
}

@describe('A lens is not ready to be signed.')
export class LensIncompleteProblem extends Problem {
  @Field(() => LensEnum, { description: 'Which lens.' })
  lens: Lens;

  @Field(() => [MissingPointType], { name: 'missingPoints', description: 'What has to happen first, one by one.' })
  missing: readonly MissingPoint[];
}

@describe('A yes to this question needs something to show.')
export class EvidenceRequiredProblem extends Problem {
  @Field(() => ID, { description: 'Which question, e.g. `card-data`.' })
  itemId: string;
}

@describe('Something stands between the review and clearing it.')
export class ReviewNotClearableProblem extends Problem {
  @Field(() => BandEnum, { description: 'The most serious of its risks as they are now.' })
  highestBand: Band;

  @Field(() => [MissingPointType], { name: 'missingPoints', description: 'What has to happen first, one by one.' })
  missing: readonly MissingPoint[];
}

@describe('What is reviewed changed in the meantime, and the review has not followed it yet: try again in a moment.')
export class ScopeChangedProblem extends Problem {
  @Field(() => String, { description: 'The scope the review knows, as a hash.' })
  reviewed: string;

  @Field(() => String, { name: 'currentScope', description: 'The scope as it is, as a hash.' })
  current: string;
}

@describe('Risk stands in the way of a launch.')
export class LaunchBlockedByRiskProblem extends Problem {
  /** Not a field: one block for every review. */
  blocks: readonly LaunchBlock[];

  @Field(() => [LaunchReasonType], {
    description: 'Every reason, one for each review: the same list that `launchReadiness` shows beforehand.',
  })
  get reasons(): LaunchReasonType[] {
    return this.blocks.map((block) => toLaunchReason(blockReason(block)));
  }
}

@describe('Nothing is launched on these web properties on that day, unless both leads override the freeze.')
export class FreezeWindowProblem extends Problem {
  /** Not a field: the plain ids. */
  freezeIds: readonly string[];

  @Field(() => [ID], { name: 'freezeIds', description: 'Global ids of the freezes, the earliest first.' })
  get globalIds(): string[] {
    return this.freezeIds.map((id) => toGlobalId('Freeze', id));
  }

  @Field(() => LocalDate, { description: 'The last day of the first of them.' })
  until: string;
}

registerProblem('REVIEW_EXISTS', ReviewExistsProblem);
registerProblem('REVIEWER_CONFLICT', ReviewerConflictProblem);
registerProblem('REVIEWER_NOT_QUALIFIED', ReviewerNotQualifiedProblem);
registerProblem('LENS_ALREADY_SIGNED', LensAlreadySignedProblem);
registerProblem('LENS_INCOMPLETE', LensIncompleteProblem);
registerProblem('EVIDENCE_REQUIRED', EvidenceRequiredProblem);
registerProblem('REVIEW_NOT_CLEARABLE', ReviewNotClearableProblem);
registerProblem('SCOPE_CHANGED', ScopeChangedProblem);
registerProblem('LAUNCH_BLOCKED_BY_RISK', LaunchBlockedByRiskProblem);
registerProblem('FREEZE_WINDOW', FreezeWindowProblem);
