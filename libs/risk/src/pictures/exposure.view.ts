import { type AsOf, mapPage, Needs, type Page, Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { RequestReader } from '#libs/requests';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import type { Subject } from '../domain/index.js';
import { ReviewSubjectEnum } from '../enums.js';
import { type Exposed, type ExposedProperty, type ExposedSubject, ExposureReader } from './exposure-reader.js';
import {
  RiskInitiativeConnection,
  type RiskInitiativeType,
  RiskPropertyConnection,
  type RiskPropertyType,
} from './exposure.type.js';
import { toBands } from './matrix.view.js';
import { PastListArgs } from './picture-args.js';
import { PictureMoments } from './picture-moments.js';
import { bandAt } from './place-codes.js';
import { reviewReference, subjectNodeId } from './shown-risk.js';

@ArgsType()
class InitiativeArgs extends PastListArgs {
  @Field(() => ReviewSubjectEnum, { nullable: true, description: 'Only things of this kind; all unless told.' })
  @IsOptional()
  @IsEnum(ReviewSubjectEnum)
  kind?: Subject['kind'] | null;
}

/** Which work brings the risk, and where it shows (P48). */
@Resolver()
export class ExposureView {
  constructor(
    private readonly reader: ExposureReader,
    private readonly moments: PictureMoments,
    private readonly requests: RequestReader,
  ) {}

  @Query(() => RiskInitiativeConnection, {
    complexity: 50,
    description:
      'Pieces of work by what their risks come to, the most exposed first, now or as it was; without those whose review was cancelled or ' +
      'found no risk. Name the same `asOf` for every page of a past. INSTANT_NOT_PAST, INVALID_POSITION, INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async riskByInitiative(
    @Args() { kind, asOf, ...args }: InitiativeArgs,
    @Reader() who: Reader,
  ): Promise<Page<RiskInitiativeType>> {
    const page = await this.reader.bySubject(await this.everywhere(who, asOf), kind ?? null, args);
    return mapPage(page, (row) => this.toInitiative(row));
  }

  @Query(() => RiskPropertyConnection, {
    complexity: 50,
    description:
      'Web properties by what the risks on them come to, the most exposed first, now or as it was; what shows on several counts on each. ' +
      'Name the same `asOf` for every page of a past. INSTANT_NOT_PAST, INVALID_POSITION, INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async riskByProperty(
    @Args() { asOf, ...args }: PastListArgs,
    @Reader() who: Reader,
  ): Promise<Page<RiskPropertyType>> {
    return mapPage(await this.reader.byProperty(await this.everywhere(who, asOf), args), toProperty);
  }

  private async everywhere(who: Reader, asOf: AsOf | null | undefined) {
    const { position } = await this.moments.of(who, asOf);
    return { workspaceId: who.viewer.workspaceId, position, teamId: null, propertyId: null };
  }

  private toInitiative(row: ExposedSubject): RiskInitiativeType {
    const isRequest = row.subject_kind === 'REQUEST';
    return {
      ...toExposure(row),
      subjectKind: row.subject_kind,
      subjectId: subjectNodeId(row.subject_kind, row.subject_id),
      request: (_args, context, info) =>
        isRequest ? this.requests.one(readerOf(info), context, row.subject_id) : null,
      reviewId: toGlobalId('RiskReview', row.review_id),
      reviewReference: reviewReference(row.number),
      reviewStatus: row.status,
    };
  }
}

const toExposure = ({ exposure, highest_rank: rank, low, medium, high, critical, not_rated: notRated }: Exposed) => ({
  exposure,
  highestBand: rank === null ? null : bandAt(rank),
  bands: toBands({ LOW: low, MEDIUM: medium, HIGH: high, CRITICAL: critical }),
  notRated,
});

const toProperty = ({ property_id: id, name, reviews, ...exposed }: ExposedProperty): RiskPropertyType => ({
  ...toExposure(exposed),
  propertyId: toGlobalId('Property', id),
  name,
  reviews,
});
