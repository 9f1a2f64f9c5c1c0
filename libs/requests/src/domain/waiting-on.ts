import { openBlockingQuestions } from './dialogue.js';
import type { OpenRequest, Question, Request } from './state.js';
import { isOpen } from './state.js';

export const waitingParties = ['REQUESTER', 'PROVIDER', 'RISK', 'BUDGET', 'NONE'] as const;
/** Whom a request waits for; RISK and BUDGET come from facts of those contexts. */
export type WaitingOn = (typeof waitingParties)[number];

/** An open question waits for the side that did not ask; an answered one for its asker. */
function waitingForQuestion({ side, status }: Question): WaitingOn {
  const askedByConsumer = side === 'CONSUMER';
  const waitsForConsumer = status === 'ANSWERED' ? askedByConsumer : !askedByConsumer;
  return waitsForConsumer ? 'REQUESTER' : 'PROVIDER';
}

function waitingForStep(request: OpenRequest): WaitingOn {
  if (request.status === 'DRAFT') return 'REQUESTER';
  if (request.status === 'ESTIMATED' && !request.approvals.CONSUMER) return 'REQUESTER';
  return 'PROVIDER';
}

/** Who has the ball: nobody on hold or at an end, else the oldest open blocking question decides, else the next step. */
export function waitingOn(request: Request): WaitingOn {
  if (!isOpen(request) || request.held) return 'NONE';
  const [oldest] = openBlockingQuestions(request);
  return oldest ? waitingForQuestion(oldest) : waitingForStep(request);
}
