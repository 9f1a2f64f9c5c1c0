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
  Whole,
} from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { timeEntryKeyFormat, timeEntryKeyOf } from '../allotment-key.js';
import { byCaller, entryStream, type HoursChange, HoursCommand, HoursDecisions, monthStream } from '../decisions.js';
import { recordPriorPeriodAdjustment } from '../domain/index.js';
import { SideEnum } from '../enums.js';
import { currentMonth, EntryDesk } from './entry-desk.js';
import { TimeDesk } from './time-desk.js';
import { TimeCommands, TimeEntryPayload } from './time-entry-payload.js';

@InputType({ description: 'Minutes of a closed month that should not have been billed.' })
export class RecordPriorPeriodAdjustmentInput {
  @GlobalId('TimeEntry', { format: timeEntryKeyFormat, description: 'The entry they were billed for.' })
  entryId: string;

  @Whole({ description: 'Below 0: how many minutes are taken back, e.g. `-60`.' })
  minutes: number;

  @Text({ description: 'Why; at most 4,000 characters.' })
  reason: string;

  @Choice(SideEnum, {
    nullable: true,
    description:
      'The side you sign for, as its lead: it is carried out once both have. Left out by FINANCE, who decide alone.',
  })
  side?: Side | null;
}

export class RecordPriorPeriodAdjustment extends HoursCommand<RecordPriorPeriodAdjustmentInput> {}

@CommandHandler(RecordPriorPeriodAdjustment)
export class RecordPriorPeriodAdjustmentHandler implements ICommandHandler<RecordPriorPeriodAdjustment> {
  constructor(
    private readonly decisions: HoursDecisions,
    private readonly entries: EntryDesk,
    private readonly desk: TimeDesk,
  ) {}

  async execute({ input, expect, caller }: RecordPriorPeriodAdjustment): Promise<HoursChange> {
    const { command } = caller;
    const { agreementId, entryId } = timeEntryKeyOf(input.entryId);
    const { period } = await this.entries.booked(command.workspaceId, { agreementId, entryId });
    return this.decisions.decide(
      { agreementId, entryId, command, circumstances: byCaller(caller) },
      {
        original: monthStream(agreementId, period),
        entry: { ...entryStream(agreementId, entryId), expect },
      },
      ({ original, entry }, scene) => {
        const now = currentMonth(scene, agreementId, { period, month: original });
        const { minutes, reason, side = null } = input;
        const wish = { entryId, minutes, reason, side };
        const context = scene.contextFor(now.period);
        const facts = recordPriorPeriodAdjustment({ month: now.month, original, entry }, wish, context);
        this.desk.concluded(scene, { agreementId, entryId, period: now.period }, facts.month);
        now.add(facts.month);
        return { entry: facts.entry };
      },
    );
  }
}

@Resolver()
export class RecordPriorPeriodAdjustmentMutation {
  constructor(private readonly commands: TimeCommands) {}

  @Mutation(() => TimeEntryPayload, {
    description:
      'Corrects a closed month forward: a credit in today’s month, at the price that was billed, dearest minutes first. Credited base ' +
      'minutes come back into today’s pool, overage is refunded in money alone. FINANCE decides, or both leads by asking for the same. ' +
      'CREDIT_EXCEEDS_ORIGINAL, ENTRY_NOT_FOUND, ENTRY_ALREADY_REVERSED, INVALID_STATE while the month of the entry is not closed, ' +
      'REASON_REQUIRED, SIDE_ALREADY_APPROVED, BOTH_SIDES_BY_SAME_PERSON, FORBIDDEN.',
  })
  @Needs('time.credit')
  recordPriorPeriodAdjustment(
    @InputArg() input: RecordPriorPeriodAdjustmentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<TimeEntryPayload> {
    return this.commands.carryOut(new RecordPriorPeriodAdjustment(input, expectedVersion(expect), caller));
  }
}
