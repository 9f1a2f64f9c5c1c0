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
  Moment,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { createdId, type Role, RoleName } from '#libs/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { timeEntryKeyFormat, timeEntryKeyOf } from '../allotment-key.js';
import { byCaller, entryStream, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import {
  type Activity,
  correctTime,
  type KnownEntry,
  type RecordTimeInput,
  type ReversalReason,
} from '../domain/index.js';
import { ActivityEnum, ReversalReasonEnum } from '../enums.js';
import { type BookedBefore, EntryDesk } from './entry-desk.js';
import { chargeableIn, requestRead, TimeDesk } from './time-desk.js';
import { TimeCommands, TimeEntryPayload } from './time-entry-payload.js';

@InputType({ description: 'An entry as it should have been; what is left out was right.' })
export class CorrectTimeInput {
  @GlobalId('TimeEntry', { format: timeEntryKeyFormat, description: 'Which entry was wrong.' })
  entryId: string;

  @Choice(ReversalReasonEnum, { description: 'Why it is taken back.' })
  cause: ReversalReason;

  @Text({ nullable: true, description: 'Why; owed by ENGINEERING_LEAD for the time of somebody else.' })
  reason?: string | null;

  @InnerId({
    nullable: true,
    description: 'An id of your own for the new entry, e.g. `F17b`; one is made when left out.',
  })
  newEntryId?: string | null;

  @GlobalId('Request', { nullable: true, description: 'The request it was worked for; null for work without one.' })
  requestId?: string | null;

  @GlobalId('Person', { nullable: true, description: 'Who worked.' })
  personId?: string | null;

  @Day({ nullable: true, description: 'The day it was worked on, in the agreement’s zone; in the same month.' })
  workedOn?: string | null;

  @Moment({ nullable: true, description: 'When it started, e.g. `2026-02-25T08:30:00Z`.' })
  startedAt?: string | null;

  @Whole({ nullable: true, description: 'How long it took, in minutes.' })
  minutes?: number | null;

  @Choice(ActivityEnum, { nullable: true, description: 'What kind of work it was.' })
  activity?: Activity | null;

  @Flag({ nullable: true, description: 'False: it draws nothing and is on no bill.' })
  billable?: boolean | null;

  @Text({ nullable: true, description: 'What was done; at most 4,000 characters.' })
  note?: string | null;

  @Choice(RoleName, { nullable: true, description: 'The role it was done in; null for none.' })
  role?: Role | null;
}

export class CorrectTime extends HoursCommand<CorrectTimeInput> {}

/** Null takes away, nothing leaves as it was. */
const orAsBefore = <T>(said: T | undefined, before: T): T => (said === undefined ? before : said);

/** A day or an instant replaces both. */
function correctedTime(entry: KnownEntry, input: CorrectTimeInput): Pick<RecordTimeInput, 'workedOn' | 'startedAt'> {
  const { workedOn = null, startedAt = null } = input.workedOn == null && input.startedAt == null ? entry : input;
  return { workedOn, startedAt };
}

/** The new entry but for its request. */
const correctedWork = (
  entry: KnownEntry,
  input: CorrectTimeInput,
  entryId: string,
): Omit<RecordTimeInput, 'request' | 'onboarded'> => ({
  entryId,
  ...correctedTime(entry, input),
  personId: input.personId ?? entry.personId,
  minutes: input.minutes ?? entry.minutes,
  activity: input.activity ?? entry.activity,
  billable: input.billable ?? entry.billable,
  note: orAsBefore(input.note, entry.note),
  role: orAsBefore(input.role, entry.role ?? null),
  reason: orAsBefore(input.reason, null),
});

@CommandHandler(CorrectTime)
export class CorrectTimeHandler implements ICommandHandler<CorrectTime> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly entries: EntryDesk,
    private readonly desk: TimeDesk,
  ) {}

  async execute(command: CorrectTime): Promise<HoursChange> {
    const { input, caller } = command;
    const { workspaceId } = caller.command;
    const before = await this.entries.booked(workspaceId, timeEntryKeyOf(input.entryId));
    const [ownUntil] = await Promise.all([
      this.entries.ownUntil(workspaceId, before),
      this.desk.requirePerson(caller, input.personId ?? caller.viewer.personId),
    ]);
    return this.decide(command, before, ownUntil);
  }

  private decide({ input, expect, caller }: CorrectTime, { entry, period }: BookedBefore, ownUntil: string) {
    const { command } = caller;
    const { agreementId, entryId: wrongId } = timeEntryKeyOf(input.entryId);
    const entryId = input.newEntryId ?? createdId(command, 'time-entry');
    const requestId = orAsBefore(input.requestId, entry.requestId);
    const work = correctedWork(entry, input, entryId);
    return this.decisions.decide(
      { agreementId, period, entryId, command, circumstances: byCaller(caller) },
      {
        month: monthStream(agreementId, period),
        original: { ...entryStream(agreementId, wrongId), expect },
        entry: entryStream(agreementId, entryId),
        ...requestRead(requestId),
      },
      (states, scene) => {
        const request = chargeableIn(requestId, states.request, scene.agreement);
        const correct = { ...work, request, ...this.desk.onboardingIn(scene, work) };
        const wish = { entryId: wrongId, reason: input.cause, note: input.reason ?? null, ownUntil, correct };
        const facts = correctTime(states, wish, scene.contextFor(period));
        this.desk.concluded(scene, { agreementId, entryId, period }, facts.month);
        return facts;
      },
    );
  }
}

@Resolver()
export class CorrectTimeMutation {
  constructor(private readonly commands: TimeCommands) {}

  @Mutation(() => TimeEntryPayload, {
    description:
      'Takes an entry back and records it as it should have been, in one; also on a request that takes no time any more. Refused like ' +
      'reverseTime, and like recordTime: MINUTES_INVALID, DATE_IN_FUTURE, TIME_ENTRY_OUTSIDE_PERIOD for a day of another month, ' +
      'TIME_ENTRY_EXISTS.',
  })
  @Needs('time.reverse')
  correctTime(
    @InputArg() input: CorrectTimeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<TimeEntryPayload> {
    return this.commands.carryOut(new CorrectTime(input, expectedVersion(expect), caller));
  }
}
