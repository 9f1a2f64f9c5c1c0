import type { OtherStreams, Position } from '#libs/event-log';
import type { GateEntries, LocalDate } from '#libs/vocabulary';
import type { GateResult, KnownRequest } from '../domain/index.js';
import { type RiskSubject, riskSubjectOf } from '../risk-subject.js';

/** What the gate asks of a request; all of it is on the request's own stream. */
export interface LaunchCandidate extends Pick<
  RiskSubject,
  'scopeHash' | 'touches' | 'expedite' | 'properties' | 'likelyMinutes'
> {
  readonly requestId: string;
  readonly gate: GateEntries;
}

/** When a launch is thought of. */
export interface LaunchDay {
  /** The local day of the launch: freezes and the validity of decisions are about it. */
  readonly day: LocalDate;
  /** What was known there decides; null: what is known now. */
  readonly position: Position | null;
}

/** What a launch asks of the context that reviews risk (R6, P49): how its conditions RISK and FREEZE stand, always both of them. */
export abstract class LaunchGate {
  /**
   * Inside the launch's own decision. Reviews, properties and freezes are read guarding, so that a launch is decided anew when one of
   * them moved meanwhile; name them together (`OtherStreams.foresee`), they cost a round each otherwise.
   */
  abstract check(others: OtherStreams, candidate: LaunchCandidate, day: LocalDate): readonly GateResult[];

  /** The same beforehand, for many requests at once: a list of results for each, in their order. */
  abstract readiness(
    workspaceId: string,
    candidates: readonly LaunchCandidate[],
    at: LaunchDay,
  ): Promise<readonly (readonly GateResult[])[]>;
}

export function launchCandidateOf(requestId: string, request: KnownRequest): LaunchCandidate {
  const { scopeHash, touches, expedite, properties, likelyMinutes } = riskSubjectOf(request);
  return { requestId, gate: request.gate, scopeHash, touches, expedite, properties, likelyMinutes };
}
