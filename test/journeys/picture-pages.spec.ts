import { serviceSecret } from '#libs/api-kit';
import { type RunningApi, prepareViews, startApi } from '#test/kit/api';
import { testDatabase, type TestDatabase } from '#test/kit/database';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { executablePath, inChromium, rating, sealedPath, storeRisks } from './picture-world.js';

const LINK = `query ($teamId: ID, $stage: RiskStage! = INHERENT) {
  riskMatrix(stage: $stage, teamId: $teamId) { day picture { path pagePath expiresAt } } }`;
const TIMELINE = '{ roadmapTimeline { today picture { path pagePath } } }';

interface Linked {
  readonly day: string;
  readonly picture: { readonly path: string; readonly pagePath: string };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const words = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  );

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);

/** What a chat reads of a page. */
const metaOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<meta\s+(?:property|name)="([\w:]+)"\s+content="([^"]*)"\s*\/>/g)].map(([, name, content]) => [
      name!,
      plain(content!),
    ]),
  );

describe('a page that shares a picture', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let published: RunningApi;
  let teamId: string;
  const evil = `R&D "><script>alert('1')</script>`;

  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url });
    published = await startApi({
      databaseUrl: database.url,
      settings: { PUBLIC_URL: 'https://twolane.example/work/' },
    });
    const { nodes } = await api.answer<{ nodes: { id: string }[] }>('{ teams { nodes { id } } }', { as: 'CTO' });
    teamId = nodes[0]!.id;
    await storeRisks(api, { number: 1, teamId, riskIds: ['K1', 'K2', 'K3', 'K4'], title: evil }, rating(3, 5, 'HIGH'));
    await storeRisks(api, { number: 2, teamId, riskIds: ['K5'], title: evil }, rating(1, 2, 'LOW'));
  });
  afterAll(async () => {
    await published?.stop();
    await api?.stop();
    await database?.drop();
  });

  const linked = (variables: object = {}) => api.answer<Linked>(LINK, { as: 'Auditor', variables: { ...variables } });

  /** With any Host, as nobody's browser would send it. */
  const get = (path: string, headers: Record<string, string> = {}, of: RunningApi = api): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { host, ...others } = headers;
      const sent = host === '' ? others : headers;
      const call = request(`${of.url}${path}`, { headers: sent, setHost: host !== '' }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      call.on('error', reject);
      call.end();
    });

  it('says in words what the picture shows, at whole addresses', async () => {
    const { day, picture } = await linked();
    expect(picture.path).toBe(`${picture.pagePath}.svg`);
    const { status, headers, text } = await get(picture.pagePath);
    expect(status).toBe(200);
    const title = `Risk matrix of ${words(day)}, before anything is done`;
    const sentence = `${title}: Σ 62, 4 HIGH, 1 LOW, none CRITICAL.`;
    expect(metaOf(text)).toMatchObject({
      'og:type': 'website',
      'og:title': title,
      'og:description': sentence,
      'og:url': `${api.url}${picture.pagePath}`,
      'og:image': `${api.url}${picture.path}`,
      'og:image:alt': sentence,
      'twitter:card': 'summary_large_image',
      description: sentence,
      robots: 'noindex, nofollow',
    });
    const image = await get(new URL(metaOf(text)['og:image']!).pathname);
    expect([image.status, image.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(image.headers['x-robots-tag']).toBe('noindex, nofollow');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, max-age=86400',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      vary: expect.stringMatching(/host/i),
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; img-src 'self'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect([...text.matchAll(/<link\b/g)]).toHaveLength(1);
    expect(text).not.toMatch(/<(script|iframe|object|form|base)\b|\son\w+=|javascript:/i);
  });

  it('says of a matrix without anything serious that there is none, and what is not rated', async () => {
    const { day, picture } = await linked({ stage: 'RESIDUAL_TARGET' });
    const { text } = await get(picture.pagePath);
    expect(metaOf(text)['og:description']).toBe(
      `Risk matrix of ${words(day)}, as it shall become: Σ 0, none HIGH or CRITICAL, 5 not rated.`,
    );
  });

  it('writes whatever somebody called a team as text', async () => {
    const { team } = await api.done<{ team: { id: string } }>(
      `mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } problems { message } } }`,
      { as: 'Administrator', variables: { input: { name: evil, side: 'CONSUMER', timeZone: 'Europe/Berlin' } } },
    );
    const { day, picture } = await linked({ teamId: team.id });
    const { text } = await get(picture.pagePath);
    expect(metaOf(text)['og:title']).toBe(`Risk matrix of ${words(day)}, before anything is done (${evil})`);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('R&D');
  });

  it('is the same for every picture there is: a roadmap too', async () => {
    const { today, picture } = await api.answer<{ today: string; picture: Linked['picture'] }>(TIMELINE, {
      as: 'Auditor',
    });
    const { status, text } = await get(picture.pagePath);
    expect(status).toBe(200);
    expect(metaOf(text)).toMatchObject({
      'og:title': `Roadmap of ${words(today)}`,
      'og:image': `${api.url}${picture.path}`,
    });
    expect(metaOf(text)['og:description']).toMatch(/^Roadmap of .+: .*Product \d/);
  });

  it('names the host it was asked at, where that is one', async () => {
    const { pagePath, path } = (await linked()).picture;
    const images: Record<string, string> = {
      'Plan.Example:8443': `http://plan.example:8443${path}`,
      'api_1:3000': `http://api_1:3000${path}`,
      '[::1]:3000': `http://[::1]:3000${path}`,
    };
    for (const [host, image] of Object.entries(images))
      expect(metaOf((await get(pagePath, { host })).text)['og:image']).toBe(image);
  });

  const nasty = [
    `a.example"><script>alert(1)</script>`,
    `a.example' onload='x`,
    'user:secret@a.example',
    'a.example/evil?',
    'a.example#',
    'a.example\\evil',
    'a.example:99999',
    'a.example:port',
    'a example',
    '[::1',
    '.example',
    'x'.repeat(300),
    '',
  ];

  it.each(nasty.map((host) => [host.slice(0, 40), host] as const))(
    'names none for a Host of %j',
    async (_shown, host) => {
      const { pagePath, path } = (await linked()).picture;
      const { status, text } = await get(pagePath, { host });
      // What is no header at all is refused before.
      if (status !== 200) return expect(status).toBe(400);
      const meta = metaOf(text);
      expect([meta['og:image'], meta['og:url']]).toEqual([undefined, undefined]);
      expect(meta['og:title']).toContain('Risk matrix');
      expect(text).toContain(`<img src="${path.slice('/pictures/'.length)}"`);
      if (host !== '') expect(text).not.toContain(host);
    },
  );

  it('believes nothing that proxies are said to say', async () => {
    const { pagePath, path } = (await linked()).picture;
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    expect(metaOf((await get(pagePath, headers)).text)['og:image']).toBe(`${api.url}${path}`);
  });

  it('names the address that was set, whatever the request says', async () => {
    const { pagePath, path } = (await linked()).picture;
    const { text } = await get(pagePath, { host: 'evil.example' }, published);
    expect(metaOf(text)).toMatchObject({
      'og:url': `https://twolane.example/work${pagePath}`,
      'og:image': `https://twolane.example/work${path}`,
    });
    expect(text).not.toContain('evil.example');
  });

  it('is kept by whoever has it while it is the same', async () => {
    const { pagePath } = (await linked()).picture;
    const { headers } = await get(pagePath);
    const again = await get(pagePath, { 'if-none-match': String(headers['etag']) });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('is not there for a link that was changed, forged, or has expired', async () => {
    const { pagePath } = (await linked()).picture;
    const [, body, mac] = /^\/pictures\/([\w-]+)\.([\w-]+)$/.exec(pagePath)!;
    const content = JSON.parse(Buffer.from(body!, 'base64url').toString()) as { readonly until: number };
    const other = Buffer.from(JSON.stringify({ ...content, workspaceId: randomUUID() })).toString('base64url');
    const pageOf = async (...given: readonly [object, Buffer?]) =>
      (await sealedPath(api, ...given)).replace('.svg', '');
    const none = [
      `/pictures/${other}.${mac}`,
      `/pictures/${body}.${mac!.slice(0, -1)}${mac!.endsWith('A') ? 'E' : 'A'}`,
      `/pictures/${body}`,
      `${pagePath}/`,
      `${pagePath}.html`,
      `${pagePath}.svg.svg`,
      `${pagePath}%22%3E%3Cscript%3E`,
      '/pictures/',
      await pageOf(content, await serviceSecret(api.service.pool, 'cursors')),
      await pageOf({ ...content, until: Math.floor(Date.now() / 1000) - 1 }),
      await pageOf({ ...content, picture: 'ledger' }),
      await pageOf({ ...content, workspaceId: randomUUID() }),
    ];
    for (const path of none) {
      const { status, text, headers } = await get(path);
      expect([path, status, headers['content-type']]).toEqual([path, 404, 'application/json; charset=utf-8']);
      expect(text).toContain('"NOT_FOUND"');
      expect(text).not.toContain('<script');
    }
    expect((await get(await pageOf(content))).status).toBe(200);
  });

  const inBrowser = executablePath ? it : it.skip;

  inBrowser(
    `is shown by a browser with its picture${executablePath ? '' : ' (SKIPPED: no Chromium found)'}`,
    async () => {
      const { picture } = await linked();
      await inChromium(async (browser) => {
        for (const viewport of [
          { width: 1200, height: 800 },
          { width: 390, height: 700 },
        ]) {
          const page = await browser.newPage({ viewport });
          const complaints: string[] = [];
          page.on('console', (message) => complaints.push(message.text()));
          await page.goto(`${api.url}${picture.pagePath}`);
          const shown = (await page.evaluate(`(() => {
          const image = document.querySelector('img');
          const { width, height } = image.getBoundingClientRect();
          return { drawn: image.complete && image.naturalWidth > 0, width, height, title: document.title,
            wide: document.documentElement.scrollWidth, margin: getComputedStyle(document.body).margin };
        })()`)) as { drawn: boolean; width: number; height: number; title: string; wide: number; margin: string };
          expect(shown).toMatchObject({ drawn: true, margin: '0px', title: expect.stringContaining('Risk matrix of') });
          expect(shown.wide).toBeLessThanOrEqual(viewport.width);
          expect(Math.round((shown.width / shown.height) * 100)).toBe(Math.round((1200 / 630) * 100));
          expect(complaints).toEqual([]);
          const { SCREENSHOTS } = process.env;
          if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `picture-page-${viewport.width}.png`) });
        }
      });
    },
  );
});
