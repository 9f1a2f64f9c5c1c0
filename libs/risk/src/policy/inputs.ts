import { Choice, Flag, InnerId, Nested, Text, Whole } from '#libs/api-kit';
import { type Role, RoleName } from '#libs/people';
import { ProposePolicyInput, SetPolicyInput } from '#libs/policies';
import { BandEnum, TouchEnum } from '#libs/requests';
import { InputType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import {
  type Band,
  bands,
  type Lens,
  lenses,
  levels,
  policyLimits,
  type ScopePart,
  scopeParts,
  type TouchKind,
  touchKinds,
} from '../domain/index.js';
import { LensEnum } from '../enums.js';
import { ScopePartEnum } from './enums.js';

@InputType({ description: 'The bands of one likelihood.' })
export class MatrixRowInput {
  @Choice(BandEnum, { each: true, description: 'Five bands by impact, 1 first.' })
  @ArrayMaxSize(levels.length)
  bands: Band[];
}

const rowsHelp =
  'Five rows by likelihood, 1 first; a band never gets milder as likelihood or impact grows, (1,1) is LOW and (5,5) CRITICAL.';

@InputType({ description: 'How likelihood and impact shall make a band.' })
export class SetRiskMatrixInput extends SetPolicyInput {
  @Nested(() => MatrixRowInput, { each: true, description: rowsHelp })
  @ArrayMaxSize(levels.length)
  rows: MatrixRowInput[];
}

@InputType({ description: 'How likelihood and impact might make a band.' })
export class ProposeRiskMatrixInput extends ProposePolicyInput {
  @Nested(() => MatrixRowInput, { each: true, description: rowsHelp })
  @ArrayMaxSize(levels.length)
  rows: MatrixRowInput[];
}

@InputType({ description: 'The lenses of one touch.' })
export class TouchLensesInput {
  @Choice(TouchEnum, { description: 'The touch; the last word about it counts.' })
  touch: TouchKind;

  @Choice(LensEnum, { each: true, description: 'Who looks at it, in any order; at least one lens.' })
  @ArrayMaxSize(lenses.length)
  lenses: Lens[];
}

@InputType({ description: 'The lenses that look again when a part of a scope changes.' })
export class ScopePartLensesInput {
  @Choice(ScopePartEnum, { description: 'The part; the last word about it counts.' })
  part: ScopePart;

  @Choice(LensEnum, { each: true, nullable: true, description: 'At least one; null or left out: every lens.' })
  @ArrayMaxSize(lenses.length)
  lenses?: Lens[] | null;
}

@InputType({ description: 'Which lenses a piece of work gets by what it touches: the whole policy.' })
export class SetRiskTriggersInput extends SetPolicyInput {
  @Nested(() => TouchLensesInput, {
    each: true,
    description: 'By touch; touches that are left out have the lenses of version 1.',
  })
  @ArrayMaxSize(touchKinds.length)
  touches: TouchLensesInput[];

  @Whole({ description: 'Requests a minute from which on a public peak is one, 1 to 100,000,000, e.g. `1000`.' })
  peakThresholdRpm: number;

  @Choice(LensEnum, { each: true, description: 'Lenses of urgent work on a public property; at least one.' })
  @ArrayMaxSize(lenses.length)
  expeditePublic: Lens[];

  @Nested(() => ScopePartLensesInput, {
    each: true,
    description: 'By part; parts that are left out concern the lenses of version 1.',
  })
  @ArrayMaxSize(scopeParts.length)
  scopeParts: ScopePartLensesInput[];
}

@InputType({ description: 'Days by band.' })
export class BandDaysInput {
  @Choice(BandEnum, { description: 'The band; the last word about it counts.' })
  band: Band;

  @Whole({
    description: 'Days until such a risk is looked at again, 1 to 1,096; a graver band has no more than a milder one.',
  })
  reviewDays: number;

  @Whole({
    nullable: true,
    description:
      'Days an acceptance may last, 1 to 731; null or left out: nobody may accept such a risk, as it is for CRITICAL.',
  })
  acceptanceDays?: number | null;
}

@InputType({ description: 'A question of a lens.' })
export class ChecklistQuestionInput {
  @InnerId({ description: 'Its id inside the lens, in small letters, digits and hyphens, e.g. `load-test`.' })
  itemId: string;

  @Text({ description: 'What shall be true: 1 to 500 characters, without personal data.' })
  text: string;

  @Flag({ description: 'True where a yes needs something to show.' })
  evidence: boolean;
}

@InputType({ description: 'Who looks through a lens, and what they ask.' })
export class LensTermsInput {
  @Choice(LensEnum, { description: 'The lens; the last word about it counts.' })
  lens: Lens;

  @Choice(RoleName, { each: true, description: 'Any of these roles may review it; at least one.' })
  @ArrayMaxSize(policyLimits.reviewerRoles)
  reviewerRoles: Role[];

  @Nested(() => ChecklistQuestionInput, {
    each: true,
    description: `What it asks, most important first; 1 to ${policyLimits.checklistItems} questions.`,
  })
  @ArrayMaxSize(policyLimits.checklistItems)
  checklist: ChecklistQuestionInput[];
}

@InputType({ description: 'How long risk decisions hold, who reviews what, and what is asked: the whole policy.' })
export class SetReviewTermsInput extends SetPolicyInput {
  @Nested(() => BandDaysInput, {
    each: true,
    description: 'By band; bands that are left out have the days of version 1.',
  })
  @ArrayMaxSize(bands.length)
  bands: BandDaysInput[];

  @Whole({ description: 'Working hours until the first answer of a review, 1 to 400, e.g. `16` (P52).' })
  normalTargetHours: number;

  @Whole({ description: 'The same for urgent work, e.g. `1`; not more than for other work.' })
  fastTargetHours: number;

  @Nested(() => LensTermsInput, {
    each: true,
    description: 'By lens; lenses that are left out have the terms of version 1.',
  })
  @ArrayMaxSize(lenses.length)
  lenses: LensTermsInput[];

  @Whole({
    description:
      'Requests of up to so many likely minutes, without payments, answer the short list, 0 to 1,000,000, e.g. `480`.',
  })
  shortUpToMinutes: number;

  @Whole({
    description: `So many questions of a lens, from the front, are the short list, 1 to ${policyLimits.checklistItems}.`,
  })
  shortItems: number;
}
