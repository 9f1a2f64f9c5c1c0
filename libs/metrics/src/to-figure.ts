import type { Figure, Measured, Wanted } from './domain/index.js';
import {
  ImmatureSubject,
  MetricAttainment,
  MetricCase,
  MetricFigure,
  MetricPart,
  MetricTrendPoint,
  MOST_SHOWN,
} from './figure.type.js';
import { type Shown, toBaseline, toDefinition, toTarget } from './to-metric.js';

function toWanted(wanted: Wanted, { metric }: Figure, shown: Shown): MetricAttainment {
  const { target, value, attainmentPercent, met } = wanted;
  return Object.assign(new MetricAttainment(), {
    target: toTarget(target, metric.sight, shown),
    value: shown(value, metric.sight),
    attainmentPercent,
    met,
  });
}

function subjectsOf({ immature, parts, cases }: Measured, { metric: { sight, casesSight } }: Figure, shown: Shown) {
  return {
    immatureCount: immature.length,
    immature: immature
      .slice(0, MOST_SHOWN)
      .map((one) => Object.assign(new ImmatureSubject(), { ...one, soFar: shown(one.soFar, sight) })),
    parts: parts.map((one) => Object.assign(new MetricPart(), { ...one, value: shown(one.value, one.sight) })),
    cases: cases
      .slice(0, MOST_SHOWN)
      .map((one) => Object.assign(new MetricCase(), { ...one, value: shown(one.value, casesSight) })),
  };
}

/** A figure as whoever asks may see it. */
export function toFigure(figure: Figure, position: number, shown: Shown): MetricFigure {
  const { metric, window, measured, flags, baseline, wanted, trend } = figure;
  const { key, name, unit, direction, source, definition, sight } = metric;
  return Object.assign(new MetricFigure(), {
    key,
    name,
    unit,
    direction,
    source,
    window,
    flags,
    definition: toDefinition(metric),
    value: shown(measured.value, sight),
    n: measured.n,
    minSample: definition.minSample,
    ...subjectsOf(measured, figure, shown),
    baseline: baseline && toBaseline(baseline, sight, shown),
    change: shown(figure.change, sight),
    changePercent: figure.changePercent,
    attainment: wanted && toWanted(wanted, figure, shown),
    trend: trend.map((one) => Object.assign(new MetricTrendPoint(), { ...one, value: shown(one.value, sight) })),
    asOfPosition: position,
  });
}
