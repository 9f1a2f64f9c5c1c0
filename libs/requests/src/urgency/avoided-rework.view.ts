import { Needs, Reader, rowsOf, sql } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { Field, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';

const LABEL = 'Estimate: what accepted alternatives were guessed to save. Never add it to measured savings.';

@ObjectType('AvoidedRework', { description: 'Work that accepted alternatives made unnecessary, as it was guessed.' })
export class AvoidedReworkType {
  @Field(() => Boolean, { description: 'Always true: nobody measured what was not built.' })
  isEstimate: boolean;

  @Field(() => String, { description: 'What to write beside the figure, in one sentence.' })
  label: string;

  @Field(() => Int, { description: 'Estimated minutes, e.g. 8100.' })
  estimatedSavedMinutes: number;

  @Field(() => Float, { description: 'The same in hours, e.g. 135.' })
  estimatedSavedHours: number;

  @Field(() => Int, { description: 'How many requests have such an alternative.' })
  requests: number;
}

/** What alternatives avoided (P58). */
@Resolver()
export class AvoidedRework {
  constructor(private readonly pool: pg.Pool) {}

  @Query(() => AvoidedReworkType, {
    description:
      'Minutes that accepted alternatives saved in the whole workspace, as an estimate. FORBIDDEN for roles that see their own requests only.',
  })
  @Needs('request.read')
  async avoidedRework(@Reader() { viewer, grant }: Reader): Promise<AvoidedReworkType> {
    if (grant === 'own') throw new Forbidden('request.read', 'This figure counts requests of others too.');
    const [sum] = await rowsOf<{ minutes: string; requests: string }>(
      this.pool,
      sql`SELECT coalesce(sum(avoided_minutes), 0) AS minutes, count(*) AS requests FROM requests.request_row
        WHERE workspace_id = ${viewer.workspaceId}::uuid AND avoided_minutes > 0`,
    );
    const minutes = Number(sum?.minutes ?? 0);
    return {
      isEstimate: true,
      label: LABEL,
      estimatedSavedMinutes: minutes,
      estimatedSavedHours: minutes / 60,
      requests: Number(sum?.requests ?? 0),
    };
  }
}
