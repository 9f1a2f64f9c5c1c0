import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  TimeTravel,
} from '#libs/api-kit';
import { type DecisionStream, EventLog, type Fact } from '#libs/event-log';
import { circumstancesOf, Directory } from '#libs/people';
import { policyOn, policyStream } from '#libs/policies';
import type { Circumstances, Side } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import {
  cancelPlanning,
  closePlanning,
  openPlanning,
  planningCadencePolicy,
  planningSession,
  recordAttendance,
  recordDecision,
  roadmapItem,
  type Session,
  type SessionEvent,
} from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { type SessionChange, SessionCommand, SessionCommands, SessionPayload } from './session-payload.js';

@InputType({ isAbstract: true })
abstract class PlanningSessionInput {
  @GlobalId('PlanningSession', { description: 'Which session.' })
  sessionId: string;
}

@InputType({ description: 'A session that begins.' })
export class OpenPlanningInput extends PlanningSessionInput {}

@InputType({ description: 'A session that ends.' })
export class ClosePlanningInput extends PlanningSessionInput {}

@InputType({ description: 'Somebody who is there.' })
export class RecordAttendanceInput extends PlanningSessionInput {
  @GlobalId('Person', { description: 'Who.' })
  personId: string;

  @Choice(SideEnum, { description: 'For which side; nobody is there for both.' })
  side: Side;
}

@InputType({ description: 'What was decided about an item.' })
export class RecordPlanningDecisionInput extends PlanningSessionInput {
  @GlobalId('RoadmapItem', { description: 'About which item.' })
  itemId: string;

  @Text({ description: 'What was decided, at most 4,000 characters.' })
  decision: string;

  @Text({ description: 'Why, at most 4,000 characters.' })
  rationale: string;
}

@InputType({ description: 'A session that does not take place.' })
export class CancelPlanningInput extends PlanningSessionInput {
  @Text({ description: 'Why, at most 4,000 characters.' })
  reason: string;
}

export class OpenPlanning extends SessionCommand<OpenPlanningInput> {}
export class RecordAttendance extends SessionCommand<RecordAttendanceInput> {}
export class RecordPlanningDecision extends SessionCommand<RecordPlanningDecisionInput> {}
export class ClosePlanning extends SessionCommand<ClosePlanningInput> {}
export class CancelPlanning extends SessionCommand<CancelPlanningInput> {}

type Beside = Record<string, DecisionStream<unknown, Fact>>;
type StatesOf<B extends Beside> = { [K in keyof B]: B[K]['aggregate']['initial'] };

/** Hands sessions to their rules. */
@Injectable()
export class SessionDecisions {
  constructor(private readonly log: EventLog) {}

  /** `beside`: streams that are read with the session. @throws Refusal of the rule; StaleVersion, IdempotencyKeyReused */
  async change<Input extends PlanningSessionInput, B extends Beside>(
    { input, expect, caller }: SessionCommand<Input>,
    beside: B,
    rule: (session: Session, ctx: Circumstances, states: StatesOf<B>) => readonly SessionEvent[],
  ): Promise<SessionChange> {
    const { sessionId } = input;
    const session = { aggregate: planningSession, id: sessionId, expect };
    const streams: Record<string, DecisionStream<unknown, Fact>> = { ...beside, session };
    const { position, replayed } = await this.log.decide(caller.command, streams, (states, { now }) => ({
      session: rule(states['session'] as Session, circumstancesOf(caller, now), states as StatesOf<B>),
    }));
    return { sessionId, position, replayed };
  }
}

@CommandHandler(OpenPlanning)
export class OpenPlanningHandler implements ICommandHandler<OpenPlanning> {
  constructor(private readonly decisions: SessionDecisions) {}

  execute(command: OpenPlanning): Promise<SessionChange> {
    return this.decisions.change(command, {}, openPlanning);
  }
}

@CommandHandler(RecordAttendance)
export class RecordAttendanceHandler implements ICommandHandler<RecordAttendance> {
  constructor(
    private readonly decisions: SessionDecisions,
    private readonly directory: Directory,
  ) {}

  async execute(command: RecordAttendance): Promise<SessionChange> {
    const { input, caller } = command;
    await this.directory.requirePerson(caller.viewer.workspaceId, input.personId, ['input', 'personId']);
    return this.decisions.change(command, {}, (session) => recordAttendance(session, input));
  }
}

@CommandHandler(RecordPlanningDecision)
export class RecordPlanningDecisionHandler implements ICommandHandler<RecordPlanningDecision> {
  constructor(private readonly decisions: SessionDecisions) {}

  execute(command: RecordPlanningDecision): Promise<SessionChange> {
    const { input } = command;
    const item = { aggregate: roadmapItem, id: input.itemId, expect: 'latest', guards: false } as const;
    return this.decisions.change(command, { item }, (session, _ctx, states) =>
      recordDecision({ session, item: states.item }, input),
    );
  }
}

@CommandHandler(ClosePlanning)
export class ClosePlanningHandler implements ICommandHandler<ClosePlanning> {
  constructor(
    private readonly decisions: SessionDecisions,
    private readonly travel: TimeTravel,
  ) {}

  async execute(command: ClosePlanning): Promise<SessionChange> {
    // Whatever was stored before the session is closed lies at or before it, and nothing of that time comes later.
    const baselinePosition = await this.travel.orPresent(command.caller.viewer.workspaceId, null);
    const policy = policyStream(planningCadencePolicy);
    return this.decisions.change(command, { policy }, (session, { today }, states) => {
      const heldOn = session.status === 'unknown' ? today : (session.heldOn ?? today);
      const inForce = policyOn(states.policy, planningCadencePolicy, heldOn);
      return closePlanning(session, { baselinePosition, policy: inForce });
    });
  }
}

@CommandHandler(CancelPlanning)
export class CancelPlanningHandler implements ICommandHandler<CancelPlanning> {
  constructor(private readonly decisions: SessionDecisions) {}

  execute(command: CancelPlanning): Promise<SessionChange> {
    return this.decisions.change(command, {}, (session) => cancelPlanning(session, command.input));
  }
}

@Resolver()
export class HoldPlanningMutations {
  constructor(private readonly commands: SessionCommands) {}

  @Mutation(() => SessionPayload, {
    description: 'Begins a scheduled session, today whatever the calendar said. NOT_FOUND; INVALID_STATE.',
  })
  @Needs('planning.hold')
  openPlanning(
    @InputArg() input: OpenPlanningInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SessionPayload> {
    return this.commands.carryOut(new OpenPlanning(input, expectedVersion(expect), caller));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Notes that somebody is there for a side; said again, nothing is stored. NOT_FOUND; INVALID_STATE unless it is OPEN; ' +
      'BOTH_SIDES_BY_SAME_PERSON; LIMIT_REACHED.',
  })
  @Needs('planning.attend')
  recordAttendance(
    @InputArg() input: RecordAttendanceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SessionPayload> {
    return this.commands.carryOut(new RecordAttendance(input, expectedVersion(expect), caller));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Keeps what was decided about an item, and why; the item itself is changed by its own commands. NOT_FOUND; INVALID_STATE unless ' +
      'the session is OPEN; VALIDATION_FAILED; PII_NOT_ALLOWED; LIMIT_REACHED.',
  })
  @Needs('planning.hold')
  recordPlanningDecision(
    @InputArg() input: RecordPlanningDecisionInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SessionPayload> {
    return this.commands.carryOut(new RecordPlanningDecision(input, expectedVersion(expect), caller));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Ends a session: the roadmap as it stands is its baseline. It counts for the cadence when both sides were there. NOT_FOUND; ' +
      'INVALID_STATE unless it is OPEN.',
  })
  @Needs('planning.hold')
  closePlanning(
    @InputArg() input: ClosePlanningInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SessionPayload> {
    return this.commands.carryOut(new ClosePlanning(input, expectedVersion(expect), caller));
  }

  @Mutation(() => SessionPayload, {
    description:
      'Takes a session off the calendar, or breaks it off. NOT_FOUND; INVALID_STATE; REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('planning.hold')
  cancelPlanning(
    @InputArg() input: CancelPlanningInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SessionPayload> {
    return this.commands.carryOut(new CancelPlanning(input, expectedVersion(expect), caller));
  }
}
