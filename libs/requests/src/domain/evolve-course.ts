import type { Recorded } from '#libs/event-log';
import type { RequestEvent, RequestEventType } from './facts.js';
import type { KnownRequest } from './state.js';
import type { Gathered } from './state-delivery.js';
import { waitingOn } from './waiting-on.js';

/** What one side says to the other; silence is counted from the last of these (P65). */
export const exchangeTypes = [
  'RequestSubmitted',
  'RequestTriaged',
  'QuestionAsked',
  'QuestionAnswered',
  'QuestionResolved',
  'ConcernRaised',
  'ConcernResolved',
  'AlternativeProposed',
  'AlternativeAccepted',
  'AlternativeRejected',
  'EstimateSubmitted',
  'ApprovalGiven',
  'DateAgreed',
  'RequestDelivered',
  'CriterionVerified',
  'CriterionRejected',
  'RequestAccepted',
] as const satisfies readonly RequestEventType[];
const exchanges: ReadonlySet<string> = new Set(exchangeTypes);

/** Triage, decline or the provider's first question: what ends the wait for a first response. */
function responds(before: KnownRequest, event: Recorded<RequestEvent>): boolean {
  if (before.status !== 'SUBMITTED' || before.respondedAt !== null) return false;
  if (event.type === 'QuestionAsked') return event.data.side === 'PROVIDER';
  return event.type === 'RequestTriaged' || event.type === 'RequestDeclined';
}

function holdsAfter({ holds }: KnownRequest, { held }: KnownRequest, at: string): Gathered['holds'] {
  const last = holds.at(-1);
  const open = last !== undefined && last.to === null;
  if (held && !open) return [...holds, { from: at, to: null }];
  if (!held && open) return [...holds.slice(0, -1), { from: last.from, to: at }];
  return holds;
}

function turnsAfter({ turns }: KnownRequest, after: KnownRequest, at: string): Gathered['turns'] {
  const party = waitingOn(after);
  return turns.at(-1)?.party === party ? turns : [...turns, { party, from: at }];
}

/** The books every fact is entered in: who has the ball, when it rested, when somebody last spoke. */
export function withCourse(before: KnownRequest, after: KnownRequest, event: Recorded<RequestEvent>): KnownRequest {
  const at = event.recordedAt;
  const spoke = exchanges.has(event.type);
  return {
    ...after,
    holds: holdsAfter(before, after, at),
    turns: turnsAfter(before, after, at),
    respondedAt: responds(before, event) ? at : after.respondedAt,
    lastExchangeAt: spoke ? at : after.lastExchangeAt,
    stalledSince: spoke ? null : after.stalledSince,
  };
}
