import { serviceSecret } from '#libs/api-kit';
import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { executablePath, inChromium, type Rated, rating, sealedPath, storeRisks } from './picture-world.js';

const LINK = `query ($asOf: AsOf) { riskMatrix(stage: INHERENT, asOf: $asOf) { exposure asOfPosition picture { path expiresAt } } }`;
interface Linked {
  readonly exposure: number;
  readonly asOfPosition: string;
  readonly picture: { readonly path: string; readonly expiresAt: string };
}

describe('the risk matrix as a picture', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let teamId: string;
  let teamName: string;
  const evil = `R&D <script>alert("1")</script>`;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as: 'CTO',
    });
    ({ id: teamId, name: teamName } = nodes[0]!);
    await review(1, ['K1', 'K2', 'K3', 'K4'], rating(3, 5, 'HIGH'));
    await review(2, ['K5'], rating(1, 2, 'LOW'));
  });
  afterAll(async () => {
    await api?.stop();
    await database?.drop();
  });

  const review = (number: number, riskIds: readonly string[], rated: Rated) =>
    storeRisks(api, { number, teamId, riskIds, title: evil }, rated);

  const get = (path: string, as: string | null = 'Auditor', headers: Record<string, string> = {}) =>
    fetch(`${api.url}${path}`, {
      headers: { ...(as !== null && { authorization: `Bearer ${api.who(as).token}` }), ...headers },
    });
  const matrix = (query = '', as: string | null = 'Auditor') => get(`/risk/risk-matrix.svg${query}`, as);
  const refusalOf = async (answered: Promise<Response>) => {
    const response = await answered;
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return [response.status, errors[0]?.extensions.code];
  };
  const linked = (asOf: object | null = null) => api.answer<Linked>(LINK, { as: 'Auditor', variables: { asOf } });
  /** Texts of the picture, as a parser of XML reads them. */
  const textsOf = async (svg: string): Promise<string[]> => {
    const read = `select unnest(xpath('//s:text/text()', xmlparse(document $1::text), '{{s,http://www.w3.org/2000/svg}}'))::text as text`;
    return (await api.service.pool.query<{ text: string }>(read, [svg])).rows.map(({ text }) => text.trim());
  };

  it('is well-formed, holds its figures as text, and nothing that runs or is fetched', async () => {
    const response = await matrix();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const svg = await response.text();
    expect(svg).not.toMatch(/<(script|image|use|foreignObject|style|a)\b/i);
    expect(svg).not.toMatch(/<[^>]*\b(href|on\w+)=/i);
    const texts = await textsOf(svg);
    expect(texts).toEqual(expect.arrayContaining(['Σ 62', '4', 'K1 K2 +2', '1', 'K5', '5 rated, 0 not rated']));
    expect(texts).toEqual(
      expect.arrayContaining(['Critical', 'High', 'Medium', 'Low', 'Almost certain 5', '5 Severe']),
    );
  });

  it('takes the same arguments as the query, and tells whose risks it shows', async () => {
    const texts = await textsOf(await (await matrix(`?stage=RESIDUAL_TARGET&team=${teamId}`)).text());
    expect(texts).toEqual(expect.arrayContaining(['Σ 0', '0 rated, 5 not rated', teamName]));
    const { asOfPosition } = await linked();
    const then = await textsOf(await (await matrix(`?asOf=${asOfPosition}`)).text());
    expect(then).toContain('Σ 62');
    const before = await textsOf(await (await matrix('?asOf=2026-01-01T00:00:00Z')).text());
    expect(before).toEqual(expect.arrayContaining(['Σ 0', expect.stringContaining('2026-01-01')]));
  });

  it('is kept by whoever has it while it is the same', async () => {
    const tag = (await matrix()).headers.get('etag')!;
    const again = await get('/risk/risk-matrix.svg', 'Auditor', { 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is refused as the query is', async () => {
    await expect(refusalOf(matrix('', null))).resolves.toEqual([401, 'UNAUTHENTICATED']);
    await expect(refusalOf(matrix('', 'Administrator'))).resolves.toEqual([403, 'FORBIDDEN']);
    await expect(refusalOf(matrix('?team=nobody'))).resolves.toEqual([404, 'NOT_FOUND']);
    await expect(refusalOf(matrix('?stage=SOMETIME'))).resolves.toEqual([400, 'BAD_USER_INPUT']);
    await expect(refusalOf(matrix('?asOf=yesterday'))).resolves.toEqual([400, 'INVALID_POSITION']);
    await expect(refusalOf(matrix('?asOf=2999-01-01T00:00:00Z'))).resolves.toEqual([400, 'INSTANT_NOT_PAST']);
  });

  it('is shown to whoever holds a link, as it was when the link was made', async () => {
    const { picture } = await linked();
    const response = await get(picture.path, null);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=86400, immutable']);
    const svg = await response.text();
    await expect(textsOf(svg)).resolves.toContain('Σ 62');
    await review(3, ['K6'], rating(5, 5, 'CRITICAL'));
    await expect(linked()).resolves.toMatchObject({ exposure: 87 });
    expect(await (await get(picture.path, null)).text()).toBe(svg);
    const days = (Date.parse(picture.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
  });

  const split = (path: string) => /^\/pictures\/([\w-]+)\.([\w-]+)\.svg$/.exec(path)!.slice(1) as [string, string];
  const sealed = (content: object, secret?: Buffer) => sealedPath(api, content, secret);

  it('a link that was changed, forged, or has expired shows nothing, and does not tell why', async () => {
    const [body, mac] = split((await linked()).picture.path);
    const content = JSON.parse(Buffer.from(body, 'base64url').toString()) as { readonly until: number };
    const other = Buffer.from(JSON.stringify({ ...content, workspaceId: randomUUID() })).toString('base64url');
    const cursors = await serviceSecret(api.service.pool, 'cursors');
    const none = [
      `/pictures/${other}.${mac}.svg`,
      `/pictures/${body}.${mac.slice(0, -1)}${mac.endsWith('A') ? 'E' : 'A'}.svg`,
      `/pictures/${body}.svg`,
      '/pictures/nothing',
      `/pictures/${'x'.repeat(3000)}.svg`,
      await sealed(content, cursors),
      await sealed({ ...content, until: Math.floor(Date.now() / 1000) - 1 }),
      await sealed({ ...content, picture: 'ledger' }),
      await sealed({ ...content, workspaceId: randomUUID() }),
    ];
    for (const path of none) await expect(refusalOf(get(path, null))).resolves.toEqual([404, 'NOT_FOUND']);
    expect((await get(await sealed(content), null)).status).toBe(200);
  });

  it('a link opens nothing but its picture', async () => {
    const [body, mac] = split((await linked()).picture.path);
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${body}.${mac}` },
      body: JSON.stringify({ query: '{ riskMatrix { exposure } }' }),
    });
    expect(response.status).toBe(401);
  });

  const inBrowser = executablePath ? it : it.skip;

  inBrowser(
    `is drawn by a browser, page and image alike${executablePath ? '' : ' (SKIPPED: no Chromium found)'}`,
    async () => {
      await inChromium(async (browser) => {
        const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        const { picture } = await linked();
        await page.goto(`${api.url}${picture.path}`);
        expect(await page.evaluate('document.documentElement.nodeName')).toBe('svg');
        // No text leaves the picture, and no two texts lie over each other.
        const boxes = (await page.evaluate(`[...document.querySelectorAll('text')].map((text) => {
        const { left, top, right, bottom } = text.getBoundingClientRect();
        return { text: text.textContent.trim(), left, top, right, bottom };
      })`)) as { text: string; left: number; top: number; right: number; bottom: number }[];
        expect(boxes.filter((box) => box.left < 0 || box.top < 0 || box.right > 1200 || box.bottom > 630)).toEqual([]);
        const overlaps = boxes.flatMap((one, index) =>
          boxes.slice(index + 1).flatMap((other) => {
            const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            return wide > 1 && high > 6 ? [`${one.text} / ${other.text}`] : [];
          }),
        );
        expect(overlaps).toEqual([]);
        expect(complaints).toEqual([]);
        const { SCREENSHOTS } = process.env;
        if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, 'risk-matrix.png') });
      });
    },
  );
});
