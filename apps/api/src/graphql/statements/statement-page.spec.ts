import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type Browser, chromium, type Page } from 'playwright-core';
import { decimalOf, hoursText, minutesText, moneyText } from './amounts.js';
import { html } from './html.js';
import { statementCsv } from './statement-csv.js';
import { document, eur, evil } from './statement.fixture.js';
import { pagePolicy, statementPage } from './statement-page.js';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((place): place is string => place !== undefined && existsSync(place));

describe('amounts', () => {
  it('are told to the last digit, as the currency counts them', () => {
    expect([decimalOf(eur(0)), decimalOf(eur(-5)), decimalOf(eur(2061000))]).toEqual(['0.00', '-0.05', '20610.00']);
    expect(decimalOf({ minorUnits: 1500, currency: 'JPY' })).toBe('1500');
    expect(decimalOf({ minorUnits: -1500, currency: 'KWD' })).toBe('-1.500');
    expect(moneyText(eur(-2061005))).toBe('−20,610.05 EUR');
    expect(moneyText(eur(Number.MAX_SAFE_INTEGER))).toBe('90,071,992,547,409.91 EUR');
    expect([hoursText(5970), hoursText(-65), minutesText(-5970)]).toEqual(['99:30 h', '−1:05 h', '−5,970']);
  });
});

it('whatever is put into a template is text', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const made = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`.text;
    const bare = made.replaceAll(/<\/?b>/g, '');
    expect(bare.slice('<p title="'.length, -'</p>'.length).split('">')).toHaveLength(2);
    expect(bare.slice(3, -4)).not.toMatch(/[<']/);
  });
  fc.assert(property);
});

it('the CSV keeps every line, and no spreadsheet runs any of it', () => {
  const rows: Record<string, string>[] = parse(statementCsv(document), { columns: true });
  expect(rows).toHaveLength(10);
  expect(rows[2]).toMatchObject({
    period: '2026-02',
    lineId: '2026-02-K1',
    note: `'=HYPERLINK("http://elsewhere.example";"see")`,
    minutes: '-60',
    amountMinorUnits: '-13500',
    amount: '-135',
    currency: 'EUR',
    originalPeriod: '2026-01',
    statementNumber: '1',
  });
  expect(rows[0]).toMatchObject({ note: evil, request: 'REQ-1', person: 'Bea Backend' });
});

describe('the page', () => {
  const page = statementPage(document);

  it('holds nothing that runs or is fetched', () => {
    expect(page).not.toMatch(/<(script|img|link|iframe|object|embed)\b/i);
    expect(page).not.toMatch(/<[^>]*\b(src|href|on\w+)=/i);
    expect(page.split('&lt;script&gt;')).toHaveLength(1 + 1 + 2 * 2 + 1);
  });

  it('tells terms as they held in each month', () => {
    const [, february, march] = page.split('<section class="month">');
    expect(february).toContain('150 % of the rate');
    expect(february).toContain('at most 25 % of the grant');
    expect(february).not.toContain('80.00 EUR an hour');
    expect(march).toContain('200 % of the rate');
    expect(march).toContain('80.00 EUR an hour (QA) from 2026-03-01');
    expect(march).toContain('unused minutes expire');
  });
});

const inBrowser = executablePath ? describe : describe.skip;

inBrowser(
  `the page in a browser${executablePath ? '' : ' (SKIPPED: no Chromium found; set CHROMIUM to its path)'}`,
  () => {
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];
    beforeAll(async () => {
      const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
      browser = await chromium.launch({ executablePath: executablePath ?? '', args });
      page = await browser.newPage({ viewport: { width: 900, height: 1200 } });
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => {
        if (request.url() !== 'http://statement.test/') complaints.push(request.url());
      });
      const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy };
      await page.route('**/*', (route) => route.fulfill({ body: statementPage(document), headers }));
      await page.goto('http://statement.test/');
    });
    afterAll(() => browser.close());

    it('is laid out by its own style sheet, runs nothing and asks for nothing', async () => {
      expect(await page.title()).toBe('Statement AG-1, 2026-02 to 2026-03');
      const aligned = await page.evaluate(`getComputedStyle(document.querySelector('.subtotal td')).textAlign`);
      expect(aligned).toBe('right');
      expect(complaints).toEqual([]);
      const { SCREENSHOTS } = process.env;
      if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, 'statement.png'), fullPage: true });
    });

    it('groups lines by request with what each comes to', async () => {
      const [february] = await page.locator('section.month').all();
      const groups = (await february!.locator('tr.group th').allTextContents()).map((text) => text.trim());
      expect(groups).toEqual([
        'REQ-1 Onboarding',
        `REQ-3 Cards ${evil}`,
        'Without a request',
        'A request you may not read',
      ]);
      const subtotals = (await february!.locator('tr.subtotal td:last-child').allTextContents()).map((text) =>
        text.trim(),
      );
      expect(subtotals).toEqual(['495.00 EUR', '202.50 EUR', '0.00 EUR', '0.00 EUR']);
      expect((await february!.locator('.totals tfoot td').allTextContents()).map((text) => text.trim())).toEqual([
        '450',
        '7:30 h',
        '697.50 EUR',
      ]);
      expect(await february!.locator('tr', { hasText: 'of 2026-01' }).count()).toBe(1);
    });

    it('begins each month on a sheet of its own', async () => {
      await page.emulateMedia({ media: 'print' });
      const breaks = await page.evaluate(
        `[...document.querySelectorAll('section.month')].map((month) => getComputedStyle(month).breakBefore)`,
      );
      expect(breaks).toEqual(['page', 'page']);
    });
  },
);
