import { Needs, Reader } from '#libs/api-kit';
import { Consumers, tellableFailure } from '#libs/event-log';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ConsumerType, ParkedStreamType, toConsumer } from './consumer.type.js';

/** What the query says, with the process managers of the core model and where each of them lives. */
export const PROCESSES = `Everybody who follows the log, by name: what it is for, how far it is and what failed. At most a hundred.

| Process manager | Lives in |
|---|---|
| TouchesToReview, ScopeDrift | \`risk-follow-request\` |
| RiskClock | \`risk-clock\` |
| ReserveOnApproval | inside \`approveRequest\` |
| ReleaseOnEnd | \`release-on-end\` |
| OverageFlow | \`overage-flow\`, \`hold-stopped-work\` |
| MonthOpen, MonthClose | \`month-clock\`, \`month-absences\` |
| Threshold | inside the commands that record time or adjust a grant |
| SlaClock | \`service-levels\` |
| ExpediteDisplacement | inside \`grantExpedite\` |
| RoadmapFollow | \`roadmap-follow\` |
| ProviderGate | \`provider-gate\`, \`approval-watch\` |
| CadenceWatch | \`planning-cadence-watch\`, of planning |`;

/** Who follows the log, and how they stand. */
@Resolver(() => ConsumerType)
export class ProcessesView {
  constructor(private readonly consumers: Consumers) {}

  @Query(() => [ConsumerType], { description: PROCESSES })
  @Needs('process.read')
  async processes(@Reader() { viewer }: Reader): Promise<ConsumerType[]> {
    return (await this.consumers.overview(viewer.workspaceId)).map(toConsumer);
  }

  @ResolveField(() => [ParkedStreamType], {
    description: 'Streams of your workspace it has left behind, the oldest first, at most 1,000.',
  })
  @Needs('process.read')
  async parkedStreams(
    @Parent() consumer: ConsumerType,
    @Reader() { viewer }: Reader,
  ): Promise<readonly ParkedStreamType[]> {
    // Of most consumers there are none: those are not asked about.
    if (consumer.parkedStreamCount === 0) return [];
    const parked = await this.consumers.parkedStreams(consumer, viewer.workspaceId);
    return parked.map((one) => ({ ...one, error: tellableFailure(one.error, { whole: true }) }));
  }
}
