import { type AsOf, mapPage, Needs, type Page, Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { RequestReader } from '#libs/requests';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import type { Subject } from '../domain/index.js';
import { InitiativeKindEnum, ReviewSubjectEnum } from '../enums.js';
import type { InitiativeSort } from '../ports/initiatives.js';
import {
  type Exposed,
  type ExposedInitiative,
  type ExposedProperty,
  type ExposedSubject,
  ExposureReader,
  type ReviewShare,
} from './exposure-reader.js';
import {
  RiskInitiativeConnection,
  type RiskInitiativeReviewType,
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
  @Field(() => InitiativeKindEnum, {
    nullable: true,
    description: 'What counts as one piece of work; whatever was reviewed, each by its own review, unless told.',
  })
  @IsOptional()
  @IsEnum(InitiativeKindEnum)
  by?: 'REQUEST' | InitiativeSort | null;

  @Field(() => ReviewSubjectEnum, {
    nullable: true,
    description: 'Only what reviews of things of this kind found; all unless told.',
  })
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
      'found no risk. A risk counts once for a roadmap item; a request on several items counts for each, so that items may come to more ' +
      'than the matrix does, or to less: what is on no item is not there. Name the same `asOf` for every page of a past. ' +
      'INSTANT_NOT_PAST, INVALID_POSITION, INVALID_CURSOR.',
  })
  @Needs('risk.read')
  async riskByInitiative(
    @Args() { by = null, kind = null, asOf, ...args }: InitiativeArgs,
    @Reader() who: Reader,
  ): Promise<Page<RiskInitiativeType>> {
    const scope = await this.everywhere(who, asOf);
    const kinds = kind === null ? [] : [kind];
    if (by === 'ROADMAP_ITEM' || by === 'CAMPAIGN')
      return mapPage(await this.reader.byInitiative(scope, { sort: by, kinds }, args), toItem);
    const page = await this.reader.bySubject(scope, by === null ? kinds : [by, ...kinds], args);
    return mapPage(page, (row) => this.toSubject(row));
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

  private toSubject(row: ExposedSubject): RiskInitiativeType {
    const isRequest = row.subject_kind === 'REQUEST';
    const review = toReview(row);
    return {
      ...toExposure(row),
      subjectKind: review.subjectKind,
      subjectId: review.subjectId,
      reviewId: review.reviewId,
      reviewReference: review.reviewReference,
      reviewStatus: review.reviewStatus,
      reference: null,
      title: null,
      request: (_args, context, info) =>
        isRequest ? this.requests.one(readerOf(info), context, row.subject_id) : null,
      reviews: [review],
    };
  }
}

const toReview = (row: ReviewShare): RiskInitiativeReviewType => ({
  reviewId: toGlobalId('RiskReview', row.review_id),
  reviewReference: reviewReference(row.number),
  reviewStatus: row.status,
  subjectKind: row.subject_kind,
  subjectId: subjectNodeId(row.subject_kind, row.subject_id),
  exposure: row.exposure,
});

function toItem({
  initiative_id: itemId,
  reference,
  title,
  reviews,
  ...exposed
}: ExposedInitiative): RiskInitiativeType {
  const own = reviews.find(({ subject_kind: kind }) => kind === 'ROADMAP_ITEM');
  return {
    ...toExposure(exposed),
    subjectKind: 'ROADMAP_ITEM',
    subjectId: subjectNodeId('ROADMAP_ITEM', itemId),
    reference,
    title,
    request: () => null,
    reviewId: own ? toGlobalId('RiskReview', own.review_id) : null,
    reviewReference: own ? reviewReference(own.number) : null,
    reviewStatus: own?.status ?? null,
    reviews: reviews.toSorted((one, other) => one.number - other.number).map(toReview),
  };
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
