import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Command } from '@nestjs/cqrs';
import type { HoursChange } from '../decisions.js';
import { AllotmentObject } from './allotment.type.js';
import { AllotmentReader } from './allotment-reader.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<AllotmentPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.allotment?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on a month.' })
export class AllotmentPayload extends MutationPayload {
  @Field(() => AllotmentObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The month after the command; null when it was refused.',
  })
  @Needs('hours.read')
  allotment?: Lazy<AllotmentObject | null>;
}

/** Where mutations on months hand in their commands. */
@Injectable()
export class AllotmentCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly months: AllotmentReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<HoursChange>): Promise<AllotmentPayload> {
    return this.payload(await this.bus.execute(command));
  }

  payload({ position, replayed, agreementId, period }: HoursChange): AllotmentPayload {
    const allotment: Lazy<AllotmentObject | null> = (context, info) =>
      period === null ? Promise.resolve(null) : this.months.one(readerOf(info), context, { agreementId, period });
    return Object.assign(new AllotmentPayload(), { position, replayed, allotment });
  }
}
