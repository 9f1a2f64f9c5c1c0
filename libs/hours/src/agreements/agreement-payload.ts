import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { HoursChange } from '../decisions.js';
import { AgreementObject } from './agreement.type.js';
import { AgreementReader } from './agreement-reader.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<AgreementPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.agreement?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on an agreement.' })
export class AgreementPayload extends MutationPayload {
  @Field(() => AgreementObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The agreement after the command; null when it was refused.',
  })
  @Needs('hours.read')
  agreement?: Lazy<AgreementObject | null>;
}

/** Where mutations on agreements hand in their commands. */
@Injectable()
export class AgreementCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly agreements: AgreementReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<HoursChange>): Promise<AgreementPayload> {
    const { position, replayed, agreementId } = await this.bus.execute(command);
    const agreement: Lazy<AgreementObject | null> = (context, info) =>
      this.agreements.one(readerOf(info), context, agreementId);
    return Object.assign(new AgreementPayload(), { position, replayed, agreement });
  }
}
