import type { LocalDate } from '#libs/vocabulary';
import { type Instant, ValidationFailed } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { checkLaunch, type GateResult } from './launch-gate.js';
import { noteOf } from './lifecycle.js';
import { LaunchInFuture } from './refusals-delivery.js';
import { type KnownRequest, type Request, requestStatuses } from './state.js';
import type { RollbackReason } from './values-delivery.js';

/** When it went live, and which day that was in the workspace's zone. */
export interface LaunchMoment {
  readonly launchedAt: Instant;
  readonly localDate: LocalDate;
}

export interface LaunchInput {
  /** Left out: now. */
  readonly launch?: LaunchMoment | null;
  /** How the conditions stand that other streams decide, for the day of the launch. */
  readonly beside?: readonly GateResult[];
}

export interface RollBackInput {
  readonly reason: RollbackReason;
  /** Owed with OTHER. */
  readonly note?: string | null;
}

/** A launch that is written down later than it happened lies between the acceptance and now. */
function momentOf({ milestones }: KnownRequest, { launch }: LaunchInput, ctx: RuleContext): LaunchMoment {
  const { now, today } = ctx;
  if (launch == null) return { launchedAt: now, localDate: today };
  if (launch.launchedAt > now) throw new LaunchInFuture(launch, ctx);
  const { acceptedAt } = milestones;
  if (acceptedAt !== null && launch.launchedAt < acceptedAt)
    throw new ValidationFailed(`It was accepted at ${acceptedAt}; a launch comes after that.`, ['input', 'launchedAt']);
  return launch;
}

/**
 * It goes live, if every check of the gate lets it (R6); how they stood is kept in the fact.
 * @throws InvalidState, RequestOnHold, TrackingUnverified, what a condition in `beside` is refused with, LaunchInFuture, ValidationFailed
 */
export function launchRequest(request: Request, input: LaunchInput, ctx: RuleContext): RequestEvent[] {
  // Which status it takes is for the gate to say.
  const known = requireStatus(request, ctx, requestStatuses);
  const gate = checkLaunch(known, input.beside);
  for (const { refusal } of gate) if (refusal) throw refusal;
  const gateSnapshot = gate.map(({ check, passed, note }) => ({ check, passed, note }));
  const { launchedAt, localDate } = momentOf(known, input, ctx);
  return [{ type: 'RequestLaunched', data: { launchedAt, localDate, properties: known.properties, gateSnapshot } }];
}

/**
 * The launch is taken back. It counts as failed, unless an experiment was killed: that is a result (P26).
 * @throws InvalidState, ReasonRequired, PiiNotAllowed, ValidationFailed
 */
export function rollBackLaunch(request: Request, input: RollBackInput, ctx: RuleContext): RequestEvent[] {
  const launched = requireStatus(request, ctx, ['LAUNCHED']);
  const failed = launched.experiment?.ended?.outcome !== 'KILLED';
  return [{ type: 'LaunchRolledBack', data: { reason: input.reason, note: noteOf(input, ctx), failed } }];
}
