import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { axisOf, LEFT, RIGHT } from './timeline-axis.js';
import type { Timeline } from './timeline-answer.js';
import { layoutOf } from './timeline-layout.js';
import { PAINTS } from './timeline-paint.js';
import { timelineSvg } from './timeline-svg.js';
import { evil, many, quarter, row } from './timeline.fixture.js';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place): place is string => place !== undefined && existsSync(place));

const drawn = (timeline: Timeline, name: string | null = null): string =>
  timelineSvg({ team: name === null ? null : { name }, roadmapTimeline: timeline });
const placed = (timeline: Timeline) =>
  new Map(layoutOf(timeline, axisOf(timeline)).flatMap(({ rows }) => rows.map((one) => [one.item.reference, one])));
const only = (one: Timeline['rows'][0], change: Partial<Timeline> = {}): Timeline => ({
  ...quarter,
  lanes: [{ lane: one.item.lane, count: 1 }],
  rows: [one],
  ...change,
});

describe('the axis', () => {
  it('goes from the Monday of the first window to the Sunday of the last, those of the baseline included', () => {
    expect(axisOf(quarter)).toMatchObject({ first: '2026-01-05', last: '2026-05-31' });
    expect(axisOf({ ...quarter, from: '2026-02-03', to: '2026-04-02' })).toMatchObject({
      first: '2026-02-03',
      last: '2026-04-02',
    });
  });

  it('gives every day the same width, over the changes of the clock too', () => {
    const { x, last } = axisOf(quarter);
    const width = (RIGHT - LEFT) / 147;
    expect(x('2026-01-05')).toBe(LEFT);
    expect(x('2026-06-01')).toBe(RIGHT);
    expect(last).toBe('2026-05-31');
    for (const day of ['2026-03-28', '2026-03-29', '2026-03-30'])
      expect(x(day)).toBeCloseTo(
        LEFT + width * Math.round((Date.parse(day) - Date.parse('2026-01-05')) / 86_400_000),
        0,
      );
  });

  it('reaches no further from today than a picture can show', () => {
    const far = row(1, { title: 'Far', lane: 'SHARED', status: 'PLANNED', window: ['2019-01-01', '2035-12-31'] });
    const { first, last } = axisOf(only(far));
    expect([first, last]).toEqual(['2025-03-24', '2028-03-26']);
  });

  it('has four weeks at least, and weeks and months only where there is room for them', () => {
    const { first, last, weeks } = axisOf({ ...quarter, rows: [] });
    expect([first, last, weeks.length]).toEqual(['2026-03-23', '2026-04-19', 4]);
    const long = axisOf({ ...quarter, from: '2024-01-01', to: '2027-01-05' });
    expect([long.weeks.length, long.months.map(({ label }) => label).slice(0, 5)]).toEqual([
      0,
      ['Jan 2024', 'Apr', 'Jul', 'Oct', '2025'],
    ]);
    expect(axisOf(quarter).months.map(({ label }) => label)).toEqual(['Jan 2026', 'Feb', 'Mar', 'Apr', 'May']);
  });
});

describe('rows', () => {
  it('have their bar from the first day to the end of the last, and where it stood', () => {
    const { x } = axisOf(quarter);
    const rows = placed(quarter);
    expect(rows.get('RM-1')).toMatchObject({
      bar: { x: x('2026-01-05'), width: x('2026-03-17') - x('2026-01-05') },
      ghost: { x: x('2026-01-05'), width: x('2026-04-14') - x('2026-01-05') },
      shift: { from: x('2026-04-14'), to: x('2026-03-17'), days: -28 },
    });
    // Its end is the same: the start moved.
    expect(rows.get('RM-3')?.shift).toEqual({ from: x('2026-03-16'), to: x('2026-03-30'), days: 14 });
    expect(rows.get('RM-6')).toMatchObject({ ghost: null, shift: null });
    expect(rows.has('RM-8')).toBe(false);
  });

  it('do not leave the axis that is asked for', () => {
    const april = { ...quarter, from: '2026-04-01', to: '2026-04-30' };
    const rows = placed(april);
    expect(rows.get('RM-6')?.bar).toEqual({ x: LEFT, width: RIGHT - LEFT });
    expect(rows.get('RM-1')).toMatchObject({ bar: null, shift: { to: LEFT } });
    expect(drawn(april)).toContain('RM-1 Onboarding (2026-01-05 to 2026-03-16)');
  });

  it('never lie over each other', () => {
    for (const timeline of [quarter, many]) {
      const tops = [...placed(timeline).values()].map(({ y, shift }) => [y, y + (shift ? 46 : 31)] as const);
      for (const [index, [top]] of tops.entries()) expect(top).toBeGreaterThanOrEqual(tops[index - 1]?.[1] ?? 0);
    }
  });
});

describe('the picture', () => {
  it('says what moved, what has no window, and how many more there are', () => {
    const svg = drawn(quarter, 'Marketing');
    const texts = [
      'Roadmap, 2026-03-26, Marketing',
      '5 moved since 2026-01-08',
      '\u221228 d',
      '\u221263 d',
      '+14 d',
      '+63 d',
      '+35 d',
      'today 03-26',
    ];
    for (const text of [...texts, 'No window yet: RM-8 Brand refresh', 'Window on 2026-01-08', 'Needed by'])
      expect(svg).toContain(text);
    expect(drawn(many).match(/and 35 more/g)).toHaveLength(4);
    expect(drawn({ ...quarter, rows: [] })).toContain('>and 3 more<');
    expect(drawn({ ...quarter, rows: [], lanes: [{ lane: 'SHARED', count: 0 }] })).toContain('>nothing<');
  });

  it('has no line for a day that is not on it, and no arrows where they would be a tangle', () => {
    expect(drawn({ ...quarter, from: '2026-04-01' })).not.toContain('>today');
    expect(drawn(many)).not.toContain('Needed by');
  });

  it('strikes out what was dropped', () => {
    const dropped = row(9, {
      title: 'Given up',
      lane: 'SHARED',
      status: 'DROPPED',
      window: ['2026-04-01', '2026-04-30'],
    });
    expect(drawn(only(dropped))).toMatch(/text-decoration="line-through">RM-9 Given up</);
    expect(drawn(quarter)).not.toContain('line-through');
  });

  it('holds nothing that runs or is fetched, whatever titles say', () => {
    const svg = drawn(many, evil);
    expect(svg).not.toMatch(/<(script|image|use|foreignObject|style|a)\b/i);
    expect(svg).not.toMatch(/<[^>]*\b(href|on\w+)=/i);
    expect(svg).toContain('&lt;script&gt;');
    const control = row(1, {
      title: 'a\u0000b\u0007c\u{FFFF}',
      lane: 'SHARED',
      status: 'PLANNED',
      window: ['2026-03-01', '2026-05-30'],
    });
    // oxlint-disable-next-line no-control-regex -- none of them may stand in XML
    expect(drawn(only(control))).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u{FFFF}]/u);
  });

  it('tells statuses apart by how dark they are', () => {
    const lightness = (hex: string): number => {
      const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const order = (['PROPOSED', 'PLANNED', 'COMMITTED', 'IN_DELIVERY', 'SHIPPED', 'MEASURED'] as const).map((status) =>
      lightness(PAINTS[status].fill),
    );
    for (const [index, light] of order.slice(1).entries()) expect(order[index]! - light).toBeGreaterThan(15);
  });
});

const inBrowser = executablePath ? describe : describe.skip;
interface Shown {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

inBrowser(`in a browser${executablePath ? '' : ' (SKIPPED: no Chromium found; set CHROMIUM to its path)'}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    page = await browser.newPage({ viewport: { width: 1240, height: 640 } });
  });
  afterAll(() => browser?.close());

  /** Texts and where they stand in the picture. */
  const show = async (name: string, timeline: Timeline): Promise<Shown[]> => {
    await page.setContent(`<body style="margin:20px;background:#111">${drawn(timeline)}</body>`);
    const { SCREENSHOTS } = process.env;
    if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
    return page.evaluate(`[...document.querySelectorAll('svg text')].map((text) => {
      const [box, svg] = [text.getBoundingClientRect(), document.querySelector('svg').getBoundingClientRect()];
      const [left, right, top, bottom] = [box.left - svg.left, box.right - svg.left, box.top - svg.top, box.bottom - svg.top];
      return { text: text.textContent.trim(), left, top, right, bottom };
    })`);
  };
  const overlaps = (boxes: readonly Shown[]): string[] =>
    boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        return wide > 1 && high > 6 ? [`${one.text} / ${other.text}`] : [];
      }),
    );

  it.each([
    ['the demo quarter', 'timeline-quarter', quarter],
    ['200 items', 'timeline-many', many],
    ['a month of them', 'timeline-april', { ...quarter, from: '2026-04-01', to: '2026-04-30' }],
  ])('%s: no text leaves the picture or lies over another one', async (_what, name, timeline) => {
    const boxes = await show(name, timeline);
    expect(boxes.length).toBeGreaterThan(20);
    expect(boxes.filter(({ left, right }) => left < 2 || right > 1198)).toEqual([]);
    expect(overlaps(boxes)).toEqual([]);
    expect(overlaps([...boxes, boxes[0]!])).not.toEqual([]);
  });
});
