import { IdArg, Needs, NodeResolvers, Reader } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { Query, Resolver } from '@nestjs/graphql';
import { workload } from '../domain/index.js';
import { WorkloadObject, WorkloadReader } from './workload-reader.js';

/** The load of a provider team (P24), and behind `node`. */
@Resolver(() => WorkloadObject)
export class Workloads {
  constructor(
    private readonly workloads: WorkloadReader,
    nodes: NodeResolvers,
  ) {
    nodes.register({
      type: 'Workload',
      right: 'request.read',
      streamType: workload.type,
      load: (ids, reader) => workloads.many(reader, ids),
    });
  }

  @Query(() => WorkloadObject, {
    nullable: true,
    description:
      'What a provider team has in work, and its limit; null when there is no such team. FORBIDDEN for roles that see their own ' +
      'requests only.',
  })
  @Needs('request.read')
  async workload(
    @IdArg('Team', { name: 'teamId', description: 'Global id of the provider team.' }) teamId: string,
    @Reader() reader: Reader,
  ): Promise<WorkloadObject | null> {
    if (reader.grant === 'own')
      throw new Forbidden('request.read', 'The load of a team counts requests of others too.');
    const [found] = await this.workloads.many(reader, [teamId]);
    return found ?? null;
  }
}
