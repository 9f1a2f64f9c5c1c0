import { riskRules } from '#libs/risk';
import type { HeatCell, HeatChart } from '../charts/chart.js';

const { bandOf, bands, defaultGrid, levels, rankOf } = riskRules;

const HEATS = [0, 1, 2, 3] as const;

/** The 25 cells with how many risks stand on each; those with risks are as dark as the most serious band that was given there. */
export function matrixChart(risks: readonly riskRules.Risk[], stage: riskRules.Stage): HeatChart {
  const ratings = risks.flatMap((risk) => riskRules.ratingAt(risk, stage) ?? []);
  const cells = riskRules.matrixOf(risks, stage).cells.map(({ likelihood, impact, riskIds }): HeatCell => {
    const here = ratings.filter((rating) => rating.likelihood === likelihood && rating.impact === impact);
    const bands = here.length > 0 ? here.map(({ band }) => band) : [bandOf(defaultGrid, { likelihood, impact })];
    const rank = rankOf(riskRules.highestOf(bands));
    return {
      column: impact - 1,
      row: likelihood - 1,
      text: riskIds.length === 0 ? '' : String(riskIds.length),
      heat: HEATS[rank]!,
      empty: riskIds.length === 0,
    };
  });
  return {
    form: 'heat',
    x: 'Impact',
    y: 'Likelihood',
    columns: levels.map(String),
    rows: levels.map(String),
    cells,
    legend: bands.map((band) => band.charAt(0) + band.slice(1).toLowerCase()),
  };
}
