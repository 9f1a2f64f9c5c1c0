import type { EventLog, Recorded } from '#libs/event-log';
import {
  type KnownRequest,
  request,
  type RequestEvent,
  type RequestEventType,
  type RequestState,
  type RiskSubject,
  riskSubjectOf,
} from '#libs/requests';
import { type ScopePart, scopeParts, type TouchKind } from '../domain/index.js';

/** Facts that can make a request's scope another one (R5). */
export const scopeFacts: readonly RequestEventType[] = [
  'BriefRevised',
  'TouchesChanged',
  'PropertiesLinked',
  'RequestTriaged',
  'RequestRevived',
];

const PAGE = 1000;

/** What one fact did to the scope of a request. */
export interface ScopeStep {
  /** Hashes of the scope before and after it. */
  readonly from: string;
  readonly to: string;
  /** The subject as that fact left it, whatever came later. */
  readonly subject: RiskSubject;
  /** Touches that came, went or changed. */
  readonly touches: readonly TouchKind[];
  /** What else changed. */
  readonly parts: readonly ScopePart[];
  /** Reviews that had to say yes by then. */
  readonly required: readonly string[];
}

/** The request before and after one of its facts, folded from the log: later facts are not in it. */
async function around(
  log: EventLog,
  { workspaceId, streamId, version }: Recorded,
): Promise<[RequestState, RequestState]> {
  let before = request.initial;
  let after = request.initial;
  for (let afterVersion = 0; afterVersion < version; afterVersion += PAGE) {
    const upToVersion = Math.min(afterVersion + PAGE, version);
    for (const event of await log.readStream({ workspaceId, streamId, afterVersion, upToVersion, limit: PAGE })) {
      before = after;
      after = request.evolve(before, event as Recorded<RequestEvent>);
    }
  }
  return [before, after];
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function changedTouches(before: RiskSubject, after: RiskSubject): TouchKind[] {
  const kinds = [...new Set([...before.touches, ...after.touches].map(({ touch }) => touch))];
  const said = ({ touches }: RiskSubject, kind: TouchKind) =>
    touches.find(({ touch }) => touch === kind)?.expectedPeakRpm;
  return kinds.filter((kind) => said(before, kind) !== said(after, kind));
}

function changedParts(before: KnownRequest, after: KnownRequest): ScopePart[] {
  const [was, is] = [riskSubjectOf(before), riskSubjectOf(after)];
  const names = ({ properties }: RiskSubject) => [...properties].sort();
  const differs: Record<ScopePart, boolean> = {
    CRITERIA: !sameJson(before.brief.criteria, after.brief.criteria),
    PROPERTIES: !sameJson(names(was), names(is)),
    PROVIDER: was.providerTeamId !== is.providerTeamId,
  };
  return scopeParts.filter((part) => differs[part]);
}

/** Null where the fact left the scope as it was. */
export async function scopeStepOf(log: EventLog, event: Recorded): Promise<ScopeStep | null> {
  const [before, after] = await around(log, event);
  if (before.status === 'unknown' || after.status === 'unknown') return null;
  const [was, subject] = [riskSubjectOf(before), riskSubjectOf(after)];
  if (was.scopeHash === subject.scopeHash) return null;
  const [touches, parts] = [changedTouches(was, subject), changedParts(before, after)];
  const isTold = touches.length + parts.length > 0;
  return {
    from: was.scopeHash,
    to: subject.scopeHash,
    subject,
    touches,
    // What has another hash for a reason unknown here concerns every lens.
    parts: isTold ? parts : scopeParts,
    required: Object.keys(after.gate),
  };
}
