import fc from 'fast-check';
import { HEIGHT, type MatrixAnswer, riskMatrixSvg, WIDTH } from './risk-matrix-svg.js';
import { shortText } from './svg-text.js';

const levels = [1, 2, 3, 4, 5];

const answer = (names: { readonly team?: string; readonly property?: string } = {}): MatrixAnswer => ({
  team: names.team === undefined ? null : { name: names.team },
  property: names.property === undefined ? null : { name: names.property },
  riskMatrix: {
    stage: 'CURRENT',
    day: '2026-02-26',
    exposure: 69,
    rated: 10,
    notRated: 2,
    matrixVersion: 3,
    bands: [
      { band: 'LOW', count: 3 },
      { band: 'MEDIUM', count: 6 },
      { band: 'HIGH', count: 1 },
      { band: 'CRITICAL', count: 0 },
    ],
    cells: levels.flatMap((likelihood) =>
      levels.map((impact) => ({
        likelihood,
        impact,
        band: 'LOW' as const,
        count: likelihood + impact,
        risks: levels.map((number) => ({ reference: `K${number}` })),
      })),
    ),
  },
});

describe('the picture of a risk matrix', () => {
  it('has the size a chat shows whole, and words for those who cannot see it', () => {
    const svg = riskMatrixSvg(answer());
    expect([WIDTH, HEIGHT]).toEqual([1200, 630]);
    expect(svg).toContain('viewBox="0 0 1200 630"');
    expect(svg).toMatch(/<title id="title">\s*Risks as they are, 2026-02-26\s*<\/title>/);
    expect(svg).toMatch(/Exposure 69; Low 3, Medium 6, High 1, Critical 0; 2 not rated/);
    expect(svg.match(/<rect/g)).toHaveLength(25 + 2 + 4);
  });

  it('numbers as many risks as there is room for, and tells how many more there are', () => {
    const svg = riskMatrixSvg(answer());
    expect(svg).toMatch(/K1 K2 \+8/);
    expect(shortText('K1234567', 6)).toBe('K1234…');
  });

  it('writes whatever somebody called a team or a property as text, cut to its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (team, property) => {
        const svg = riskMatrixSvg(answer({ team: `<b onload="x">${team}`, property: `]]>&${property}` }));
        expect(svg).not.toMatch(/<(b|script)\b/);
        expect(svg).not.toContain(']]>');
        // Everything XML 1.0 can hold, and nothing else.
        expect(svg).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
        // Every ampersand begins an entity.
        expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
    const [long] = riskMatrixSvg(answer({ team: 'x'.repeat(500) })).match(/x{30,}…/) ?? [];
    expect(long).toHaveLength(40);
  });
});
