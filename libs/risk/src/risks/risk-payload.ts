import { type ApiContext, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ReviewChange } from '../decisions.js';
import { riskKeyText } from '../ids.js';
import { ReviewCommands, ReviewPayload } from '../reviews/review-payload.js';
import { RiskReader } from './risk-reader.js';
import { RiskObject } from './risk.type.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<RiskPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.risk?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on a risk.' })
export class RiskPayload extends ReviewPayload {
  @Field(() => RiskObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The risk after the command; null when it was refused.',
  })
  @Needs('risk.read')
  risk?: Lazy<RiskObject | null>;
}

/** Where mutations on risks hand in their commands. */
@Injectable()
export class RiskCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly reviews: ReviewCommands,
    private readonly risks: RiskReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<ReviewChange>): Promise<RiskPayload> {
    const change = await this.bus.execute(command);
    const { reviewId, riskId } = change;
    const risk: Lazy<RiskObject | null> = async (context, info) =>
      riskId === null ? null : this.risks.one(readerOf(info), context, riskKeyText({ reviewId, riskId }));
    return Object.assign(new RiskPayload(), this.reviews.payload(change), { risk });
  }
}
