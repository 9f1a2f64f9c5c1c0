import type { OpenRequest, Question, Request } from './state.js';
import { isCommitted, isOpen } from './state.js';
import type { WaitingOn } from './values.js';

/** An open question waits for the side that did not ask; an answered one for its asker. */
function waitingForQuestion({ side, status }: Question): WaitingOn {
  const askedByConsumer = side === 'CONSUMER';
  const waitsForConsumer = status === 'ANSWERED' ? askedByConsumer : !askedByConsumer;
  return waitsForConsumer ? 'REQUESTER' : 'PROVIDER';
}

/** Who takes the next step: drafts, signatures of marketing, acceptance and outcome are the consumer's, the rest is the provider's. */
function waitingForStep(request: OpenRequest): WaitingOn {
  switch (request.status) {
    case 'DRAFT':
    case 'DELIVERED':
    case 'LAUNCHED':
      return 'REQUESTER';
    case 'ESTIMATED':
      return request.approvals.CONSUMER ? 'PROVIDER' : 'REQUESTER';
    case 'SUBMITTED':
    case 'TRIAGED':
    case 'APPROVED':
    case 'IN_PROGRESS':
    case 'ACCEPTED':
      return 'PROVIDER';
  }
}

/** Stale minutes of signed work come first: engineering says what it takes, then marketing signs, then engineering. */
function waitingForEstimate(request: OpenRequest): WaitingOn | null {
  if (!isCommitted(request) || request.estimate.owes === null || request.status === 'LAUNCHED') return null;
  return request.estimate.owes === 'SIGNATURES' && !request.approvals.CONSUMER ? 'REQUESTER' : 'PROVIDER';
}

/** Who has the ball: nobody on hold or at an end, else the oldest open blocking question decides, else the next step. */
export function waitingOn(request: Request): WaitingOn {
  if (!isOpen(request) || request.held) return 'NONE';
  const oldest = request.questions.find(({ blocking, status }) => blocking && status !== 'RESOLVED');
  if (oldest) return waitingForQuestion(oldest);
  return waitingForEstimate(request) ?? waitingForStep(request);
}
