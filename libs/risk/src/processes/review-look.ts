import type { DecisionStream, Fact, Instant, ProcessTools } from '#libs/event-log';
import { localDate } from '#libs/people';
import { policyOn, policyStream, type WorkspacePolicy } from '#libs/policies';
import type { LocalDate, PolicyKind } from '#libs/vocabulary';
import {
  dueDayOf,
  reviewTermsPolicy,
  riskMatrixPolicy,
  type Review,
  type RiskPolicy,
  riskReview,
  riskTriggersPolicy,
} from '../domain/index.js';

/** A review as a process looks at it: nothing is decided on it, it tells what may be due. */
export interface ReviewLook {
  readonly review: Review;
  /** Facts so far. */
  readonly version: number;
  readonly now: Instant;
  readonly today: LocalDate;
  /** The local day with whose first instant the calendar moves it, by what holds today; null while it rests. */
  readonly dueDay: LocalDate | null;
}

const policies = { matrix: riskMatrixPolicy, triggers: riskTriggersPolicy, review: reviewTermsPolicy };

const only = <T>(kind: PolicyKind<T>) => policyStream(kind) as unknown as DecisionStream<unknown, Fact>;

const policyOf = (states: Readonly<Record<keyof typeof policies, unknown>>, day: LocalDate): RiskPolicy => ({
  matrix: policyOn(states.matrix as WorkspacePolicy, policies.matrix, day),
  triggers: policyOn(states.triggers as WorkspacePolicy, policies.triggers, day),
  review: policyOn(states.review as WorkspacePolicy, policies.review, day),
});

const streamsOf = (reviewId: string) => ({
  it: { aggregate: riskReview, id: reviewId, expect: 'latest', guards: false } as unknown as DecisionStream<
    unknown,
    Fact
  >,
  matrix: only(policies.matrix),
  triggers: only(policies.triggers),
  review: only(policies.review),
});

/** One statement; stores nothing. `turn` tells the looks of one reaction apart. */
export async function lookAt(
  tools: Pick<ProcessTools, 'log' | 'command'>,
  { reviewId, timeZone, turn }: { readonly reviewId: string; readonly timeZone: string; readonly turn: string },
): Promise<ReviewLook> {
  const seen: ReviewLook[] = [];
  const command = tools.command('look', `${reviewId} ${turn}`);
  await tools.log.decide(command, streamsOf(reviewId), (states, { now, versions }) => {
    const review = states.it as Review;
    const today = localDate(now, timeZone);
    seen.push({ review, version: versions.it ?? 0, now, today, dueDay: dueDayOf(review, policyOf(states, today)) });
    return {};
  });
  const last = seen.at(-1);
  if (!last) throw new Error('A decision that stores nothing is never repeated.');
  return last;
}
