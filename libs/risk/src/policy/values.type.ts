import { RoleName, type Role } from '#libs/people';
import { BandEnum, TouchEnum } from '#libs/requests';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import {
  type Band,
  bands,
  type ChecklistItem,
  type Lens,
  lenses,
  type MatrixGrid,
  policyLimits,
  type ReviewTerms,
  type ScopePart,
  scopeParts,
  type TouchKind,
  touchKinds,
  type TriggerMap,
} from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { ScopePartEnum } from './enums.js';

@ObjectType({ description: 'How likelihood and impact make a band.' })
export class RiskMatrixPolicy {
  @Field(() => [[BandEnum]], {
    description: 'Five rows by likelihood, 1 first, of five bands by impact, 1 first: `grid[0][4]` is (1,5).',
  })
  grid: MatrixGrid;
}

@ObjectType({ description: 'The lenses of one touch.' })
export class TouchLenses {
  @Field(() => TouchEnum, { description: 'The touch.' })
  touch: TouchKind;

  @Field(() => [LensEnum], { description: 'Who looks at it, in the order of the lenses.' })
  lenses: readonly Lens[];
}

@ObjectType({ description: 'The lenses that look again when a part of a scope changes.' })
export class ScopePartLenses {
  @Field(() => ScopePartEnum, { description: 'The part.' })
  part: ScopePart;

  @Field(() => [LensEnum], { nullable: true, description: 'Which ones; null: every lens of the review.' })
  lenses: readonly Lens[] | null;
}

@ObjectType({ description: 'Which lenses a piece of work gets by what it touches.' })
export class RiskTriggersPolicy {
  @Field(() => [TouchLenses], { description: 'For each of the 8 touches.' })
  touches: readonly TouchLenses[];

  @Field(() => Int, { description: 'Requests a minute from which on a public peak is one, e.g. `1000`.' })
  peakThresholdRpm: number;

  @Field(() => [LensEnum], { description: 'Lenses of urgent work on a public property.' })
  expeditePublic: readonly Lens[];

  @Field(() => [ScopePartLenses], { description: 'For each part of a scope beside its touches.' })
  scopeParts: readonly ScopePartLenses[];
}

@ObjectType({ description: 'Days by band.' })
export class BandDays {
  @Field(() => BandEnum, { description: 'The band.' })
  band: Band;

  @Field(() => Int, { description: 'Days until such a risk is looked at again, e.g. `90` (P51).' })
  reviewDays: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Days an acceptance may last, e.g. `90`; null: nobody may accept such a risk.',
  })
  acceptanceDays: number | null;
}

@ObjectType({ description: 'A question of a lens.' })
export class ChecklistQuestion {
  @Field(() => ID, { description: 'Its id inside the lens, e.g. `load-test`.' })
  itemId: string;

  @Field(() => String, { description: 'What shall be true, e.g. `A load test reached the expected peak.`' })
  text: string;

  @Field(() => Boolean, { description: 'True where a yes needs something to show.' })
  evidence: boolean;
}

@ObjectType({ description: 'Who looks through a lens, and what they ask.' })
export class LensTerms {
  @Field(() => LensEnum, { description: 'The lens.' })
  lens: Lens;

  @Field(() => [RoleName], { description: 'Any of these roles may review it.' })
  reviewerRoles: readonly Role[];

  @Field(() => [ChecklistQuestion], {
    description: `What it asks, most important first; 1 to ${policyLimits.checklistItems} questions.`,
  })
  checklist: readonly ChecklistItem[];
}

@ObjectType({ description: 'How long risk decisions hold, who reviews what, and what is asked.' })
export class ReviewTermsPolicy {
  @Field(() => [BandDays], { description: 'By band, the mildest first.' })
  bands: readonly BandDays[];

  @Field(() => Int, { description: 'Working hours until the first answer of a review, e.g. `16` (P52).' })
  normalTargetHours: number;

  @Field(() => Int, { description: 'The same for urgent work, e.g. `1`.' })
  fastTargetHours: number;

  @Field(() => [LensTerms], { description: 'For each of the 7 lenses.' })
  lenses: readonly LensTerms[];

  @Field(() => Int, {
    description: 'Requests of up to so many likely minutes, without payments, answer the short list, e.g. `480`.',
  })
  shortUpToMinutes: number;

  @Field(() => Int, { description: 'So many questions of a lens, from the front, are the short list, e.g. `3`.' })
  shortItems: number;
}

export const toRiskMatrix = (grid: MatrixGrid): RiskMatrixPolicy => Object.assign(new RiskMatrixPolicy(), { grid });

export const toRiskTriggers = (map: TriggerMap): RiskTriggersPolicy =>
  Object.assign(new RiskTriggersPolicy(), {
    touches: touchKinds.map((touch) => ({ touch, lenses: map.lensesOf[touch] })),
    peakThresholdRpm: map.peakThresholdRpm,
    expeditePublic: map.expeditePublic,
    scopeParts: scopeParts.map((part) => {
      const wanted = map.lensesOfPart[part];
      return { part, lenses: wanted === 'ALL' ? null : wanted };
    }),
  });

export const toReviewTerms = (terms: ReviewTerms): ReviewTermsPolicy =>
  Object.assign(new ReviewTermsPolicy(), {
    bands: bands.map((band) => ({
      band,
      reviewDays: terms.reviewDays[band],
      acceptanceDays: terms.acceptanceDays[band],
    })),
    normalTargetHours: terms.targetHours.NORMAL,
    fastTargetHours: terms.targetHours.FAST,
    lenses: lenses.map((lens) => ({
      lens,
      // Written through the API, whose enum knows roles alone.
      reviewerRoles: terms.reviewerRoles[lens] as readonly Role[],
      checklist: terms.checklists[lens],
    })),
    shortUpToMinutes: terms.short.upToMinutes,
    shortItems: terms.short.items,
  });
