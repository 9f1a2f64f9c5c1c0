import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
} from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { CalendarCommands } from './calendar-commands.js';
import { type CalendarChange, CalendarCommand, CalendarDecisions } from './calendar-decisions.js';
import { type AbsenceInput, type AbsenceKind, recordAbsence, withdrawAbsence } from './domain/index.js';
import { AbsenceKindName } from './enums.js';
import { RecordAbsencePayload, WorkingCalendarPayload } from './types.js';

@InputType({ description: 'Who is away, and when.' })
export class RecordAbsenceInput {
  @GlobalId('Team', { description: 'In which team.' })
  teamId: string;

  @GlobalId('Person', { nullable: true, description: 'Who; the caller unless told. Somebody else only for leads.' })
  personId?: string | null;

  @Day({ description: 'First day, e.g. `2026-02-09`.' })
  from: string;

  @Day({ description: 'Last day, e.g. `2026-02-13`: at most 366 days in all.' })
  to: string;

  @Choice(AbsenceKindName, { description: 'Why; seen by those alone who manage calendars.' })
  kind: AbsenceKind;

  @Flag({ nullable: true, description: 'True for half of one day; a whole one unless told.' })
  halfDay?: boolean | null;
}

@InputType({ description: 'An absence that does not happen.' })
export class WithdrawAbsenceInput {
  @GlobalId('Team', { description: 'In which team.' })
  teamId: string;

  @InnerId({ description: 'Its id inside the team’s calendar, e.g. `A1`.' })
  absenceId: string;
}

export class RecordAbsence extends CalendarCommand<AbsenceInput & { readonly teamId: string }> {}
export class WithdrawAbsence extends CalendarCommand<WithdrawAbsenceInput> {}

@CommandHandler(RecordAbsence)
export class RecordAbsenceHandler implements ICommandHandler<RecordAbsence> {
  constructor(private readonly decisions: CalendarDecisions) {}

  execute(command: RecordAbsence): Promise<CalendarChange> {
    return this.decisions.changeAbout(command, recordAbsence);
  }
}

@CommandHandler(WithdrawAbsence)
export class WithdrawAbsenceHandler implements ICommandHandler<WithdrawAbsence> {
  constructor(private readonly decisions: CalendarDecisions) {}

  execute(command: WithdrawAbsence): Promise<CalendarChange> {
    return this.decisions.change(command, withdrawAbsence);
  }
}

/** Whoever acts for somebody speaks of that somebody. */
const oneself = ({ viewer }: Caller): string => viewer.onBehalfOf ?? viewer.personId;

@Resolver()
export class AbsenceMutations {
  constructor(private readonly commands: CalendarCommands) {}

  @Mutation(() => RecordAbsencePayload, {
    description:
      'Tells a team when one is away; leads tell it for their people. PERSON_NOT_IN_TEAM, ABSENCE_OVERLAPS, LIMIT_REACHED (5,000 ' +
      'absences in one team).',
  })
  @Needs('calendar.recordAbsence')
  async recordAbsence(
    @InputArg() input: RecordAbsenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RecordAbsencePayload> {
    const { personId, teamId, from, to, kind, halfDay } = input;
    const whole = { teamId, personId: personId ?? oneself(caller), from, to, kind, halfDay };
    return this.commands.carryOutAbsence(new RecordAbsence(whole, expectedVersion(expect), caller));
  }

  @Mutation(() => WorkingCalendarPayload, {
    description: 'Takes an absence back: one’s own, or for leads that of their people. NOT_FOUND when there is none.',
  })
  @Needs('calendar.recordAbsence')
  async withdrawAbsence(
    @InputArg() input: WithdrawAbsenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<WorkingCalendarPayload> {
    return this.commands.carryOut(new WithdrawAbsence(input, expectedVersion(expect), caller));
  }
}
