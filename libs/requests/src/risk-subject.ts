import type { DoneBy } from '#libs/vocabulary';
import {
  type Estimate,
  type KnownRequest,
  type Request,
  scopedPart,
  scopeHash,
  type TouchKind,
} from './domain/index.js';

/** A request as a review of its risk looks at it. */
export interface RiskSubject {
  /** Who asks for it: the requester and co-authors of that side. */
  readonly requesterIds: readonly string[];
  /**
   * Who builds it: the owner, co-authors of the providing side, whoever worked out or countersigned the estimate that stands, began
   * work or delivered it; and whom a deputy stood for.
   */
  readonly engineerIds: readonly string[];
  /** Of the scope as it is (R5). */
  readonly scopeHash: string;
  /** Declined, withdrawn or merged. What was launched and closed is live, so its risks go on. */
  readonly ended: boolean;
  readonly touches: readonly { readonly touch: TouchKind; readonly expectedPeakRpm: number | null }[];
  /** Granted: asking for it makes nothing urgent. */
  readonly expedite: boolean;
  /** Names of the web properties it concerns. */
  readonly properties: readonly string[];
  /** Of the estimate that stands; null while there is none. */
  readonly likelyMinutes: number | null;
  /** Null before triage. */
  readonly providerTeamId: string | null;
}

const both = ({ personId, onBehalfOf }: DoneBy): (string | null)[] => [personId, onBehalfOf];

const estimatorsOf = (estimate: Estimate | undefined): (string | null | undefined)[] =>
  estimate ? [...both(estimate.by), estimate.preparedBy, estimate.countersignedBy] : [];

const each = (ids: readonly (string | null | undefined)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];

function subjectOf(request: KnownRequest): RiskSubject {
  const { coAuthors, requesterId, ownerId, startedBy, deliveries, touches, expedite, properties } = request;
  const estimate = 'estimate' in request ? request.estimate : undefined;
  const triage = 'triage' in request ? request.triage : undefined;
  const authors = (of: 'CONSUMER' | 'PROVIDER') =>
    coAuthors.flatMap(({ personId, side }) => (side === of ? personId : []));
  return {
    requesterIds: each([requesterId, ...authors('CONSUMER')]),
    engineerIds: each([
      ownerId,
      ...authors('PROVIDER'),
      ...estimatorsOf(estimate),
      ...startedBy.flatMap(both),
      ...deliveries.flatMap(({ by }) => both(by)),
    ]),
    scopeHash: scopeHash(scopedPart(request)),
    ended: 'ended' in request,
    touches: touches.map(({ touch, expectedPeakRpm }) => ({ touch, expectedPeakRpm: expectedPeakRpm ?? null })),
    expedite: expedite?.status === 'GRANTED',
    properties,
    likelyMinutes: estimate?.likely ?? null,
    providerTeamId: triage?.providerTeamId ?? null,
  };
}

/** Null for a request nobody drafted. */
export function riskSubjectOf(request: KnownRequest): RiskSubject;
export function riskSubjectOf(request: Request): RiskSubject | null;
export function riskSubjectOf(request: Request): RiskSubject | null {
  return request.status === 'unknown' ? null : subjectOf(request);
}
