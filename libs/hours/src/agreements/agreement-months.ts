import {
  type ApiContext,
  badUserInput,
  Ctx,
  limitExceeded,
  loaderOf,
  Needs,
  preparedRowsOf,
  Reader,
  sql,
} from '#libs/api-kit';
import { isPeriod } from '#libs/vocabulary';
import { Args, ArgsType, Field, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString } from 'class-validator';
import pg from 'pg';
import { AllotmentReader, type StoredAllotment } from '../months/allotment-reader.js';
import { AllotmentObject } from '../months/allotment.type.js';
import { AgreementObject } from './agreement.type.js';

/** Months a single call returns at most. */
const MOST = 60;

@ArgsType()
export class MonthsArgs {
  @Field(() => String, {
    nullable: true,
    description: 'The first month, e.g. `2026-01`; the agreement’s first unless told.',
  })
  @IsOptional()
  @IsString()
  from?: string | null;

  @Field(() => Int, { defaultValue: 24, description: `How many, 1 to ${MOST}.` })
  @IsInt()
  first: number;
}

/** What an agreement shows beside its own row. */
@Resolver(() => AgreementObject)
export class AgreementMonths {
  constructor(
    private readonly pool: pg.Pool,
    private readonly allotments: AllotmentReader,
  ) {}

  @ResolveField(() => [AllotmentObject], {
    complexity: MOST,
    description: 'Its months that are opened, in order: from the first on up to three months ahead.',
  })
  @Needs('hours.read')
  months(
    @Parent() { agreementId }: AgreementObject,
    @Args() { from, first }: MonthsArgs,
    @Reader() { viewer }: Reader,
    @Ctx() context: ApiContext,
  ): Promise<AllotmentObject[]> {
    if (first < 1) throw badUserInput('Ask for one month at least.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} months at once.`, MOST);
    if (from != null && !isPeriod(from)) throw badUserInput('Write a month as YYYY-MM.');
    const page = { from: from ?? '0000-00', first };
    const loader = loaderOf<string, AllotmentObject[]>(context, `hours.months.${page.from}.${first}`, (ids) =>
      this.monthsOf(viewer.workspaceId, ids, page),
    );
    return loader.clear(agreementId).load(agreementId);
  }

  /** In the order of the agreements. */
  private async monthsOf(
    workspaceId: string,
    agreementIds: readonly string[],
    { from, first }: { readonly from: string; readonly first: number },
  ): Promise<AllotmentObject[][]> {
    const rows = await preparedRowsOf<StoredAllotment>(
      this.pool,
      sql`SELECT month.* FROM unnest(${[...agreementIds]}::uuid[]) AS asked(id) CROSS JOIN LATERAL (
          SELECT * FROM hours.allotment_row WHERE workspace_id = ${workspaceId}::uuid AND agreement_id = asked.id
            AND period >= ${from} ORDER BY period LIMIT ${first}) AS month
        ORDER BY month.agreement_id, month.period`,
    );
    return agreementIds.map((id) =>
      rows.filter((row) => row.agreement_id === id).map((row) => this.allotments.show(row)),
    );
  }
}
