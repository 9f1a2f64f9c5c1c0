import { Needs, Reader, rowsOf, sql } from '#libs/api-kit';
import type { Side } from '#libs/vocabulary';
import { SideEnum } from '#libs/requests';
import { Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';

@ObjectType({ description: 'Ideas that came from one side.' })
export class IdeaOriginCount {
  @Field(() => SideEnum, { nullable: true, description: 'The side; null for ideas from nobody’s team.' })
  side: Side | null;

  @Field(() => Int, { description: 'How many ideas, e.g. 12.' })
  ideas: number;

  @Field(() => Int, { description: 'How many of them became requests, e.g. 3.' })
  converted: number;

  @Field(() => Float, { description: 'Their share of all ideas in percent, with one decimal, e.g. `37.5`.' })
  sharePercent: number;
}

interface Counted {
  readonly side: Side | null;
  readonly ideas: number;
  readonly converted: number;
}

/** Where ideas come from (P81). */
@Resolver()
export class IdeaOrigin {
  constructor(private readonly pool: pg.Pool) {}

  @Query(() => [IdeaOriginCount], {
    description: 'How many ideas came from which side: at most three entries, one for each side that has any.',
  })
  @Needs('idea.read')
  async ideaOrigin(@Reader() { viewer }: Reader): Promise<IdeaOriginCount[]> {
    const rows = await rowsOf<Counted>(
      this.pool,
      sql`SELECT origin_side AS side, count(*)::int AS ideas, count(*) FILTER (WHERE status = 'CONVERTED')::int AS converted
        FROM intake.idea_row WHERE workspace_id = ${viewer.workspaceId}::uuid
        GROUP BY origin_side ORDER BY origin_side NULLS LAST`,
    );
    const all = rows.reduce((sum, { ideas }) => sum + ideas, 0);
    return rows.map((row) => ({ ...row, sharePercent: Math.round((row.ideas / all) * 1000) / 10 }));
  }
}
