import { dayInWords } from './day-words.js';
import type { PictureWords } from './picture.js';
import { type MatrixAnswer, whoseOf } from './risk-matrix-svg.js';

type Matrix = MatrixAnswer['riskMatrix'];

const STAGES: Readonly<Record<Matrix['stage'], string>> = {
  INHERENT: ', before anything is done',
  CURRENT: '',
  RESIDUAL_TARGET: ', as it shall become',
};

/** How many of each band, the most serious first; of the serious ones also that there are none. */
function countsOf({ bands }: Matrix): string[] {
  const counts = bands.filter(({ count }) => count > 0).toReversed();
  const none = bands.filter(({ band, count }) => count === 0 && (band === 'HIGH' || band === 'CRITICAL'));
  const missing = none.length === 0 ? [] : [`none ${none.map(({ band }) => band).join(' or ')}`];
  return [...counts.map(({ band, count }) => `${count} ${band}`), ...missing];
}

/** The matrix in a sentence, e.g. `Risk matrix of 31 March 2026: Σ 53, 6 MEDIUM, 4 LOW, none HIGH or CRITICAL.` */
export function riskMatrixWords(answer: MatrixAnswer): PictureWords {
  const matrix = answer.riskMatrix;
  const whose = whoseOf(answer);
  const of = `Risk matrix of ${dayInWords(matrix.day)}${STAGES[matrix.stage]}`;
  const title = whose === '' ? of : `${of} (${whose})`;
  const figures = [`Σ ${matrix.exposure}`, ...countsOf(matrix)];
  const unrated = matrix.notRated === 0 ? [] : [`${matrix.notRated} not rated`];
  return { title, sentence: `${title}: ${[...figures, ...unrated].join(', ')}.` };
}
