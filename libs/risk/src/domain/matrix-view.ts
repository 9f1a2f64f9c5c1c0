import type { LocalDate } from '#libs/vocabulary';
import { currentOf, type ReviewState, type Risk } from './state.js';
import { type Acceptance } from './state.js';
import { type Band, bands, levels, type Place, type Rating, type Stage } from './values.js';

/** One of the 25 cells: the risks that stand there. */
export interface MatrixCell extends Place {
  readonly riskIds: readonly string[];
}

export interface RiskMatrix {
  /** All 25, likelihood 1 first, impact 1 first. */
  readonly cells: readonly MatrixCell[];
  readonly byBand: Readonly<Record<Band, number>>;
  /** Σ of the scores. */
  readonly exposure: number;
}

/** Where a risk stands at a stage; null while nobody said. */
export function ratingAt(risk: Risk, stage: Stage): Rating | null {
  if (stage === 'CURRENT') return currentOf(risk);
  return stage === 'INHERENT' ? risk.inherent : risk.residualTarget;
}

/** The risks that count: those of reviews whose subject has not ended. */
export const standingRisks = (reviews: readonly ReviewState[]): Risk[] =>
  reviews.filter(({ status }) => status !== 'CANCELLED').flatMap(({ risks }) => risks);

/** Risks on the matrix at a stage. Bands are those of the ratings themselves: a later matrix does not move them (K5). */
export function matrixOf(risks: readonly Risk[], stage: Stage): RiskMatrix {
  const placed = risks.flatMap((risk) => {
    const rating = ratingAt(risk, stage);
    return rating ? [{ riskId: risk.riskId, rating }] : [];
  });
  const idsAt = ({ likelihood, impact }: Place) =>
    placed
      .filter(({ rating }) => rating.likelihood === likelihood && rating.impact === impact)
      .map(({ riskId }) => riskId);
  const places = levels.flatMap((likelihood) => levels.map((impact) => ({ likelihood, impact })));
  const counts = bands.map((band) => [band, placed.filter(({ rating }) => rating.band === band).length] as const);
  return {
    cells: places.map((place) => ({ ...place, riskIds: idsAt(place) })),
    byBand: Object.fromEntries(counts) as Record<Band, number>,
    exposure: placed.reduce((sum, { rating }) => sum + rating.score, 0),
  };
}

/** Acceptances whose last day lies from today on until a day, the first to end first. */
export const acceptancesEnding = (risks: readonly Risk[], from: LocalDate, until: LocalDate) =>
  risks
    .flatMap(({ riskId, acceptance }): (Acceptance & { readonly riskId: string })[] =>
      acceptance ? [{ riskId, ...acceptance }] : [],
    )
    .filter(({ expiresOn }) => from <= expiresOn && expiresOn <= until)
    .sort((a, b) => (a.expiresOn === b.expiresOn ? 0 : a.expiresOn < b.expiresOn ? -1 : 1));

/** Of the risks predicted with a likelihood, how many became fact. */
export interface Calibration {
  readonly likelihood: Rating['likelihood'];
  readonly predicted: number;
  readonly materialised: number;
}

/** Predicted against materialised, by inherent likelihood. */
export const calibrationOf = (risks: readonly Risk[]): Calibration[] =>
  levels.map((likelihood) => {
    const predicted = risks.filter(({ inherent }) => inherent?.likelihood === likelihood);
    const materialised = predicted.filter(({ occurrences }) => occurrences.length > 0).length;
    return { likelihood, predicted: predicted.length, materialised };
  });
