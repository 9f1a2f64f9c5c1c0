import {
  type ApiContext,
  Connection,
  ConnectionArgs,
  Ctx,
  CursorCodec,
  type FilterValue,
  IdArg,
  keysetPage,
  mapPage,
  Needs,
  NodeResolvers,
  type OrderValue,
  type Page,
  Reader,
} from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import { Args, ArgsType, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { riskKeyFormat, riskKeyText } from '../ids.js';
import { policyInForce } from './policy-in-force.js';
import { riskFilter, riskOrder } from './risk-filter.js';
import { RiskReader } from './risk-reader.js';
import { type FoundRisk, riskTable } from './risk-table.js';
import { RiskObject } from './risk.type.js';

@ArgsType()
export class RisksArgs extends ConnectionArgs {
  @riskFilter.Arg()
  filter?: FilterValue | null;

  @riskOrder.Arg()
  order?: OrderValue[] | null;
}

@ObjectType({ description: 'Risks, page by page.' })
export class RiskConnection extends Connection('Risk', () => RiskObject) {}

const keyOf = ({ review_id: reviewId, risk_id: riskId }: FoundRisk): string => riskKeyText({ reviewId, riskId });

/** Risks: all of them, one by its id, and behind `node`. */
@Resolver()
export class RiskViews {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly reader: RiskReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Risk',
      right: 'risk.read',
      format: riskKeyFormat,
      load: (keys, caller) => reader.many(caller, keys),
    });
  }

  @Query(() => RiskObject, { nullable: true, description: 'One risk; null when it is not there.' })
  @Needs('risk.read')
  risk(
    @IdArg('Risk', { format: riskKeyFormat }) key: string,
    @Reader() reader: Reader,
    @Ctx() context: ApiContext,
  ): Promise<RiskObject | null> {
    return this.reader.one(reader, context, key);
  }

  @Query(() => RiskConnection, {
    description: 'Risks of all reviews of your workspace, the one with the lowest number first unless told.',
  })
  @Needs('risk.read')
  async risks(@Args() args: RisksArgs, @Reader() reader: Reader): Promise<Page<RiskObject>> {
    const { workspaceId, today } = fullViewer(reader.viewer);
    const policy = await policyInForce(this.pool, workspaceId, today);
    const page = await keysetPage<FoundRisk>({
      db: this.pool,
      table: riskTable(workspaceId, policy, today),
      columns: ['review_id', 'risk_id'],
      where: riskFilter.where(args.filter),
      order: riskOrder.keys(args.order),
      repeats: !args.filter,
      // Its number is its own in the workspace.
      id: 'number',
      args,
      cursors: this.cursors,
      scope: workspaceId,
    });
    const risks = await this.reader.many(reader, page.nodes.map(keyOf));
    const byKey = new Map(page.nodes.map((row, index) => [keyOf(row), risks[index]]));
    return mapPage(page, (row) => byKey.get(keyOf(row))!);
  }
}
