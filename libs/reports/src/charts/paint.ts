import type { Tone } from './chart.js';

/**
 * Colours by name: the page says what they are, on light and on dark ground and on paper. They differ in lightness as much as in hue, so
 * that they are told apart in grey and by whoever sees no red or green.
 */
export const paint = {
  ink: 'var(--ink)',
  soft: 'var(--soft)',
  line: 'var(--line)',
  ground: 'var(--ground)',
} as const;

export const toneColor: Readonly<Record<Tone, string>> = {
  plain: 'var(--plain)',
  strong: 'var(--strong)',
  alarm: 'var(--alarm)',
  quiet: 'var(--quiet)',
};

export const heatColor = (heat: number): string => `var(--heat-${heat})`;
export const heatInk = (heat: number): string => `var(--heat-ink-${heat})`;

/** How wide a chart is drawn: for a page, and for a telephone. */
export type Breadth = 'wide' | 'narrow';

export const widthOf: Readonly<Record<Breadth, number>> = { wide: 860, narrow: 350 };

/** Without quotes: it stands in attributes. */
export const FONT = 'system-ui, sans-serif';

/** How wide a text of 12 pixels is at most: there is no screen to measure it on. */
export const wordsWidth = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length)) * 7;

/** Names of rows: to the left of them where there is room, else above. `besides`: pixels left free between names and rows. */
export const rowNames = (names: readonly string[], breadth: Breadth, besides = 0) => {
  const width = Math.min(300, wordsWidth(names) + 10);
  const label =
    breadth === 'narrow'
      ? { inside: true, verticalAlign: 'bottom' as const, padding: [0, 0, 10, -8 - besides], width: 330 }
      : { align: 'left' as const, margin: width + besides, width: width - 10 };
  return {
    left: besides + (breadth === 'narrow' ? 0 : width),
    label: { ...label, overflow: 'truncate' as const, interval: 0 },
  };
};

export const text = (size: number, color: string = paint.soft) => ({ fontFamily: FONT, fontSize: size, color });

/** Lines of a value axis: pale, without ticks. */
export const valueAxis = (label: (value: number) => string, color: string = paint.soft) => ({
  type: 'value' as const,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: paint.line } },
  axisLabel: { ...text(12, color), formatter: label },
  splitNumber: 4,
});

export const categoryAxis = (categories: readonly string[]) => ({
  type: 'category' as const,
  data: [...categories],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: paint.line } },
  axisLabel: text(12, paint.ink),
});
