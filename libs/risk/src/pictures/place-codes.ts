import { bandOf, bands, type Band, levels, type MatrixGrid, type Place, rankOf, scoreOf } from '../domain/index.js';

/** Where a rating stands, with its band, as one number: 315 is band 3 (CRITICAL), likelihood 1, impact 5. Statements count by it. */
export type PlaceCode = number;

/** What a code says. */
export interface CodedPlace extends Place {
  readonly band: Band;
  readonly score: number;
}

export const placeCode = ({ likelihood, impact, band }: Place & { readonly band: Band }): PlaceCode =>
  rankOf(band) * 100 + likelihood * 10 + impact;

const level = (code: number): Place['likelihood'] => {
  const found = levels.find((one) => one === code % 10);
  if (found === undefined) throw new RangeError(`No place on a matrix: ${code}.`);
  return found;
};

export function placeOf(code: PlaceCode): CodedPlace {
  const place = { likelihood: level(Math.floor(code / 10)), impact: level(code) };
  return { ...place, band: bandAt(Math.floor(code / 100)), score: scoreOf(place) };
}

/** The band of a rank: 0 for LOW to 3 for CRITICAL. */
export function bandAt(rank: number): Band {
  const band = bands[rank];
  if (band === undefined) throw new RangeError(`No band has the rank ${rank}.`);
  return band;
}

/** All 25 places with the band a matrix gives them, likelihood 1 first, impact 1 first. */
export const placesOf = (grid: MatrixGrid): CodedPlace[] =>
  levels.flatMap((likelihood) =>
    levels.map((impact) => {
      const place = { likelihood, impact };
      return { ...place, band: bandOf(grid, place), score: scoreOf(place) };
    }),
  );
