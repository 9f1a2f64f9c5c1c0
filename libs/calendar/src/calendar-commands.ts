import { EventLog } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CalendarChange, CalendarCommand } from './calendar-decisions.js';
import { Calendars } from './calendars.js';
import { type Absence, workingCalendar } from './domain/index.js';
import { type RecordAbsencePayload, toAbsence, toCalendar, type WorkingCalendarPayload } from './types.js';

type AnyCommand = CalendarCommand<{ readonly teamId: string }>;

/** Where mutations hand in their commands. */
@Injectable()
export class CalendarCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly calendars: Calendars,
    private readonly log: EventLog,
  ) {}

  /** The payload of a command that was carried out, with the calendar after it. @throws Refusal */
  async carryOut(command: AnyCommand): Promise<WorkingCalendarPayload> {
    return this.payload(command, await this.bus.execute(command));
  }

  /** As `carryOut`, with the absence, also when the command is repeated. */
  async carryOutAbsence(command: AnyCommand): Promise<RecordAbsencePayload> {
    const change = await this.bus.execute(command);
    const { teamId, version } = change;
    const stream = { workspaceId: command.caller.command.workspaceId, streamId: `${workingCalendar.type}-${teamId}` };
    const [event] = await this.log.readStream({ ...stream, afterVersion: version - 1, upToVersion: version });
    if (event?.type !== 'AbsenceRecorded') throw new Error('The command did not record an absence.');
    const absence = toAbsence(event.data as Absence);
    return Object.assign(await this.payload(command, change), { absence });
  }

  private async payload(
    { caller: { viewer } }: AnyCommand,
    { teamId, position, replayed }: CalendarChange,
  ): Promise<WorkingCalendarPayload> {
    const [record] = await this.calendars.records(viewer.workspaceId, [teamId]);
    return { calendar: record ? toCalendar(record) : null, position, replayed };
  }
}
