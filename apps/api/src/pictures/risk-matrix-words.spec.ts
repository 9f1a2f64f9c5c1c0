import type { MatrixAnswer } from './risk-matrix-svg.js';
import { riskMatrixWords } from './risk-matrix-words.js';

const bands = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

const answer = (counts: readonly number[], more: Partial<MatrixAnswer['riskMatrix']> = {}): MatrixAnswer => ({
  team: null,
  property: null,
  riskMatrix: {
    stage: 'CURRENT',
    day: '2026-03-31',
    exposure: 53,
    rated: 10,
    notRated: 0,
    matrixVersion: 1,
    bands: bands.map((band, index) => ({ band, count: counts[index] ?? 0 })),
    cells: [],
    ...more,
  },
});

const sentence = (...given: Parameters<typeof answer>): string => riskMatrixWords(answer(...given)).sentence;

describe('a risk matrix in words', () => {
  it('is a sentence with its figures, the most serious first', () => {
    expect(riskMatrixWords(answer([4, 6, 0, 0]))).toEqual({
      title: 'Risk matrix of 31 March 2026',
      sentence: 'Risk matrix of 31 March 2026: Σ 53, 6 MEDIUM, 4 LOW, none HIGH or CRITICAL.',
    });
    expect(sentence([3, 6, 1, 0], { exposure: 69, day: '2026-02-26', notRated: 2 })).toBe(
      'Risk matrix of 26 February 2026: Σ 69, 1 HIGH, 6 MEDIUM, 3 LOW, none CRITICAL, 2 not rated.',
    );
    expect(sentence([0, 0, 1, 1])).toBe('Risk matrix of 31 March 2026: Σ 53, 1 CRITICAL, 1 HIGH.');
  });

  it('tells which stage it is, and whose risks', () => {
    const residual = {
      ...answer([0, 0, 0, 0], { stage: 'RESIDUAL_TARGET', exposure: 0 }),
      team: { name: ' A\n\tB\u0000 ' },
    };
    expect(riskMatrixWords({ ...residual, property: { name: 'x'.repeat(100) } }).title).toBe(
      `Risk matrix of 31 March 2026, as it shall become (A B\u{FFFD}, ${'x'.repeat(39)}…)`,
    );
  });
});
