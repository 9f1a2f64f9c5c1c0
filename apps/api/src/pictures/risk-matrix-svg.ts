import { html, type Html } from '../graphql/statements/html.js';
import { shortText } from './svg-text.js';

type Band = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

interface Cell {
  readonly likelihood: number;
  readonly impact: number;
  readonly band: Band;
  readonly count: number;
  readonly risks: readonly { readonly reference: string }[];
}

interface Named {
  readonly name?: string | null;
}

/** What the picture's document is answered with. */
export interface MatrixAnswer {
  readonly team: Named | null;
  readonly property: Named | null;
  readonly riskMatrix: {
    readonly stage: 'INHERENT' | 'CURRENT' | 'RESIDUAL_TARGET';
    readonly day: string;
    readonly exposure: number;
    readonly rated: number;
    readonly notRated: number;
    readonly matrixVersion: number;
    readonly bands: readonly { readonly band: Band; readonly count: number }[];
    readonly cells: readonly Cell[];
  };
}

/** As wide and high as a chat shows a picture whole. */
export const WIDTH = 1200;
export const HEIGHT = 630;

const LIKELIHOODS = ['Rare', 'Unlikely', 'Possible', 'Likely', 'Almost certain'] as const;
const IMPACTS = ['Negligible', 'Minor', 'Moderate', 'Major', 'Severe'] as const;
const TITLES = {
  INHERENT: 'Risks before anything is done',
  CURRENT: 'Risks as they are',
  RESIDUAL_TARGET: 'Risks as they shall become',
} as const;

/** Each darker than the one before, and named by its letter: told apart without seeing colours, and in print. */
const PAINTS: Readonly<Record<Band, { readonly fill: string; readonly ink: string; readonly word: string }>> = {
  LOW: { fill: '#e4f3ee', ink: '#1b1f24', word: 'Low' },
  MEDIUM: { fill: '#f6cf57', ink: '#1b1f24', word: 'Medium' },
  HIGH: { fill: '#e27a32', ink: '#1b1f24', word: 'High' },
  CRITICAL: { fill: '#86143a', ink: '#ffffff', word: 'Critical' },
};

const INK = '#1b1f24';
const QUIET = '#4a5260';

const LEFT = 196;
const TOP = 112;
const CELL = { width: 126, height: 84 } as const;
const PANEL = 876;
/** Risk numbers that a cell has room for. */
const NUMBERS = 3;

/** Numbers of a cell's risks, as many as there is room for. */
function numbersOf({ count, risks }: Cell): string {
  const shown = risks.slice(0, count > NUMBERS ? NUMBERS - 1 : NUMBERS).map(({ reference }) => shortText(reference, 6));
  return count > shown.length ? `${shown.join(' ')} +${count - shown.length}` : shown.join(' ');
}

function cellOf(cell: Cell): Html {
  const { fill, ink, word } = PAINTS[cell.band];
  const x = LEFT + (cell.impact - 1) * CELL.width;
  const y = TOP + (5 - cell.likelihood) * CELL.height;
  const middle = x + CELL.width / 2;
  const filled =
    cell.count === 0
      ? null
      : html`<text x="${middle}" y="${y + 48}" font-size="34" font-weight="700" text-anchor="middle">${cell.count}</text
          ><text x="${middle}" y="${y + 72}" font-size="15" text-anchor="middle">${numbersOf(cell)}</text>`;
  return html`<g fill="${ink}">
    <title>${LIKELIHOODS[cell.likelihood - 1] ?? ''}, ${IMPACTS[cell.impact - 1] ?? ''}: ${word}, ${cell.count}</title>
    <rect
      x="${x}"
      y="${y}"
      width="${CELL.width}"
      height="${CELL.height}"
      fill="${fill}"
      stroke="#ffffff"
      stroke-width="3"
    />
    <text x="${x + 10}" y="${y + 22}" font-size="14" font-weight="700" opacity="0.8">${word.charAt(0)}</text>${filled}
  </g>`;
}

const rows = (): Html[] =>
  LIKELIHOODS.map((word, index) => {
    const y = TOP + (4 - index) * CELL.height + CELL.height / 2;
    return html`<text x="${LEFT - 14}" y="${y + 6}" text-anchor="end">${word} ${index + 1}</text>`;
  });

const columns = (): Html[] =>
  IMPACTS.map((word, index) => {
    const x = LEFT + index * CELL.width + CELL.width / 2;
    return html`<text x="${x}" y="${TOP + 5 * CELL.height + 26}" text-anchor="middle">${index + 1} ${word}</text>`;
  });

const axes = (): Html => {
  const [middle, bottom] = [TOP + 2.5 * CELL.height, TOP + 5 * CELL.height];
  return html`<g font-size="17" fill="${INK}">${rows()}${columns()}</g>
    <g font-size="17" font-weight="700" fill="${INK}">
      <text x="36" y="${middle}" text-anchor="middle" transform="rotate(-90 36 ${middle})">How likely</text>
      <text x="${LEFT + 2.5 * CELL.width}" y="${bottom + 60}" text-anchor="middle">How bad it would be</text>
    </g>`;
};

const legendOf = ({ bands }: MatrixAnswer['riskMatrix']): Html[] =>
  bands.toReversed().map(({ band, count }, index) => {
    const { fill, ink, word } = PAINTS[band];
    const y = 258 + index * 52;
    return html`<rect x="${PANEL}" y="${y}" width="40" height="40" fill="${fill}" stroke="${QUIET}" stroke-width="1" />
      <text x="${PANEL + 20}" y="${y + 27}" font-size="18" font-weight="700" text-anchor="middle" fill="${ink}"
        >${word.charAt(0)}</text
      >
      <text x="${PANEL + 56}" y="${y + 27}" font-size="20" fill="${INK}">${word}</text>
      <text x="${WIDTH - 48}" y="${y + 27}" font-size="22" font-weight="700" text-anchor="end" fill="${INK}"
        >${count}</text
      >`;
  });

const panelOf = (matrix: MatrixAnswer['riskMatrix']): Html =>
  html` <text x="${PANEL}" y="140" font-size="20" fill="${QUIET}">Exposure (sum of scores)</text>
    <text x="${PANEL}" y="212" font-size="72" font-weight="700" fill="${INK}">Σ ${matrix.exposure}</text>
    ${legendOf(matrix)}
    <g font-size="17" fill="${QUIET}">
      <text x="${PANEL}" y="500">${matrix.rated} rated, ${matrix.notRated} not rated</text>
      <text x="${PANEL}" y="528">Colours by matrix version ${matrix.matrixVersion}</text>
    </g>`;

/** Whose risks: of a team, of a property, of both; empty: all. */
export function whoseOf({ team, property }: MatrixAnswer): string {
  const parts = [team?.name, property?.name].flatMap((name) => (name ? [shortText(name, 40)] : []));
  return parts.join(', ');
}

/** The matrix as a picture of 1200 × 630: its own background, real text, nothing that runs or is fetched. */
export function riskMatrixSvg(answer: MatrixAnswer): string {
  const matrix = answer.riskMatrix;
  const title = `${TITLES[matrix.stage]}, ${matrix.day}`;
  const whose = whoseOf(answer);
  const told = matrix.bands.map(({ band, count }) => `${PAINTS[band].word} ${count}`).join(', ');
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${WIDTH}"
    height="${HEIGHT}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-labelledby="title told"
    font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
  >
    <title id="title">${whose === '' ? title : `${title}: ${whose}`}</title>
    <desc id="told">Exposure ${matrix.exposure}; ${told}; ${matrix.notRated} not rated.</desc>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff" />
    <rect x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" fill="none" stroke="#c4cad3" stroke-width="2" />
    <text x="48" y="66" font-size="32" font-weight="700" fill="${INK}">${title}</text>
    <text x="48" y="95" font-size="20" fill="${QUIET}">${whose}</text>
    ${matrix.cells.map(cellOf)} ${axes()} ${panelOf(matrix)}
  </svg>`.text;
}
