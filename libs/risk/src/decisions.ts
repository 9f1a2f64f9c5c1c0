import type { Caller } from '#libs/api-kit';
import {
  type Command as LogCommand,
  type Decided,
  EventLog,
  type ExpectedVersion,
  type Instant,
  NotFound,
  OtherStreams,
} from '#libs/event-log';
import { circumstancesOf, localDate, sideOfRole } from '#libs/people';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import {
  type Review,
  type ReviewDecision,
  type ReviewEvent,
  type RiskContext,
  riskReview,
  type Scope,
  type Subject,
} from './domain/index.js';
import { reviewIdOf } from './ids.js';
import { riskPolicyOn, riskPolicyStreams } from './policies.js';
import { type ReviewedSubject, sourceOf, speakersOf, type Speaks, type SubjectSource } from './subjects.js';

/** What became of a command on a review. */
export interface ReviewChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly reviewId: string;
  /** The risk it was about; null for the review itself. */
  readonly riskId: string | null;
}

/** A command on a review: what is asked, on which version, and by whom. */
export abstract class ReviewCommand<Input> extends Command<ReviewChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** The review a command is about: of a known id, or of a subject that may have none yet. */
export type ReviewTarget = ({ readonly reviewId: string } | { readonly subject: Subject }) & {
  readonly expect?: ExpectedVersion;
  readonly command: LogCommand;
  readonly riskId?: string | null;
  /** Who acts and when: a person by `byCaller`, a process by `byProcess`. */
  readonly circumstances: (speaks: Speaks, now: Instant) => Circumstances;
};

/** What a rule may know beside its review. */
export interface ReviewScene {
  /** The subject's touches and size, as they stand: what opening, adding lenses and following a scope go by. */
  readonly scope: Scope;
  readonly others: OtherStreams;
}

type Rule = (review: Review, context: RiskContext, scene: ReviewScene) => ReviewDecision | readonly ReviewEvent[];

/** A person. A role of one of the two sides counts where its team speaks for it: the lead of another team signs nothing here. */
export const byCaller =
  (caller: Caller) =>
  (speaks: Speaks, now: Instant): Circumstances =>
    circumstancesOf(caller, now, ({ role, teamId }) => {
      const side = sideOfRole(role);
      return side === null || teamId === null || speaks({ side, teamId });
    });

/** A process or the clock; `timeZone` is the workspace's. */
export const byProcess =
  (name: string, timeZone: string) =>
  (_speaks: Speaks, now: Instant): Circumstances => ({
    now,
    today: localDate(now, timeZone),
    actor: { personId: `process:${name}`, roles: ['process'], side: null, grant: 'all' },
  });

const asDecision = (result: ReviewDecision | readonly ReviewEvent[]): ReviewDecision =>
  'review' in result ? result : { review: result, subject: [] };

/**
 * The subject as its own context shows it, and whether its stream keeps what a review says.
 * @throws NotFound
 */
function subjectIn(others: OtherStreams, { kind, id }: Subject): ReviewedSubject & { readonly source: SubjectSource } {
  const source = sourceOf(kind);
  const shown = source?.show(id, others.read(source.aggregate, id), others) ?? null;
  if (!source || !shown) throw new NotFound(source?.what ?? 'subject', ['input', 'subjectId']);
  return { ...shown, source };
}

/** What a review decides and says to its subject, in one append: both streams guard it (K6). */
export async function decideOnReview(
  log: Pick<EventLog, 'decide'>,
  target: ReviewTarget,
  rule: Rule,
): Promise<ReviewChange> {
  const reviewId = 'subject' in target ? reviewIdOf(target.subject) : target.reviewId;
  const { expect = 'latest', command, riskId = null } = target;
  const { position, replayed, remembered } = await OtherStreams.naming((named, othersOf) => {
    const streams = { ...named, review: { aggregate: riskReview, id: reviewId, expect } };
    return log.decide(command, streams, (states, { now, remember }) => {
      // A repeated command tells the number it drew the first time.
      remember({ riskId });
      const { review } = states;
      const others = othersOf(states);
      const subject = 'subject' in target ? target.subject : subjectOf(review);
      const shown = subjectIn(others, subject);
      const { view, scope, source } = shown;
      const circumstances = target.circumstances(speakersOf(shown), now);
      const policy = riskPolicyOn(others, circumstances.today);
      const decided = asDecision(rule(review, { ...circumstances, policy, subject: view }, { scope, others }));
      if (source.recordsGate && decided.subject.length > 0)
        others.append(source.aggregate, subject.id, decided.subject);
      return { ...others.facts, review: decided.review };
    });
  }, riskPolicyStreams);
  const told = remembered as Pick<ReviewChange, 'riskId'> | null;
  return { reviewId, riskId: told?.riskId ?? riskId, position, replayed };
}

/** @throws NotFound */
function subjectOf(review: Review): Subject {
  if (review.status === 'unknown') throw new NotFound('risk review', ['input', 'reviewId']);
  return review.subject;
}

/** Hands reviews to their rules: brings policy, subject, time and actor along, and keeps what the rules decide on both streams. */
@Injectable()
export class RiskDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws NotFound for a review nobody opened, or a subject that is not there; Refusal of the rule; StaleVersion, IdempotencyKeyReused */
  decide(target: ReviewTarget, rule: Rule): Promise<ReviewChange> {
    return decideOnReview(this.log, target, rule);
  }

  /** `decide` for a command on a review that is there. */
  change(
    { expect, caller }: ReviewCommand<unknown>,
    { reviewId, riskId = null }: { readonly reviewId: string; readonly riskId?: string | null },
    rule: Rule,
  ): Promise<ReviewChange> {
    return this.decide({ reviewId, riskId, expect, command: caller.command, circumstances: byCaller(caller) }, rule);
  }
}
