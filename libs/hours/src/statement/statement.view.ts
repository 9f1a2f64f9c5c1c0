import { ConnectionArgs, CursorCodec, GlobalId, Needs, Nested, type Page, Reader, Text } from '#libs/api-kit';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { Args, ArgsType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { addMonths, monthOf } from '../domain/index.js';
import { HoursAsOf } from '../months/as-of.input.js';
import { MonthArgs } from '../months/month-args.js';
import { linePage } from './line-page.js';
import { StatementObject, StatementRangeType } from './statement.type.js';
import { StatementLineConnection, type StatementLineType } from './statement-line.type.js';
import type { Months } from './statement-rows.js';
import { StatementReader } from './statement-reader.js';
import { Statements } from './to-statement.js';

/** Months of one answer. */
export const MOST_MONTHS = 12;

@ArgsType()
export class StatementsArgs {
  @GlobalId('Agreement', { description: 'Global id of the agreement.' })
  agreementId: string;

  @Text({ description: 'The first month, e.g. `2026-01`.' })
  from: string;

  @Text({ description: `The last month, e.g. \`2026-03\`; at most ${MOST_MONTHS} months in all.` })
  to: string;

  @Nested(() => HoursAsOf, { nullable: true, description: 'The past to show; the present unless told.' })
  asOf?: HoursAsOf | null;
}

/** @throws ValidationFailed */
function rangeOf({ agreementId, ...window }: StatementsArgs): Months {
  const from = monthOf(window.from, ['from']);
  const to = monthOf(window.to, ['to']);
  if (to < from || to >= addMonths(from, MOST_MONTHS))
    throw new ValidationFailed(`Name a range of 1 to ${MOST_MONTHS} months.`, ['to']);
  return { agreementId, from, to };
}

@Resolver(() => StatementObject)
export class StatementView {
  constructor(
    private readonly reader: StatementReader,
    private readonly shown: Statements,
    private readonly cursors: CursorCodec,
  ) {}

  @Query(() => StatementObject, {
    complexity: 50,
    description:
      'What a month bills: as it was issued, or as it would be billed as it stands. NOT_FOUND for a month that was not opened by then; ' +
      'VALIDATION_FAILED, INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async statement(@Args() args: MonthArgs, @Reader() { viewer }: Reader): Promise<StatementObject> {
    const key = { agreementId: args.agreementId, period: monthOf(args.period, ['period']) };
    return this.shown.show(await this.reader.one(viewer.workspaceId, key, args.asOf ?? null));
  }

  @Query(() => StatementRangeType, {
    complexity: 200,
    description:
      `What the months of a range bill, each and together, e.g. a quarter; at most ${MOST_MONTHS} months. NOT_FOUND where none of them was ` +
      'opened by then; VALIDATION_FAILED, INSTANT_NOT_PAST, INVALID_POSITION.',
  })
  @Needs('hours.read')
  async statements(@Args() args: StatementsArgs, @Reader() { viewer }: Reader): Promise<StatementRangeType> {
    const months = rangeOf(args);
    const found = await this.reader.range(viewer.workspaceId, months, args.asOf ?? null);
    if (found.length === 0) throw new NotFound('month of this agreement', ['from']);
    return this.shown.range(months, found);
  }

  @ResolveField(() => StatementLineConnection, {
    description: 'Its lines in the order of recording, a retainer first; entries that cost nothing have none.',
  })
  @Needs('hours.read')
  lines(
    @Parent() { source }: StatementObject,
    @Args() args: ConnectionArgs,
    @Reader() { viewer: { workspaceId } }: Reader,
  ): Page<StatementLineType> {
    const show = (line: (typeof source.lines)[number]) => this.shown.line(source, line);
    return linePage(source, { args, cursors: this.cursors, workspaceId, show });
  }
}
