import { Caller, InputArg, Needs, Text } from '#libs/api-kit';
import { createdId } from '#libs/people';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { byCaller, entryStream, type HoursChange, HoursDecisions, monthStream } from '../decisions.js';
import { recordTime, type RecordTimeInput as Work } from '../domain/index.js';
import { chargeableIn, requestRead, TimeDesk } from './time-desk.js';
import { TimeCommands, TimeEntryPayload } from './time-entry-payload.js';
import { WorkInput } from './work.input.js';

@InputType({ description: 'Work of one person on one day.' })
export class RecordTimeInput extends WorkInput {
  @Text({
    nullable: true,
    description: 'The month it counts in, e.g. `2026-02`: checked against its day. That of its day unless told.',
  })
  period?: string | null;

  @Text({ nullable: true, description: 'Why you record it for somebody else; owed by ENGINEERING_LEAD.' })
  reason?: string | null;
}

export class RecordTime extends Command<HoursChange> {
  constructor(
    readonly input: RecordTimeInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The work as the rules know it, but for its request and the onboarding of who did it. */
export const workOf = (
  { minutes, activity, ...input }: WorkInput & { readonly reason?: string | null },
  { entryId, personId }: { readonly entryId: string; readonly personId: string },
): Omit<Work, 'request' | 'onboarded'> => ({
  entryId,
  personId,
  workedOn: input.workedOn ?? null,
  startedAt: input.startedAt ?? null,
  minutes,
  activity,
  role: input.role ?? null,
  billable: input.billable ?? true,
  note: input.note ?? null,
  reason: input.reason ?? null,
});

@CommandHandler(RecordTime)
export class RecordTimeHandler implements ICommandHandler<RecordTime> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly desk: TimeDesk,
  ) {}

  async execute({ input, caller }: RecordTime): Promise<HoursChange> {
    const { command, viewer } = caller;
    const { agreementId, requestId = null } = input;
    const personId = input.personId ?? viewer.personId;
    const entryId = input.entryId ?? createdId(command, 'time-entry');
    const [period] = await Promise.all([
      this.desk.monthOf(command.workspaceId, agreementId, input),
      this.desk.requirePerson(caller, personId),
    ]);
    const work = workOf(input, { entryId, personId });
    return this.decisions.decide(
      { agreementId, period, entryId, command, circumstances: byCaller(caller) },
      {
        month: monthStream(agreementId, period),
        entry: entryStream(agreementId, entryId),
        ...requestRead(requestId),
      },
      (states, scene) => {
        const request = chargeableIn(requestId, states.request, scene.agreement);
        const full = { ...work, request, ...this.desk.onboardingIn(scene, work) };
        const facts = recordTime(states, full, scene.contextFor(period));
        this.desk.concluded(scene, { agreementId, entryId, period }, facts.month);
        return facts;
      },
    );
  }
}

@Resolver()
export class RecordTimeMutation {
  constructor(private readonly commands: TimeCommands) {}

  @Mutation(() => TimeEntryPayload, {
    description:
      'Records work in the month of its day. It is never refused for want of budget: what nothing covers stays uncovered and is ' +
      'decided later. MINUTES_INVALID, DATE_IN_FUTURE, TIME_ENTRY_OUTSIDE_PERIOD, TIME_ENTRY_CROSSES_PERIOD, TIME_ENTRY_EXISTS, ' +
      'PERIOD_CLOSED (use recordLateTime), INVALID_STATE before the month has begun, REQUEST_NOT_CHARGEABLE, PROVIDER_NOT_ONBOARDED, ' +
      'REASON_REQUIRED, FORBIDDEN for the time of others and under an agreement of other teams, PII_NOT_ALLOWED, VALIDATION_FAILED.',
  })
  @Needs('time.record')
  recordTime(@InputArg() input: RecordTimeInput, @Caller() caller: Caller): Promise<TimeEntryPayload> {
    return this.commands.carryOut(new RecordTime(input, caller));
  }
}
