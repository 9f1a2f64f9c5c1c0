import { Caller, Choice, Day, InputArg, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { circumstancesOf, createdId } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Horizon, planningSession, schedulePlanning } from '../domain/index.js';
import { HorizonEnum } from '../enums.js';
import { type SessionChange, SessionCommand, SessionCommands, SessionPayload } from './session-payload.js';

@InputType({ description: 'A day on which both sides look at the roadmap together.' })
export class SchedulePlanningInput {
  @Day({ description: 'The day, today or later, e.g. `2026-01-08`.' })
  date: string;

  @Choice(HorizonEnum, { description: 'How far it looks.' })
  horizon: Horizon;
}

export class SchedulePlanning extends SessionCommand<SchedulePlanningInput> {}

@CommandHandler(SchedulePlanning)
export class SchedulePlanningHandler implements ICommandHandler<SchedulePlanning> {
  constructor(private readonly log: EventLog) {}

  async execute({ input, caller }: SchedulePlanning): Promise<SessionChange> {
    const sessionId = createdId(caller.command, planningSession.type);
    const stream = { aggregate: planningSession, id: sessionId, expect: 'new' as const };
    const { position, replayed } = await this.log.decideOne(caller.command, stream, (session, { now }) =>
      schedulePlanning(session, input, circumstancesOf(caller, now)),
    );
    return { sessionId, position, replayed };
  }
}

@Resolver()
export class SchedulePlanningMutation {
  constructor(private readonly commands: SessionCommands) {}

  @Mutation(() => SessionPayload, {
    description: 'Fixes the day of a planning session. DATE_IN_PAST; VALIDATION_FAILED.',
  })
  @Needs('planning.hold')
  schedulePlanning(@InputArg() input: SchedulePlanningInput, @Caller() caller: Caller): Promise<SessionPayload> {
    return this.commands.carryOut(new SchedulePlanning(input, 'new', caller));
  }
}
