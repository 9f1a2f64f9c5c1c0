import { freeText, hasRole, isSamePerson, optionalText, otherSide, requireRoom, type Side } from '#libs/vocabulary';
import { Forbidden, ValidationFailed } from '#libs/event-log';
import { Temporal } from 'temporal-polyfill';
import { isRequester, requireActive, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { BothSidesBySamePerson } from './refusals.js';
import {
  ExperimentNotAllowed,
  ExperimentNotProposed,
  ExperimentNotRunning,
  ExperimentRunning,
} from './refusals-records.js';
import { openStatuses } from './state.js';
import type { KnownRequest, Request } from './state.js';
import type { ExperimentOutcome } from './values-delivery.js';
import type { TouchKind } from './values.js';

export interface ProposeExperimentInput {
  readonly hypothesis: string;
  /** Days from the other side's yes to the end. */
  readonly timeBoxDays: number;
  /** What ends it at once. */
  readonly killCriterion: string;
}

export interface EndExperimentInput {
  readonly outcome: ExperimentOutcome;
  readonly note?: string | null;
}

export const runsExperiment = ({ experiment }: KnownRequest): boolean =>
  experiment !== null && experiment.ended === null;

/** @throws ExperimentNotAllowed (P26) */
export function requireNoRisk(touches: readonly TouchKind[], { policy }: RuleContext): void {
  const risky = touches.filter((touch) => policy.records.riskyTouches.includes(touch));
  if (risky.length > 0) throw new ExperimentNotAllowed(risky);
}

const touchesOf = ({ touches }: KnownRequest): TouchKind[] => touches.map(({ touch }) => touch);

/** Whom the actor speaks for: the engineering lead for the provider, the requester and co-authors for the consumer. */
function sideOf(request: KnownRequest, { actor }: RuleContext): Side {
  if (hasRole(actor, 'ENGINEERING_LEAD')) return 'PROVIDER';
  if (isRequester(request, actor)) return 'CONSUMER';
  throw new Forbidden('request.experiment', 'The requester and the engineering lead agree on an experiment.');
}

function requireNoneRuns({ experiment }: KnownRequest): void {
  if (experiment && experiment.ended === null) throw new ExperimentRunning(experiment.endsOn);
}

/**
 * One side says what is to be tried; a later proposal takes the place of an earlier one.
 * @throws ExperimentNotAllowed, ExperimentRunning, Forbidden, InvalidState, LimitReached, ValidationFailed, PiiNotAllowed
 */
export function proposeExperiment(request: Request, input: ProposeExperimentInput, ctx: RuleContext): RequestEvent[] {
  const active = requireActive(request, ctx);
  const side = sideOf(active, ctx);
  requireNoneRuns(active);
  requireNoRisk(touchesOf(active), ctx);
  const { limits, records } = ctx.policy;
  const number = active.pastExperiments.length + (active.experiment ? 2 : 1);
  requireRoom(number, records.maxExperiments, { what: 'experiments on one request' });
  const { timeBoxDays } = input;
  if (!Number.isSafeInteger(timeBoxDays) || timeBoxDays < 1 || timeBoxDays > records.maxTimeBoxDays) {
    throw new ValidationFailed(`The time box is 1 to ${records.maxTimeBoxDays} whole days.`, ['input', 'timeBoxDays']);
  }
  const hypothesis = freeText(input.hypothesis, { path: ['input', 'hypothesis'], max: limits.maxText });
  const killCriterion = freeText(input.killCriterion, { path: ['input', 'killCriterion'], max: limits.maxText });
  return [{ type: 'ExperimentProposed', data: { hypothesis, timeBoxDays, killCriterion, side } }];
}

/**
 * The other side says yes, and the time box begins today.
 * @throws ExperimentNotProposed, BothSidesBySamePerson, ExperimentNotAllowed, ExperimentRunning, Forbidden, InvalidState
 */
export function declareExperiment(request: Request, _input: object, ctx: RuleContext): RequestEvent[] {
  const active = requireActive(request, ctx);
  const side = sideOf(active, ctx);
  requireNoneRuns(active);
  const { experimentProposal: proposal } = active;
  if (!proposal) throw new ExperimentNotProposed();
  const missing = otherSide[proposal.side];
  if (isSamePerson(ctx.actor, proposal.proposedBy)) throw new BothSidesBySamePerson(missing);
  if (side !== missing) throw new Forbidden('request.experiment', `The other side (${missing}) has to agree.`);
  requireNoRisk(touchesOf(active), ctx);
  const { hypothesis, timeBoxDays, killCriterion } = proposal;
  const endsOn = Temporal.PlainDate.from(ctx.today).add({ days: timeBoxDays }).toString();
  return [{ type: 'ExperimentDeclared', data: { hypothesis, timeBoxDays, killCriterion, endsOn } }];
}

/** Kept, killed or tried again: each is a result (P26). Either of the two ends it. @throws ExperimentNotRunning, Forbidden, PiiNotAllowed */
export function endExperiment(request: Request, input: EndExperimentInput, ctx: RuleContext): RequestEvent[] {
  const known = requireStatus(request, ctx, [...openStatuses, 'CLOSED']);
  sideOf(known, ctx);
  if (!runsExperiment(known)) throw new ExperimentNotRunning();
  const note = optionalText(input.note, { path: ['input', 'note'], max: ctx.policy.limits.maxText });
  return [{ type: 'ExperimentEnded', data: { outcome: input.outcome, note } }];
}
