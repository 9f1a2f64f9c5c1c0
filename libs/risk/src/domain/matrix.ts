import { ValidationFailed } from '#libs/event-log';
import { ScoreOutOfRange } from './refusals.js';
import { type Band, bands, type Level, levels, type Place } from './values.js';

/** Bands by likelihood (rows, 1 first) and impact (columns, 1 first): a grid, so that an organisation can make (1,5) HIGH. */
export type MatrixGrid = readonly (readonly Band[])[];

/** 0 for LOW to 3 for CRITICAL. */
export const rankOf = (band: Band): number => bands.indexOf(band);

export const isAtLeast = (band: Band, floor: Band): boolean => rankOf(band) >= rankOf(floor);

/** The most serious of some bands; LOW of none. */
export const highestOf = (found: readonly Band[]): Band =>
  found.reduce<Band>((worst, band) => (rankOf(band) > rankOf(worst) ? band : worst), 'LOW');

function bandByProduct(score: number): Band {
  if (score >= 20) return 'CRITICAL';
  if (score >= 10) return 'HIGH';
  return score >= 5 ? 'MEDIUM' : 'LOW';
}

/** By likelihood × impact: LOW 1–4, MEDIUM 5–9, HIGH 10–16, CRITICAL 20–25. */
export const defaultGrid: MatrixGrid = levels.map((likelihood) =>
  levels.map((impact) => bandByProduct(likelihood * impact)),
);

export const scoreOf = ({ likelihood, impact }: Place): number => likelihood * impact;

const isLevel = (value: number): value is Level => levels.some((level) => level === value);

/**
 * A cell of the matrix.
 * @throws ScoreOutOfRange
 */
export function requirePlace(likelihood: number, impact: number, path: readonly string[] = ['input']): Place {
  if (!isLevel(likelihood)) throw new ScoreOutOfRange(likelihood, [...path, 'likelihood']);
  if (!isLevel(impact)) throw new ScoreOutOfRange(impact, [...path, 'impact']);
  return { likelihood, impact };
}

/** The band of a cell. */
export function bandOf(grid: MatrixGrid, { likelihood, impact }: Place): Band {
  const band = grid[likelihood - 1]?.[impact - 1];
  if (band === undefined) throw new RangeError('A matrix has five rows of five bands.');
  return band;
}

const isFiveByFive = (grid: MatrixGrid): boolean =>
  grid.length === levels.length && grid.every((row) => row.length === levels.length);

/** No cell is milder than one with less of both. */
const isMonotone = (grid: MatrixGrid): boolean =>
  levels.every((likelihood) =>
    levels.every((impact) => {
      const rank = rankOf(bandOf(grid, { likelihood, impact }));
      const before = [grid[likelihood - 2]?.[impact - 1], grid[likelihood - 1]?.[impact - 2]];
      return before.every((band) => band === undefined || rankOf(band) <= rank);
    }),
  );

/** Both ends of the scale are used: something is harmless, and something nobody may accept. */
const reachesBothEnds = (grid: MatrixGrid): boolean =>
  bandOf(grid, { likelihood: 1, impact: 1 }) === 'LOW' && bandOf(grid, { likelihood: 5, impact: 5 }) === 'CRITICAL';

/**
 * A grid somebody proposes: five by five, from LOW to CRITICAL, and never milder where likelihood or impact grows.
 * @throws ValidationFailed
 */
export function requireGrid(grid: MatrixGrid, path: readonly string[] = ['input', 'grid']): MatrixGrid {
  if (!isFiveByFive(grid)) throw new ValidationFailed('A matrix has five rows of five bands.', path);
  if (!isMonotone(grid)) throw new ValidationFailed('A band never gets milder as likelihood or impact grows.', path);
  if (!reachesBothEnds(grid)) throw new ValidationFailed('A matrix goes from LOW (1,1) to CRITICAL (5,5).', path);
  return grid;
}
