import { type ApiContext, type Caller, MutationPayload, Needs, readerOf } from '#libs/api-kit';
import type { Decided, ExpectedVersion } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { Command, CommandBus } from '@nestjs/cqrs';
import { Field, type FieldMiddleware, ObjectType } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { SessionReader } from './session-reader.js';
import { PlanningSessionObject } from './session.type.js';

/** What became of a command on a planning session. */
export interface SessionChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly sessionId: string;
}

/** A command on a planning session: what is asked, on which version, and by whom. */
export abstract class SessionCommand<Input> extends Command<SessionChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

type Lazy<T> = (context: ApiContext, info: GraphQLResolveInfo) => Promise<T>;

/** Reads when the field is asked for: the framework hands properties out and does not call them. */
const lazily: FieldMiddleware<SessionPayload, ApiContext> = ({ source, context, info }) =>
  (info && source.planningSession?.(context, info)) ?? null;

@ObjectType('PlanningSessionPayload', { description: 'What became of a command on a planning session.' })
export class SessionPayload extends MutationPayload {
  @Field(() => PlanningSessionObject, {
    nullable: true,
    middleware: [lazily],
    description: 'The session after the command; null when it was refused.',
  })
  @Needs('planning.read')
  planningSession?: Lazy<PlanningSessionObject | null>;
}

/** Where mutations on planning sessions hand in their commands. */
@Injectable()
export class SessionCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly sessions: SessionReader,
  ) {}

  /** @throws Refusal */
  async carryOut(command: Command<SessionChange>): Promise<SessionPayload> {
    const { position, replayed, sessionId } = await this.bus.execute(command);
    const planningSession: Lazy<PlanningSessionObject | null> = (context, info) =>
      this.sessions.one(readerOf(info), context, sessionId);
    return Object.assign(new SessionPayload(), { position, replayed, planningSession });
  }
}
