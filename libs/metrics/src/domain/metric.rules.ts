import { canonicalHash, NotFound, ValidationFailed } from '#libs/event-log';
import { type Circumstances, freeText, requireRoom, upcomingDate } from '#libs/vocabulary';
import type {
  BaselineInput,
  DefineMetricInput,
  DefiningStates,
  Found,
  ImportedValue,
  ObservationInput,
  TargetInput,
} from './metric.inputs.js';
import type { MetricEvent, MetricState, OwnDefinition } from './metric.js';
import { eventMetric } from './metrics/index.js';
import type { RegisterEvent } from './register.js';
import {
  BaselineMissing,
  DefinitionUnchanged,
  MetricIsComputed,
  MetricIsRetired,
  MetricKeyTaken,
  NothingMeasured,
} from './refusals.js';
import { baselineOf } from './scoring.js';

/** What one stream may hold: all of it is read with each decision. */
export const metricLimits = {
  /** Of a workspace’s own. */
  metrics: 100,
  definitions: 50,
  baselines: 200,
  targets: 200,
  observations: 2_000,
  maxFigure: 1e12,
} as const;

const KEY = /^[a-z][a-z0-9-]{2,39}$/;

const at = (...path: string[]): readonly string[] => ['input', ...path];

function figure(value: number, path: readonly string[]): number {
  if (Number.isFinite(value) && Math.abs(value) <= metricLimits.maxFigure) return value;
  throw new ValidationFailed(`A number from -${metricLimits.maxFigure} to ${metricLimits.maxFigure}.`, path);
}

function count(value: number, path: readonly string[]): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= metricLimits.maxFigure) return value;
  throw new ValidationFailed('A whole number, 0 or more.', path);
}

const importedOf = ({ value, n }: ImportedValue) => ({ value: figure(value, at('value')), n: count(n, at('n')) });

/** The version of the definition in force. @throws NotFound for a key nobody defined */
export function definitionVersionOf(state: MetricState, key: string): number {
  const version = eventMetric(key)?.definitions.at(-1)?.version ?? state.definitions.at(-1)?.definitionVersion;
  if (version === undefined) throw new NotFound('metric', at('key'));
  return version;
}

/** @throws NotFound, MetricIsRetired */
function requireStanding(state: MetricState, key: string): number {
  const version = definitionVersionOf(state, key);
  if (state.retired) throw new MetricIsRetired(key);
  return version;
}

/** @throws MetricIsComputed, NotFound, MetricIsRetired */
function requireOwn(state: MetricState, key: string): number {
  if (eventMetric(key)) throw new MetricIsComputed(key);
  return requireStanding(state, key);
}

const wordsOf = ({ name, text, unit, direction, minSample }: Omit<DefineMetricInput, 'key'>) => ({
  name: freeText(name, { path: at('name'), max: 120 }),
  text: freeText(text, { path: at('text'), max: 4_000 }),
  unit: freeText(unit, { path: at('unit'), max: 40 }),
  direction,
  minSample: count(minSample, at('minSample')),
});

/** A metric of somebody’s own, whose values are imported. @throws ValidationFailed, PiiNotAllowed, MetricKeyTaken, LimitReached */
export function defineMetric(
  { metric, register }: DefiningStates,
  input: DefineMetricInput,
): { readonly metric: MetricEvent[]; readonly register: RegisterEvent[] } {
  const { key } = input;
  if (eventMetric(key) ?? metric.definitions.length > 0) throw new MetricKeyTaken(key);
  if (!KEY.test(key))
    throw new ValidationFailed('A key has 3 to 40 of a–z, 0–9 and -, and begins with a letter.', at('key'));
  requireRoom(register.count + 1, metricLimits.metrics, { what: 'metrics of your own' });
  return {
    metric: [{ type: 'MetricDefined', data: { definitionVersion: 1, ...wordsOf(input) } }],
    register: [{ type: 'OwnMetricAdded', data: { key } }],
  };
}

const sameWords = ({ definitionVersion: _version, ...one }: OwnDefinition, other: object): boolean =>
  canonicalHash(one) === canonicalHash(other);

/** From here on values count under the next version; those of before stay under theirs. @throws DefinitionUnchanged, LimitReached; what `requireOwn` and texts throw */
export function changeMetricDefinition(state: MetricState, input: DefineMetricInput): MetricEvent[] {
  const { key } = input;
  const version = requireOwn(state, key);
  const words = wordsOf(input);
  const last = state.definitions.at(-1);
  if (last && sameWords(last, words)) throw new DefinitionUnchanged(key, version);
  requireRoom(state.definitions.length + 1, metricLimits.definitions, { what: 'definitions of one metric' });
  return [{ type: 'MetricDefinitionChanged', data: { definitionVersion: version + 1, ...words } }];
}

/**
 * Freezes what later values are compared with: what the service has just found, or what somebody brings along. Earlier baselines stay, and
 * so does each one’s version of the definition.
 * @throws NothingMeasured, LimitReached, ValidationFailed; what `requireStanding` throws
 */
export function setMetricBaseline(state: MetricState, input: BaselineInput, found: Found | null): MetricEvent[] {
  const { key, imported } = input;
  const definitionVersion = requireStanding(state, key);
  requireRoom(state.baselines.length + 1, metricLimits.baselines, { what: 'baselines of one metric' });
  const window = { from: input.window.from, until: input.window.until };
  if (imported) {
    const data = { definitionVersion, window, ...importedOf(imported), source: 'IMPORTED' } as const;
    return [{ type: 'MetricBaselineSet', data }];
  }
  const { value = null, n = 0 } = found ?? {};
  if (value === null) throw new NothingMeasured(key, n);
  const version = found?.version ?? definitionVersion;
  return [{ type: 'MetricBaselineSet', data: { definitionVersion: version, window, value, n, source: 'COMPUTED' } }];
}

/** @throws BaselineMissing, DateInPast, LimitReached, ValidationFailed; what `requireStanding` throws */
export function setMetricTarget(
  state: MetricState,
  input: TargetInput,
  { today }: Pick<Circumstances, 'today'>,
): MetricEvent[] {
  const { key, value, changePercent } = input;
  const definitionVersion = requireStanding(state, key);
  requireRoom(state.targets.length + 1, metricLimits.targets, { what: 'targets of one metric' });
  if ((value === null) === (changePercent === null))
    throw new ValidationFailed('Name a value or a change in percent, not both.', at('value'));
  if (changePercent !== null && !baselineOf(state, definitionVersion)?.value)
    throw new BaselineMissing(key, definitionVersion);
  const wanted = {
    value: value === null ? null : figure(value, at('value')),
    changePercent: changePercent === null ? null : figure(changePercent, at('changePercent')),
  };
  return [
    { type: 'MetricTargetSet', data: { definitionVersion, ...wanted, by: upcomingDate(input.by, today, at('by')) } },
  ];
}

/** @throws LimitReached, ValidationFailed, PiiNotAllowed; what `requireOwn` throws */
export function importObservation(state: MetricState, input: ObservationInput): MetricEvent[] {
  const { key, window, imported } = input;
  const definitionVersion = requireOwn(state, key);
  requireRoom(state.observations.length + 1, metricLimits.observations, { what: 'observations of one metric' });
  const source = freeText(input.source, { path: at('source'), max: 120 });
  const { from, until } = window;
  const data = { definitionVersion, window: { from, until }, ...importedOf(imported), source };
  return [{ type: 'ObservationImported', data }];
}

/** Its history stays; it is on no scoreboard any more. @throws ValidationFailed, PiiNotAllowed; what `requireOwn` throws */
export function retireMetric(
  state: MetricState,
  input: { readonly key: string; readonly reason: string },
): MetricEvent[] {
  requireOwn(state, input.key);
  return [{ type: 'MetricRetired', data: { reason: freeText(input.reason, { path: at('reason'), max: 4_000 }) } }];
}
