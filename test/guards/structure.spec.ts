import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Wrong on purpose: the rule that must fire, and the files that make it fire. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'domain-is-pure': { 'libs/people/src/domain/reads-files.ts': `import 'node:fs';` },
  'vocabulary-is-pure': { 'libs/vocabulary/src/knows-people.ts': `import '#libs/people';` },
  'libs-meet-at-doors': { 'libs/requests/src/enters-by-window.ts': `import '../../people/src/room.js';` },
  'outsiders-use-doors': { 'apps/api/src/enters-by-window.ts': `import '../../../libs/people/src/room.js';` },
  'event-log-stands-alone': { 'libs/event-log/src/leans.ts': `import '#libs/platform';` },
  'api-kit-knows-no-context': { 'libs/api-kit/src/knows-people.ts': `import '#libs/people';` },
  'platform-knows-nobody': { 'libs/platform/src/knows-log.ts': `import '#libs/event-log';` },
  'libs-know-no-program': { 'libs/people/src/knows-api.ts': `import '../../../apps/api/src/main.js';` },
  'tests-stay-outside': { 'libs/people/src/uses-kit.ts': `import '#test/kit/help';` },
  'no-cycles': {
    'libs/people/src/egg.ts': `import { hen } from './hen.js';\nexport const egg = () => hen;`,
    'libs/people/src/hen.ts': `import { egg } from './egg.js';\nexport const hen = () => egg;`,
  },
  'production-packages-only': { 'libs/people/src/uses-jest.ts': `import 'fast-check';` },
  'everything-resolves': { 'libs/people/src/imports-nothing.ts': `import './nowhere.js';` },
};

/** Right: nothing may fire here, or the rules forbid what the layout is made of. */
const allowed: Readonly<Record<string, string>> = {
  'libs/event-log/src/index.ts': 'export type Fact = object;',
  'libs/platform/src/index.ts': `export * from './inner.js';`,
  'libs/platform/src/inner.ts': `import 'node:fs';\nimport 'pg';\nexport {};`,
  'libs/api-kit/src/index.ts': `import '#libs/event-log';\nimport '#libs/platform';`,
  'libs/people/src/index.ts': `import '#libs/api-kit';\nimport './domain/person.js';`,
  'libs/people/src/room.ts': 'export {};',
  'libs/people/src/domain/person.ts': `import type { Fact } from '#libs/event-log';\nimport 'temporal-polyfill';\nimport './name.js';\nexport type Person = Fact;`,
  'libs/people/src/domain/name.ts': `import type { Person } from './person.js';\nexport type Name = Person;`,
  'libs/people/src/people.spec.ts': `import 'fast-check';\nimport '#test/kit/help';\nimport './room.js';`,
  'libs/requests/src/index.ts': `import '#libs/people';`,
  'apps/api/src/main.ts': `import '#libs/requests';`,
  'test/kit/help.ts': `import '#libs/platform';`,
};

interface Cruise {
  readonly summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
}

/** Output of one of our packages' commands; an exit code other than 0 is an answer, too. */
const run = (folder: string, script: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: 256 * 1024 ** 2 };
    execFile(process.execPath, [join(process.cwd(), 'node_modules', script), ...args], options, (_, stdout) =>
      resolve(stdout),
    );
  });

const cruise = async (folder: string): Promise<Cruise['summary']> => {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'libs', 'apps', 'test'];
  const answer = JSON.parse(await run(folder, 'dependency-cruiser/bin/dependency-cruise.mjs', ...args)) as Cruise;
  return answer.summary;
};

const write = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${content}\n`);
  }
};

describe('the rules of structure', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twolane-structure-'));
    for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) await cp(file, join(folder, file));
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    await write(folder, allowed);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('hold on the real tree, and see it', async () => {
    const { totalCruised, violations } = await cruise(process.cwd());
    expect(totalCruised).toBeGreaterThan(100);
    expect(violations.map(({ from, rule }) => `${from} breaks ${rule.name}`)).toEqual([]);
  });

  it('leave alone what the layout is made of', async () => {
    expect(await cruise(folder)).toMatchObject({ totalCruised: expect.any(Number), violations: [] });
  });

  it('fire at every violation planted', async () => {
    await write(folder, Object.assign({}, ...Object.values(planted)));
    const { violations } = await cruise(folder);
    const found = new Set(violations.map(({ from, rule }) => `${rule.name}: ${from}`));
    for (const [rule, files] of Object.entries(planted)) expect(found).toContain(`${rule}: ${Object.keys(files)[0]}`);
  });

  it('are all planted', async () => {
    const config = await readFile('.dependency-cruiser.cjs', 'utf8');
    const names = [...config.matchAll(/name: '([a-z-]+)'/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(planted)));
  });
});

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** A rule of the linter and the text it must refuse. */
const refused: Readonly<Record<string, string>> = {
  'eslint(max-lines)': lines(251, (n) => `export const a${n} = ${n};`),
  'eslint(max-lines-per-function)': `export const long = (): number => {\n  let n = 0;\n${lines(40, () => '  n += 1;')}\n  return n;\n};`,
  'eslint(complexity)': `export const maze = (n: number): number => {\n${lines(8, (n) => `  if (n === ${n}) return ${n};`)}\n  return n;\n};`,
  'eslint(max-params)':
    'export const greedy = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;',
  'typescript(no-explicit-any)': 'export const lost = (x: any): unknown => x;',
  'typescript(ban-ts-comment)': `// @ts-ignore\nexport const hidden: string = 1;`,
  'typescript(no-floating-promises)':
    'const later = async (): Promise<void> => undefined;\nexport const forget = (): void => {\n  later();\n};',
  'typescript(switch-exhaustiveness-check)': `export const f = (x: 'a' | 'b'): void => {\n  switch (x) {\n    case 'a':\n      break;\n  }\n};`,
  'eslint(no-warning-comments)': '// TODO later\nexport const now = 1;',
  'eslint(no-console)': `console.log('hello');\nexport {};`,
};

describe('the linter', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twolane-lint-'));
    await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { strict: true, target: 'es2022' }, include: ['*.ts'] }),
    );
    await write(folder, Object.fromEntries(Object.values(refused).map((text, place) => [`wrong${place}.ts`, text])));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('refuses each of these', async () => {
    const { diagnostics } = JSON.parse(
      await run(folder, 'oxlint/bin/oxlint', '-c', '.oxlintrc.json', '--type-aware', '-f', 'json'),
    ) as {
      diagnostics: { code: string; filename: string }[];
    };
    const found = diagnostics.map(({ code, filename }) => `${filename}: ${code}`);
    for (const [place, code] of Object.keys(refused).entries()) expect(found).toContain(`wrong${place}.ts: ${code}`);
  });

  it('is overruled only with a reason', async () => {
    const unexplained: string[] = [];
    for (const top of ['libs', 'apps', 'test']) {
      for (const path of await readdir(top, { recursive: true })) {
        if (!/\.(ts|mjs|js)$/.test(path) || path.includes('guards')) continue;
        const text = await readFile(join(top, path), 'utf8');
        const overruling = text
          .split('\n')
          .filter((line) => /(oxlint|eslint)-disable/.test(line) && !/ -- \w+/.test(line));
        unexplained.push(...overruling.map((line) => `${top}/${path}: ${line.trim()}`));
      }
    }
    expect(unexplained).toEqual([]);
  });
});
