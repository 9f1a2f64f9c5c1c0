import { freeText, optionalText, pastDate, requireRoom } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { requireLaunched } from './launched.js';
import { BugClosed } from './refusals-records.js';
import { requestStatuses } from './state.js';
import type { Request } from './state.js';
import type { BugSeverity } from './values-delivery.js';

export interface ReportBugInput {
  readonly severity: BugSeverity;
  readonly foundAt: string;
  readonly text: string;
  readonly cause?: string | null;
}

export interface ResolveBugInput {
  readonly bugId: string;
  readonly resolution: string;
}

/** What is live and wrong, numbered `B1`, `B2` …; anyone may say so. @throws NotLaunched, DateInFuture, LimitReached, PiiNotAllowed */
export function reportBug(request: Request, input: ReportBugInput, ctx: RuleContext): RequestEvent[] {
  const launched = requireLaunched(request, ctx);
  const { limits, records } = ctx.policy;
  const number = launched.bugs.length + 1;
  requireRoom(number, records.maxBugs, { what: 'bugs on one request' });
  const foundAt = pastDate(input.foundAt, ctx.today, ['input', 'foundAt']);
  const text = freeText(input.text, { path: ['input', 'text'], max: limits.maxText });
  const cause = optionalText(input.cause, { path: ['input', 'cause'], max: limits.maxText });
  return [{ type: 'BugReported', data: { bugId: `B${number}`, severity: input.severity, foundAt, text, cause } }];
}

/** Also after a rollback or a close: a bug lives until somebody resolves it. @throws NotFound, BugClosed, PiiNotAllowed */
export function resolveBug(request: Request, input: ResolveBugInput, ctx: RuleContext): RequestEvent[] {
  const bug = requireStatus(request, ctx, requestStatuses).bugs.find(({ bugId }) => bugId === input.bugId);
  if (!bug) throw new NotFound('bug', ['input', 'bugId']);
  if (bug.resolution !== null) throw new BugClosed(bug.bugId);
  const resolution = freeText(input.resolution, { path: ['input', 'resolution'], max: ctx.policy.limits.maxText });
  return [{ type: 'BugResolved', data: { bugId: bug.bugId, resolution } }];
}
