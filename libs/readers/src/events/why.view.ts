import { Needs, Reader, ReadsFrom } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { EVENT_PLACES } from './event-places.projection.js';
import { EventReader } from './event-reader.js';
import { LIMITS, WhyReader } from './why-reader.js';
import { asTree, isEvent, sentenceOfStep, sentenceOfWhy, type Step } from './why-steps.js';
import { type WhyStepType, WhyType } from './why.type.js';

/** What led to a fact, and what it led to. */
@Resolver(() => WhyType)
export class WhyView {
  constructor(
    private readonly log: EventLog,
    private readonly events: EventReader,
    private readonly reader: WhyReader,
  ) {}

  @Query(() => WhyType, {
    nullable: true,
    complexity: LIMITS.steps,
    description:
      'Why something happened, and what came of it: from cause to cause up to what somebody decided, and from effect to effect down, over ' +
      'events, processes and their timers. Null for an event that is not there or not in your workspace.',
  })
  @Needs('log.read')
  @ReadsFrom(EVENT_PLACES)
  async why(
    @Args('eventId', { type: () => ID, description: 'Uuid or global id of the event.' }) eventId: string,
    @Reader() { viewer }: Reader,
  ): Promise<WhyType | null> {
    const event = await this.events.find(viewer.workspaceId, eventId);
    if (!event) return null;
    const [causes, effects] = await Promise.all([this.reader.causesOf(event), this.reader.effectsOf(event)]);
    const first = causes.steps.map(({ of }) => of).findLast(isEvent)?.event ?? event;
    const operation = await this.reader.operationOf(first);
    const { commandId, actorId, actorRole, onBehalfOfId } = this.events.tell(first);
    return {
      event: this.events.tell(event),
      sentence: sentenceOfWhy(causes.steps, event, operation),
      command: { commandId, operation, actorId, actorRole, onBehalfOfId },
      causes: causes.steps.map(this.toStep),
      effects: asTree(effects.steps, event.eventId).map(this.toStep),
      truncated: causes.truncated || effects.truncated,
    };
  }

  private readonly toStep = ({ of, ...step }: Step): WhyStepType => ({
    ...step,
    event: isEvent(of) ? this.events.tell(of.event) : null,
    timer: isEvent(of) ? null : of.timer,
    sentence: sentenceOfStep(this.log.model.catalogue, of),
  });
}
