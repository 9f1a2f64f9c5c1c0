import { Instant } from '#libs/api-kit';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LogEventType } from './log-event.type.js';

@ObjectType('FiredTimer', { description: 'An appointment that a process had made with itself, and kept.' })
export class FiredTimerType {
  @Field(() => String, { description: 'Name of the process, e.g. `hold-review`.' })
  process: string;

  @Field(() => String, { description: 'What it was about, in the words of the process, e.g. `request-6f0e…`.' })
  key: string;

  @Field(() => Instant, { description: 'When it was due, by the workspace’s time.' })
  dueAt: string;
}

@ObjectType('WhyStep', { description: 'A step between a cause and what came of it: an event, or a timer that fired.' })
export class WhyStepType {
  @Field(() => ID, { description: 'Uuid of the event, or of the firing.' })
  id: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The `id` of the step it came of; null where somebody decided it, and where its cause is not known any more.',
  })
  causeId: string | null;

  @Field(() => Int, { description: 'How many steps it is away from the event that was asked about, e.g. 1.' })
  depth: number;

  @Field(() => LogEventType, { nullable: true, description: 'The event; null for a timer.' })
  event: LogEventType | null;

  @Field(() => FiredTimerType, { nullable: true, description: 'The timer; null for an event.' })
  timer: FiredTimerType | null;

  @Field(() => String, {
    description:
      'The step in a sentence to show to a person, e.g. `By a marketing lead: It was approved for marketing.`',
  })
  sentence: string;
}

@ObjectType('WhyCommand', { description: 'The call that everything began with.' })
export class WhyCommandType {
  @Field(() => ID, { description: 'Uuid of the command.' })
  commandId: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What was asked for, e.g. `submitRequest`; null once the command is forgotten, which happens after some weeks.',
  })
  operation: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the person; null where it was none.' })
  actorId: string | null;

  @Field(() => String, { description: 'The role it was given in, e.g. `MARKETING_LEAD`.' })
  actorRole: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the person a deputy acted for; null without one.' })
  onBehalfOfId: string | null;
}

@ObjectType('Why', { description: 'Where an event came from, and what came of it.' })
export class WhyType {
  @Field(() => LogEventType, { description: 'The event that was asked about.' })
  event: LogEventType;

  @Field(() => String, {
    description: 'All of it in a sentence, e.g. `It goes back to submitRequest by a marketing member, over 2 steps.`',
  })
  sentence: string;

  @Field(() => WhyCommandType, { description: 'The command at the top of the chain of causes, as far as it is known.' })
  command: WhyCommandType;

  @Field(() => [WhyStepType], {
    description: 'Its causes, the nearest first, the last one what everything began with; at most 20.',
  })
  causes: WhyStepType[];

  @Field(() => [WhyStepType], {
    description:
      'What came of it: each step is followed by what came of that, so that `depth` draws the tree. At most 200, 20 deep.',
  })
  effects: WhyStepType[];

  @Field(() => Boolean, { description: 'True when there are more causes or effects than these.' })
  truncated: boolean;
}
