import { freeText, type LocalDate, pastDate, requireRoom } from '#libs/vocabulary';
import { NotFound, ValidationFailed } from '#libs/event-log';
import { requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import { decimalsOf, inCommonUnit, percentOf } from './exact.js';
import type { RequestEvent } from './facts.js';
import { requireLaunched } from './launched.js';
import { BaselineZero } from './refusals-records.js';
import type { CommittedRequest, Request } from './state.js';
import type { OutcomeTarget } from './state-delivery.js';
import type { OutcomeTargetKind } from './values-delivery.js';

/** What is to be reached: a value in the unit of the metric, or percent of change against the baseline. */
export interface Target {
  readonly kind: OutcomeTargetKind;
  readonly value: number;
}

export interface SetOutcomeTargetInput {
  /** What is measured, with its unit, e.g. `conversion in %`. */
  readonly metric: string;
  readonly baseline: number;
  readonly target: Target;
  /** Days from the launch on. */
  readonly windowDays: number;
}

export interface RecordOutcomeInput {
  readonly targetId: string;
  readonly value: number;
  readonly measuredAt: string;
  readonly source: string;
}

type Path = readonly string[];

/** @throws ValidationFailed for a figure that cannot be computed with exactly */
function figure(value: number, path: Path, { policy }: RuleContext): number {
  const { maxFigure, maxFigureDecimals } = policy.records;
  if (Number.isFinite(value) && Math.abs(value) <= maxFigure && decimalsOf(value) <= maxFigureDecimals) return value;
  const message = `A number from -${maxFigure} to ${maxFigure} with at most ${maxFigureDecimals} decimals.`;
  throw new ValidationFailed(message, path);
}

/** @throws BaselineZero, ValidationFailed for a target that asks for no change */
function targetOf({ kind, value }: Target, baseline: number, ctx: RuleContext): Target {
  const path = ['input', 'target', 'value'];
  figure(value, path, ctx);
  if (kind === 'RELATIVE' && baseline === 0) throw new BaselineZero(['input', 'baseline']);
  if (value === (kind === 'RELATIVE' ? 0 : baseline)) {
    throw new ValidationFailed('A target differs from where it starts.', path);
  }
  return { kind, value };
}

/** What the launch is to bring, numbered `O1`, `O2` … (P8). @throws BaselineZero, LimitReached, ValidationFailed, PiiNotAllowed */
export function setOutcomeTarget(request: Request, input: SetOutcomeTargetInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  const { limits, records } = ctx.policy;
  const number = open.outcomeTargets.length + 1;
  requireRoom(number, records.maxOutcomeTargets, { what: 'outcome targets on one request' });
  const metric = freeText(input.metric, { path: ['input', 'metric'], max: limits.maxShortText });
  const baseline = figure(input.baseline, ['input', 'baseline'], ctx);
  const target = targetOf(input.target, baseline, ctx);
  const { windowDays } = input;
  if (!Number.isSafeInteger(windowDays) || windowDays < 1 || windowDays > records.maxWindowDays) {
    throw new ValidationFailed(`The window is 1 to ${records.maxWindowDays} whole days.`, ['input', 'windowDays']);
  }
  return [{ type: 'OutcomeTargetSet', data: { targetId: `O${number}`, metric, baseline, target, windowDays } }];
}

/** A day since the launch. @throws DateInFuture, ValidationFailed */
function dayOfMeasurement(value: string, { milestones }: CommittedRequest, ctx: RuleContext): LocalDate {
  const path = ['input', 'measuredAt'];
  const day = pastDate(value, ctx.today, path);
  const { launchedOn } = milestones;
  if (launchedOn !== null && day < launchedOn) {
    throw new ValidationFailed(`It was launched on ${launchedOn}: an outcome is measured on that day or later.`, path);
  }
  return day;
}

/** What came of it. The last one written down stands. @throws NotLaunched, NotFound, DateInFuture, LimitReached, ValidationFailed */
export function recordOutcome(request: Request, input: RecordOutcomeInput, ctx: RuleContext): RequestEvent[] {
  const launched = requireLaunched(request, ctx);
  const target = launched.outcomeTargets.find(({ targetId }) => targetId === input.targetId);
  if (!target) throw new NotFound('outcome target', ['input', 'targetId']);
  const { limits, records } = ctx.policy;
  requireRoom(target.measurements.length + 1, records.maxMeasurementsPerTarget, { what: 'measurements of one target' });
  const value = figure(input.value, ['input', 'value'], ctx);
  const measuredAt = dayOfMeasurement(input.measuredAt, launched, ctx);
  const source = freeText(input.source, { path: ['input', 'source'], max: limits.maxShortText });
  return [{ type: 'OutcomeMeasured', data: { targetId: target.targetId, value, measuredAt, source } }];
}

/** Percent with one decimal, halves away from zero. */
export interface OutcomeFigures {
  /** Change against the baseline's size, so that more is always above 0; null when the baseline is 0. */
  readonly changePercent: number | null;
  /** How much of the wanted change has come, 100 when all of it; below 0 when it went the other way. */
  readonly attainmentPercent: number | null;
}

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** 40.0 → 48.8 with a target of +15 % is +22.0 % and attains 146.7 % (P8). A lower value that was wanted counts as gained. */
export function outcomeFigures(
  { baseline, target }: Pick<OutcomeTarget, 'baseline' | 'target'>,
  value: number,
): OutcomeFigures {
  const { units, perOne } = inCommonUnit([baseline, value, target.value]);
  const [from, to, wanted] = units as [bigint, bigint, bigint];
  const change = to - from;
  const attained =
    target.kind === 'RELATIVE'
      ? percentOf(change * 100n * perOne, size(from) * wanted)
      : percentOf(change, wanted - from);
  return { changePercent: percentOf(change, size(from)), attainmentPercent: attained };
}
