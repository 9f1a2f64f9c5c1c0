import { type ApiContext, Ctx, Needs, Reader } from '#libs/api-kit';
import { presentOnly, RequestObject } from '#libs/requests';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { reviewIdOf } from '../ids.js';
import { ReviewReader } from './review-reader.js';
import { RiskReviewObject } from './review.type.js';

/** What a request shows of its review. */
@Resolver(() => RequestObject)
export class RequestReviewField {
  constructor(private readonly reviews: ReviewReader) {}

  @ResolveField(() => RiskReviewObject, {
    nullable: true,
    description: 'The review of its risk; null while there is none.',
  })
  @Needs('risk.read')
  async riskReview(
    @Parent() request: RequestObject,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RiskReviewObject | null> {
    presentOnly(request, 'riskReview');
    return this.reviews.one(reader, context, reviewIdOf({ kind: 'REQUEST', id: request.requestId }));
  }
}
