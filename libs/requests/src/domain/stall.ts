import type { Instant } from '#libs/event-log';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { isActive } from './state.js';
import type { Request } from './state.js';

/** When silence that began at an instant has lasted too long. */
export type StalledAt = (since: Instant, days: number) => Instant;

/** The silence that counts: none before the sides began to talk, on hold, once it was said, or when nothing is left to say. */
function silence(request: Request): Instant | null {
  if (!isActive(request) || request.held) return null;
  return request.lastExchangeAt === request.stalledSince ? null : request.lastExchangeAt;
}

/** For the process that watches conversations: nobody has said anything for too long; once for each silence (P65). */
export function reportStall(
  request: Request,
  { stalledAt }: { readonly stalledAt: StalledAt },
  ctx: RuleContext,
): RequestEvent[] {
  const since = silence(request);
  const { stalledAfterDays: days } = ctx.policy;
  if (since === null || ctx.now < stalledAt(since, days)) return [];
  return [{ type: 'ConversationStalled', data: { since, days } }];
}

/** When the present silence will have lasted too long; null when there is none to watch. */
export function nextStall(
  request: Request,
  { stalledAt }: { readonly stalledAt: StalledAt },
  { policy, now }: Pick<RuleContext, 'policy' | 'now'>,
): Instant | null {
  const since = silence(request);
  if (since === null) return null;
  const at = stalledAt(since, policy.stalledAfterDays);
  return at > now ? at : null;
}
