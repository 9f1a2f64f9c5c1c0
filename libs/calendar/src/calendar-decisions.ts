import type { Caller } from '#libs/api-kit';
import { type Decided, EventLog, type ExpectedVersion, type Instant, NotFound } from '#libs/event-log';
import { circumstancesOf, localDate, person, type PersonState, team, type TeamState } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import {
  type AbsenceContext,
  type CalendarContext,
  type CalendarEvent,
  type TeamCalendar,
  workingCalendar,
} from './domain/index.js';

interface OfTeam {
  readonly teamId: string;
}

/** What became of a command on a calendar. */
export interface CalendarChange extends OfTeam, Pick<Decided, 'position' | 'replayed'> {
  /** The calendar's version after the command. */
  readonly version: number;
}

/** A command on a team's calendar: what is asked, on which version, and by whom. */
export abstract class CalendarCommand<Input extends OfTeam> extends Command<CalendarChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A rule of the domain: what follows from a command, or a refusal. */
type Rule<Input, Context> = (state: TeamCalendar, input: Input, context: Context) => readonly CalendarEvent[];

/** Hands calendars to their rules: brings time, actor and the team's zone along, and keeps what the rule decides. */
@Injectable()
export class CalendarDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule, NotFound for the team, StaleVersion, IdempotencyKeyReused */
  async change<Input extends OfTeam>(
    { input, expect, caller }: CalendarCommand<Input>,
    rule: Rule<Input, CalendarContext>,
  ): Promise<CalendarChange> {
    const { teamId } = input;
    const decided = await this.log.decide(caller.command, streamsOf(teamId, expect), ({ calendar, team }, { now }) => ({
      calendar: rule(calendar, input, contextOf(caller, { teamId, team, now })),
    }));
    return changeOf(teamId, decided);
  }

  /** As `change`, for what is said about somebody: the decision holds as long as the person's roles do. */
  async changeAbout<Input extends OfTeam & { readonly personId: string }>(
    { input, expect, caller }: CalendarCommand<Input>,
    rule: Rule<Input, AbsenceContext>,
  ): Promise<CalendarChange> {
    const { teamId, personId } = input;
    const about = { aggregate: person, id: personId, expect: 'latest' as const };
    const streams = { ...streamsOf(teamId, expect), person: about };
    const decided = await this.log.decide(caller.command, streams, ({ calendar, team, person }, { now }) => {
      const context = contextOf(caller, { teamId, team, now });
      return { calendar: rule(calendar, input, { ...context, inTeam: isIn(teamId, person) }) };
    });
    return changeOf(teamId, decided);
  }
}

const streamsOf = (teamId: string, expect: ExpectedVersion) => ({
  calendar: { aggregate: workingCalendar, id: teamId, expect },
  team: { aggregate: team, id: teamId, expect: 'latest' as const },
});

const changeOf = (
  teamId: string,
  { position, replayed, versions }: Decided<'calendar' | 'team' | 'person'> | Decided<'calendar' | 'team'>,
): CalendarChange => ({ teamId, position, replayed, version: versions.calendar });

/** Of the caller's roles those count that are held in this team, or in the whole workspace. */
function contextOf(
  caller: Caller,
  { teamId, team, now }: { teamId: string; team: TeamState; now: Instant },
): CalendarContext {
  if (team.status === 'unknown') throw new NotFound('team', ['input', 'teamId']);
  const { timeZone } = team;
  const circumstances = circumstancesOf(caller, now, (held) => held.teamId === null || held.teamId === teamId);
  return { ...circumstances, today: localDate(now, timeZone), timeZone };
}

function isIn(teamId: string, about: PersonState): boolean {
  if (about.status === 'unknown') throw new NotFound('person', ['input', 'personId']);
  return about.roles.some((held) => held.teamId === teamId);
}
