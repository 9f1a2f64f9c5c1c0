import { Instant, LogPosition } from '#libs/api-kit';
import { type ConsumerOverview, tellableFailure } from '#libs/event-log';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ConsumerKindEnum, ConsumerStateEnum } from './enums.js';

@ObjectType('ParkedStream', {
  description: 'A stream that a consumer left behind after an error: what it says about it is not up to date.',
})
export class ParkedStreamType {
  @Field(() => String, { description: 'The stream, e.g. `request-0d8f…`; give it to `retryParkedStream`.' })
  streamId: string;

  @Field(() => String, { description: 'What went wrong: a refusal with its code, or what kind of failure it was.' })
  error: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts: number;

  @Field(() => Instant, { description: 'Since when it is parked.' })
  parkedAt: string;

  @Field(() => Boolean, { description: 'A retry was asked for and has not run yet.' })
  retryRequested: boolean;
}

@ObjectType('ConsumerFailure', { description: 'A failure that was no single event’s own.' })
export class ConsumerFailureType {
  @Field(() => Instant, { description: 'When it was.' })
  at: string;

  @Field(() => String, { description: 'What kind of failure it was, e.g. `The database could not be reached …`.' })
  message: string;
}

@ObjectType('Consumer', {
  description:
    'Somebody who follows the log: an asynchronous read model or a process. Its place in the log is that of all workspaces together; ' +
    'streams and timers are those of yours alone.',
})
export class ConsumerType {
  @Field(() => String, { description: 'Its name, e.g. `hold-review`.' })
  name: string;

  @Field(() => Int, { description: 'Version of its code, e.g. 1; each has a position of its own.' })
  version: number;

  @Field(() => ConsumerKindEnum, { description: 'How it follows the log.' })
  kind: keyof typeof ConsumerKindEnum;

  @Field(() => String, { nullable: true, description: 'What it is for, in one sentence; null for an older version.' })
  about: string | null;

  @Field(() => ConsumerStateEnum, { description: 'How it stands.' })
  state: keyof typeof ConsumerStateEnum;

  @Field(() => LogPosition, { description: 'Everything of the log up to here is done, what is parked excepted.' })
  position: number;

  @Field(() => Int, { description: 'Positions of the log it has still to pass, e.g. 12; also those it does not read.' })
  lag: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Events it has still to read, counted to 1,000; null for an older version.',
  })
  unread: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds since the oldest unread event was stored, by the real clock in sandboxes as well; 0 without one, null where nobody knows.',
  })
  lagSeconds: number | null;

  @Field(() => ConsumerFailureType, {
    nullable: true,
    description: 'The last failure that was no single event’s own, also when all is well again.',
  })
  lastFailure: ConsumerFailureType | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who runs it, e.g. `3f9a01bc`: another word after every start of a program; null while nobody does.',
  })
  owner: string | null;

  @Field(() => Int, { nullable: true, description: 'Seconds since its owner last showed life, e.g. 2.' })
  leaseAgeSeconds: number | null;

  @Field(() => Instant, { nullable: true, description: 'When others may take it over, unless its owner shows life.' })
  leaseUntil: string | null;

  @Field(() => Int, { description: 'How many streams of your workspace it has left behind.' })
  parkedStreamCount: number;

  @Field(() => Int, { description: 'How many timers of your workspace it has given up.' })
  parkedTimerCount: number;

  @Field(() => Int, { description: 'How many timers of your workspace wait, counted to 10,000.' })
  pendingTimerCount: number;

  @Field(() => Instant, { nullable: true, description: 'When the next of them is due, by your workspace’s time.' })
  nextDueAt: string | null;
}

const STATES = { running: 'RUNNING', idle: 'IDLE', failing: 'FAILING' } as const;

/** The last part of an owner's name: where a program runs is nobody's business here. */
const shortOf = (owner: string | null): string | null => owner?.split('/').at(-1) ?? null;

const failureOf = ({ failure, failedAt }: ConsumerOverview): ConsumerFailureType | null =>
  failure === null || failedAt === null ? null : { at: failedAt, message: tellableFailure(failure, { whole: false }) };

/** As callers see it. */
export const toConsumer = (overview: ConsumerOverview): ConsumerType => ({
  name: overview.name,
  version: overview.version,
  kind: overview.kind === 'process' ? 'PROCESS' : 'READ_MODEL',
  about: overview.about,
  state: STATES[overview.state],
  position: overview.position,
  lag: overview.lag,
  unread: overview.unread,
  lagSeconds: overview.lagSeconds,
  lastFailure: failureOf(overview),
  owner: shortOf(overview.owner),
  leaseAgeSeconds: overview.leaseAgeSeconds,
  leaseUntil: overview.leaseUntil,
  parkedStreamCount: overview.parkedStreams,
  parkedTimerCount: overview.parkedTimers,
  pendingTimerCount: overview.pendingTimers,
  nextDueAt: overview.nextDueAt,
});
