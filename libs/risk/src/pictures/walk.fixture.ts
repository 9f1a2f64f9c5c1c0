import fc from 'fast-check';
import { reviewIdOf } from '../ids.js';
import { type ReviewEvent, riskReview, type ReviewState } from '../domain/index.js';
import { type Desk } from '../domain/given.spec-kit.js';
import { type Attempt, tryOn, walk, watched } from '../domain/walk.spec-kit.js';
import type { Cast, RiskApi } from '../risk.fixture.js';
import { idOf, withPeople } from './quarter.fixture.js';

/** All reviews after an append, and where that was. */
export interface Step {
  readonly position: number;
  readonly reviews: readonly ReviewState[];
}

const DESKS = 3;

interface Kept {
  readonly desk: Desk;
  readonly reviewId: string;
  readonly number: number;
  readonly teamIds: readonly string[];
  stored: number;
}

/** A risk's number is the workspace's; teams are uuids. */
const localised = (fact: ReviewEvent, { reviewId, number, teamIds }: Kept): ReviewEvent => {
  const opened = fact.type === 'ReviewOpened' ? { subject: { kind: 'REQUEST', id: reviewId }, number, teamIds } : {};
  const moved = fact.type === 'ReviewScopeChanged' ? { teamIds } : {};
  return withPeople({ ...fact, data: { ...fact.data, ...opened, ...moved } } as ReviewEvent);
};

/** What somebody tries at several reviews in turns, stored command by command. */
export async function storeWalk(api: RiskApi, cast: Cast, attempts: readonly Attempt[]): Promise<Step[]> {
  const desks = Array.from({ length: DESKS }, (_, index): Kept => {
    const reviewId = reviewIdOf({ kind: 'REQUEST', id: idOf(`${cast.workspaceId} ${index}`) });
    return {
      desk: watched(() => undefined),
      reviewId,
      number: index + 1,
      teamIds: [idOf(`team ${index % 2}`)],
      stored: 0,
    };
  });
  const steps: Step[] = [];
  const store = async (kept: Kept): Promise<void> => {
    const facts = kept.desk.facts.slice(kept.stored).map(({ fact }) => localised(fact, kept));
    kept.stored = kept.desk.facts.length;
    if (facts.length === 0) return;
    await api.happened(cast.workspaceId, { aggregate: riskReview, id: kept.reviewId }, facts);
    const [last] = (await api.stream(cast.workspaceId, `risk-review-${kept.reviewId}`)).slice(-1);
    const begun = desks.filter(({ stored }) => stored > 0);
    steps.push({ position: last!.position, reviews: begun.map(({ desk }) => desk.state) });
  };
  for (const kept of desks) await store(kept);
  for (const [index, attempt] of attempts.entries()) {
    const kept = desks[index % DESKS]!;
    tryOn(kept.desk, attempt);
    await store(kept);
  }
  await api.readable();
  return steps;
}

/** The same walks every time, long ones. */
export const someWalks = (count: number): Attempt[][] =>
  fc
    .sample(walk, { numRuns: count * 20, seed: 20260331 })
    .filter(({ length }) => length > 50)
    .slice(0, count);
