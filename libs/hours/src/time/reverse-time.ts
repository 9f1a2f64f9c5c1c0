import { Caller, Choice, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { timeEntryKeyFormat, timeEntryKeyOf } from '../allotment-key.js';
import { byCaller, entryStream, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { reverseTime, type ReversalReason } from '../domain/index.js';
import { ReversalReasonEnum } from '../enums.js';
import { EntryDesk } from './entry-desk.js';
import { TimeDesk } from './time-desk.js';
import { TimeCommands, TimeEntryPayload } from './time-entry-payload.js';

@InputType({ description: 'An entry that should not count.' })
export class ReverseTimeInput {
  @GlobalId('TimeEntry', { format: timeEntryKeyFormat, description: 'Which entry.' })
  entryId: string;

  @Choice(ReversalReasonEnum, { description: 'Why it is taken back.' })
  cause: ReversalReason;

  @Text({ nullable: true, description: 'What is to be said about it; at most 4,000 characters.' })
  note?: string | null;
}

export class ReverseTime extends HoursCommand<ReverseTimeInput> {}

@CommandHandler(ReverseTime)
export class ReverseTimeHandler implements ICommandHandler<ReverseTime> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly entries: EntryDesk,
    private readonly desk: TimeDesk,
  ) {}

  async execute({ input, expect, caller }: ReverseTime): Promise<HoursChange> {
    const { command } = caller;
    const { agreementId, entryId } = timeEntryKeyOf(input.entryId);
    const before = await this.entries.booked(command.workspaceId, { agreementId, entryId });
    const ownUntil = await this.entries.ownUntil(command.workspaceId, before);
    const { period } = before;
    return this.decisions.decide(
      { agreementId, period, entryId, command, circumstances: byCaller(caller) },
      {
        month: monthStream(agreementId, period),
        original: { ...entryStream(agreementId, entryId), expect },
      },
      (states, scene) => {
        const wish = { entryId, reason: input.cause, note: input.note ?? null, ownUntil };
        const facts = reverseTime(states, wish, scene.contextFor(period));
        this.desk.concluded(scene, { agreementId, entryId, period }, facts.month);
        return facts;
      },
    );
  }
}

@Resolver()
export class ReverseTimeMutation {
  constructor(private readonly commands: TimeCommands) {}

  @Mutation(() => TimeEntryPayload, {
    description:
      'Takes an entry back in full, once: every pool gets back what it gave. You take back your own within two working days, ' +
      'ENGINEERING_LEAD any. ENTRY_NOT_FOUND, ENTRY_ALREADY_REVERSED, PERIOD_CLOSED (use recordPriorPeriodAdjustment), FORBIDDEN, ' +
      'VALIDATION_FAILED for an entry that was credited, PII_NOT_ALLOWED.',
  })
  @Needs('time.reverse')
  reverseTime(
    @InputArg() input: ReverseTimeInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<TimeEntryPayload> {
    return this.commands.carryOut(new ReverseTime(input, expectedVersion(expect), caller));
  }
}
