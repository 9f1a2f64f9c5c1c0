import { Caller, InputArg, Needs, Text } from '#libs/api-kit';
import { createdId } from '#libs/people';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { byCaller, entryStream, type HoursChange, HoursDecisions, type HoursScene, monthStream } from '../decisions.js';
import { type Allotment, monthOf, recordLateTime, type RecordTimeInput, type TimeEntry } from '../domain/index.js';
import { currentMonth } from './entry-desk.js';
import { workOf } from './record-time.js';
import { chargeableIn, requestRead, TimeDesk } from './time-desk.js';
import { TimeCommands, TimeEntryPayload } from './time-entry-payload.js';
import { WorkInput } from './work.input.js';

@InputType({ description: 'Work of a closed month that nobody recorded in time.' })
export class RecordLateTimeInput extends WorkInput {
  @Text({ description: 'The closed month it was worked in, e.g. `2026-02`.' })
  originalPeriod: string;

  @Text({ description: 'Why it comes late; at most 4,000 characters.' })
  reason: string;
}

export class RecordLateTime extends Command<HoursChange> {
  constructor(
    readonly input: RecordLateTimeInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

interface Late {
  readonly agreementId: string;
  readonly originalPeriod: string;
  readonly work: Omit<RecordTimeInput, 'onboarded'>;
}

@CommandHandler(RecordLateTime)
export class RecordLateTimeHandler implements ICommandHandler<RecordLateTime> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly desk: TimeDesk,
  ) {}

  async execute({ input, caller }: RecordLateTime): Promise<HoursChange> {
    const { command, viewer } = caller;
    const { agreementId, requestId = null } = input;
    const personId = input.personId ?? viewer.personId;
    const entryId = input.entryId ?? createdId(command, 'time-entry');
    const originalPeriod = monthOf(input.originalPeriod, ['input', 'originalPeriod']);
    await this.desk.requirePerson(caller, personId);
    const said = workOf(input, { entryId, personId });
    return this.decisions.decide(
      { agreementId, entryId, command, circumstances: byCaller(caller) },
      {
        original: monthStream(agreementId, originalPeriod),
        entry: entryStream(agreementId, entryId),
        ...requestRead(requestId),
      },
      ({ original, entry, request }, scene) => {
        const work = { ...said, request: chargeableIn(requestId, request, scene.agreement) };
        return this.recorded({ agreementId, originalPeriod, work }, { original, entry }, scene);
      },
    );
  }

  private recorded(
    { agreementId, originalPeriod, work }: Late,
    states: { readonly original: Allotment; readonly entry: TimeEntry },
    scene: HoursScene,
  ) {
    const now = currentMonth(scene, agreementId, { period: originalPeriod, month: states.original });
    const input = { ...work, ...this.desk.onboardingIn(scene, work), originalPeriod };
    const facts = recordLateTime({ ...states, month: now.month }, input, scene.contextFor(now.period));
    this.desk.concluded(scene, { agreementId, entryId: work.entryId, period: now.period }, facts.month);
    now.add(facts.month);
    return { entry: facts.entry };
  }
}

@Resolver()
export class RecordLateTimeMutation {
  constructor(private readonly commands: TimeCommands) {}

  @Mutation(() => TimeEntryPayload, {
    description:
      'Records work of a closed month: it draws from the pool of today’s month and is shown with its own day. INVALID_STATE while the ' +
      'month of the work still takes time itself (use recordTime), REASON_REQUIRED, TIME_ENTRY_OUTSIDE_PERIOD for a day of another ' +
      'month, MINUTES_INVALID, TIME_ENTRY_EXISTS, REQUEST_NOT_CHARGEABLE, PROVIDER_NOT_ONBOARDED, FORBIDDEN.',
  })
  @Needs('time.late')
  recordLateTime(@InputArg() input: RecordLateTimeInput, @Caller() caller: Caller): Promise<TimeEntryPayload> {
    return this.commands.carryOut(new RecordLateTime(input, caller));
  }
}
