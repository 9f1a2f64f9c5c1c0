import { type EventLog, type OtherStreams, type Position, Refusal } from '#libs/event-log';
import { operatorCommand } from '#libs/people';
import type { GateEvent, LocalDate } from '#libs/vocabulary';
import { randomUUID } from 'node:crypto';
import { failedCheck, type GateResult, launchReason, metCheck, request, type Request } from '../domain/index.js';
import { type LaunchCandidate, type LaunchDay, LaunchGate } from '../ports/launch-gate.js';

/** What happens to refusals of another context: a code, a message, details. */
class NotNow extends Refusal {}

/**
 * Reviews and freezes as a context above would keep them. A review is a stream of its own that is decided on: here another request,
 * which says no while it rests. A decision on another scope is stale.
 */
export class Reviews extends LaunchGate {
  /** Days on which nothing is launched. */
  readonly frozen = new Set<LocalDate>();
  /** How many requests were asked about at once, call by call. */
  readonly asked: number[] = [];
  log!: EventLog;

  check(others: OtherStreams, candidate: LaunchCandidate, day: LocalDate): readonly GateResult[] {
    const ids = Object.keys(candidate.gate);
    others.foresee(ids.map((id) => ({ aggregate: request, id, expect: 'latest' })));
    return this.results(candidate, day, new Map(ids.map((id) => [id, others.read(request, id)])));
  }

  async readiness(workspaceId: string, candidates: readonly LaunchCandidate[], { day, position }: LaunchDay) {
    this.asked.push(candidates.length);
    const results: (readonly GateResult[])[] = [];
    for (const candidate of candidates) {
      const reviews = new Map<string, Request>();
      for (const id of Object.keys(candidate.gate)) reviews.set(id, await this.stateOf(workspaceId, id, position));
      results.push(this.results(candidate, day, reviews));
    }
    return results;
  }

  private async stateOf(workspaceId: string, id: string, position: Position | null): Promise<Request> {
    const events = await this.log.readStream({ workspaceId, streamId: `${request.type}-${id}` });
    const then = events.filter((event) => position === null || event.position <= position);
    return then.reduce(
      (state, event) => request.evolve(state, event as Parameters<typeof request.evolve>[1]),
      request.initial,
    );
  }

  private results(
    { gate, scopeHash }: LaunchCandidate,
    day: LocalDate,
    reviews: ReadonlyMap<string, Request>,
  ): readonly GateResult[] {
    const reasons = [...reviews].flatMap(([reviewId, review]) => {
      const number = review.status === 'unknown' ? null : review.number;
      const named = { check: 'RISK', reviewId, reviewNumber: number, highestBand: 'HIGH', riskIds: ['K4'] } as const;
      const missing = [{ kind: 'BAND', id: 'K4', riskId: 'K4', text: 'K4 is HIGH' }] as const;
      if (review.status !== 'unknown' && review.held)
        return [launchReason({ ...named, cause: 'BLOCKED', text: 'K4 is HIGH', missing })];
      if (gate[reviewId]?.scopeHash === scopeHash) return [];
      return [launchReason({ ...named, cause: 'STALE', text: 'the scope changed' })];
    });
    const frozen = launchReason({ check: 'FREEZE', cause: 'FROZEN', text: 'Sale', freezeId: 'f-1', until: day });
    const refusal = (code: string, details: object) => new NotNow(code, 'PRECONDITION', `Not now: ${code}.`, details);
    return [
      reasons.length > 0
        ? failedCheck('RISK', refusal('LAUNCH_BLOCKED_BY_RISK', { reasons }), reasons)
        : metCheck('RISK'),
      this.frozen.has(day) ? failedCheck('FREEZE', refusal('FREEZE_WINDOW', {}), [frozen]) : metCheck('FREEZE'),
    ];
  }
}

/** Facts that a review writes on a request, as its decision would. */
export async function gateSays(
  log: EventLog,
  { workspaceId, requestId }: { readonly workspaceId: string; readonly requestId: string },
  facts: readonly GateEvent[],
): Promise<void> {
  const command = operatorCommand({ workspaceId, operation: 'reviewed', input: { of: randomUUID() } });
  await log.decideOne(command, { aggregate: request, id: requestId, expect: 'latest' }, () => [...facts]);
}
