import { type ApiContext, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import { Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { PolicyChange } from './policy-decisions.js';
import { PolicyReader } from './policy-reader.js';
import { WorkspacePolicyObject } from './policy.type.js';

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<WorkspacePolicyPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.policy?.(context, info)) ?? null;

@ObjectType({ description: 'What became of a command on a policy.' })
export class WorkspacePolicyPayload extends MutationPayload {
  @Field(() => WorkspacePolicyObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The policy after the command, as it is today; null when it was refused.',
  })
  @Needs('policy.read')
  policy?: Lazy<WorkspacePolicyObject | null>;
}

/** Carries commands out, and answers with the policy after them. */
@Injectable()
export class PolicyPayloads {
  constructor(
    private readonly bus: CommandBus,
    private readonly policies: PolicyReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<PolicyChange>): Promise<WorkspacePolicyPayload> {
    const { position, replayed, kind } = await this.bus.execute(command);
    const policy: Lazy<WorkspacePolicyObject | null> = (_context, info) => this.policies.one(readerOf(info), kind);
    return Object.assign(new WorkspacePolicyPayload(), { position, replayed, policy });
  }
}
