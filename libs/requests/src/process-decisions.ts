import type { Command, Decided, EventLog } from '#libs/event-log';
import { localDate } from '#libs/people';
import type { Actor } from '#libs/vocabulary';
import { request, type Request, type RequestEvent, type RuleContext } from './domain/index.js';
import { requestPolicyOn, requestPolicyStream } from './request-policy.js';

/** A decision on one request that no person takes. */
export interface ProcessTarget {
  readonly log: EventLog;
  readonly command: Command;
  readonly requestId: string;
  /** The name of the process. */
  readonly by: string;
  /** IANA zone of the workspace's days. */
  readonly timeZone: string;
}

/**
 * Hands a request to a rule for a process, with the policy of the day it is in the workspace.
 * @throws Refusal of the rule
 */
export function decideByProcess(
  { log, command, requestId, by, timeZone }: ProcessTarget,
  rule: (state: Request, context: RuleContext) => readonly RequestEvent[],
): Promise<Decided<'it' | 'set'>> {
  const actor: Actor = { personId: `process:${by}`, roles: ['process'], side: null, grant: 'all' };
  const it = { aggregate: request, id: requestId, expect: 'latest' as const };
  return log.decide(command, { it, set: requestPolicyStream }, (states, { now, goBy }) => {
    const today = localDate(now, timeZone);
    const policy = requestPolicyOn(states.set, today);
    goBy(policy.version);
    return { it: rule(states.it, { now, today, actor, policy }) };
  });
}
