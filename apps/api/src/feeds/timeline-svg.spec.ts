import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { timelineSvg } from './timeline-svg.js';
import { many, quarter, row } from './timeline.fixture.js';
import type { Timeline } from './timeline-answer.js';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place): place is string => place !== undefined && existsSync(place));

const drawn = (timeline: Timeline, name: string | null = null): string =>
  timelineSvg({ team: name === null ? null : { name }, roadmapTimeline: timeline });

const inBrowser = executablePath ? describe : describe.skip;
interface Shown {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

inBrowser(
  `a timeline in a browser${executablePath ? '' : ' (SKIPPED: no Chromium found; set CHROMIUM to its path)'}`,
  () => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
      browser = await chromium.launch({ executablePath: executablePath ?? '', args });
      page = await browser.newPage({ viewport: { width: 1240, height: 900 }, deviceScaleFactor: 1 });
    });
    afterAll(() => browser?.close());

    const show = async (name: string, timeline: Timeline): Promise<Shown[]> => {
      await page.setContent(`<body style="margin:20px;background:#111">${drawn(timeline)}</body>`);
      const { SCREENSHOTS } = process.env;
      if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
      return await page.evaluate(`[...document.querySelectorAll('svg text')].map((text) => {
      const [box, svg] = [text.getBoundingClientRect(), document.querySelector('svg').getBoundingClientRect()];
      return { text: text.textContent.trim(), left: box.left - svg.left, top: box.top - svg.top, right: box.right - svg.left, bottom: box.bottom - svg.top };
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
    ])('%s: no text leaves it or lies over another', async (_what, name, timeline) => {
      const boxes = await show(name, timeline);
      expect(boxes.filter(({ left, right }) => left < 2 || right > 1198)).toEqual([]);
      expect(overlaps(boxes)).toEqual([]);
    });
  },
);
