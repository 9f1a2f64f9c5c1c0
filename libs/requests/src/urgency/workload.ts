import type { Instant, OtherStreams } from '#libs/event-log';
import { moveWork, type Request, type RequestEvent, withinLimit, workload, workMove } from '../domain/index.js';

/** Facts a rule has decided for one request. */
interface DecidedFacts {
  readonly requestId: string;
  readonly state: Request;
  readonly facts: readonly RequestEvent[];
  readonly now: Instant;
}

/**
 * Keeps the books of its provider team: facts that take a request into work or out of it, whatever the command, are entered in the
 * team's stream by the same append, so that the stream is exactly the set of requests in work. An approval meets the team's limit.
 * @throws WipLimitReached
 */
export function inWorkload(
  { requestId, state, facts, now }: DecidedFacts,
  others: OtherStreams,
): readonly RequestEvent[] {
  if (facts.length === 0) return facts;
  const move = workMove(requestId, state, { facts, now });
  if (move === null) return facts;
  const load = others.read(workload, move.teamId);
  others.append(workload, move.teamId, moveWork(load, move));
  return withinLimit(load, move, facts);
}
