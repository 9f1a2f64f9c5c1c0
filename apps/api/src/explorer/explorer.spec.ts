import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { goodToken, revocableToken, type SmallApiHandle, startSmallApi } from '../small-api.fixture.js';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place): place is string => place !== undefined && existsSync(place));
const quiet =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const greet = `# Greet somebody
# The friendliest of all.
# variables:
# { "name": "Mara" }
query Greet($name: String) {
  greeting(name: $name)
}
`;
const watch = `# Watch the numbers
subscription Watch {
  numbers(upTo: 3, thenWait: true)
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operations-'));
  await writeFile(join(folder, '1-greet.graphql'), greet);
  await writeFile(join(folder, '2-watch.graphql'), watch);
});
afterAll(() => rm(folder, { recursive: true }));

const demoTokens = () =>
  Promise.resolve([
    { label: 'Mara Lind, marketing requester', token: goodToken },
    { label: 'Jonas Beck, engineering lead', token: revocableToken },
  ]);

describe('the root page', () => {
  let api: SmallApiHandle;
  beforeAll(async () => {
    api = await startSmallApi({ parts: { operationsFolder: folder } });
  });
  afterAll(() => api.app.close());

  it('is our own: nothing from elsewhere, no inline script', async () => {
    const response = await fetch(api.url);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it('has files that a browser may keep for good, under addresses that change with them', async () => {
    const html = await (await fetch(api.url)).text();
    const urls = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url);
    expect(urls).toHaveLength(8);
    for (const url of urls) {
      const response = await fetch(`${api.url}${url}`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
    const stale = await fetch(`${api.url}/explorer/000000000000/explorer.js`);
    expect(stale.status).toBe(404);
  });

  it('knows no token outside demo mode', async () => {
    const config = (await (await fetch(`${api.url}/explorer/config.json`)).json()) as object;
    expect(Object.keys(config)).toEqual(['operations']);
  });
});

const inBrowser = executablePath ? describe : describe.skip;

inBrowser(
  `the explorer in a browser${executablePath ? '' : ' (SKIPPED: no Chromium found; set CHROMIUM to its path)'}`,
  () => {
    let browser: Browser;
    let page: Page;
    let strangers: string[];
    let complaints: string[];
    let api: SmallApiHandle;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath ?? '', args: quiet.split(' ') });
    });
    afterAll(() => browser.close());

    const open = async (parts: object): Promise<void> => {
      api = await startSmallApi({ parts: { operationsFolder: folder, ...parts } });
      const context = await browser.newContext({ viewport: { width: 1360, height: 820 } });
      page = await context.newPage();
      strangers = [];
      complaints = [];
      // Whatever is not this very service is refused, and remembered.
      await context.route('**/*', (route) => {
        if (route.request().url().startsWith(`${api.url}/`)) return route.continue();
        strangers.push(route.request().url());
        return route.abort();
      });
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${api.url}/`);
      await page.waitForSelector('.graphiql-container');
    };
    const result = (text: string) => page.locator('.result-window', { hasText: text }).waitFor();
    const keep = async (name: string): Promise<void> => {
      const { SCREENSHOTS } = process.env;
      if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    };
    afterEach(async () => {
      await page.context().close();
      await api.app.close();
      expect(strangers).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it('lets a demo person be chosen, runs a ready-made operation and shows its result', async () => {
      await open({ demoTokens });
      await keep('1-start');
      await page.selectOption('#caller', { label: 'Mara Lind, marketing requester' });
      await page.click('.twolane-operation:has-text("Greet somebody")');
      await page.click('.graphiql-execute-button');
      await result('"greeting": "Mara"');
      await keep('2-result');
      expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(goodToken);
    });

    it('carries subscriptions over its own socket', async () => {
      await open({ demoTokens });
      await page.selectOption('#caller', { label: 'Jonas Beck, engineering lead' });
      await page.click('.twolane-operation:has-text("Watch the numbers")');
      await page.click('.graphiql-execute-button');
      await result('"numbers": 3');
      await keep('3-subscription');
      await page.click('.graphiql-execute-button');
    });

    it('takes a pasted token outside demo mode and shows the documentation with it', async () => {
      await open({});
      expect(await page.locator('select#caller').count()).toBe(0);
      await page.fill('input#caller', goodToken);
      await page.click('button[aria-label="Show Documentation Explorer"]');
      await page.waitForSelector('.graphiql-doc-explorer >> text=Query');
      await keep('4-documentation');
    });
  },
);
