import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ReviewChange } from '../decisions.js';
import { ReviewReader } from './review-reader.js';
import { RiskReviewObject } from './review.type.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<ReviewPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.riskReview?.(context, info)) ?? null;

@ObjectType('RiskReviewPayload', { description: 'What became of a command on a risk review.' })
export class ReviewPayload extends MutationPayload {
  @Field(() => RiskReviewObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The review after the command; null when it was refused.',
  })
  @Needs('risk.read')
  riskReview?: Lazy<RiskReviewObject | null>;
}

/** Where mutations on reviews hand in their commands. */
@Injectable()
export class ReviewCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly reviews: ReviewReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<ReviewChange>): Promise<ReviewPayload> {
    return this.payload(await this.bus.execute(command));
  }

  payload({ position, replayed, reviewId }: ReviewChange): ReviewPayload {
    const riskReview: Lazy<RiskReviewObject | null> = (context, info) =>
      this.reviews.one(readerOf(info), context, reviewId);
    return Object.assign(new ReviewPayload(), { position, replayed, riskReview });
  }
}
